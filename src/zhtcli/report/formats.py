"""An assessment, or many, as text. Nothing is decided here and nothing is written: strings come out."""

from __future__ import annotations

from typing import Literal, get_args

from zhtcli.report.showing import showable_report
from zhtcli.report.units import Report

__all__ = ["FORMATS", "Format", "Report", "render"]

Format = Literal["text", "json", "jsonl", "csv", "markdown", "sarif", "junit", "github"]
FORMATS: tuple[Format, ...] = get_args(Format)


def render(report: Report, format: str, *, width: int = 80, color: bool = False) -> str:
    """The report in one of `FORMATS`; `width` (columns) and `color` concern `text` alone.

    Ends with one newline. Raises ValueError for an unknown format.
    """
    report = showable_report(report)
    match format:
        case "text":
            from zhtcli.report.text.commands import as_text

            return as_text(report, width=width, color=color)
        case "json":
            from zhtcli.report.json.assessment import as_json

            return as_json(report)
        case "jsonl":
            from zhtcli.report.json.assessment import as_json_lines

            return as_json_lines(report)
        case "csv":
            from zhtcli.report.tables.csvtable import as_csv

            return as_csv(report)
        case "markdown":
            from zhtcli.report.tables.markdown import as_markdown

            return as_markdown(report)
        case "sarif":
            from zhtcli.report.exchange.sarif import as_sarif

            return as_sarif(report)
        case "junit":
            from zhtcli.report.exchange.junit import as_junit

            return as_junit(report)
        case "github":
            from zhtcli.report.exchange.annotations import as_annotations

            return as_annotations(report)
        case _:
            raise ValueError(f"unknown format {format!r}")
