"""What our templates have beside Jinja: words, filters, what is rendered once; and quicker ways for
what a page does hundreds of times."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MethodType
from typing import Any

from jinja2 import BytecodeCache, Environment, nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape


class Voice:
    """``say`` and ``once`` of the templates, in the language of the page that is being rendered.

    Pages are rendered one after the other, so that macros need no context of their own, which
    Jinja would make anew for each page.
    """

    def __init__(self) -> None:
        self._language = ""
        self._say: Callable[..., str] = lambda key, **_: key
        self._made: dict[tuple[Any, ...], Any] = {}

    def turn(self, language: str, say: Callable[..., str]) -> None:
        """Speak another language from now on."""
        self._language, self._say = language, say

    def forget(self) -> None:
        """Render everything anew."""
        self._made.clear()

    def say(self, key: str, **values: Any) -> str:
        """The words for *key*."""
        return self._say(key, **values)

    def once(self, macro: Any, key: list[Any], *values: Any) -> Any:
        """A macro's output, rendered once for each *key* in each language."""
        whole = (self._language, macro.name, *key)
        if whole not in self._made:
            self._made[whole] = macro(*values)
        return self._made[whole]


def prepare(env: Environment, voice: Voice) -> None:
    """Give *env* what our templates ask for."""
    # Material's templates escape nothing; ours escape everything.
    env.autoescape = lambda name: name is not None and (name == "main.html" or "knowledge/" in name)
    env.getattr = _dict_first(env)  # type: ignore[method-assign, assignment]
    env.context_class = _Context
    env.code_generator_class = _Generator
    env.bytecode_cache = COMPILED
    env.extend(escaped=_escaped)
    env.globals.update(say=voice.say, once=voice.once)
    env.filters.update(tongue=tongue, spoken=spoken)


# Two filters, not macros: a page has fifty of them, and a macro costs ten times as much.
def tongue(x: Mapping[str, Any]) -> str:
    """The attributes ``lang`` and ``dir`` of words that may stand in another language than the
    page."""
    lang, direction = x.get("lang"), x.get("dir")
    if not lang and not direction:
        return ""
    said = f' lang="{escape(lang)}"' if lang else ""
    return Markup(f'{said} dir="{escape(direction)}"' if direction else said)


def spoken(x: Mapping[str, Any]) -> str:
    """Words that may stand in another language than the page: their own, in their own direction."""
    if not x.get("lang"):
        return str(x["text"])
    return Markup(f"<span{tongue(x)}>{escape(x['text'])}</span>")


class _Generator(CodeGenerator):
    """Jinja writes ``escape(value)`` for what a template shows, and gets a text that knows that it
    is safe. It is joined to its neighbours at once and need not know: a quarter of the time."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None:
            self.write("environment.escaped(")
        else:
            super()._output_child_pre(node, frame, finalize)


def _escaped(value: Any) -> Any:
    """What ``escape`` gives, as plain text."""
    kind = type(value)
    if kind is Markup:
        return value
    if kind is not str:
        return escape(value)
    text = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&#34;").replace("'", "&#39;")


class _Compiled(BytecodeCache):
    """The templates that are compiled: a preview needs them again at each save, and a build that
    makes six pages again would spend a third of its time on them."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, str], bytes] = {}
        """Key and checksum of a template → its bytecode, as Jinja writes it."""

    def load_bytecode(self, bucket: Bucket) -> None:
        if known := self.known.get((bucket.key, bucket.checksum)):
            bucket.bytecode_from_string(known)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.known[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


COMPILED = _Compiled()


class _Context(Context):
    def call(self, function: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call a macro or ``say``. Jinja asks of everything that is called whether it wants to
        know the context: of these two kinds, nothing does."""
        if type(function) is not MethodType and type(function) is not Macro:
            return super().call(function, *args, **kwargs)
        kwargs.pop("_loop_vars", None)
        kwargs.pop("_block_vars", None)
        return function(*args, **kwargs)


def _dict_first(env: Environment) -> Callable[[Any, str], Any]:
    """``x.name`` in a template: an item of a dict first. Jinja tries the attribute first, which
    costs an exception for each of the hundreds of values of a page (measured: three times)."""
    usual = env.getattr
    absent: dict[str, Any] = {}

    def look(value: Any, name: str) -> Any:
        if type(value) is dict:
            if name in value:
                return value[name]
            if not hasattr(dict, name):
                if name not in absent:
                    absent[name] = env.undefined(name=name)
                return absent[name]
        return usual(value, name)

    return look
