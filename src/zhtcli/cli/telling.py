"""The way of all assessing verbs: files are assessed with a line of progress, and told in the format asked for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from zhtcli.cli import console
from zhtcli.cli.options import Format

if TYPE_CHECKING:
    from zhtcli.core.assessing.assessment import Assessment
    from zhtcli.report.units import Report
    from zhtcli.workflow.choices import Choices


def assess_files(files: list[Path] | None, choices: Choices, *, joined: bool = False) -> tuple[Assessment, ...]:
    from zhtcli.workflow.assessing import assess
    from zhtcli.workflow.scanning import inputs

    paths = inputs(files or [], choices.wanted, console.notice)
    with console.Progress("正在核对", len(paths)) as watch:
        return assess(paths, choices, joined=joined, on_each=lambda path: watch.step(path.name))


def report_assessments(
    command: str,
    assessments: tuple[Assessment, ...],
    format: Format,
    fail_on: Literal["error", "warning", "note"],
    color: str,
) -> int:
    from zhtcli.report.formats import Report

    return tell_report(Report(command, assessments, fail_on), format, color)


def tell_report(report: Report, format: Format, color: str) -> int:
    from zhtcli.report.formats import render
    from zhtcli.workflow.assessing import exit_code

    colored = console.wants_color(color)  # type: ignore[arg-type]
    text = render(report, format, width=console.terminal_width(), color=colored and format == "text")
    match format:
        case "text":
            console.say(text.rstrip("\n"), styled=colored)
        case "csv":
            console.data(text.encode())
        case "json" | "jsonl" | "sarif":
            console.data(text, syntax="json")
        case "junit":
            console.data(text, syntax="xml")
        case _:
            console.data(text)
    return exit_code(report.assessments, report.fail_on)
