"""The run of MkDocs around our renderer. The only module that knows MkDocs.

MkDocs reads its configuration, runs the plugins and copies the theme's files. The pages are
rendered by ``renderer`` when MkDocs has done that: by ``mkdocs build`` as by ``knowledge build``.
MkDocs's own Markdown, navigation and theme pages are not used.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import base as config_base
from mkdocs.config import config_options
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError, PluginError
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import Files

from knowledge_repository.config import addresses
from knowledge_repository.errors import BuildError
from knowledge_repository.site.settings import TEMPLATES, RenderSettings

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

THEME = FilePath(__file__).parent / "theme"
"""Files that every site has as they are: styles, scripts, the icon."""


class Stop(PluginError):
    """Ends a run of ``mkdocs``; its text is all that a person is shown."""


class RenderingError(BuildError):
    """MkDocs could not be configured or run."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"mkdocs.yml: {reason}")


def load_config(file: FilePath) -> MkDocsConfig:
    """Read ``mkdocs.yml``.

    Raises:
        RenderingError: it is missing or wrong.
    """
    try:
        with file.open("rb") as stream:
            return config_base.load_config(stream)
    except FileNotFoundError:
        raise RenderingError(f"there is no {file.name} in {file.parent}") from None
    except (ConfigurationError, Abort, OSError) as error:
        raise RenderingError(str(error)) from None


def settings_of(config: MkDocsConfig) -> RenderSettings:
    """What the configuration says about pages."""
    own, here = config.theme.custom_dir, addresses()
    return RenderSettings(
        site_url=config.site_url or here.site,
        edit_uri_template=str(config.edit_uri_template or here.edit),
        report_uri_template=str(config.extra.get("report_uri_template") or here.report),
        template_dirs=(*([own] if own else []), str(TEMPLATES)),
        offline=not config.use_directory_urls,
    )


def copy_theme(config: MkDocsConfig, site: FilePath) -> None:
    """One run of MkDocs without pages: the files of the theme, and what other plugins write.

    Raises:
        RenderingError: MkDocs stopped, or ``mkdocs.yml`` does not name our plugin.
    """
    plugin = next((p for p in config.plugins.values() if isinstance(p, Plugin)), None)
    if plugin is None:
        raise RenderingError("mkdocs.yml does not name the plugin 'knowledge'")
    plugin.render_pages = False
    config.site_dir = str(site)
    logger = logging.getLogger("mkdocs")
    level = logger.level
    logger.setLevel(logging.WARNING)
    try:
        mkdocs_build(config)
    except SystemExit as stop:  # MkDocs ends the program on its own errors
        raise RenderingError("MkDocs stopped; see above") from stop
    finally:
        logger.setLevel(level)


class Plugin(BasePlugin):  # type: ignore[type-arg, no-untyped-call]  # MkDocs is untyped here
    """Builds the site at the end of a run of MkDocs.

    ``build_site`` is set by ``build``: this module must not know what comes before rendering.
    """

    build_site: Callable[[FilePath, RenderSettings, FilePath], None]
    """(root of the repository, settings, folder of the site) → writes pages and search index."""
    input_dirs: Callable[[FilePath], tuple[str, ...]]
    """Root of the repository → its folders that are read."""
    config_scheme = (("limits", config_options.Type(dict, default={})),)
    """``limits`` is read by ``config``: a check never imports MkDocs."""

    def __init__(self) -> None:
        super().__init__()
        self.render_pages = True

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        if str(THEME) not in config.theme.dirs:
            config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(THEME))
        config.theme.static_templates.clear()
        return config

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: object
    ) -> LiveReloadServer:
        for name in self.input_dirs(_root(config)):
            folder = _root(config) / name
            if folder.exists():
                server.watch(str(folder))
        return server

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        # docs_dir holds data, not pages; Material's scripts and styles are not used.
        material = str(find_spec("material").origin)  # type: ignore[union-attr]  # installed
        unused = (FilePath(config.docs_dir), FilePath(material).parent)
        sources = [(file, FilePath(file.abs_src_path or "")) for file in files]
        return Files([f for f, path in sources if not any(map(path.is_relative_to, unused))])

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        site = FilePath(config.site_dir)
        (site / ".nojekyll").touch()
        if self.render_pages:
            type(self).build_site(_root(config), settings_of(config), site)


def _root(config: MkDocsConfig) -> FilePath:
    return FilePath(config.config_file_path or ".").parent.resolve()
