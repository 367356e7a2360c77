"""Pages → HTML files through MkDocs and Material. The only module that knows MkDocs.

Each page of ours becomes a virtual file of MkDocs (``File.generated``) whose MkDocs page is
complete already, so that Python-Markdown never runs; its template is chosen by the kind of page,
and it sees a view of the configuration in which the theme speaks the page's language. That is what
``mkdocs build`` and ``mkdocs serve`` do, through ``Plugin``.

``Canvas`` is the quick way to the same bytes: MkDocs runs once, for the theme and its files, and
the pages are painted here. What surrounds the content is the same for every page of
a class (kind, language, depth), so the theme renders it once a class, with marks where a page
differs; a test compares both ways byte for byte.
"""

from __future__ import annotations

import base64
import hashlib
import logging
import os
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path as FilePath
from typing import Any
from urllib.parse import quote, urlsplit

os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")

from markupsafe import Markup, escape
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.commands.build import get_context
from mkdocs.config import base as config_base
from mkdocs.config import config_options
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError, PluginError
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage

from generator.model import Outline, Page
from generator.pictures import published
from generator.rendering import templating

THEME = FilePath(__file__).parent.parent / "theme"
HTML_TAG = re.compile(r'<html lang="[^"]*"')
IDLE = re.compile(
    r'\s*<input class="md-toggle".*?(?=\s*<(?:a class="k-skip"|div class="md-container"))'
    r'|\s*<div class="md-dialog".*?</div>\s*</div>',
    re.DOTALL,
)
"""Switches and boxes of Material's skeleton that only its own script would use; the checkboxes
among them carry an attribute that HTML does not allow there."""
UNUSED = (
    "assets/javascripts/",  # Material's own script: the site needs none of it
    "assets/stylesheets/",  # nor its stylesheet: 23 kB zipped, of which site.css overrode most
    "assets/images/favicon.png",
)
"""Files of Material that no page of ours refers to."""


POLICY = (
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
)
"""What a page may load, beside scripts. The second wall: a text that came through as HTML could
neither run anything nor send anything away. Source: Content Security Policy Level 3 (W3C)."""


class Stop(PluginError):
    """Ends a run of ``mkdocs``; its text is all that a person is told."""


class RenderingError(Exception):
    """MkDocs could not be configured or run; the text says why."""


def configuration(file: FilePath, **overrides: Any) -> MkDocsConfig:
    """Read ``mkdocs.yml``.

    Raises:
        RenderingError: it is missing or wrong.
    """
    try:
        with file.open("rb") as stream:
            return config_base.load_config(stream, **overrides)
    except FileNotFoundError:
        raise RenderingError(f"there is no {file.name} in {file.parent}") from None
    except (ConfigurationError, Abort, OSError) as error:
        raise RenderingError(str(error)) from None


def site_path(config: MkDocsConfig) -> str:
    """The path under which the site is published: ``/repository/``."""
    path = urlsplit(config.site_url or "/").path or "/"
    return path if path.endswith("/") else path + "/"


class Canvas:
    """The folder of a site that is being made: the theme's files stand in it, pages are painted
    one by one, by any number of processes, and what tells of all pages comes last."""

    def __init__(self, config: MkDocsConfig, site: FilePath) -> None:
        """Raises:
        RenderingError: MkDocs stopped, or does not know our plugin.
        """
        plugin = next((p for p in config.plugins.values() if isinstance(p, Plugin)), None)
        if plugin is None:
            raise RenderingError("mkdocs.yml does not name the plugin 'knowledge'")
        self.site, self.config, self.plugin = site, config, plugin
        _run(config, plugin, site)
        self.painter = _Painter(plugin, config)

    def paint(self, page: Page) -> None:
        """Write the file of *page*."""
        file = self.site / file_of(page)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(self.painter.paint(page).encode())

    def renew(self) -> None:
        """Forget what was rendered for several pages: words, lists or entries have changed."""
        self.plugin.voice.forget()
        self.painter = _Painter(self.plugin, self.config)

    def finish(self, pages: Sequence[Outline]) -> None:
        """Write the sitemap of all *pages*."""
        template = self.plugin.env.get_template("sitemap.xml")
        sitemap = template.render(config=self.config, every_page=pages)
        (self.site / "sitemap.xml").write_text(sitemap, encoding="utf-8")


def file_of(page: Page | Outline) -> str:
    """The path of a page's file in the site."""
    return file_at(page.path)


def file_at(path: str) -> str:
    """The file that a page at *path* is read from."""
    return path if path.endswith(".html") else f"{path}index.html"


def pictures_of(pages: Sequence[Page | Outline]) -> dict[str, str]:
    """Path on the site → path in the repository; every language shows the same pictures."""
    found: dict[str, str] = {}
    for page in pages:
        found.update(page.pictures)
    return found


def _run(config: MkDocsConfig, plugin: Plugin, site: FilePath) -> None:
    """One run of MkDocs without pages: the theme and its files."""
    plugin.pages, plugin.finished_by_caller = (), True
    config.site_dir = str(site)
    quiet = logging.getLogger("mkdocs")
    level = quiet.level
    quiet.setLevel(logging.WARNING)
    try:
        mkdocs_build(config)
    except SystemExit as stop:  # MkDocs ends the program on its own errors
        raise RenderingError("MkDocs stopped; see above") from stop
    finally:
        quiet.setLevel(level)
        plugin.pages = None


class _Painter:
    """Pages → HTML: the frame of each class of pages once, then content after content."""

    WHOLE = frozenset({"moved", "root", "notfound"})
    """Kinds whose frame itself depends on what the page holds."""

    def __init__(self, plugin: Plugin, config: MkDocsConfig) -> None:
        self.plugin, self.config, self.env = plugin, config, plugin.env
        self.shared: dict[str, Any] = dict(self.env.globals)
        for name, file in (("m", "macros"), ("draw", "drawings")):
            self.shared[name] = self.env.get_template(f"knowledge/{file}.html").module
        self.templates: dict[str, Any] = {}
        self.frames: dict[tuple[object, ...], list[str]] = {}

    def paint(self, page: Page) -> str:
        """The whole HTML of *page*."""
        if page.kind not in self.templates:
            self.templates[page.kind] = self.env.get_template(_template(page.kind))
        template = self.templates[page.kind]
        edit = _edit_url(page, self.config)
        values = self.plugin.values(page, edit, self.config)
        if page.kind in self.WHOLE:
            return self._in_theme(page, template, values)
        context = template.new_context({**self.shared, **values}, shared=True)
        content = "".join(template.blocks["content"](context))
        said = {
            "title": str(escape(page.title)),
            "description": str(escape(page.description)),
            "label": str(escape(page.label or "")),
            "canonical": str(escape(values["canonical"] or "")),
            "content": content,
            **{f"to-{code}": str(escape(path)) for code, path in page.siblings.items()},
        }
        frame = self._frame(page, template, values)
        return "".join(said[piece] if number % 2 else piece for number, piece in enumerate(frame))

    def _frame(self, page: Page, template: Any, values: dict[str, Any]) -> list[str]:
        """The frame of the class of *page*, cut at its marks: text and the name of a mark take
        turns."""
        known = page.path if page.path in page.frame["paths"] else None
        canonical = values["canonical"] is not None
        depth, languages = page.path.count("/"), tuple(page.siblings)
        key = (page.kind, page.language, depth, known, canonical, bool(page.label), languages)
        if key not in self.frames:
            twin = replace(
                page,
                title=_mark("title"),
                description=_mark("description"),
                label=page.label and _mark("label"),
                siblings={code: _mark(f"to-{code}") for code in page.siblings},
            )
            changed = {
                "p": twin,
                "canonical": _mark("canonical") if canonical else None,
                "filled_later": Markup(_mark("content")),
            }
            html = self._in_theme(twin, template, {**values, **changed})
            self.frames[key] = re.split(r"\x02([\w-]+)\x03", html)
        return self.frames[key]

    def _in_theme(self, page: Page, template: Any, values: dict[str, Any]) -> str:
        """*page* as MkDocs would render it."""
        file = _virtual(page, self.config)
        context: Any = get_context(self.plugin.nav, Files([file]), self.config, file.page)
        context.update(values)
        return _settled(template.render(context), page)


def _mark(name: str) -> str:
    """Where something of a page's own stands in a frame: characters that no text may hold."""
    return f"\x02{name}\x03"


class Plugin(BasePlugin):  # type: ignore[type-arg, no-untyped-call]  # MkDocs is untyped here
    """Hands our pages to MkDocs. ``prepare`` and ``finish`` are the steps around the rendering:
    ``build`` supplies them, because this module must not know what comes before and after."""

    prepare: Callable[[FilePath], Sequence[Page]]
    finish: Callable[[FilePath, Sequence[Page]], None]
    watched: Sequence[str] = ()
    config_scheme = (("limits", config_options.Type(dict, default={})),)
    """``limits`` is read where the files are (``reading.data``): a check never imports MkDocs."""

    def __init__(self) -> None:
        super().__init__()
        self.pages: Sequence[Page] | None = None
        self.every_page: Sequence[Page] = ()
        self.finished_by_caller = False
        self.current: Sequence[Page] = ()
        self.views: dict[str, _ConfigView] = {}
        self.env: Any = None
        self.nav: Any = None
        self.voice = templating.Voice()

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        if str(THEME) not in config.theme.dirs:
            config.theme.dirs.insert(0, str(THEME))
        config.theme.static_templates.discard("404.html")
        root = FilePath(config.config_file_path or ".").parent.resolve()
        self.root = root
        if self.pages is None:
            self.every_page = self.current = type(self).prepare(root)
        else:
            self.current = self.pages
        self.views = {}
        return config

    def on_serve(self, server: Any, *, config: MkDocsConfig, builder: Any) -> Any:
        for folder in self.watched:
            if (self.root / folder).exists():
                server.watch(str(self.root / folder))
        return server

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        kept = [
            file
            for file in files
            # What stands in docs_dir is data, not pages; Material's script is not used.
            if not _below(file.abs_src_path, config.docs_dir)
            and not file.src_uri.startswith(UNUSED)
            and not file.src_uri.endswith(".map")
        ]
        mine = Files(kept)
        for page in self.current:
            mine.append(_virtual(page, config))
        for path, source in pictures_of(self.current).items():
            # Without where and when it was taken; the file of the author stays as it is.
            picture = published((self.root / source).read_bytes())
            mine.append(File.generated(config, path, content=picture))
        return mine

    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> Any:
        templating.prepare(env, self.voice)
        env.globals["csp"] = "; ".join((*POLICY, f"script-src {' '.join(_scripts(env))}"))
        self.env = env
        return env

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        self.nav = nav
        return nav

    def on_template_context(self, context: Any, *, template_name: str, config: MkDocsConfig) -> Any:
        context["every_page"] = self.every_page
        return context

    def on_page_context(
        self, context: Any, *, page: MkDocsPage, config: MkDocsConfig, nav: Navigation
    ) -> Any:
        ours: Page = page.ours  # type: ignore[attr-defined]
        context.update(self.values(ours, page.edit_url, config))
        return context

    def values(self, page: Page, edit_url: str | None, config: MkDocsConfig) -> dict[str, Any]:
        """What the templates see of *page*; from now on they speak its language."""
        code = page.language
        if code not in self.views:
            self.views[code] = _ConfigView(config, code)
        self.voice.turn(code, page.frame["say"])
        base = site_path(config) if page.kind == "notfound" else "../" * page.path.count("/")
        address = config.site_url + page.path if config.site_url else None
        canonical = address if page.kind != "notfound" else None
        written = page.siblings.get(page.text_language or "") if page.fallback else None
        if written is not None and config.site_url:
            canonical = config.site_url + written
        return {
            "config": self.views[code],
            "p": page,
            "d": page.data,
            "frame": page.frame,
            "base": base or "./",
            "here": f"{base}{code}/",
            "body": Markup(page.html),  # made by our Markdown engine, no raw HTML in it
            "edit_url": edit_url,
            "report_url": _report_url(page, config),
            "canonical": canonical,
            "address": address or page.path,
        }

    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        return _settled(output, page.ours)  # type: ignore[attr-defined]

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        site = FilePath(config.site_dir)
        (site / ".nojekyll").touch()
        # MkDocs zips the sitemap with the time of the build in it; nobody asks for it zipped.
        (site / "sitemap.xml.gz").unlink(missing_ok=True)
        if not self.finished_by_caller:
            type(self).finish(site, self.current)


def _settled(html: str, page: Page) -> str:
    """Material knows the language of <html>, and the direction only of <body>."""
    language = page.frame["language"]
    tag = f'<html lang="{escape(language.code)}" dir="{escape(language.direction)}"'
    return IDLE.sub("", HTML_TAG.sub(tag, html, count=1))


def _scripts(env: Any) -> list[str]:
    """What may run: our files, our one inline script by its hash, and Pagefind's WebAssembly."""
    inline = env.get_template("partials/javascripts/base.html").render()
    bodies = re.findall(r"<script>(.*?)</script>", inline, re.DOTALL)
    hashes = [base64.b64encode(hashlib.sha256(body.encode()).digest()) for body in bodies]
    return ["'self'", "'wasm-unsafe-eval'", *(f"'sha256-{one.decode()}'" for one in hashes)]


class _VirtualPage(MkDocsPage):
    """A page of MkDocs whose text is finished: nothing is read and no Markdown runs."""

    def __init__(self, ours: Page, file: File, config: MkDocsConfig) -> None:
        super().__init__(str(escape(ours.title)), file, config)
        self.ours = ours
        self.meta = {"template": _template(ours.kind)}
        self.edit_url = _edit_url(ours, config)

    def read_source(self, config: MkDocsConfig) -> None:
        self.markdown = ""

    def render(self, config: MkDocsConfig, files: Files) -> None:
        self.content = self.ours.html
        self.links_to_anchors = None


def _virtual(page: Page, config: MkDocsConfig) -> File:
    plain = page.path.endswith(".html")
    file = File.generated(
        config,
        page.path.removesuffix(".html") + ".md" if plain else f"{page.path}index.md",
        content="",
        inclusion=InclusionLevel.NOT_IN_NAV,
    )
    if plain:  # 404.html is served from the root, never as 404/index.html
        file.dest_uri = page.path
        file.url = page.path
    _VirtualPage(page, file, config)
    return file


def _template(kind: str) -> str:
    own = f"knowledge/{kind}.html"
    return own if (THEME / own).exists() else "knowledge/text.html"


def _edit_url(page: Page, config: MkDocsConfig) -> str | None:
    if not page.source or not config.edit_uri_template:
        return None
    return str(config.edit_uri_template).format(path=page.source, path_noext=page.source)


def _report_url(page: Page, config: MkDocsConfig) -> str | None:
    """Where a reader tells of a mistake; the page is named for her."""
    template = config.extra.get("report_uri_template")
    if not template or not page.source:
        return None
    return str(template).format(title=quote(page.title), path=quote(page.path))


def _below(path: str | None, folder: str) -> bool:
    return path is not None and FilePath(path).is_relative_to(folder)


class _ConfigView:
    """The configuration as one page sees it: the same, in another language of the theme."""

    def __init__(self, config: MkDocsConfig, language: str) -> None:
        self._config = config
        self.theme = _ThemeView(config.theme, language)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._config, name)

    def __getitem__(self, name: str) -> Any:
        return self.theme if name == "theme" else self._config[name]


class _ThemeView:
    """The theme, speaking the language of a page; Material's own words fall back to English."""

    def __init__(self, theme: Any, language: str) -> None:
        self._theme = theme
        known = any(
            (FilePath(folder) / "partials/languages" / f"{language}.html").exists()
            for folder in theme.dirs
        )
        self.language = language if known else "en"

    def __getattr__(self, name: str) -> Any:
        return getattr(self._theme, name)

    def __getitem__(self, name: str) -> Any:
        return self.language if name == "language" else self._theme[name]
