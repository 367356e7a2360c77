"""``knowledge serve``: the preview."""

from __future__ import annotations

import gc
from pathlib import Path

import click

from knowledge_repository.cli import output
from knowledge_repository.cli.building import build_errors
from knowledge_repository.cli.options import find_root, root_option

# The preview imports MkDocs, which is slow to import: the imports are in the function.


@click.command()
@root_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(1, 65535),
    help="Port to listen on; the next free one if it is in use.",
)
def serve(root: Path | None, host: str, port: int) -> None:
    """Show the site as GitHub Pages would, and update it after every save.

    Drafts are included. Ctrl+C ends the preview.
    """
    root = find_root(root)
    gc.enable()  # a preview runs for hours
    with build_errors(root):
        from knowledge_repository.preview import controller, server

        try:
            controller.run(
                root,
                host,
                port,
                controller.Output(
                    diagnostics=lambda found: output.show(found, root),
                    message=click.echo,
                    error=lambda text: click.echo(text, err=True),
                ),
            )
        except KeyboardInterrupt:
            click.echo("")
        except server.PortInUse as error:
            output.fail(f"{error}; choose another one with --port")
