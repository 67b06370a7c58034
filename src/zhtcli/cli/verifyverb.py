"""The verb that holds a result against its submission."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from zhtcli.cli import console
from zhtcli.cli.application import app
from zhtcli.cli.options import ColorOption, Decisions, Evidence, Experts, FailOnOption, Listing, Overlay, Units


@app.verb("核定", example="zht verify 结果.xlsx 填报件.xlsx")
def verify(
    result: Annotated[
        Path, typer.Argument(metavar="RESULT", help="zht score -o 或 zht progress -o 写出的结果工作簿。")
    ],
    submissions: Annotated[
        list[Path],
        typer.Argument(metavar="SUBMISSION…", help="它所用的填报件；汇总结果给出全部填报件或所在的文件夹。"),
    ],
    format: Listing = "text",
    fail_on: FailOnOption = "error",
    overlay: Overlay = None,
    units: Units = None,
    experts: Experts = None,
    decisions: Decisions = None,
    evidence: Evidence = None,
    color: ColorOption = "auto",
) -> int:
    """复核结果工作簿：照所记的口径由填报件重算一遍，指出对不上的每一格。"""
    from zhtcli.workflow.verifying import verified_code, verify_files

    with console.Progress("正在复核"):
        verified = verify_files(
            result,
            submissions,
            units=units,
            decisions=decisions,
            experts=experts or (),
            overlay=overlay,
            evidence=evidence,
            say=console.notice,
        )
    if format == "json":
        from zhtcli.report.json.verification import verify_json

        console.data(verify_json(verified, fail_on), syntax="json")
    else:
        from zhtcli.report.text.verification import verify_text

        colored = console.wants_color(color)
        text = verify_text(verified, width=console.terminal_width(), color=colored)
        console.say(text.rstrip("\n"), styled=colored)
    return verified_code(verified, fail_on)
