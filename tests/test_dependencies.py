"""What we rely on in other programs without a promise: a new version that changes it fails here."""

from __future__ import annotations

import gzip
import json
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import cbor2
import pagefind_bin

MAGIC = b"pagefind_dcd"
PAGE = """<!doctype html><html lang="en"><head><title>{title}</title></head>
<body data-pagefind-body><h1>{title}</h1><p>Copper and clay.</p>
<span data-pagefind-filter="kind">{kind}</span><span data-pagefind-filter="craft">{craft}</span>
</body></html>"""


def unpack(file: Path) -> Any:
    raw = gzip.decompress(file.read_bytes())
    assert raw.startswith(MAGIC), "Pagefind's files begin with another mark"
    return cbor2.loads(raw.removeprefix(MAGIC))


def test_the_index_format_of_pagefind_is_the_one_that_the_search_module_sorts(
    tmp_path: Path,
) -> None:
    for title, kind, craft in (("One", "case", "metal"), ("Two", "practice", "clay")):
        (tmp_path / title).mkdir()
        text = PAGE.format(title=title, kind=kind, craft=craft)
        (tmp_path / title / "index.html").write_text(text, encoding="utf-8")
    command = [str(pagefind_bin.get_executable()), "--site", str(tmp_path), "--quiet"]
    subprocess.run(command, check=True, capture_output=True)
    index = tmp_path / "pagefind"
    entry = json.loads((index / "pagefind-entry.json").read_text(encoding="utf-8"))
    assert entry["version"].startswith("1.5."), "read the changes of Pagefind, then raise the limit"
    language = entry["languages"]["en"]
    assert language["page_count"] == 2
    meta = unpack(index / f"pagefind.{language['hash']}.pf_meta")
    version, pages, parts, filters = meta[:4]
    assert version == entry["version"]
    assert [len(page) for page in pages] == [2, 2], "pages: [name of the fragment, words]"
    assert all((index / "fragment" / f"{name}.pf_fragment").is_file() for name, _ in pages)
    assert all((index / "index" / f"{name}.pf_index").is_file() for _, _, name in parts)
    assert sorted(key for key, _ in filters) == ["craft", "kind"]
    for key, name in filters:
        assert unpack(index / "filter" / f"{name}.pf_filter")[0] == key
    values = {key: unpack(index / "filter" / f"{name}.pf_filter")[1] for key, name in filters}
    assert sorted(value for value, _ in values["craft"]) == ["clay", "metal"]
    assert sorted(pages for _, pages in values["craft"]) == [[0], [1]]


def test_material_brings_its_icons_as_files() -> None:
    spec = find_spec("material")
    assert spec is not None
    assert spec.origin is not None
    icons = Path(spec.origin).parent / "templates" / ".icons"
    assert len(list((icons / "material").glob("*.svg"))) > 5000
    assert "<svg" in (icons / "material" / "map.svg").read_text(encoding="utf-8")
