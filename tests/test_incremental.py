"""What a build remembers changes nothing: after any edits its site is a clean build's, byte for
byte, and so are the pages of a preview. ``SEQUENCES`` of edits are tried (``make sequences`` tries
200)."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from generator.remembering import Checked, Memory, Results, untouched
from generator.storing import LOCK
from generator.tracing import Trace, Traced
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from generator import build, fingerprint
from generator.preview import session
from generator.site import renderer
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

Words.

## Lessons

Words.
"""
SUMMARY = "Something made up for a test, long enough to be a summary, and of no other use at all."


def tree(site: Path) -> dict[str, bytes]:
    """Every file of a site."""
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }


class Edits(RuleBasedStateMachine):
    """An author at work, and builds and a preview that follow."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="knowledge-edits-"))
        self.root = copy_small(self.folder / "small")
        self.site = self.folder / "site"
        self.cache = self.folder / "cache"
        self.cache.mkdir()
        self.theme = self.folder / "program/theme"
        shutil.copytree(renderer.THEME, self.theme)
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(renderer, "THEME", self.theme)
        self.patch.setattr(fingerprint, "PROGRAM", self.theme.parent)
        self.start()
        self.count = 0
        self.dirty = True

    def start(self) -> None:
        """What a new process begins with."""
        fingerprint.program.cache_clear()
        self.preview = session.Preview(self.root, self.folder / "preview", self.site)

    def teardown(self) -> None:
        self.patch.undo()
        fingerprint.program.cache_clear()
        shutil.rmtree(self.folder)

    def word(self) -> str:
        """Another word each time; no number, which a translation would have to share."""
        self.count += 1
        return "".join(LETTERS[int(digit)] for digit in str(self.count))

    def edit(self, path: str, old: str, new: str) -> None:
        file = self.root / path
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        self.dirty = True

    @initialize()
    def begin(self) -> None:
        self.follow()

    def follow(self) -> None:
        memory = Memory(self.cache)
        if memory.unchanged(self.root) is None:
            build.build(self.root, self.site, drafts=True, memory=memory)

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
        self.dirty = True

    @rule(status=st.sampled_from(["draft", "published"]))
    def add_an_entry(self, status: str) -> None:
        self.count += 1
        folder = self.root / f"casestudies/new-{self.count}"
        folder.mkdir()
        text = NEW.format(title=f"New {self.count}", summary=SUMMARY, status=status)
        (folder / "index.en.md").write_text(text, encoding="utf-8")
        self.dirty = True

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
        self.dirty = True

    @rule(name=st.sampled_from(["crafts", "countries", "themes"]))
    def change_a_term(self, name: str) -> None:
        self.edit(f"content/vocabularies/{name}.yml", 'en: "', f'en: "{self.word()} ')

    @rule()
    def change_a_word(self) -> None:
        self.edit("content/words/fr.yml", 'home: "', f'home: "{self.word()} ')

    @rule()
    def change_a_source(self) -> None:
        self.edit("content/sources/example.yml", 'title: "', f'title: "{self.word()} ')

    @rule()
    def change_the_configuration(self) -> None:
        self.edit("mkdocs.yml", "https://example.org/", f"https://example.org/{self.word()}/")

    @rule(name=st.sampled_from(["main", "knowledge/entry", "knowledge/text", "knowledge/macros"]))
    def change_a_template(self, name: str) -> None:
        file = self.theme / f"{name}.html"
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("<p ", f'<p data-{self.word()}="" ', 1), encoding="utf-8")
        self.start()
        self.dirty = True

    @rule(size=st.integers(2, 6))
    def change_a_picture(self, size: int) -> None:
        from PIL import Image

        file = self.root / "casestudies/example-town-pottery/table.png"
        Image.new("RGB", (size, 3), (size, 0, 0)).save(file)
        self.dirty = True

    @rule()
    def spoil_a_file_of_the_site(self) -> None:
        """A file that something else wrote is made again."""
        file = self.site / "en/about/index.html"
        text = file.read_bytes()
        file.write_bytes(text[: len(text) // 2])
        self.dirty = True

    @rule()
    def lose_and_add_files_of_the_site(self) -> None:
        """What is gone is made again; what nobody made goes."""
        (self.site / "ar/about/index.html").unlink()
        next(self.site.glob("pagefind/fragment/*")).unlink()
        (self.site / "en/stranger").mkdir(exist_ok=True)
        (self.site / "en/stranger/index.html").write_text("?", encoding="utf-8")
        self.dirty = True

    @rule(data=st.data(), share=st.floats(0, 1), cut=st.booleans())
    def damage_the_memory(self, data: st.DataObject, share: float, cut: bool) -> None:
        """A file cut short, or with one bit flipped."""
        files = sorted(file for file in self.cache.iterdir() if file.name != LOCK)
        file = data.draw(st.sampled_from(files))
        raw = bytearray(file.read_bytes())
        at = min(int(share * len(raw)), len(raw) - 1)
        if cut:
            del raw[at:]
        else:
            raw[at] ^= 1 << (at % 8)
        file.write_bytes(raw)
        self.edit(TEXTS[0], "[^example-report]", " more[^example-report]")

    @invariant()
    def the_site_is_what_a_clean_build_gives(self) -> None:
        if not self.dirty:
            return
        self.dirty = False
        self.follow()
        clean = self.folder / "clean"
        build.build(self.root, clean, drafts=True)
        ours, theirs = tree(self.site), tree(clean)
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


def test_a_look_at_what_many_need_is_a_look_at_all_that_it_was_made_from() -> None:
    trace = Trace()
    looked = Traced("cards", {"one": 1, "two": 2}, trace)
    with trace.noting() as looks:
        assert trace.once("both", lambda: trace.once("one", lambda: looked["one"]) + 2) == 3
    with trace.noting() as others:
        assert trace.once("two", lambda: looked["two"]) == 2
        assert trace.once("both", lambda: 0) == 3  # it was made before
    with trace.noting() as none:
        assert trace.once("nothing", lambda: 4) == 4
    assert (looks, none) == ({("once", "both")}, set())

    kept: Results[Checked] = Results()
    now = {("cards", "one"): "a", ("cards", "two"): "b"}
    made = {
        name: Checked(found, "", [])
        for name, found in (("looks", looks), ("others", others), ("none", none))
    }
    kept.settle(made, trace.groups(), now.__getitem__)
    for change, touched in (((), ()), (("two",), ("others",)), (("one",), ("looks", "others"))):
        seen = now | {("cards", name): "new" for name in change}
        changed = kept.changed(seen.__getitem__)
        stale = [n for n, result in kept.results.items() if not untouched(result, changed)]
        assert stale == list(touched)
