"""The workflows of GitHub: pinned actions and their runtimes, permissions, and their scripts, which
are run here as a runner would run them."""

from __future__ import annotations

import base64
import functools
import html
import json
import os
import runpy
import shlex
import shutil
import subprocess
import sys
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge_repository import __version__
from tests.conftest import ROOT, copy_small
from tests.running import append, environment, replace
from tests.test_changes import commit, git, only_this_git

__all__ = ["only_this_git"]

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
STARTER = ROOT / "generator/knowledge_repository/starter/files/workflows"
ALL = [*WORKFLOWS, *sorted(STARTER.glob("*.yml"))]
TOOL = runpy.run_path(str(ROOT / "tools/list_actions.py"))
LIST: list[dict[str, str]] = yaml.safe_load((ROOT / ".github/actions.yml").read_text("utf-8"))
REMOVED = {"node12", "node16", "node20"}
"""Runtimes that GitHub's runners do not have any more (2026-09-16)."""
POTTERY = "casestudies/example-town-pottery"


def jobs(name: str) -> dict[str, Any]:
    found: dict[str, Any] = load(name)["jobs"]
    return found


def load(name: str) -> dict[Any, Any]:
    text = (ROOT / f".github/workflows/{name}.yml").read_text(encoding="utf-8")
    found: dict[Any, Any] = yaml.safe_load(text)
    return found


# -- actions -----------------------------------------------------------------------------------


@pytest.mark.parametrize("file", ALL, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_every_action_is_pinned_and_listed(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    listed = {(row["action"], row["commit"], row["version"]) for row in LIST}
    pinned = TOOL["pins"](text)
    assert text.count("uses:") == len(TOOL["USES"].findall(text)), "by commit, version in a comment"
    assert pinned - listed == set(), "make lock lists them"


def test_no_action_needs_a_runtime_that_is_gone() -> None:
    assert [row for row in LIST if row["runtime"] in REMOVED] == []


def test_the_list_names_no_action_twice() -> None:
    names = [(row["action"], row["version"]) for row in LIST]
    assert sorted(set(names)) == names


def test_the_list_is_made_of_what_each_action_declares(tmp_path: Path) -> None:
    one, other = "1" * 40, "2" * 40
    (tmp_path / f"a/outer/{one}").mkdir(parents=True)
    (tmp_path / f"a/inner/{other}/part").mkdir(parents=True)
    (tmp_path / f"a/outer/{one}/action.yml").write_text(
        f"runs:\n  using: composite\n  steps:\n    - uses: a/inner/part@{other} # v2.0.0\n", "utf-8"
    )
    (tmp_path / f"a/inner/{other}/part/action.yaml").write_text("runs: {using: node20}\n", "utf-8")

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Quiet, directory=str(tmp_path))
    )
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        used = TOOL["pins"](f"- uses: a/outer@{one} # v1.0.0\n")
        rows = TOOL["runtimes"](used, f"http://127.0.0.1:{server.server_port}")
    finally:
        server.shutdown()
        server.server_close()
    assert [(row["action"], row["runtime"]) for row in rows] == [
        ("a/inner/part", "node20"),
        ("a/outer", "composite"),
    ]


# -- permissions -------------------------------------------------------------------------------


def test_only_three_jobs_may_write() -> None:
    writing = {
        (file.stem, name): {key for key, value in job["permissions"].items() if value == "write"}
        for file in WORKFLOWS
        for name, job in jobs(file.stem).items()
    }
    assert all(load(file.stem)["permissions"] == {} for file in WORKFLOWS)
    assert {job: scopes for job, scopes in writing.items() if scopes} == {
        ("comment", "comment"): {"pull-requests"},
        ("draft", "propose"): {"contents", "issues"},
        ("publish", "deploy"): {"pages", "id-token"},
    }


def test_a_check_has_no_secrets_and_no_cache_and_no_rights_of_the_repository() -> None:
    check = (ROOT / ".github/workflows/check.yml").read_text(encoding="utf-8")
    assert set(load("check")[True]) == {"pull_request", "merge_group"}  # YAML 1.1: "on" is true
    assert "{{ secrets" not in check
    assert "actions/cache" not in check
    assert "pull_request_target" not in "".join(file.read_text("utf-8") for file in ALL)


def test_what_may_write_fetches_nothing_of_the_pull_request() -> None:
    steps = jobs("comment")["comment"]["steps"]
    assert [step.get("with", {}).get("ref") for step in steps] == [None, None]
    assert [step["run"] for step in steps if "run" in step] == ["python3 .github/comment.py"]


# -- the scripts of a check --------------------------------------------------------------------


class Checkout:
    """The folders of a job: ``base`` and ``contribution``, with the branch of the author merged."""

    def __init__(self, folder: Path, branch: str = "main") -> None:
        self.folder, self.contribution = folder, folder / "contribution"
        self.base = copy_small(folder / "base")
        shutil.copytree(ROOT / ".github", self.base / ".github")
        git(self.base, "init", "--quiet", f"--initial-branch={branch}")
        (self.base / ".gitignore").write_text(".venv/\n", encoding="utf-8")
        commit(self.base)
        git(folder, "clone", "--quiet", str(self.base), str(self.contribution))
        program = self.base / ".venv/bin/knowledge"
        program.parent.mkdir(parents=True)
        python = shlex.quote(sys.executable)
        program.write_text(f'#!/bin/sh\nexec {python} -m knowledge_repository "$@"\n', "utf-8")
        program.chmod(0o755)
        self.summary = folder / "step-summary.md"
        self.env = environment(
            BASE=f"origin/{branch}",
            GITHUB_STEP_SUMMARY=str(self.summary),
            GITHUB_REPOSITORY="o/r",
            GITHUB_SHA="merged",
            HEAD_SHA="abc",
            GITHUB_RUN_ID="7",
        )

    def run(self, script: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Run a script of the base branch as a step does."""
        return subprocess.run(
            ["sh", str(self.base / f".github/{script}.sh")],
            cwd=cwd or self.folder,
            env=self.env,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    def program(self) -> str:
        """Whether the change needs the job of the program."""
        commit(self.contribution)
        return self.run("changed", self.contribution).stdout.strip()


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def test_a_right_change_is_checked_and_has_a_preview(checkout: Checkout) -> None:
    append(checkout.contribution / POTTERY / "index.fr.md", "\n")
    assert checkout.program() == "program=false"
    done = checkout.run("check")
    assert done.returncode == 0, done.stderr
    summary = html.unescape((checkout.folder / "summary.md").read_text(encoding="utf-8"))
    assert f"(fr/{POTTERY}/index.html)" in summary
    assert checkout.run("preview").returncode == 0
    first = (checkout.folder / "preview/index.html").read_text(encoding="utf-8")
    assert f'<a href="./fr/{POTTERY}/index.html"' in first


def test_a_wrong_change_fails_and_has_a_preview(checkout: Checkout) -> None:
    replace(checkout.contribution / POTTERY / "index.fr.md", "title:", "titel:")
    assert checkout.program() == "program=false"
    done = checkout.run("check")
    assert done.returncode == 1
    assert done.stdout.startswith(f"::error file={POTTERY}/index.fr.md,line=2,")
    assert "/o/r/blob/abc/" in (checkout.folder / "summary.md").read_text(encoding="utf-8")
    assert checkout.run("preview").returncode == 0, "the check has reported the errors"
    assert (checkout.folder / "preview/en/index.html").is_file()
    assert not (checkout.folder / "preview/fr" / POTTERY).exists()


def test_without_a_preview_the_step_fails(checkout: Checkout) -> None:
    (checkout.contribution / "content/kinds.yml").write_text("kinds: []\n", encoding="utf-8")
    assert checkout.program() == "program=true", "the tests read the kinds"
    assert checkout.run("preview").returncode == 1
    assert not (checkout.folder / "preview").exists()


@pytest.mark.parametrize(
    ("path", "program"),
    [
        ("generator/x.py", True),
        ("mkdocs.yml", True),
        (".github/workflows/check.yml", True),
        ("new-folder/x", True),
        ("content/words/en.yml", True),
        ("content/vocabularies/crafts.yml", False),
        (f"{POTTERY}/index.en.md", False),
        ("bestpractices/new/index.en.md", False),
    ],
)
def test_only_a_change_of_the_program_runs_its_tests(
    checkout: Checkout, path: str, program: bool
) -> None:
    file = checkout.contribution / path
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as opened:
        opened.write("# x\n")
    assert checkout.program() == f"program={str(program).lower()}"


def test_a_change_of_the_base_branch_is_not_one_of_the_author(checkout: Checkout) -> None:
    append(checkout.contribution / POTTERY / "index.fr.md", "\n")
    commit(checkout.contribution)
    (checkout.base / "new.py").write_text("x = 1\n", encoding="utf-8")
    commit(checkout.base)
    git(checkout.contribution, "fetch", "--quiet")
    assert checkout.program() == "program=false"


def test_hostile_names_of_a_fork_are_data(tmp_path: Path) -> None:
    branch = 'x";touch${IFS}ran;`touch${IFS}ran`$(touch${IFS}ran)&&'
    checkout = Checkout(tmp_path, branch)
    root = checkout.contribution
    folder = root / 'casestudies/$(touch ran)`touch ran`;"touch ran"'
    folder.mkdir()
    (folder / "index.fr.md").write_text("::set-output name=x::y\n@octocat <b>\n", encoding="utf-8")
    name = "a\n::error::forged\n| @octocat |"
    (root / POTTERY / name).write_text("x", encoding="utf-8")
    (root / POTTERY / "index.de.md").symlink_to("/etc/passwd")
    append(root / "mkdocs.yml", "hooks: [evil.py]\n")
    (root / "evil.py").write_text("open('ran', 'w')\n", encoding="utf-8")
    assert checkout.program() == "program=true"
    done = checkout.run("check")
    assert done.returncode == 1
    for line in done.stdout.split("\n"):
        assert not line.startswith(("::set-output", "::error::forged"))
    assert checkout.run("preview").returncode == 0
    assert not list(tmp_path.rglob("ran"))
    accepted = runpy.run_path(str(ROOT / ".github/comment.py"))["checked"]
    own = ("https://github.com/o/r/", "https://example.org/small/")
    assert accepted((tmp_path / "summary.md").read_text(encoding="utf-8"), own)


# -- a draft from an issue ---------------------------------------------------------------------


def script(job: str, step: int) -> str:
    """The commands of a step of the workflow that makes drafts."""
    return str([one for one in jobs("draft")[job]["steps"] if "run" in one][step]["run"])


def test_an_issue_becomes_one_new_file_on_a_branch(checkout: Checkout) -> None:
    text = (checkout.base / POTTERY / "index.en.md").read_text(encoding="utf-8")
    text = text.replace("aliases: [old-pottery]\n", "")
    body = f"casestudies/from-an-issue/index.en.md\n\n`````md\n{text}$(touch ran)\n`````"
    event, output = checkout.folder / "event.json", checkout.folder / "output"
    event.write_text(json.dumps({"issue": {"body": body}}), encoding="utf-8")
    origin = checkout.folder / "origin.git"
    git(checkout.folder, "init", "--quiet", "--bare", str(origin))
    for folder in (checkout.base, checkout.contribution):
        git(folder, "config", "remote.origin.url", str(origin))
    gh = checkout.folder / "bin/gh"
    gh.parent.mkdir()
    gh.write_text('#!/bin/sh\necho "$@" >> "$RUNNER_TEMP/gh"\necho "$PERMISSION"\n', "utf-8")
    gh.chmod(0o755)
    env = {
        **checkout.env,
        "PATH": f"{gh.parent}:{os.environ['PATH']}",
        "RUNNER_TEMP": str(checkout.folder),
        "GITHUB_EVENT_PATH": str(event),
        "GITHUB_OUTPUT": str(output),
        "NUMBER": "12",
        "SENDER": "somebody",
        "PERMISSION": "read",
    }

    def run(commands: str, cwd: Path) -> int:
        return subprocess.run(
            ["bash", "-e", "-c", commands], cwd=cwd, env=env, check=False
        ).returncode

    assert run(script("write", 0), checkout.base) != 0, "a person who may only read"
    env["PERMISSION"] = "admin"
    assert run(script("write", 0), checkout.base) == 0
    assert run(script("write", 2), checkout.base) == 0
    name, _, change = output.read_text(encoding="utf-8").strip().partition("=")
    assert name == "change"
    other = git(checkout.base, "diff", "HEAD", "--", "mkdocs.yml")
    assert not other
    for hostile in ("mkdocs.yml", ".github/x/index.en.md"):
        patch = f"--- /dev/null\n+++ b/{hostile}x\n@@ -0,0 +1 @@\n+x\n"
        env["CHANGE"] = base64.b64encode(patch.encode()).decode()
        assert run(script("propose", 0), checkout.contribution) != 0
        git(checkout.contribution, "reset", "--quiet", "--hard")
    env["CHANGE"] = change
    assert run(script("propose", 0), checkout.contribution) == 0
    path = "casestudies/from-an-issue/index.en.md"
    written = git(origin, "show", f"draft-12:{path}")
    assert "$(touch ran)" in written
    assert git(origin, "show", "--name-only", "--format=", "draft-12").strip() == path
    assert not list(checkout.folder.rglob("ran"))


# -- files for people --------------------------------------------------------------------------


def test_the_form_for_a_fault_of_the_program_is_in_three_languages() -> None:
    text = (ROOT / ".github/ISSUE_TEMPLATE/program.yml").read_text(encoding="utf-8")
    form = yaml.safe_load(text)
    assert {"name", "description", "body"} == set(form)
    ids = [part["id"] for part in form["body"]]
    assert len(set(ids)) == len(ids)
    for part in form["body"]:
        english, french, arabic = part["attributes"]["label"].split(" / ")
        assert english
        assert french
        assert any("\u0600" <= sign <= "\u06ff" for sign in arabic)


def test_a_robot_proposes_newer_versions_of_all_locked_lists() -> None:
    rows = yaml.safe_load((ROOT / ".github/dependabot.yml").read_text(encoding="utf-8"))["updates"]
    found = {(row["package-ecosystem"], row["directory"]) for row in rows}
    assert found == {("github-actions", "/"), ("pip", "/"), ("npm", "/audits")}
    assert (ROOT / "audits/package-lock.json").is_file()


def test_the_citation_has_the_version_of_the_program() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == __version__
    assert {"cff-version", "message", "title", "authors"} <= set(citation)
