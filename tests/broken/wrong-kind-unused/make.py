from pathlib import Path

FIELD = """\
  motto:
    type: text
    label: {en: Motto, fr: Devise, ar: الشعار}
"""


def make(root: Path) -> None:
    file = root / "content" / "kinds.yml"
    text = file.read_text(encoding="utf-8")
    assert text.count("\nfields:\n") == 1
    file.write_text(text.replace("\nfields:\n", "\nfields:\n" + FIELD, 1), encoding="utf-8")
