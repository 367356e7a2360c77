"""All entries of one language as a book to read offline. Source: EPUB 3.3 (W3C, 2023)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

from knowledge_repository.exports.chapters import Chapter, with_pictures
from knowledge_repository.exports.data import Exported
from knowledge_repository.pages import PageContext

CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles>
<rootfile full-path="book/package.opf" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
"""
STYLE = """body { line-height: 1.5; }
table { border-collapse: collapse; }
th, td { border: 1px solid; padding: 0.2em 0.4em; text-align: start; }
dt { font-weight: bold; }
img { max-width: 100%; height: auto; }
.address { word-break: break-all; }
"""
XHTML = "application/xhtml+xml"


def write_zip(files: Mapping[str, bytes], stored: frozenset[str] = frozenset()) -> bytes:
    """A ZIP of *files*, in their order; the same files give the same bytes. *stored*: names of
    files that are not compressed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, raw in files.items():
            info = zipfile.ZipInfo(name)  # of 1 January 1980: no date of this build
            info.create_system = 3  # the same on every system
            info.external_attr = 0o644 << 16
            method = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(info, raw, method)
    return out.getvalue()


def book(
    exported: Exported, context: PageContext, chapters: Sequence[Chapter], site: Path
) -> bytes:
    """The EPUB of *chapters*; *site*: the folder of the pictures."""
    pictures = list(dict.fromkeys(path for one in chapters for path in one.pictures))
    names = {path: f"pictures/{number}.webp" for number, path in enumerate(pictures)}
    texts = {
        f"{one.kind}-{one.id}.xhtml": _document(
            one.title,
            one.language,
            one.direction,
            with_pictures(one.html, lambda path: names[path]),
        )
        for one in chapters
    }
    nav = _document(
        str(context.translate("site.full_name")),
        context.language.code,
        context.language.direction,
        _contents(context, chapters),
    )
    files = {
        "mimetype": b"application/epub+zip",
        "META-INF/container.xml": CONTAINER.encode(),
        "book/package.opf": _package(exported, context, chapters, names).encode(),
        "book/nav.xhtml": nav.encode(),
        "book/style.css": STYLE.encode(),
        **{f"book/{name}": text.encode() for name, text in texts.items()},
        **{f"book/{name}": (site / path).read_bytes() for path, name in names.items()},
    }
    return write_zip(files, frozenset({"mimetype"}))


def _document(title: str, language: str, direction: str, body: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
        f' lang="{language}" xml:lang="{language}" dir="{direction}">\n'
        f'<head><title>{escape(title)}</title><link rel="stylesheet" href="style.css"/></head>\n'
        f"<body>\n{body}\n</body>\n</html>\n"
    )


def _contents(context: PageContext, chapters: Sequence[Chapter]) -> str:
    lists = []
    for kind in dict.fromkeys(one.kind for one in chapters):
        own = [one for one in chapters if one.kind == kind]
        rows = "".join(
            f'<li><a href="{one.kind}-{one.id}.xhtml">{escape(one.title)}</a></li>' for one in own
        )
        lists.append(f"<li><span>{escape(context.labels.kind(kind))}</span><ol>{rows}</ol></li>")
    heading = f"<h1>{escape(context.translate('site.full_name'))}</h1>"
    return f'<nav epub:type="toc" id="toc">{heading}<ol>{"".join(lists)}</ol></nav>'


def _package(
    exported: Exported,
    context: PageContext,
    chapters: Sequence[Chapter],
    pictures: Mapping[str, str],
) -> str:
    code = context.language.code
    latest = max(exported.library.entries[one.id].facts.last_reviewed for one in chapters)
    licence = exported.library.site.licence
    direction = context.language.direction
    items = [
        ("nav", "nav.xhtml", XHTML, ' properties="nav"'),
        ("style", "style.css", "text/css", ""),
        *((f"c-{one.id}", f"{one.kind}-{one.id}.xhtml", XHTML, "") for one in chapters),
        *((f"p-{n}", name, "image/webp", "") for n, name in enumerate(pictures.values())),
    ]
    manifest = "\n".join(
        f'<item id="{id}" href="{href}" media-type="{type}"{more}/>'
        for id, href, type, more in items
    )
    spine = "\n".join(f'<itemref idref="c-{one.id}"/>' for one in chapters)
    rights = f"<dc:rights>{escape(licence.url)}</dc:rights>\n" if licence else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id"'
        f' xml:lang="{code}">\n<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        f'<dc:identifier id="id">{escape(exported.address(f"{code}/"))}</dc:identifier>\n'
        f"<dc:title>{escape(context.translate('site.full_name'))}</dc:title>\n"
        f"<dc:language>{code}</dc:language>\n{rights}"
        f'<meta property="dcterms:modified">{latest}T00:00:00Z</meta>\n</metadata>\n'
        f"<manifest>\n{manifest}\n</manifest>\n"
        f'<spine page-progression-direction="{direction}">\n<itemref idref="nav"/>\n'
        f"{spine}\n</spine>\n</package>\n"
    )
