"""Lines of the original in a translation that is not finished.

``knowledge translate`` writes the original above each place where its translation belongs, as lines
``[//]: # "en: Potters have worked here."``. For Markdown, such a line is the definition of a link
that nothing uses, so that no page shows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_LINE = re.compile(r'^ {0,3}\[//\]: # "[A-Za-z0-9-]+: .*$', re.MULTILINE)


def original_lines(text: str, language: str) -> str:
    """*text*, in *language*, with each line that is not blank as such a line."""
    lines = (line.replace("\\", "\\\\").replace('"', '\\"') for line in text.split("\n"))
    return "\n".join(f'[//]: # "{language}: {line}"' if line.strip() else "" for line in lines)


def find_original_lines(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each such line in *text*."""
    return (found.span() for found in _LINE.finditer(text))


def has_original_lines(text: str) -> bool:
    """Whether *text* has such a line."""
    return _LINE.search(text) is not None
