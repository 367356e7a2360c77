"""Whatever comes in: one file of a small repository is overwritten again and again, for minutes.

``python -m tests.fuzz --minutes 10 [--seed N]``

Each time everything is read, checked, said in every format and language, and the same bytes are
mended. What raises, hangs or takes too long is a find: it is printed, and its input is kept. The
same seed gives the same inputs in the same order.
"""

from __future__ import annotations

import argparse
import faulthandler
import io
import json
import random
import re
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from generator import diagnostics, rules
from generator.autofix import apply
from generator.autofix.fixes import fix_text
from generator.content import load
from generator.markdown.sanitize import sanitize
from generator.model import LIMITS
from tests import test_corpora
from tests.conftest import ROOT, copy_small
from tests.test_reading import MARKDOWN, YAML

PRACTICE = "bestpractices/one-table"
ENTRY = f"{PRACTICE}/index.en.md"
TEXTS = (
    ENTRY,
    "casestudies/example-town-pottery/index.en.md",
    "casestudies/example-town-pottery/index.fr.md",
    "casestudies/sample-valley-weaving/index.ar.md",
    "content/pages/about/index.en.md",
)
DATA = (
    "content/vocabularies/crafts.yml",
    "content/sources/example.yml",
    "content/languages.yml",
    "content/words/en.yml",
    "content/words/ar.yml",
    "mkdocs.yml",
)
TYPES = {"png": "PNG", "jpg": "JPEG", "webp": "WebP", "avif": "AVIF"}
HANGS = 120
"""Seconds after which a run is given up: not even a signal reached it."""

SPACES = [" ", "  ", "\t", "\n", "\n  ", "\n\n", "\r\n", "\r", "\n---\n", "\n\n    ", "\n> "]
SIGNS = [*YAML.split(), *MARKDOWN.split(), *SPACES, "\n- ", ": ", '"\n', "aliases: ", "![](", "[]("]
SIGNS += ["\ufeff", "\x00", "\x85", "\u2028", "\u202e", "\u2066", "\u200d", "\ud7ff", "\U000e0041"]
SIGNS += ["<!--", "]]>", "<svg onload=", "[^our-inference]", "&#x202e;", "\\u202e", "%2e%2e%2f"]
NUMBERS = "-1 0 1 2 1e309 nan .inf 0x10 9999999999999999 2026-02-30 0000-00-00 12:60 1_0 ١٢ -0.0"
PATTERNS = r"( [ \9 (?P<a>x) \g<1> (a+)+$ (?i) ^ $ .* \Z $1 $9 ${x} (?<=a*)b [[:alpha:]] {1000000}"
VALUES = f"{NUMBERS} {PATTERNS} ~ null true NO [] {{}} [[]] {{a}} & * | > ! % @ all ongoing".split()

Random = random.Random


# -- inputs ------------------------------------------------------------------------------------


def some_bytes(draw: Random) -> bytes:
    return draw.randbytes(draw.choice([0, 1, 3, 40, 400, 4000]))


def some_text(draw: Random) -> str:
    """Characters from all planes, the low ones more often."""
    tops = [0x7F, 0x7F, 0xFF, 0x7FF, 0x2FFF, 0xFFFF, 0x10FFFF]
    found = (chr(draw.randrange(draw.choice(tops))) for _ in range(draw.choice([3, 30, 300])))
    return "".join(c for c in found if not "\ud800" <= c <= "\udfff")


def some_pieces(draw: Random) -> str:
    return "".join(draw.choices(SIGNS, k=draw.choice([1, 5, 20, 60, 200])))


def some_walls(draw: Random) -> str:
    """The same again and again: what costs time where an engine is not careful."""
    piece = "".join(draw.choices(SIGNS, k=draw.choice([1, 1, 2, 3, 5])))
    room = draw.choice([100, 2_000, 15_000, LIMITS.markdown - 3_000])
    wall = piece * max(1, room // max(1, len(piece.encode())))
    return wall + draw.choice(["", some_pieces(draw), wall[::-1]])[: len(wall) // 2]


class Inputs:
    """What real files and the corpora hold, to be mixed."""

    def __init__(self, root: Path) -> None:
        broken = sorted((ROOT / "tests" / "broken").rglob("index.*.md"))
        entries = [*sorted((ROOT / "casestudies").rglob("*.md")), *broken]
        self.texts = [path.read_bytes() for path in entries]
        self.data = [path.read_bytes() for path in sorted((ROOT / "tests/broken").rglob("*.yml"))]
        cases = [case.raw for case in test_corpora.CASES if case.where not in ("file", "folder")]
        self.cases = [raw for raw in cases if len(raw) <= 50_000]
        self.pictures = [_picture(kind, mode) for kind in TYPES.values() for mode in ("RGB", "L")]
        self.pictures += [_picture("GIF", "L"), _picture("WebP", "RGBA"), _picture("PNG", "P")]
        self.kept = {path: (root / path).read_bytes() for path in (*TEXTS, *DATA)}

    def of(self, path: str, draw: Random) -> bytes:
        """What to write to *path*."""
        if path not in self.kept:
            return self.mixed(draw.choice(self.pictures), self.pictures, draw)
        own, others = self.kept[path], self.texts if path.endswith(".md") else self.data
        match draw.randrange(10):
            case 0:
                return some_bytes(draw)
            case 1 | 2 if path.endswith(".md"):
                matter = own[: own.index(b"\n---\n") + 5]
                return matter + self.some(draw)
            case 3 if path.endswith(".md"):
                return b"---\n" + self.some(draw) + b"\n---\n\n## When to use it\n"
            case 1 | 2 | 3:
                return self.some(draw)
            case 4 | 5 | 6:
                return _with_value(own, self.some(draw) if draw.random() < 0.4 else None, draw)
            case 7:
                return self.mixed(draw.choice(others), [*others, *self.cases], draw)
            case _:
                return self.mixed(own, [*others, *self.cases], draw)

    def some(self, draw: Random) -> bytes:
        made: list[Callable[[Random], str]] = [some_text, some_pieces, some_pieces, some_walls]
        if draw.random() < 0.2:
            return draw.choice(self.cases)
        return draw.choice(made)(draw).encode()

    def mixed(self, raw: bytes, others: list[bytes], draw: Random) -> bytes:
        """*raw* after one to five accidents."""
        for _ in range(draw.randint(1, 5)):
            raw = self._accident(raw, others, draw)
        return raw

    def _accident(self, raw: bytes, others: list[bytes], draw: Random) -> bytes:
        start, end = sorted(draw.randint(0, len(raw)) for _ in range(2))
        if draw.random() < 0.7:
            end = min(end, start + draw.choice([1, 4, 30]))
        before, cut, after = raw[:start], raw[start:end], raw[end:]
        match draw.randrange(9):
            case 0:
                return before + after
            case 1:
                return before + cut * draw.choice([2, 3, 200]) + after
            case 2:
                return before + draw.randbytes(len(cut)) + after
            case 3:
                return before + draw.choice(SIGNS).encode() + after
            case 4:
                other = draw.choice(others)
                at = draw.randint(0, len(other))
                return before + other[at : at + draw.choice([10, 200, 5000])] + after
            case 5:
                return before
            case 6:
                lines = raw.split(b"\n")
                draw.shuffle(lines)
                return b"\n".join(lines)
            case 7:
                return before + draw.choice([b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x7f\xff"]) + after
            case _:
                return before + draw.choice(VALUES).encode() + after


def _picture(kind: str, mode: str) -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize((24, 16)).convert(mode).save(out, kind)
    return out.getvalue()


def _with_value(raw: bytes, value: bytes | None, draw: Random) -> bytes:
    """*raw* with another value at one of its keys."""
    found = list(re.finditer(rb"(?<=: )(?:[^\n,{}]+|.*)|(?<=- ).*", raw))
    if not found:
        return raw
    start, end = draw.choice(found).span()
    given = draw.choice(VALUES).encode() if value is None else value
    if draw.random() < 0.3:
        given = json.dumps(given.decode("utf-8", "replace")).encode()
    return raw[:start] + given + raw[end:]


# -- a run -------------------------------------------------------------------------------------


def everything(root: Path, path: str, raw: bytes) -> None:
    """All that the program does with what came in.

    Raises:
        AssertionError: it said what it must not say, or mended what it had mended.
    """
    library, diagnostics = load.read(root, html=True)
    problems += rules.check(library)
    assert all(min(p.location[1:]) >= 1 for p in problems), "a place begins at 1"
    for language in diagnostics.LANGUAGES:
        said = [diagnostics.as_text(problems, root, language), diagnostics.as_github(problems, language)]
        said += [
            diagnostics.as_job_summary(problems, language),
            diagnostics.count(problems, language),
        ]
        machines = [diagnostics.as_json]
        said += [form(problems, library.address, language) for form in machines]
        for text in said:
            text.encode()
            assert "\x1b" not in text, "no control character reaches a terminal"
        for text in said[-2:]:
            json.loads(text)
    for entry in (*library.entries.values(), *library.texts.values()):
        for words in entry.translations.values():
            html = words.body.html
            assert sanitize(html) == html or not test_corpora.unlisted(html)
    if path.endswith((".md", ".yml")):
        terms = apply._terms(library, problems)
        after, _ = fix_text(path, raw, terms.get(path, {}))
        assert fix_text(path, after) == (after, []), "one run is enough"


class Finds:
    """What went wrong, each once: its traceback, its input, how often."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.folder: Path | None = None

    def note(self, key: str, told: str, path: str, raw: bytes) -> None:
        self.counts[key] += 1
        if self.counts[key] > 1:
            return
        self.folder = self.folder or Path(tempfile.mkdtemp(prefix="fuzz-finds-"))
        file = self.folder / f"{len(self.counts):02}-{path.replace('/', '__')}"
        file.write_bytes(raw)
        print(f"\nFIND {path}: {key}\n{told.rstrip()}\ninput: {file}", flush=True)


def attempt(root: Path, path: str, raw: bytes, finds: Finds) -> float:
    """One run with *raw* at *path*; the seconds that it computed."""
    begin = time.process_time()
    try:
        everything(root, path, raw)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # also what Rust panics with, and what stops a file
        frames = traceback.extract_tb(error.__traceback__)
        last = [frame for frame in frames if frame.filename.startswith(str(ROOT))][-1]
        key = f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}"
        finds.note(key, traceback.format_exc(), path, raw)
    spent = time.process_time() - begin
    if spent > LIMITS.seconds + 1:
        finds.note(f"too slow, {path}", f"{spent:.1f} s of computing", path, raw)
    return spent


def sandbox(root: Path) -> Path:
    """A repository that has nothing to mend, with a picture of each type."""
    copy_small(root)
    shutil.copy(ROOT / "content" / "languages.yml", root / "content")  # it sets texts in print
    for ending, kind in TYPES.items():
        (root / PRACTICE / f"picture.{ending}").write_bytes(_picture(kind, "RGB"))
    return root


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=None)
    asked = parser.parse_args()
    seed = random.randrange(10**6) if asked.seed is None else asked.seed
    draw = Random(seed)
    faulthandler.enable()
    finds = Finds()
    slowest, where = 0.0, ""
    number = 0
    with tempfile.TemporaryDirectory(prefix="fuzz-") as made:
        root = sandbox(Path(made) / "small")
        inputs = Inputs(root)
        pictures = [f"{PRACTICE}/picture.{ending}" for ending in TYPES]
        paths = [*TEXTS, *([ENTRY] * 4), *DATA, *pictures]
        print(f"seed {seed}; should it crash, its input is still in {root}", flush=True)
        begin = watched = time.monotonic()
        while time.monotonic() < begin + asked.minutes * 60:
            if time.monotonic() >= watched:  # seldom: it starts a thread
                faulthandler.dump_traceback_later(HANGS, exit=True)
                watched = time.monotonic() + HANGS / 4
            path = draw.choice(paths)
            raw = inputs.of(path, draw)
            kept = (root / path).read_bytes()
            (root / path).write_bytes(raw)
            spent = attempt(root, path, raw, finds)
            (root / path).write_bytes(kept)
            number += 1
            if spent > slowest:
                slowest, where = spent, f"{path} ({len(raw)} bytes, run {number})"
        passed = time.monotonic() - begin
        faulthandler.cancel_dump_traceback_later()
    for key, count in finds.counts.items():
        print(f"{count} × {key}")
    print(
        f"{number} executions, {number / passed:.1f} a second, {len(finds.counts)} finds"
        f"{f' in {finds.folder}' if finds.folder else ''}; slowest: {slowest:.2f} s, {where}"
    )
    return 1 if finds.counts else 0


if __name__ == "__main__":
    sys.exit(main())
