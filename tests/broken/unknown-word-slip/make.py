"""A slip in the name of a word: it is not missing, too."""

from pathlib import Path


def make(root: Path) -> None:
    file = root / "content" / "words" / "fr.yml"
    text = file.read_text(encoding="utf-8")
    # The part with the fault first: its lines keep their numbers when words are added elsewhere.
    begin = text.index("kinds:\n")
    end = text.index("\n\n", begin)
    kinds = text[begin:end].replace("intro:", "intr:", 1)
    file.write_text(kinds + "\n" + text[:begin] + text[end:], encoding="utf-8")
