from pathlib import Path

FIELD = """\
      status:
        type: text
        label: {en: State, fr: État, ar: الحالة}
"""


def make(root: Path) -> None:
    file = root / "content" / "kinds.yml"
    text = file.read_text(encoding="utf-8")
    old = "      period:\n"
    assert old in text
    file.write_text(text.replace(old, FIELD + old, 1), encoding="utf-8")
