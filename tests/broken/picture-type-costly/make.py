"""A progressive JPEG in which one scan is repeated: a decoder goes over all pixels each time."""

import io
from pathlib import Path

from PIL import Image


def make(root: Path) -> None:
    out = io.BytesIO()
    Image.new("L", (64, 64), 128).save(out, "JPEG", progressive=True)
    raw = out.getvalue()
    last = raw.rindex(b"\xff\xda")
    text = root / "casestudies/example-town-pottery"
    (text / "table.png").unlink()
    (text / "table.jpg").write_bytes(raw[:last] + raw[last:-2] * 60 + raw[-2:])
    for file in text.glob("index.*.md"):
        file.write_text(file.read_text("utf-8").replace("table.png", "table.jpg"), "utf-8")
