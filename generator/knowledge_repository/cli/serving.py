"""``knowledge serve``: the preview."""

from __future__ import annotations

import gc
from pathlib import Path

import click

from knowledge_repository.cli import output
from knowledge_repository.cli.building import build_errors
from knowledge_repository.cli.language import language, say
from knowledge_repository.cli.options import find_root, language_option, root_option

# The preview imports MkDocs, which is slow to import: the imports are in the function.


@click.command()
@root_option
@language_option
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
def serve(root: Path | None, host: str, port: int) -> None:
    """Show the site until Ctrl+C."""
    root, chosen = find_root(root), language()
    gc.enable()  # a preview runs for hours
    with build_errors(root):
        from knowledge_repository.preview import controller, server

        try:
            controller.run(
                root,
                host,
                port,
                controller.Output(
                    language=chosen,
                    diagnostics=lambda found: output.show(found, root, chosen),
                    message=click.echo,
                    error=lambda text: click.echo(text, err=True),
                ),
            )
        except KeyboardInterrupt:
            click.echo("")
        except server.PortInUse as error:
            output.fail(say("no-port", host=host, port=port, detail=error))
