"""The Markdown of an entry as the site publishes it next to the page: for programs, and to quote.

The facts are in the data files. A file of the repository may also name drafts, which no one should
read yet: so the front matter here is another one.
"""

from __future__ import annotations

import json
import re

from knowledge_repository.markdown.comments import find_original_lines
from knowledge_repository.model import Entry
from knowledge_repository.pages import routes
from knowledge_repository.pages.context import PageContext

_LINK = re.compile(r"(\]\([^()\s]*/)index\.[A-Za-z0-9-]+\.md")
"""A link to the file of another text, which the site publishes without a language in its name."""


def source_text(context: PageContext, entry: Entry) -> str:
    """The text of *entry* that the page of *context* shows."""
    words = entry.translation_for(context.language.code)
    address = context.library.address
    head = {
        "title": words.title,
        "summary": words.summary,
        "lang": words.language,
        **({"url": address + routes.absolute(words.language, entry.route)} if address else {}),
    }
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in head.items()]
    body = words.body.lines.raw.decode("utf-8", "replace")
    for start, end in reversed(list(find_original_lines(body))):
        body = body[:start] + body[end:]
    return "\n".join(("---", *lines, "---", "", _LINK.sub(rf"\1{routes.MARKDOWN}", body.lstrip())))
