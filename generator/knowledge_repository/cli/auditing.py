"""``knowledge audit``: build the site, then test it as readers meet it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from knowledge_repository import config
from knowledge_repository.cli import output
from knowledge_repository.cli.building import build_errors
from knowledge_repository.cli.language import say
from knowledge_repository.cli.options import find_root, language_option, root_option

INSTALL = "pip install 'knowledge-repository[audit]'; playwright install chromium"


@click.command()
@root_option
@language_option
@click.option("--browser", is_flag=True)
def audit(root: Path | None, browser: bool) -> None:
    """Build the site and test it: every link, and one page of each kind in a browser."""
    root = find_root(root)
    with build_errors(root):
        from knowledge_repository.audit.browser import NoBrowser, complaints, one_of_each_kind
        from knowledge_repository.audit.crawler import SITE_URL, dead_links, read_pages
        from knowledge_repository.build.incremental import build_incrementally

        done = build_incrementally(root, None, False, False, output.progress)
        pages = read_pages(done.site, config.load(root)[0].site_url or SITE_URL)
        found = dead_links(done.site, pages)
        links = sum(len(page.links) for page in pages.values())
        click.echo(say("audit-links", links=links, pages=len(pages), n=len(found)))
        try:
            shown = one_of_each_kind(pages)
            seen = complaints(done.site, shown)
        except NoBrowser as error:
            click.echo(say("audit-no-browser", detail=error, command=INSTALL), err=True)
            found += [f"--browser: {error}"] if browser else []
        else:
            click.echo(say("audit-browser", pages=len(shown), n=len(seen)))
            found += seen
    for line in found:
        click.echo(line, err=True)
    if found:
        sys.exit(1)
