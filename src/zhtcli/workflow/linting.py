"""Definitions held against themselves: `zht lint`."""

from __future__ import annotations

from pathlib import Path

from zhtcli.definitions.lint import Complaint, lint
from zhtcli.definitions.load import BrokenDefinition, load_file, shipped
from zhtcli.workflow.faults import UnknownForm, UnreadableInput
from zhtcli.workflow.known import definition_of


def lint_definitions(file: Path | None) -> tuple[list[Complaint], int]:
    """The complaints about one definition file, or about all that are shipped, and how many were looked at.

    Raises UnreadableInput, UnknownForm.
    """
    if file is None:
        definitions = [definition_of(name) for name in shipped()]
    else:
        try:
            definitions = [load_file(file)]
        except OSError as fault:
            raise UnreadableInput(f"读不了 {file}：{fault.strerror or '读取失败'}。") from None
        except BrokenDefinition as fault:
            raise UnknownForm(f"制度定义不能用：{fault}。") from None
    return [complaint for definition in definitions for complaint in lint(definition)], len(definitions)
