"""The verbs of `zht`: each parses, calls the workflow, hands the outcome to the report, returns the exit code.

Importing this module declares them, in the order in which help lists them.
"""

from __future__ import annotations

from zhtcli.cli import formverbs  # isort: skip
from zhtcli.cli import assessverbs  # isort: skip
from zhtcli.cli import annotateverb  # isort: skip
from zhtcli.cli import compareverb  # isort: skip
from zhtcli.cli import verifyverb  # isort: skip
from zhtcli.cli import evidenceverbs  # isort: skip
from zhtcli.cli import regimeverbs  # isort: skip
from zhtcli.cli.application import app

__all__ = [
    "annotateverb",
    "app",
    "assessverbs",
    "compareverb",
    "evidenceverbs",
    "formverbs",
    "regimeverbs",
    "verifyverb",
]
