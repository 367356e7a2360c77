"""The summary of a pull request: languages, links, pages; addresses that mkdocs.yml leaves open."""

from __future__ import annotations

import html
from pathlib import Path

import pytest
from click.testing import CliRunner

from knowledge_repository import cli, config, diagnostics
from knowledge_repository.cache.hashing import hash_config
from knowledge_repository.model import Diagnostic, Location
from tests import running
from tests.conftest import copy_small
from tests.repositories import check, load_and_check
from tests.running import replace
from tests.test_changes import commit, git, only_this_git

__all__ = ["only_this_git"]

POTTERY = "casestudies/example-town-pottery"
WEAVING = "casestudies/sample-valley-weaving"
GITHUB = {
    "GITHUB_SERVER_URL": "https://github.com",
    "GITHUB_REPOSITORY": "Somebody/a-repository",
    "GITHUB_SHA": "merged",
    "HEAD_SHA": "headsha",
    "GITHUB_RUN_ID": "17",
}


@pytest.fixture
def summary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of the summary, as in a job of GitHub Actions."""
    for name, value in GITHUB.items():
        monkeypatch.setenv(name, value)
    file = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(file))
    return file


@pytest.fixture
def repository(small: Path) -> Path:
    git(small, "init", "--quiet", "--initial-branch=main")
    commit(small)
    return small


def run(root: Path, *arguments: str) -> tuple[int, str]:
    """Exit code and annotations of a check in the language of each file."""
    done = CliRunner().invoke(
        cli.knowledge, ["check", "--root", str(root), "--format", "github", *arguments]
    )
    return done.exit_code, done.stdout


def test_an_annotation_is_in_the_language_of_its_file() -> None:
    problems = [
        Diagnostic(Location(path), "dead-link", {"value": "x"})
        for path in (f"{POTTERY}/index.ar.md", f"{POTTERY}/index.fr.md", "content/site.yml")
    ]
    arabic, french, other = diagnostics.as_github(problems).split("\n")
    assert arabic.startswith(f"::error file={POTTERY}/index.ar.md,line=1,col=1,title=خطأ (dead-l")
    assert ",title=erreur (dead-link)::" in french
    assert ",title=error (dead-link)::" in other
    for line, language in ((arabic, "ar"), (french, "fr"), (other, "en")):
        assert diagnostics.message(problems[0], language) in line


@pytest.mark.parametrize(
    ("paths", "languages"),
    [
        ([f"{POTTERY}/index.fr.md"], ("fr",)),
        ([f"{POTTERY}/index.fr.md", f"{WEAVING}/index.ar.md"], ("fr", "ar")),
        ([f"{POTTERY}/index.{one}.md" for one in ("en", "ar", "fr")], ("ar", "en")),
        (["x/index.de.md", "content/site.yml"], ("en",)),
        ([], ("en",)),
    ],
)
def test_a_summary_is_in_the_languages_of_the_changed_texts(
    paths: list[str], languages: tuple[str, ...]
) -> None:
    assert diagnostics.languages_of(paths) == languages


def test_a_wrong_change_says_what_to_fix_where_and_how(repository: Path, summary: Path) -> None:
    replace(repository / POTTERY / "index.fr.md", "title:", "titel:")
    code, annotations = run(repository, "--changed-since", "main")
    assert code == 1
    assert annotations.startswith(f"::error file={POTTERY}/index.fr.md,")
    text = summary.read_text(encoding="utf-8")
    assert html.unescape(text).startswith("## Ce que le contrôle a trouvé : 1 erreur\n")
    here = "https://github.com/Somebody/a-repository"
    assert f"]({here}/blob/headsha/{POTTERY}/index.fr.md#L2)" in text
    assert "](https://example.org/small/fr/guide/unknown-key/)" in text
    assert "Pages qui changent" not in html.unescape(text), "the preview does not have the page"


def test_a_right_change_lists_its_pages_in_the_preview(repository: Path, summary: Path) -> None:
    with (repository / WEAVING / "index.ar.md").open("a", encoding="utf-8") as file:
        file.write("\n")
    code, annotations = run(repository, "--changed-since", "main")
    assert (code, "::error" in annotations) == (0, False)
    text = summary.read_text(encoding="utf-8")
    assert f"(ar/{WEAVING}/index.html)" in html.unescape(text)
    assert "](https://github.com/Somebody/a-repository/actions/runs/17#artifacts)" in text
    assert "index.html بنقرة مزدوجة" in html.unescape(text)


def test_a_summary_outside_of_github_has_no_links_to_it(small: Path) -> None:
    replace(small / POTTERY / "index.fr.md", "title:", "titel:")
    library, problems = load_and_check(small)
    text = diagnostics.as_job_summary(problems, texts=library.all_texts())
    assert "](" not in text
    assert "(fr/casestudies/placeholder-port-lamps" not in html.unescape(text)


# -- addresses that mkdocs.yml leaves open -----------------------------------------------------


@pytest.mark.parametrize(
    ("environ", "site"),
    [
        ({}, ""),
        ({"GITHUB_REPOSITORY": "Some-Body/Their-Site"}, "https://some-body.github.io/Their-Site/"),
        ({"GITHUB_REPOSITORY": "who/who.github.io"}, "https://who.github.io/"),
        ({"GITHUB_REPOSITORY": "a/b", "SITE_URL": "https://k.org"}, "https://k.org/"),
        ({"SITE_URL": "https://k.org/x/"}, "https://k.org/x/"),
    ],
)
def test_the_address_of_the_site_follows_from_the_repository(
    environ: dict[str, str], site: str
) -> None:
    assert config.addresses(environ).site == site


def test_links_for_editing_name_the_branch_that_will_be_published() -> None:
    environ = {"GITHUB_REPOSITORY": "a/b", "GITHUB_REF_NAME": "7/merge", "GITHUB_BASE_REF": "{x}"}
    found = config.addresses(environ)
    assert found.edit.format(path="y/index.md") == "https://github.com/a/b/edit/%7Bx%7D/y/index.md"
    assert (
        found.report.format(title="T", path="en/") == "https://github.com/a/b/issues/new?title=en/"
    )


def test_mkdocs_yml_comes_before_the_environment(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = hash_config(small)
    monkeypatch.setenv("SITE_URL", "https://k.org/x/")
    assert config.load(small)[0].site_url == "https://example.org/small/"
    assert hash_config(small) != before, "the cache notices another address"
    replace(small / "mkdocs.yml", "site_url: https://example.org/small/\n", "")
    assert config.load(small)[0].site_url == "https://k.org/x/"


# -- a contribution is data --------------------------------------------------------------------


def test_the_settings_of_a_contribution_run_nothing(repository: Path, tmp_path: Path) -> None:
    trusted = copy_small(tmp_path / "base") / "mkdocs.yml"
    (repository / "evil.py").write_text("open('ran', 'w')\n", encoding="utf-8")
    (repository / "templates/knowledge").mkdir(parents=True)
    (repository / "templates/knowledge/home.html").write_text("EVIL", encoding="utf-8")
    settings = "hooks: [evil.py]\ntheme:\n  custom_dir: templates\n"
    replace(repository / "mkdocs.yml", "theme:\n", settings)
    site = tmp_path / "preview"
    done = running.run(
        *("build", "--root", repository, "--config", trusted, "--site-dir", site),
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    assert not list(tmp_path.rglob("ran"))
    assert "EVIL" not in (site / "en/index.html").read_text(encoding="utf-8")
    own = running.run("build", "--root", repository, "--site-dir", tmp_path / "own", cwd=tmp_path)
    assert own.returncode == 0, own.stderr
    assert (tmp_path / "own/en/index.html").read_text(encoding="utf-8") == "EVIL", "else no proof"


def test_the_limits_of_a_contribution_are_not_its_own(repository: Path, tmp_path: Path) -> None:
    trusted = tmp_path / "mkdocs.yml"
    trusted.write_text(
        "site_name: x\nplugins: [{knowledge: {limits: {markdown: 10}}}]\n", encoding="utf-8"
    )
    assert check(repository).exit_code == 0
    done = check(repository, "--config", str(trusted))
    assert done.exit_code == 1
    assert "[too-large]" in done.stderr
