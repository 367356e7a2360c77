"""Find words that this project does not use: metaphors, and idioms that no dictionary explains.

``python tools/lint_words.py`` reads every tracked file of the program, its tests and its documents.
In Python files it reads names, comments and docstrings; strings are data. Exit code 1: found some.
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDERS = ("generator", "tests", "benchmarks", "audits", "tools", ".ci", ".github")
FILES = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "Makefile", "generator/README.md")
SUFFIXES = {".py", ".html", ".js", ".mjs", ".css", ".sh", ""}
DATA = ("tests/broken/", "tests/corpora/", "tests/small/", "tests/golden/", "tests/fixed/")
"""Input and expected output of tests."""

EVERYWHERE = {
    "anew": "again",
    "beside": "next to",
    "fingerprint": "hash",
    "keeper": "build cache",
    "mend mends mended mending": "fix",
    "nobody": "no one, or say what is unambiguous",
    "shelf": "cache store",
    "spoken": "localized",
    "stand stands stood standing": "is, is written, lies",
    "tell tells told telling": "report, say, show",
    "thereof": "of it",
    "tongue tongues": "language, lang attributes",
    "whoever": "the caller, everyone who",
}
NAMES = {
    "canvas painter paint": "renderer, render",
    "copies": "workers",
    "ground": "dependency, background",
    "kept": "cache entry",
    "look looks looked": "dependency, find, check",
    "maker makers making": "builder",
    "piece pieces": "context, parts",
    "remember remembers remembered remembering": "cache",
    "shadow": "search document",
    "speak speaks": "translate",
    "spot": "span",
    "tracing": "dependency",
    "voice": "translator",
    "walking": "renderer",
}
"""Only in names: in a sentence these may be right."""
ALLOWED = ("stand-alone", "standalone", "stands for", "storytelling", "inspect.stack")
ALLOWED_NAMES = {
    # The look-ahead of the parser.
    "generator/knowledge_repository/markdown/html_renderer.py": {"look", "looks"},
}

Word = tuple[int, str, str]
"""Line, word, what to say instead."""


def table(words: dict[str, str]) -> dict[str, str]:
    """One row a word."""
    return {word: instead for row, instead in words.items() for word in row.split()}


IN_TEXT, IN_NAMES = table(EVERYWHERE), table({**EVERYWHERE, **NAMES})


def parts(name: str) -> list[str]:
    """The words of a name: ``PageContext``, ``page_context``, ``page-context`` → page, context."""
    return re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)


def in_text(text: str, first_line: int = 1) -> Iterator[Word]:
    """Words of a text in English, or of a file in another computer language."""
    for number, line in enumerate(text.splitlines(), first_line):
        for allowed in ALLOWED:
            line = re.sub(re.escape(allowed), "", line, flags=re.IGNORECASE)
        for word in parts(line):
            if word.lower() in IN_TEXT:
                yield number, word, IN_TEXT[word.lower()]


def in_python(source: str) -> Iterator[Word]:
    """Names, comments and docstrings: a string that is a statement of its own."""
    fresh = True
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.NAME:
            for word in parts(token.string):
                if word.lower() in IN_NAMES:
                    yield token.start[0], f"{word} in {token.string}", IN_NAMES[word.lower()]
        elif token.type == tokenize.COMMENT or (token.type == tokenize.STRING and fresh):
            yield from in_text(token.string, token.start[0])
        if token.type not in (tokenize.COMMENT, tokenize.NL):
            fresh = token.type in (tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT)


def current(changelog: str) -> str:
    """The part of the change log that is about the version in work."""
    return "\n## ".join(changelog.split("\n## ")[:2])


def files() -> Iterator[Path]:
    """Every tracked file that people of this project write."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", *FOLDERS, *FILES], cwd=ROOT, capture_output=True, check=True
    ).stdout.decode()
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        wanted = name in FILES or path.suffix in SUFFIXES
        if wanted and path.is_file() and not name.startswith(DATA) and path != Path(__file__):
            yield path


def main() -> int:
    count = 0
    for path in files():
        text = path.read_text(encoding="utf-8")
        name = path.relative_to(ROOT).as_posix()
        text = current(text) if name == "CHANGELOG.md" else text
        for line, word, instead in in_python(text) if path.suffix == ".py" else in_text(text):
            if word.split()[0].lower() not in ALLOWED_NAMES.get(name, ()):
                count += 1
                print(f"{name}:{line}: {word}: say {instead}")
    if count:
        print(f"{count} words that this project does not use.", file=sys.stderr)
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
