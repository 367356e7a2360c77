"""``check --changed-since`` reports the problems that a change touches, with a real git."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from click.testing import Result

from knowledge_repository import changes
from tests import repositories
from tests.conftest import ROOT, copy_small
from tests.others import PLACES, registers
from tests.repositories import snapshot
from tests.running import replace

PRACTICE = "bestpractices/one-table/index.en.md"
WEAVING = "casestudies/sample-valley-weaving/index.ar.md"
POTTERY = "casestudies/example-town-pottery/index.en.md"
LAMPS = "casestudies/placeholder-port-lamps/index.fr.md"
OLD = f"{WEAVING}:9:10: error: there is no craft 'weving' [unknown-term]"
HIDDEN = "Not shown, because the change does not touch it: 1 error."


@pytest.fixture(autouse=True)
def only_this_git(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Git settings of the user, or of a hook that runs the tests, have no effect."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "Example Author")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "author@example.org")


def git(root: Path, *arguments: str) -> str:
    command = ["git", "-C", str(root), *arguments]
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout


def commit(root: Path) -> str:
    """Commit all files; gives the name of the commit."""
    git(root, "add", "--all", ".")
    git(root, "commit", "--quiet", "--allow-empty", "--message", "Example")
    return git(root, "rev-parse", "HEAD").strip()


def check(root: Path, revision: str, *arguments: str) -> Result:
    return repositories.check(root, f"--changed-since={revision}", *arguments)


def add_dead_relation(root: Path) -> None:
    """Add an error to the file ``PRACTICE``."""
    replace(root / PRACTICE, "related: [shared-stall]", "related: [nothing-there]")


def errors(done: Result) -> list[str]:
    """The first line of every error: location, message, code."""
    return [line for line in done.stderr.split("\n") if ": error: " in line]


def files(done: Result) -> list[str]:
    """The file of every error."""
    return [line.split(":")[0] for line in errors(done)]


@pytest.fixture
def repository(small: Path) -> Path:
    """The small repository on its branch ``main``, with one old problem."""
    replace(small / WEAVING, "crafts: [weaving]", "crafts: [weving]")
    git(small, "init", "--quiet", "--initial-branch=main")
    commit(small)
    return small


# -- what belongs to a change ------------------------------------------------------------------


@pytest.mark.parametrize("committed", [False, True])
def test_a_problem_in_an_edited_file_is_reported_and_an_old_one_elsewhere_only_counted(
    repository: Path, committed: bool
) -> None:
    add_dead_relation(repository)
    if committed:
        commit(repository)
    done = check(repository, "HEAD~1" if committed else "HEAD")
    assert done.exit_code == 1
    assert errors(done) == [
        f"{PRACTICE}:15:11: error: there is no entry 'nothing-there' [dead-relation]"
    ]
    assert "\n1 error.\n" in done.stderr
    assert done.stderr.endswith(f"{HIDDEN}\n")


def test_a_change_without_problems_is_fine_where_others_left_some(repository: Path) -> None:
    replace(repository / PRACTICE, "When [buyers]", "Whenever [buyers]")
    done = check(repository, "HEAD")
    assert done.exit_code == 0
    assert done.stderr == f"{HIDDEN}\n"
    assert "no problems found" in done.stdout
    assert errors(repositories.check(repository)) == [OLD]


def test_an_old_problem_in_an_edited_file_is_reported(repository: Path) -> None:
    replace(repository / WEAVING, "## السياق", "\n## السياق")
    done = check(repository, "HEAD")
    assert (done.exit_code, errors(done)) == (1, [OLD])
    assert "Not shown" not in done.stderr


@pytest.mark.parametrize("committed", [False, True])
def test_a_deleted_practice_breaks_entries_that_were_not_edited(
    repository: Path, committed: bool
) -> None:
    replace(
        repository / POTTERY,
        "(../../bestpractices/one-table/index.en.md#how-to-do-it)",
        "(#context)",
    )
    for translation in (POTTERY.replace(".en.", ".ar."), POTTERY.replace(".en.", ".fr.")):
        replace(
            repository / translation, "(../../bestpractices/one-table/index.en.md)", "(#context)"
        )
    base = commit(repository)
    shutil.rmtree(repository / "bestpractices/one-table")
    if committed:
        commit(repository)
    done = check(repository, base)
    assert done.exit_code == 1
    broken = set(files(done))
    assert {POTTERY, LAMPS} <= broken
    assert sum("there is no entry 'one-table'" in line for line in errors(done)) == 2
    assert WEAVING not in broken
    assert done.stderr.endswith(f"{HIDDEN}\n")


def test_a_file_that_git_does_not_know_yet_belongs_to_the_change(repository: Path) -> None:
    shutil.copytree(repository / "bestpractices/one-table", repository / "bestpractices/two-tables")
    new = "bestpractices/two-tables/index.en.md"
    replace(repository / new, "sectors: [habitat]", "sectors: [habitats]")
    done = check(repository, "HEAD")
    assert files(done) == [new]
    assert done.stderr.endswith(f"{HIDDEN}\n")


def test_a_renamed_folder_is_new_and_links_to_its_old_name_are_reported(
    repository: Path,
) -> None:
    replace(repository / PRACTICE, "sectors: [habitat]", "sectors: [habitats]")
    base = commit(repository)
    git(repository, "mv", "bestpractices/one-table", "bestpractices/single-table")
    commit(repository)
    done = check(repository, base)
    broken = set(files(done))
    assert "bestpractices/single-table/index.en.md" in broken, "an old fault under a new name"
    assert {POTTERY, LAMPS} <= broken
    assert WEAVING not in broken


def test_names_with_accents_and_spaces_are_recognised(repository: Path) -> None:
    shutil.copytree(
        repository / "bestpractices/one-table", repository / "bestpractices/Été à l'île"
    )
    base = commit(repository)
    quiet = check(repository, base)
    assert errors(quiet) == []
    replace(repository / "bestpractices/Été à l'île/index.en.md", "When [buyers]", "If [buyers]")
    done = check(repository, base)
    assert files(done) == ["bestpractices/Été à l'île"]


def test_a_file_that_git_does_not_know_yet_changes_its_folder(repository: Path) -> None:
    folder = repository / "bestpractices" / "One table"
    shutil.copytree(repository / "bestpractices/one-table", folder)
    base = commit(repository)
    assert errors(check(repository, base)) == []
    shutil.copy(repository / "casestudies/example-town-pottery/table.png", folder)
    done = check(repository, base)
    assert files(done) == ["bestpractices/One table"]


def test_an_old_problem_whose_message_changes_is_still_old(repository: Path) -> None:
    replace(repository / WEAVING, "[weving]", "[sculpture]")
    base = commit(repository)
    crafts = repository / "content/vocabularies/crafts.yml"
    glass = '  - id: glass\n    label: {en: "Glass", fr: "Verre", ar: "الزجاج"}\n'
    crafts.write_text(crafts.read_text(encoding="utf-8") + glass, encoding="utf-8")
    done = check(repository, base)
    assert errors(done) == []
    assert done.exit_code == 0


def test_a_symbolic_link_that_was_there_before_is_no_new_problem(repository: Path) -> None:
    (repository / "bestpractices/one-table/index.fr.md").symlink_to("index.en.md")
    base = commit(repository)
    replace(repository / "content/pages/about/index.en.md", "Nothing in it", "None of it")
    done = check(repository, base)
    assert errors(done) == []
    assert "Not shown, because the change does not touch it: 2 errors." in done.stderr


# -- which revision ----------------------------------------------------------------------------


def test_later_commits_on_main_are_not_part_of_the_change(repository: Path) -> None:
    git(repository, "switch", "--quiet", "--create", "change")
    add_dead_relation(repository)
    commit(repository)
    git(repository, "switch", "--quiet", "main")
    replace(repository / WEAVING, "[weving]", "[weaving]")
    commit(repository)
    git(repository, "switch", "--quiet", "change")
    done = check(repository, "main")
    assert files(done) == [PRACTICE]
    assert done.stderr.endswith(f"{HIDDEN}\n")


def test_a_branch_without_a_common_ancestor_is_compared_directly(repository: Path) -> None:
    git(repository, "switch", "--quiet", "--orphan", "other")
    git(repository, "checkout", "main", "--", ".")
    add_dead_relation(repository)
    commit(repository)
    assert files(check(repository, "main")) == [PRACTICE]


@pytest.mark.parametrize("form", ["main", "HEAD", "v1", "short", "@{0}"])
def test_a_revision_may_be_named_as_git_names_it(repository: Path, form: str) -> None:
    git(repository, "tag", "--annotate", "--message", "Example", "v1")
    name = git(repository, "rev-parse", "--short", "HEAD").strip() if form == "short" else form
    assert check(repository, name).exit_code == 0


WRONG = ["nonsense", "", "-", "--output=stolen", "HEAD~99", "HEAD:mkdocs.yml", "a..b"]


@pytest.mark.parametrize("revision", WRONG)
def test_a_missing_revision_is_wrong_usage(repository: Path, revision: str) -> None:
    before = snapshot(repository)
    done = check(repository, revision)
    assert done.exit_code == 2
    assert "Traceback" not in done.output
    last = done.stderr.strip().split("\n")[-1]
    assert last.startswith(f"Error: --changed-since {revision}: ")
    assert len(last.removeprefix(f"Error: --changed-since {revision}: ").split()) > 3
    assert done.stdout == ""
    assert snapshot(repository) == before


def test_a_missing_revision_is_wrong_usage_in_a_repository_without_problems(
    repository: Path,
) -> None:
    replace(repository / WEAVING, "[weving]", "[weaving]")
    assert check(repository, "HEAD").exit_code == 0
    done = check(repository, "nonsense")
    assert done.exit_code == 2
    assert "--changed-since nonsense: " in done.stderr


def test_a_folder_outside_git_is_wrong_usage(small: Path) -> None:
    replace(small / WEAVING, "[weaving]", "[weving]")
    done = check(small, "HEAD")
    assert done.exit_code == 2
    assert "Traceback" not in done.output
    assert "not a git repository" in done.stderr


def test_a_missing_git_program_is_reported(
    repository: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    done = check(repository, "HEAD")
    assert done.exit_code == 2
    assert "(git: No such file or directory)" in done.stderr


# -- a repository below the work tree ----------------------------------------------------------


def test_a_repository_may_be_a_subfolder_of_a_git_repository(tmp_path: Path) -> None:
    root = copy_small(tmp_path / "whole" / "docs" / "small")
    replace(root / WEAVING, "crafts: [weaving]", "crafts: [weving]")
    git(tmp_path / "whole", "init", "--quiet", "--initial-branch=main")
    base = commit(tmp_path / "whole")
    same = tmp_path / "whole" / WEAVING  # the same path, outside the repository
    same.parent.mkdir(parents=True)
    same.write_text("elsewhere", encoding="utf-8")
    add_dead_relation(root)
    commit(tmp_path / "whole")
    done = check(root, base)
    assert files(done) == [PRACTICE]
    assert done.stderr.endswith(f"{HIDDEN}\n")
    replace(root / WEAVING, "## السياق", "\n## السياق")
    assert errors(check(root, base))[1:] == [OLD], "an old problem in a file that was edited"


def test_every_file_of_a_new_repository_is_new(tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    whole.mkdir()
    git(whole, "init", "--quiet", "--initial-branch=main")
    base = commit(whole)
    root = copy_small(whole / "small")
    replace(root / WEAVING, "crafts: [weaving]", "crafts: [weving]")
    commit(whole)
    done = check(root, base)
    assert (done.exit_code, errors(done)) == (1, [OLD])


# -- side effects and output -------------------------------------------------------------------


def test_the_check_changes_no_file_and_leaves_no_temporary_file(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "temporary"
    elsewhere.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(elsewhere))
    add_dead_relation(repository)
    git(repository, "add", PRACTICE)
    replace(repository / PRACTICE, "When [buyers]", "If [buyers]")
    (repository / "notes.txt").write_text("untracked", encoding="utf-8")

    def state() -> tuple[dict[str, object], str]:
        files = {k: v for k, v in snapshot(repository).items() if not k.startswith(".git/")}
        commands = [
            ["status", "--porcelain"],
            ["log", "--all"],
            ["worktree", "list"],
            ["stash", "list"],
        ]
        return files, "".join(git(repository, *command) for command in commands)

    before = state()
    assert check(repository, "HEAD").exit_code == 1
    assert state() == before
    assert list(elsewhere.iterdir()) == []


def test_json_contains_only_what_the_change_touches(repository: Path) -> None:
    add_dead_relation(repository)
    done = check(repository, "HEAD", "--format", "json")
    codes = [problem["code"] for problem in json.loads(done.stdout)["problems"]]
    assert codes == ["dead-relation"]
    assert done.stderr == f"{HIDDEN}\n"


def test_make_passes_the_name_of_a_branch_unchanged_and_runs_no_part_of_it(tmp_path: Path) -> None:
    command = tmp_path / "bin" / "knowledge"
    command.parent.mkdir()
    command.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    branch = "origin/$(shell touch a)`touch b`;touch c"
    # -o: nothing is installed. The tests run under make themselves, so make would name its folder.
    make = ["make", "--no-print-directory", "-f", str(ROOT / "Makefile")]
    make += ["-o", ".venv/runtime", "BIN=bin", "check"]
    done = subprocess.run(
        make,
        cwd=tmp_path,
        env={**os.environ, "SINCE": branch},
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.stdout.splitlines() == ["check", "--format", "text", f"--changed-since={branch}"]
    assert [path.name for path in tmp_path.iterdir()] == ["bin"]


def test_the_files_of_a_revision_are_those_of_the_folders_that_are_read(
    tmp_path: Path,
) -> None:
    root = registers(tmp_path / "registers")
    folder = PLACES["import"]
    git(root, "init", "--quiet")
    with changes.earlier(root, commit(root), ("content", folder)) as earlier:
        assert (earlier / folder / "example-import/index.en.md").exists()
        assert (earlier / PLACES["class"] / "example-class/index.en.md").exists()
        assert (earlier / "mkdocs.yml").exists()
        assert not (earlier / "projects").exists()
