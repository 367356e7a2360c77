"""Pages → HTML files through MkDocs and Material. The only module that knows MkDocs.

One MkDocs run builds every language. Each page of ours becomes a virtual file of MkDocs
(``File.generated``) whose MkDocs page is complete already, so that Python-Markdown never runs; its
template is chosen by the kind of page, and it sees a view of the configuration in which the theme
speaks the page's language. ``Plugin`` is what ``mkdocs build`` and ``mkdocs serve`` load;
``render`` runs the same plugin with pages that are made already.
"""

from __future__ import annotations

import base64
import hashlib
import logging
import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path as FilePath
from typing import Any
from urllib.parse import quote, urlsplit

os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")

from markupsafe import Markup, escape
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import base as config_base
from mkdocs.config import config_options
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError, PluginError
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage

from generator import parallel
from generator.model import Page
from generator.pictures import clean as cleaned

THEME = FilePath(__file__).parent / "theme"
HTML_TAG = re.compile(r'<html lang="[^"]*"')
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


def render(pages: Sequence[Page], config: MkDocsConfig, site: FilePath) -> None:
    """Write every page and asset into the folder *site*.

    Raises:
        RenderingError: MkDocs stopped.
    """
    plugin = next((p for p in config.plugins.values() if isinstance(p, Plugin)), None)
    if plugin is None:
        raise RenderingError("mkdocs.yml does not name the plugin 'knowledge'")
    plugin.every_page = pages

    def part(some: Sequence[Page]) -> str:
        """Render *some* of the pages; the first part brings the assets and the sitemap along."""
        first = not some or some[0] is pages[0]
        folder = site if first else site.with_name(f"part-{os.getpid()}")
        _run(config, plugin, some, first, folder)
        return str(folder)

    try:
        for folder in parallel.spread(part, pages):
            if folder != str(site):
                _merge(FilePath(folder), site)
    except parallel.WorkerError as error:
        raise RenderingError(str(error)) from None


def _run(
    config: MkDocsConfig, plugin: Plugin, pages: Sequence[Page], first: bool, site: FilePath
) -> None:
    """One run of MkDocs over *pages*."""
    plugin.pages, plugin.first, plugin.finished_by_caller = pages, first, True
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


def _merge(part: FilePath, site: FilePath) -> None:
    """Move what stands in *part* into *site*, whole folders where that is possible."""
    with os.scandir(part) as found:
        for item in found:
            target = site / item.name
            if item.is_dir() and target.is_dir():
                _merge(FilePath(item.path), target)
            else:
                FilePath(item.path).rename(target)


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
        self.first = True
        self.finished_by_caller = False
        self.current: Sequence[Page] = ()
        self.views: dict[str, _ConfigView] = {}

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
        if not self.first:
            config.theme.static_templates = set()
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
        mine = Files(kept if self.first else [])
        for page in self.current:
            mine.append(_virtual(page, config))
        pictures: dict[str, str] = {}
        for page in self.every_page if self.first else ():
            pictures.update(page.pictures)
        for path, source in pictures.items():
            # Without where and when it was taken; the file of the author stays as it is.
            picture = cleaned((self.root / source).read_bytes())
            mine.append(File.generated(config, path, content=picture))
        return mine

    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> Any:
        # Material's templates escape nothing; ours escape everything.
        env.getattr = _dict_first(env)
        env.autoescape = lambda name: bool(name) and (name == "main.html" or "knowledge/" in name)
        env.globals["once"] = _Once()
        env.globals["csp"] = "; ".join((*POLICY, f"script-src {' '.join(_scripts(env))}"))
        return env

    def on_template_context(self, context: Any, *, template_name: str, config: MkDocsConfig) -> Any:
        context["every_page"] = self.every_page
        return context

    def on_page_context(
        self, context: Any, *, page: MkDocsPage, config: MkDocsConfig, nav: Navigation
    ) -> Any:
        ours: Page = page.ours  # type: ignore[attr-defined]
        code = ours.language
        if code not in self.views:
            self.views[code] = _ConfigView(config, code)
        context["config"] = self.views[code]
        context["p"] = ours
        context["d"] = ours.data
        context["say"] = ours.frame["say"]
        context["frame"] = ours.frame
        depth = ours.path.count("/")
        base = site_path(config) if ours.kind == "notfound" else "../" * depth
        context["base"] = base or "./"
        context["here"] = f"{base}{code}/"
        context["body"] = Markup(ours.html)  # made by our Markdown engine, no raw HTML in it
        context["edit_url"] = page.edit_url
        context["report_url"] = _report_url(ours, config)
        return context

    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        # Material knows the language of <html>, and the direction only of <body>.
        language = page.ours.frame["language"]  # type: ignore[attr-defined]
        tag = f'<html lang="{escape(language.code)}" dir="{escape(language.direction)}"'
        return HTML_TAG.sub(tag, output, count=1)

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        site = FilePath(config.site_dir)
        (site / ".nojekyll").touch()
        # MkDocs zips the sitemap with the time of the build in it; nobody asks for it zipped.
        (site / "sitemap.xml.gz").unlink(missing_ok=True)
        if not self.finished_by_caller:
            type(self).finish(site, self.current)


def _scripts(env: Any) -> list[str]:
    """What may run: our files, our one inline script by its hash, and Pagefind's WebAssembly."""
    inline = env.get_template("partials/javascripts/base.html").render()
    bodies = re.findall(r"<script>(.*?)</script>", inline, re.DOTALL)
    hashes = [base64.b64encode(hashlib.sha256(body.encode()).digest()) for body in bodies]
    return ["'self'", "'wasm-unsafe-eval'", *(f"'sha256-{one.decode()}'" for one in hashes)]


class _Once:
    """``once(macro, key, …)`` in a template: the macro's output, rendered once for each *key*."""

    def __init__(self) -> None:
        self._made: dict[tuple[Any, ...], Any] = {}

    def __call__(self, macro: Any, key: list[Any], *values: Any) -> Any:
        whole = (macro.name, *key)
        if whole not in self._made:
            self._made[whole] = macro(*values)
        return self._made[whole]


def _dict_first(env: Any) -> Callable[[Any, str], Any]:
    """``x.name`` in a template: an item of a dict first. Jinja tries the attribute first, which
    costs an exception for each of the hundreds of values of a page (measured: three times)."""
    usual = env.getattr

    def look(value: Any, name: str) -> Any:
        if type(value) is dict:
            if name in value:
                return value[name]
            if not hasattr(dict, name):
                return env.undefined(obj=value, name=name)
        return usual(value, name)

    return look


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
