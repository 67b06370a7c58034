"""The verb that holds two versions of one submission against each other."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from zhtcli.cli import console
from zhtcli.cli.application import app
from zhtcli.cli.choosing import choices_of
from zhtcli.cli.options import (
    AsOf,
    ColorOption,
    Decisions,
    Experts,
    FailOn,
    ReadingOption,
    ReadingsFile,
    RegimeOption,
)


@app.verb("核定", example="zht compare 初稿.xlsx 改后.xlsx")
def compare(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="原来那一版填报件。")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="改过的那一版。")],
    regime: RegimeOption = None,
    format: Annotated[
        Literal["text", "json", "csv", "markdown"], typer.Option("--format", "-f", help="输出格式。")
    ] = "text",
    fail_on: Annotated[
        FailOn,
        typer.Option("--fail-on", help="新出现了这一级以上的问题，或有问题之外的改动时，退出码为 1。"),
    ] = "error",
    reading: ReadingOption = None,
    readings_file: ReadingsFile = None,
    experts: Experts = None,
    decisions: Decisions = None,
    as_of: AsOf = None,
    color: ColorOption = "auto",
) -> int:
    """对照同一张表的前后两版：哪些问题已改、仍在、新出现，还有哪些问题之外的改动。"""
    from zhtcli.workflow.comparing import compare_files, compared_code

    compared = compare_files(old, new, choices_of(regime, reading, readings_file, experts, decisions, as_of))
    match format:
        case "json":
            from zhtcli.report.json.comparison import compare_json

            console.data(compare_json(compared, fail_on), syntax="json")
        case "csv":
            from zhtcli.report.tables.comparison import compare_csv

            console.data(compare_csv(compared).encode())
        case "markdown":
            from zhtcli.report.tables.comparison import compare_markdown

            console.data(compare_markdown(compared))
        case _:
            from zhtcli.report.text.comparison import compare_text

            colored = console.wants_color(color)
            text = compare_text(compared, fail_on, width=console.terminal_width(), color=colored)
            console.say(text.rstrip("\n"), styled=colored)
    return compared_code(compared, fail_on)
