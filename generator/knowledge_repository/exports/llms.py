"""``llms.txt``: what the site has, for programs that read text: each entry as Markdown. Source:
llmstxt.org."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge_repository.exports.data import Exported
from knowledge_repository.pages import routes
from knowledge_repository.pages.data import LIST


def llms(exported: Exported) -> Iterator[tuple[str, str]]:
    """One file at the root: the current entries of each kind in each language."""
    first = exported.contexts[0]
    lines = [f"# {first.translate('site.name')}", "", f"> {first.translate('site.description')}"]
    lines += ["", f"Data: {exported.address(routes.DATA)}entries.json"]
    for context in exported.contexts:
        for kind in context.schema.kinds:
            lines += ["", f"## {context.labels.kind(kind)} ({context.language.name})", ""]
            for entry in context.listed_entries(kind):
                words = entry.translation_for(context.language.code)
                page = exported.address(routes.absolute(context.language.code, entry.route))
                lines.append(f"- [{words.title}]({page}{routes.MARKDOWN}): {words.summary}")
    yield LIST, "\n".join([*lines, ""])
