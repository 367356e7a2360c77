"""The HTML of a page → the same page for a site that opens from a folder, without a server.

A server answers ``en/map/`` with the file ``en/map/index.html``; a browser that opens files shows a
list of the folder. Links come from forty places of the templates, from texts of authors and from
drawings. Here all of them are changed in one place, tag by tag; text between tags stays.
"""

from __future__ import annotations

import re

_TAG = re.compile(r'<[a-zA-Z][^\s<>"]*(?:[^<>"]|"[^"]*")*>')
"""A start tag. Values of attributes are in double quotation marks and may contain ``>``."""
_FOLDER = re.compile(
    r'(\s(?:href|action)="|;\s*url=)'
    r"(?![a-zA-Z][a-zA-Z0-9+.-]*:|//)"  # an address with a scheme or a host is not ours
    r'([^"#?]*/)(?=["#?])'
)
"""A link to a folder of the site, in an attribute or in the address to which a page forwards."""


def link_files(html: str) -> str:
    """*html* whose links name files: ``../map/#in-dz`` becomes ``../map/index.html#in-dz``."""
    return _TAG.sub(lambda tag: _FOLDER.sub(r"\1\2index.html", tag[0]), html)
