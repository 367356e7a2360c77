"""Templates and their filters: every value is text, and says when it is in another language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from knowledge_repository.pages.views import LocalizedText
from knowledge_repository.site import filters
from knowledge_repository.site.settings import TEMPLATES


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (LocalizedText("<b>"), "<p>&lt;b&gt;</p>"),
        (LocalizedText("<", "ar", "rtl"), '<p><span lang="ar" dir="rtl">&lt;</span></p>'),
        (LocalizedText("x", '">'), '<p><span lang="&#34;&gt;">x</span></p>'),
    ],
)
def test_a_text_in_another_language_is_marked_and_escaped(
    text: LocalizedText, expected: str
) -> None:
    env = Environment(loader=DictLoader({"page": "<p>{{ x | localized }}</p>"}), autoescape=True)
    env.filters["localized"] = filters.localized
    assert env.get_template("page").render(x=text) == expected


@pytest.mark.parametrize("template", sorted(TEMPLATES.rglob("*.html")), ids=lambda file: file.name)
def test_a_template_escapes_everything_but_the_html_of_our_markdown(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    assert "autoescape" not in text
    assert set(re.findall(r"\S+(?=\s*\|\s*safe)", text)) <= {
        "s.html",
        "source.html",
        "data.json_ld",  # without "<"; see test_exports.py
    }
