from pathlib import Path


def make(root: Path) -> None:
    kinds = root / "content" / "kinds.yml"
    text = kinds.read_text(encoding="utf-8")
    field = '      history: {type: event, list: true, label: {en: "H", fr: "H", ar: "H"}}\n'
    old = "      practices:\n        type: link\n"
    assert old in text
    kinds.write_text(text.replace(old, field + old, 1), encoding="utf-8")
    entry = root / "casestudies" / "example-town-pottery" / "index.en.md"
    text = entry.read_text(encoding="utf-8")
    event = '"Twelve workshops, one table", source: example-news'
    row = f"history: [{{date: 2014, event: {event}}}, {{date: spring 2015, event: {event}}}]\n"
    entry.write_text(text.replace("evidence:", f"{row}evidence:", 1), encoding="utf-8")
