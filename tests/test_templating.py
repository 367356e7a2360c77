"""Our quicker ways through Jinja give what Jinja gives."""

from __future__ import annotations

from typing import Any

import pytest
from jinja2 import DictLoader, Environment
from markupsafe import Markup

from generator.site.templating import Translator, prepare

NAME = "knowledge/page.html"
"""Of a template that escapes."""


def rendered(template: str, **values: Any) -> str:
    env = Environment(loader=DictLoader({NAME: template}), autoescape=False)
    prepare(env, Translator())
    return env.get_template(NAME).render(**values)


@pytest.mark.parametrize(
    "value",
    ["", "<b title='1'>\"2\" & &amp;</b>", "«é»", Markup("<b>&amp;</b>"), 12, 1.5, None, ["<"]],
)
@pytest.mark.parametrize(
    "template",
    [
        "{{ x }}",
        "<p>{{ x }}{{ x }}</p>{% for y in [x] %}<i>{{ y }}{{ loop.index }}</i>{% endfor %}",
        "{% macro m(y) %}<i>{{ y }}</i>{% endmacro %}{{ m(x) }}{{ m(m(x)) }}{{ m(y=x) }}",
        "{% set y %}<i>{{ x }}</i>{% endset %}{{ y }}{{ x ~ y }}{{ [x, y] | join('<') }}",
        "{{ x | e }}{{ x | string | safe }}{{ d.x }}{{ d.missing }}{% if d.missing %}!{% endif %}",
    ],
)
def test_values_are_escaped_as_jinja_escapes_them(template: str, value: Any) -> None:
    usual = Environment(loader=DictLoader({NAME: template}), autoescape=True)
    values = {"x": value, "d": {"x": value}}
    assert rendered(template, **values) == usual.get_template(NAME).render(**values)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ({"text": "<b>"}, "<p>&lt;b&gt;</p>"),
        ({"text": "<", "lang": "ar", "dir": "rtl"}, '<p><span lang="ar" dir="rtl">&lt;</span></p>'),
        ({"text": "x", "lang": '">', "dir": None}, '<p><span lang="&#34;&gt;">x</span></p>'),
    ],
)
def test_words_in_another_language_say_so(words: dict[str, Any], expected: str) -> None:
    assert rendered("<p>{{ x | spoken }}</p>", x=words) == expected


def test_what_is_rendered_once_is_rendered_again_in_another_language() -> None:
    source = "{% macro m(x) %}{{ x }}{% endmacro %}{{ once(m, ['key'], x) }}"
    env, voice = Environment(loader=DictLoader({NAME: source}), autoescape=False), Translator()
    prepare(env, voice)
    said = []
    for language, x in (("one", "1"), ("one", "2"), ("other", "3")):
        voice.turn(language, lambda key, **_: key)
        said.append(env.get_template(NAME).render(x=x))
    assert said == ["1", "1", "3"]
