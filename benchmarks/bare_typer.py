"""What a program with Typer costs when it does nothing: the floor under `zht --help`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="A program that does nothing.", no_args_is_help=True, add_completion=False)


def command(name: str) -> None:
    @app.command(name, help=f"Does nothing, in the manner of {name}.")
    def run(file: Annotated[Path, typer.Argument(help="A file.")]) -> None:
        del file


for each in ("template", "show", "fill", "read", "validate", "score", "explain", "progress"):
    command(each)

if __name__ == "__main__":
    app()
