"""The HTML of a text → the HTML of its page: the one place where finished HTML is changed.

The Markdown engine renders a text once for all languages. What depends on the page that shows it is
added here: keyboard access to wide elements, sizes of pictures, links to headings that exist in the
reader's language, links to the glossary, digits and isolated names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from knowledge_repository import markdown
from knowledge_repository.content.pictures import published_name
from knowledge_repository.model import ContentFolder, Translation
from knowledge_repository.pages import routes
from knowledge_repository.pages.context import PageContext
from knowledge_repository.pages.typesetting import join_html, set_text, split_html

SCROLLABLE = ("<pre", '<div class="scroll"')
"""Elements that scroll sideways on a phone: the keyboard must reach them."""


def text_html(context: PageContext, words: Translation, text: ContentFolder) -> str:
    """The HTML of *words*, *text* in one language, as pages in the context's language show it."""
    changes = {
        **{f"{tag}>": f'{tag} tabindex="0">' for tag in SCROLLABLE},
        **dict(_picture_sizes(text)),
        **{f'#{id}"': '"' for id in _missing_headings(context, words)},
    }
    pattern = "|".join(map(re.escape, changes))
    html = re.sub(pattern, lambda found: changes[found[0]], words.body.html)
    tokens = split_html(html)
    if words.language == context.language.code:
        up = "../" * text.route.count("/")
        context.mentions.link(tokens, up + routes.GLOSSARY)
    translator = context.translators[words.language]
    set_text(
        tokens, translator.language, translator.digit_writer(context.translator.country_of(text))
    )
    return join_html(tokens)


def _picture_sizes(text: ContentFolder) -> Iterator[tuple[str, str]]:
    """The end of a picture's address → the same with the published name and the size."""
    for name, (width, height) in text.pictures.items():
        published = quote(published_name(name))
        yield f'/{quote(name)}" alt=', f'/{published}" width="{width}" height="{height}" alt='


def _missing_headings(context: PageContext, words: Translation) -> Iterator[str]:
    """Ids in links to headings that the target does not have in the reader's language: a
    translation has other free headings. Such a link then leads to the top of its page."""
    for link in words.body.links:
        if not link.anchor or not link.target or link.target == words.location.path:
            continue
        target = context.library.text_in(link.target.rpartition("/")[0])
        id = markdown.anchor_id(link.anchor, {})
        if target is None or f'#{id}"' not in words.body.html:
            continue
        headings = target.translation_for(context.language.code).body.headings
        if id not in {heading.id for heading in headings}:
            yield id
