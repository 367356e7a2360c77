"""Real builds and their folders: after success, after a failure, after a kill, two at a time."""

from __future__ import annotations

import ctypes
import os
import re
import resource
import shutil
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest

from knowledge_repository.build import pipeline
from knowledge_repository.errors import Unbuildable
from knowledge_repository.search.pagefind import SearchIndex
from knowledge_repository.site import publish
from knowledge_repository.site.renderer import SiteRenderer
from tests.conftest import ROOT
from tests.running import add_error, append, assert_same, names, replace, run, start, tree, until

ENTRY = "casestudies/example-town-pottery"


def stages(root: Path) -> list[Path]:
    """The folders of builds that run, or that were killed."""
    return sorted(root.glob(".site-*"))


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """A copy of this repository: every kind of page."""
    root = tmp_path / "whole"
    for name in ("content", "casestudies", "bestpractices"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "mkdocs.yml", root)
    return root


# -- the old site and the new one ----------------------------------------------------------------


def test_an_error_in_an_entry_leaves_the_old_site_unchanged(small: Path) -> None:
    pipeline.build(small)
    site, files = tree(small / "site"), names(small)
    broken = add_error(small)
    done = run("build", "--root", small)
    assert done.returncode == 1
    assert f"{broken.relative_to(small).as_posix()}:" in done.stderr
    assert "Traceback" not in done.stderr
    assert_same(tree(small / "site"), site)
    assert names(small) == files


@pytest.mark.parametrize("step", ["rendering", "indexing"])
def test_a_step_that_fails_leaves_the_old_site_and_no_temporary_file(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    pipeline.build(small)
    append(small / ENTRY / "index.en.md", "\nOne more sentence.\n")
    site, files = tree(small / "site"), names(small)
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))

    def fail(*_: object) -> None:
        assert stages(small)
        raise OSError("No space left on device")

    if step == "rendering":
        monkeypatch.setattr(SiteRenderer, "render", fail)
    else:
        monkeypatch.setattr(SearchIndex, "finish", fail)
    with pytest.raises(OSError, match="No space left"):
        pipeline.build(small)
    assert_same(tree(small / "site"), site)
    assert names(small) == files
    assert not list(temporary.iterdir())


@pytest.mark.parametrize("largest_file", [1_000, 60_000], ids=["theme", "index"])
def test_a_full_disk_leaves_the_old_site(small: Path, largest_file: int) -> None:
    pipeline.build(small)
    append(small / ENTRY / "index.en.md", "\nOne more sentence.\n")
    site, files = tree(small / "site"), names(small)
    limit = (largest_file, largest_file)
    done = run(
        "build", "--root", small, before=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    )
    assert done.returncode == 1, done.stderr
    assert_same(tree(small / "site"), site)
    assert names(small) == files


def workers_of(root: Path) -> list[str]:
    """The processes whose command names *root*."""
    if not Path("/proc/self/cmdline").exists():
        return []
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if str(root).encode() in (process / "cmdline").read_bytes():
                found.append(process.name)
    return found


@pytest.mark.parametrize("moment", ["the stage exists", "some pages are written"])
def test_a_killed_build_leaves_the_old_site_and_the_next_build_succeeds(
    small: Path, tmp_path: Path, moment: str
) -> None:
    pipeline.build(small)
    site, files = tree(small / "site"), names(small)
    append(small / ENTRY / "index.en.md", "\nA sentence that is new.\n")
    other = small / ".site-other"
    other.mkdir()
    (other / "file.txt").write_text("of another build", encoding="utf-8")

    killed = start("build", "--root", small, env={"TMPDIR": str(tmp_path)})
    until(lambda: [stage for stage in stages(small) if stage != other])
    stage = next(stage for stage in stages(small) if stage != other)
    if moment != "the stage exists":
        until(lambda: sum(1 for _ in stage.rglob("*.html")) > 10)
    killed.kill()
    assert killed.wait() == -signal.SIGKILL
    assert_same(tree(small / "site"), site)
    until(lambda: workers_of(small) == [])
    # What a killed build leaves is hidden, and `make clean` removes it.
    left = [name for name in names(small) if name not in files]
    assert all(name.startswith(".site-") for name in left), left

    pipeline.build(small)
    after = tree(small / "site")
    assert b"A sentence that is new." in after[f"en/{ENTRY}/index.html"]
    assert {name for name in after if name.endswith(".html")} == {
        name for name in site if name.endswith(".html")
    }
    assert (other / "file.txt").read_text(encoding="utf-8") == "of another build"


@pytest.mark.parametrize("old", [False, True], ids=["no old site", "an old site"])
def test_two_builds_at_the_same_time_both_succeed_and_leave_one_complete_site(
    small: Path, old: bool
) -> None:
    pipeline.build(small, small / "alone")
    if old:
        shutil.copytree(small / "alone", small / "site")
    files = names(small)
    both = [start("build", "--root", small, stdout=subprocess.DEVNULL) for _ in range(2)]
    assert [one.wait(timeout=120) for one in both] == [0, 0]
    assert_same(tree(small / "site"), tree(small / "alone"))
    assert names(small) == sorted({*files, "site"})


def stage_with_marker(stage: Path, text: str) -> None:
    (stage / publish.SITE_MARKER).mkdir(parents=True)
    (stage / "index.html").write_text(text, encoding="utf-8")


def test_the_build_that_ends_last_is_published(tmp_path: Path) -> None:
    site = tmp_path / "site"
    with publish.staging(site) as first:
        stage_with_marker(first, "first")
        with publish.staging(site) as second:
            stage_with_marker(second, "second")
        assert (site / "index.html").read_text(encoding="utf-8") == "second"
    assert (site / "index.html").read_text(encoding="utf-8") == "first"
    assert list(tmp_path.iterdir()) == [site]


def test_a_site_is_replaced_where_the_system_cannot_swap_two_folders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: object())
    site = tmp_path / "site"
    for text in ("old", "new"):
        with publish.staging(site) as stage:
            stage_with_marker(stage, text)
    assert (site / "index.html").read_text(encoding="utf-8") == "new"
    assert list(tmp_path.iterdir()) == [site]


@pytest.mark.parametrize("found", ["notes.txt", "404.html", ".git/config"])
def test_a_folder_that_is_no_site_is_refused_and_not_changed(
    small: Path, tmp_path: Path, found: str
) -> None:
    folder = tmp_path / "mine"
    (folder / found).parent.mkdir(parents=True)
    (folder / found).write_text("valuable", encoding="utf-8")
    done = run("build", "--root", small, "--site-dir", folder)
    assert done.returncode == 1
    assert str(folder) in done.stderr
    assert "Traceback" not in done.stderr
    assert tree(folder) == {found: b"valuable"}
    assert sorted(tmp_path.iterdir()) == [folder, small]


def test_a_link_or_a_file_at_the_place_of_the_site_is_refused(small: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (small / "link").symlink_to(elsewhere)
    for name in ("link", "mkdocs.yml"):
        with pytest.raises(publish.SiteInTheWay):
            pipeline.build(small, small / name)
    assert (small / "link").is_symlink()
    assert not list(elsewhere.iterdir())


def test_an_empty_folder_and_a_missing_one_are_used(small: Path, tmp_path: Path) -> None:
    usual = tmp_path / "usual"
    usual.mkdir()
    (tmp_path / "empty").mkdir()
    for site in (tmp_path / "empty", tmp_path / "a" / "b" / "site"):
        pipeline.build(small, site)
        assert (site / "en/index.html").is_file()
        assert site.stat().st_mode == usual.stat().st_mode  # other users may read it


# -- the same input, the same bytes --------------------------------------------------------------


def test_the_same_input_gives_the_same_bytes_on_every_machine(whole: Path, tmp_path: Path) -> None:
    other = tmp_path / "another folder" / "of another name"
    files = [file for file in whole.rglob("*") if file.is_file()]
    for file in sorted(files, reverse=True):  # the system lists these in another order
        copy = other / file.relative_to(whole)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(file.read_bytes())
    here = run("build", "--root", whole, TZ="Pacific/Kiritimati", LANG="C", PYTHONHASHSEED="1")
    there = run(
        "build",
        cwd=other,
        before=use_one_processor,
        TZ="Pacific/Pago_Pago",
        LANG="ar_EG.UTF-8",
        LC_ALL="C.UTF-8",
        PYTHONHASHSEED="2",
        SOURCE_DATE_EPOCH="1794700800",  # another day of the month of the latest review
        XDG_CACHE_HOME=str(tmp_path / "cache"),
    )
    assert (here.returncode, there.returncode) == (0, 0), here.stderr + there.stderr
    assert_same(tree(whole / "site"), tree(other / "site"))


def use_one_processor() -> None:
    """Called in a child process: without this, it has as many workers as processors."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


@pytest.mark.parametrize("module", ["mkdocs", "properdocs"])
def test_mkdocs_and_properdocs_give_the_same_bytes_as_knowledge_build(
    small: Path, module: str
) -> None:
    pipeline.build(small, small / "ours")
    if module == "mkdocs":
        done = run("build", "--quiet", module="mkdocs", cwd=small)
    else:  # ProperDocs answers for MkDocs's modules once this import has run
        start_properdocs = small / "start_properdocs.py"
        start_properdocs.write_text(
            "import sys, properdocs.replacement\n"
            "from properdocs.__main__ import cli\n"
            "cli(['build', '--quiet', '--config-file', 'mkdocs.yml'])\n",
            encoding="utf-8",
        )
        done = run(module="start_properdocs", cwd=small)
        start_properdocs.unlink()
    assert done.returncode == 0, done.stderr
    assert_same(tree(small / "site"), tree(small / "ours"))


def test_mkdocs_build_stops_at_an_error_and_shows_it(small: Path) -> None:
    broken = add_error(small)
    done = run("build", module="mkdocs", cwd=small)
    assert done.returncode == 1
    assert f"{broken.relative_to(small).as_posix()}:" in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr


# -- drafts --------------------------------------------------------------------------------------


def test_a_draft_is_in_no_page_list_or_index_unless_it_is_asked_for(small: Path) -> None:
    draft = "bestpractices/shared-stall"
    pipeline.build(small)
    site = tree(small / "site")
    assert not [name for name in site if draft in name]
    assert not [name for name, content in site.items() if b"shared-stall" in content]
    pipeline.build(small, small / "drafts", drafts=True)
    shown = tree(small / "drafts")
    for language in ("en", "fr", "ar"):
        assert b"k-notice--draft" in shown[f"{language}/{draft}/index.html"]
        assert b"shared-stall" in shown[f"{language}/bestpractices/index.html"]


def test_a_draft_that_is_named_by_an_old_name_is_left_out_too(small: Path) -> None:
    stall = small / "bestpractices/shared-stall/index.en.md"
    replace(stall, "status: draft", "status: draft\naliases: [old-stall]")
    replace(small / "bestpractices/one-table/index.en.md", "[shared-stall]", "[old-stall]")
    pipeline.build(small)
    assert not [name for name, text in tree(small / "site").items() if b"old-stall" in text]


def test_a_published_text_that_links_to_a_draft_is_an_error(small: Path) -> None:
    about = small / "content/pages/about/index.en.md"
    append(about, "\nSee [the stall](../../../bestpractices/shared-stall/index.en.md).\n")
    with pytest.raises(Unbuildable) as stop:
        pipeline.build(small)
    assert [one.location.path for one in stop.value.diagnostics] == [
        "content/pages/about/index.en.md"
    ]


# -- texts outside of entries --------------------------------------------------------------------


def test_a_country_profile_and_a_plain_page_show_their_pictures_and_sources(small: Path) -> None:
    profile = small / "content/countries/tn"
    profile.mkdir(parents=True)
    for folder in (profile, small / "content/pages/about"):
        shutil.copy(small / ENTRY / "table.png", folder / "plate.png")
    summary = "What the country did for its clusters, in the words of the sources. " * 3
    (profile / "index.fr.md").write_text(
        f'---\ntitle: "Tunisie"\nsummary: "{summary.strip()}"\nsources: [example-news]\n---\n\n'
        "Un programme.[^example-news] ![Une assiette](plate.png)\n",
        encoding="utf-8",
    )
    append(small / "content/pages/about/index.en.md", "\n![A plate](plate.png)\n")
    pipeline.build(small)
    site = small / "site"
    for path in ("ar/countries/tn", "fr/countries/tn", "en/about"):
        page = (site / path / "index.html").read_text(encoding="utf-8")
        source = re.search(r'<img src="([^"]+plate\.png\.webp)"', page)
        assert source is not None
        assert (site / path / source[1]).resolve().is_file()
    page = (site / "ar/countries/tn/index.html").read_text(encoding="utf-8")
    assert 'href="#source-example-news"' in page
    assert 'id="source-example-news"' in page
    assert "k-notice--fallback" in page


def test_an_old_name_of_a_practice_means_the_same_practice(small: Path) -> None:
    practice = small / "bestpractices/one-table/index.en.md"
    replace(practice, "status: published", "status: published\naliases: [old-table]")
    replace(small / ENTRY / "index.en.md", "{id: one-table,", "{id: old-table,")
    pipeline.build(small)
    page = (small / f"site/en/{ENTRY}/index.html").read_text("utf-8")
    assert 'en/bestpractices/one-table/"' in page.split('id="links-practices"')[1]
    page = (small / "site/en/bestpractices/one-table/index.html").read_text("utf-8")
    assert f'en/{ENTRY}/"' in page.split('id="used-by"')[1]
    assert (small / "site/en/bestpractices/old-table/index.html").is_file()
