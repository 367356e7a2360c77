"""The build cache changes nothing: after any edits the site is that of a clean build, byte for
byte, and so are the pages of a preview. ``make sequences`` tries 200 sequences of edits."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from knowledge_repository import cli
from knowledge_repository.build import pipeline
from knowledge_repository.cache import hashing, store
from knowledge_repository.cache.build_cache import BuildCache, open_cache
from knowledge_repository.cache.store import CacheStore
from knowledge_repository.preview import session
from knowledge_repository.site import mkdocs_plugin
from knowledge_repository.site.settings import TEMPLATES
from tests.conftest import copy_small

SEQUENCES = int(os.environ.get("SEQUENCES", "4"))
LETTERS = "abcdefghijklmnopqrstuvwxyz"
TEXTS = (
    "casestudies/example-town-pottery/index.en.md",
    "casestudies/example-town-pottery/index.fr.md",
    "casestudies/example-town-pottery/index.ar.md",
    "casestudies/placeholder-port-lamps/index.fr.md",
    "casestudies/sample-valley-weaving/index.ar.md",
    "bestpractices/one-table/index.en.md",
    "content/pages/about/index.en.md",
)
NEW = """---
title: "{title}"
summary: "{summary}"
status: {status}
depth: note
subject: cluster
countries: [TN]
sectors: [fashion]
crafts: [weaving]
steps: [governance]
themes: [export]
period: {{start: 2016}}
practices:
  - {{id: one-table, role: applied, note: "They tried it"}}
evidence: self-reported
related: [placeholder-port-lamps]
sources: [example-report]
authors:
  - {{name: "Example Author"}}
review: {{level: none}}
last_reviewed: 2026-11-22
---

## Context

Words.[^example-report] See [the pottery](../example-town-pottery/index.en.md#context).

## What was done

Words.[^example-report]

## Lessons

Words.[^example-report]
"""
SUMMARY = "Something made up for a test, long enough to be a summary, and of no other use at all."


def files_of(site: Path) -> dict[str, bytes]:
    """Every file of a site."""
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }


class Edits(RuleBasedStateMachine):
    """An author edits files; builds with a cache and a preview follow."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="knowledge-edits-"))
        self.root = copy_small(self.folder / "small")
        self.site = self.folder / "site"
        self.cache = self.folder / "cache"
        self.cache.mkdir()
        self.templates = self.folder / "program/templates"
        shutil.copytree(TEMPLATES, self.templates)
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(mkdocs_plugin, "TEMPLATES", self.templates)
        self.patch.setattr(hashing, "PROGRAM", self.templates.parent)
        self.start_process()
        self.count = 0
        self.edited = True

    def start_process(self) -> None:
        """What a new process begins with."""
        hashing.hash_program.cache_clear()
        self.preview = session.Preview(self.root, self.folder / "preview", self.site)

    def teardown(self) -> None:
        self.patch.undo()
        hashing.hash_program.cache_clear()
        shutil.rmtree(self.folder)

    def word(self) -> str:
        """Another word each time; no number, which a translation would have to share."""
        self.count += 1
        return "".join(LETTERS[int(digit)] for digit in str(self.count))

    def edit(self, path: str, old: str, new: str) -> None:
        file = self.root / path
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        self.edited = True

    @initialize()
    def build_with_cache(self) -> None:
        rows = CacheStore(self.cache)
        cache = BuildCache(rows)
        cache.scan(self.root)
        if cache.unchanged() is None:
            pipeline.build(self.root, self.site, drafts=True, cache=cache)
        rows.close()

    @rule(path=st.sampled_from(TEXTS), word=st.sampled_from(["one", "deux", "ثلاثة"]))
    def add_words(self, path: str, word: str) -> None:
        self.edit(path, "[^example-report]", f" {word}[^example-report]")

    @rule(path=st.sampled_from(TEXTS))
    def change_a_title(self, path: str) -> None:
        self.edit(path, 'title: "', f'title: "{self.word()} ')

    @rule(crafts=st.sampled_from(["[pottery]", "[weaving]", "[pottery, weaving]"]))
    def retag(self, crafts: str) -> None:
        file = self.root / TEXTS[0]
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        lines = [f"crafts: {crafts}\n" if line.startswith("crafts:") else line for line in lines]
        file.write_text("".join(lines), encoding="utf-8")
        self.edited = True

    @rule(status=st.sampled_from(["draft", "published"]))
    def add_an_entry(self, status: str) -> None:
        self.count += 1
        folder = self.root / f"casestudies/new-{self.count}"
        folder.mkdir()
        text = NEW.format(title=f"New {self.count}", summary=SUMMARY, status=status)
        (folder / "index.en.md").write_text(text, encoding="utf-8")
        self.edited = True

    @rule(data=st.data())
    def delete_or_rename_an_entry(self, data: st.DataObject) -> None:
        new = sorted(self.root.glob("casestudies/new-*"))
        if not new:
            return
        folder = data.draw(st.sampled_from(new))
        if data.draw(st.booleans()):
            shutil.rmtree(folder)
        else:
            self.count += 1
            other = folder.with_name(f"new-{self.count}")
            folder.rename(other)
            path = f"casestudies/{other.name}/index.en.md"
            text = (other / "index.en.md").read_text(encoding="utf-8")
            if "aliases:" not in text:
                self.edit(path, "last_reviewed:", f"aliases: [{folder.name}]\nlast_reviewed:")
        self.edited = True

    @rule(name=st.sampled_from(["crafts", "countries", "themes"]))
    def change_a_term(self, name: str) -> None:
        self.edit(f"content/vocabularies/{name}.yml", 'en: "', f'en: "{self.word()} ')

    @rule()
    def change_a_word(self) -> None:
        self.edit("content/words/fr.yml", 'many: "', f'many: "{self.word()} ')

    @rule()
    def change_a_source(self) -> None:
        self.edit("content/sources/example.yml", 'title: "', f'title: "{self.word()} ')

    @rule()
    def change_the_configuration(self) -> None:
        self.edit("mkdocs.yml", "https://example.org/", f"https://example.org/{self.word()}/")

    @rule(name=st.sampled_from(["base", "entry", "text", "macros"]))
    def change_a_template(self, name: str) -> None:
        file = self.templates / f"knowledge/{name}.html"
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("<p ", f'<p data-{self.word()}="" ', 1), encoding="utf-8")
        self.start_process()
        self.edited = True

    @rule(size=st.integers(2, 6))
    def change_a_picture(self, size: int) -> None:
        from PIL import Image

        file = self.root / "casestudies/example-town-pottery/table.png"
        Image.new("RGB", (size, 3), (size, 0, 0)).save(file)
        self.edited = True

    @rule(name=st.sampled_from(["about", "casestudies/example-town-pottery", "search"]))
    def truncate_a_file_of_the_site(self, name: str) -> None:
        """A file that another program wrote is written again."""
        file = self.site / f"en/{name}/index.html"
        text = file.read_bytes()
        file.write_bytes(text[: len(text) // 2])
        self.edited = True

    @rule()
    def remove_and_add_files_of_the_site(self) -> None:
        """A missing file is written again; a file of another program goes."""
        (self.site / "ar/casestudies/example-town-pottery/index.html").unlink()
        next(self.site.glob("pagefind/fragment/*")).unlink()
        (self.site / "en/unexpected").mkdir(exist_ok=True)
        (self.site / "en/unexpected/index.html").write_text("?", encoding="utf-8")
        self.edited = True

    @rule(share=st.floats(0, 1), cut=st.booleans())
    def damage_the_cache(self, share: float, cut: bool) -> None:
        """The file of the cache is truncated, or one bit of it is flipped."""
        file = self.cache / store.FILE
        raw = bytearray(file.read_bytes())
        at = min(int(share * len(raw)), len(raw) - 1)
        if cut:
            del raw[at:]
        else:
            raw[at] ^= 1 << (at % 8)
        file.write_bytes(raw)
        self.edit(TEXTS[0], "[^example-report]", " more[^example-report]")

    @invariant()
    def the_site_is_that_of_a_clean_build(self) -> None:
        if not self.edited:
            return
        self.edited = False
        self.build_with_cache()
        clean = self.folder / "clean"
        pipeline.build(self.root, clean, drafts=True)
        ours, theirs = files_of(self.site), files_of(clean)
        assert ours.keys() == theirs.keys()
        assert [path for path in ours if ours[path] != theirs[path]] == []
        assert self.preview.refresh() == []
        pages = [path for path in theirs if path.endswith(".html")]
        assert [path for path in pages if self.preview.file(path) != theirs[path]] == []
        shutil.rmtree(clean)


TestEdits = Edits.TestCase
TestEdits.settings = settings(
    max_examples=SEQUENCES,
    stateful_step_count=8,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to shrink a sequence takes an hour
    suppress_health_check=list(HealthCheck),
)


def test_an_edited_text_renders_only_the_pages_that_show_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, site = copy_small(tmp_path / "small"), tmp_path / "site"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    with open_cache(root, site) as cache:
        pipeline.build(root, site, cache=cache)
    before = hashing.stat_files(site)
    file = root / TEXTS[0]
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("[^example-report]", " word[^example-report]", 1), "utf-8")
    with open_cache(root, site) as cache:
        assert cache.unchanged() is None
        pipeline.build(root, site, cache=cache)
    after = hashing.stat_files(site)
    written = {path for path, stat in after.items() if before.get(path) != stat}
    assert {path for path in written if path.endswith("/index.html")} == {
        f"{language}/{page}/index.html"
        for language in ("ar", "en", "fr")
        for page in (
            "casestudies/example-town-pottery",
            "statistics",
            "translations",
        )  # about all texts
    }
    assert any(path.startswith("pagefind/") for path in after.keys() - written)
    with open_cache(root, site) as cache:
        assert cache.unchanged() is not None


def test_a_build_with_nothing_changed_notices_a_folder_of_no_known_kind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, site = copy_small(tmp_path / "small"), tmp_path / "site"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    build = ["build", "--root", str(root), "--site-dir", str(site)]
    runner = CliRunner()
    assert runner.invoke(cli.knowledge, build).exit_code == 0
    (root / "stories/first").mkdir(parents=True)
    assert "Nothing changed" in runner.invoke(cli.knowledge, build).stdout  # no entry in it yet
    (root / "stories/first/index.en.md").write_text("x", encoding="utf-8")
    done = runner.invoke(cli.knowledge, build)
    assert done.exit_code == 1
    assert "[unknown-kind]" in done.stderr
    (root / "stories/first/index.en.md").unlink()
    assert "Nothing changed" in runner.invoke(cli.knowledge, build).stdout


def test_a_cache_that_another_user_could_write_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    folder = store.cache_folder(tmp_path, "site")
    assert folder is not None
    folder.chmod(0o777)
    assert store.cache_folder(tmp_path, "site") is None


def test_two_builds_do_not_share_a_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with store.open_store(tmp_path, "site") as first, store.open_store(tmp_path, "site") as second:
        assert first is not None
        assert second is None
