"""What Typer raises when it refuses a command line."""

from __future__ import annotations

import typer

# The root of what Typer refuses, whether it brings its own copy of click or not.
USAGE_ERROR: type[Exception] = typer.BadParameter.__bases__[0]
