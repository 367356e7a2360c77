"""Pages → HTML, by stock Jinja templates with escaping on."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Sequence
from pathlib import Path as FilePath
from urllib.parse import quote

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.runtime import Macro
from markupsafe import Markup

from knowledge_repository.model import Page, PageSummary
from knowledge_repository.model.routes import MARKDOWN
from knowledge_repository.site import filters
from knowledge_repository.site.offline import link_files
from knowledge_repository.site.settings import TEMPLATES, RenderSettings

POLICY = (
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
)
"""What a page may load, apart from scripts: a further protection. If the sanitizing let HTML of an
author through, this HTML could not run a script or send data. Source: Content Security Policy
Level 3 (W3C)."""


class _Loader(FileSystemLoader):
    """Loads templates without indentation and empty lines: each page is 1 % smaller."""

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        source, file, is_current = super().get_source(environment, template)
        return re.sub(r"(?m)^\s+", "", source), file, is_current


class SiteRenderer:
    """Renders pages; macros, words and shared HTML are prepared once for each language."""

    def __init__(self, settings: RenderSettings, bytecode: BytecodeCache | None = None) -> None:
        self.settings = settings
        self._env = Environment(
            loader=_Loader(settings.template_dirs),
            autoescape=True,
            undefined=StrictUndefined,
            bytecode_cache=bytecode,
            auto_reload=False,
        )
        self._env.filters.update(
            lang_attributes=filters.lang_attributes,
            localized=filters.localized,
            plain=filters.plain,
        )
        script = (TEMPLATES / "knowledge/scheme.js").read_text(encoding="utf-8")
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        scripts = f"script-src 'self' 'wasm-unsafe-eval' 'sha256-{digest}'"  # WASM: Pagefind
        self._env.globals.update(
            content_security_policy="; ".join((*POLICY, scripts)),
            inline_script=Markup(script),
            icon=filters.icon,
            offline=settings.offline,
        )
        self._languages: dict[str, dict[str, object]] = {}

    def render(self, page: Page) -> str:
        """The HTML file of *page*, rendered with the template of its kind.

        Templates get these names:

        - ``page``, its ``view`` and its ``layout``; ``body``: the HTML of the text;
        - ``base``: prefix of an address from the root of the site (``../../``); ``here``: prefix of
          a route, an address below the language (``../../en/``);
        - ``current``: the route of the page if it is in the menu;
        - ``address``, ``canonical``, ``edit_url``, ``report_url``, ``new_file_url``,
          ``new_issue_url``, ``raw_file_url``: None where there is none, but ``address`` is then
          the path;
        - ``translate``, ``number``, ``contribute`` (a route), ``site_logo``, ``macros``,
          ``drawings``, ``render_once``: see ``_shared``;
        - ``icon``, ``inline_script``, ``content_security_policy``, ``offline``: the same for every
          page.
        """
        settings, code = self.settings, page.language
        not_found = page.kind == "notfound"  # served at any depth: its links are absolute
        absolute = not_found and not settings.offline
        base = settings.base_path if absolute else "../" * page.path.count("/") or "./"
        address = settings.site_url + page.path if settings.site_url else None
        canonical = None if not_found else address
        if page.fallback and settings.site_url:
            canonical = settings.site_url + page.siblings.get(page.text_language or "", page.path)
        html = self._env.get_template(f"knowledge/{page.kind}.html").render(
            self._shared(page),
            page=page,
            view=page.view,
            layout=page.layout,
            current=_menu_route(page),
            base=base,
            here=f"{base if base != './' else ''}{code}/",
            body=Markup(page.html),  # from ``markdown.render``, sanitized
            edit_url=self._edit_url(page),
            report_url=self._report_url(page),
            new_file_url=self.settings.new_file_url,
            new_issue_url=self.settings.new_issue_url,
            raw_file_url=self.settings.raw_file_url,
            canonical=canonical,
            address=address or page.path,
        )
        return link_files(html) if settings.offline else html

    def clear(self) -> None:
        """Forget what pages share: words, facts or texts have changed."""
        self._languages.clear()

    def write(self, page: Page, site: FilePath) -> None:
        """Write the files of *page* below *site*."""
        file = site / file_of(page.path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(self.render(page).encode())
        if page.markdown is not None:
            (site / page.path / MARKDOWN).write_bytes(page.markdown.encode())

    def _shared(self, page: Page) -> dict[str, object]:
        """What all pages of a language share: words, macros, HTML that is rendered once."""
        if page.language not in self._languages:
            rendered: dict[tuple[object, ...], str] = {}

            def render_once(macro: Macro, key: Sequence[object], *values: object) -> str:
                whole = (macro.name, *key)
                if whole not in rendered:
                    rendered[whole] = macro(*values)
                return rendered[whole]

            shared: dict[str, object] = {
                "translate": page.layout.translate,
                "number": page.layout.number,
                "contribute": page.layout.contribute,
                "site_logo": page.layout.logo,
                "render_once": render_once,
            }
            for name in ("macros", "drawings"):
                template = self._env.get_template(f"knowledge/{name}.html")
                shared[name] = template.make_module(shared)
            self._languages[page.language] = shared
        return self._languages[page.language]

    def _edit_url(self, page: Page) -> str | None:
        template = self.settings.edit_uri_template
        if not template or not page.source:
            return None
        return template.replace("{path}", quote(page.source))  # another name in braces stays

    def _report_url(self, page: Page) -> str | None:
        """Where a reader reports a mistake; the address names the page."""
        template = self.settings.report_uri_template
        if not template or not page.source:
            return None
        return template.replace("{title}", quote(page.title)).replace("{path}", quote(page.path))


def _menu_route(page: Page) -> str | None:
    """The route of *page* if it is in the menu."""
    route = page.path.removeprefix(f"{page.language}/")
    return route if any(item.route == route for item in page.layout.menu) else None


def file_of(path: str) -> str:
    """The file of the page at *path* below the root of the site."""
    return path if path.endswith(".html") else f"{path}index.html"


def files_of(page: Page | PageSummary) -> list[str]:
    """The files of *page* below the root of the site: an entry also has its text."""
    text = [f"{page.path}{MARKDOWN}"] if page.kind == "entry" else []
    return [file_of(page.path), *text]


def pictures_of(pages: Sequence[Page | PageSummary]) -> dict[str, str]:
    """Path on the site → path in the repository; every language shows the same pictures."""
    found: dict[str, str] = {}
    for page in pages:
        found.update(page.pictures)
    return found
