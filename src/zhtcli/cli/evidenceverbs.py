"""The verb for evidence: folders to put it in, and whether what a form names is there."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from zhtcli.cli import console
from zhtcli.cli.application import app
from zhtcli.cli.choosing import choices_of
from zhtcli.cli.options import (
    AsOf,
    ColorOption,
    Decisions,
    FailOnOption,
    Listing,
    ReadingOption,
    ReadingsFile,
    RegimeOption,
)
from zhtcli.workflow.faults import UsageFault


@app.verb("核定", example="zht evidence bishan-2026 --out 佐证\nzht evidence 填报件.xlsx --dir 佐证")
def evidence(
    target: Annotated[str, typer.Argument(metavar="FORM|FILE", help="表单名（配 --out），或填报件（配 --dir）。")],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="在这里为每项指标建一个佐证文件夹，并附清单。")
    ] = None,
    folder: Annotated[
        Path | None, typer.Option("--dir", metavar="DIR", help="核对这个文件夹里的佐证文件，只读不写。")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="DIR 不是空的也补建缺少的文件夹，原有的内容不动。")] = False,
    regime: RegimeOption = None,
    format: Listing = "text",
    fail_on: FailOnOption = "error",
    reading: ReadingOption = None,
    readings_file: ReadingsFile = None,
    decisions: Decisions = None,
    as_of: AsOf = None,
    color: ColorOption = "auto",
) -> int:
    """为佐证材料建文件夹；核对填报件写到的佐证文件。"""
    _check_use(target, out, folder)
    if out is not None:
        return _make(target, out, force=force)
    from zhtcli.report.text.evidence import evidence_json, evidence_text
    from zhtcli.workflow.assessing import exit_code
    from zhtcli.workflow.evidencing import check_file

    choices = choices_of(regime, reading, readings_file, None, decisions, as_of)
    with console.Progress("正在核对佐证") as watch:
        check = check_file(Path(target), folder or Path(), choices, on_each=watch.step)
    if format == "json":
        console.data(evidence_json(check, fail_on), syntax="json")
    else:
        colored = console.wants_color(color)
        text = evidence_text(check, fail_on, width=console.terminal_width(), color=colored)
        console.say(text.rstrip("\n"), styled=colored)
    return exit_code((check.assessment,), fail_on)


def _make(form: str, out: Path, *, force: bool) -> int:
    from zhtcli.core.evidence.folders import LIST_NAME
    from zhtcli.report.text.lines import next_step, shell_word
    from zhtcli.workflow.evidencing import make_folders

    made = make_folders(form, out, force=force)
    console.say(f"已生成 {made}：每项指标一个文件夹，需要的佐证见 {LIST_NAME}")
    check = f"zht evidence 填报件.xlsx --dir {shell_word(str(out))}"
    console.say(next_step(f"放好文件，在填报件里写上文件名，再核对：{check}"))
    return 0


def _check_use(target: str, out: Path | None, folder: Path | None) -> None:
    """A form goes with --out, a filled one with --dir. Raises UsageFault."""
    from zhtcli.workflow.evidencing import target_kind

    kind = target_kind(target)
    if out is not None and folder is not None:
        raise UsageFault("--out 和 --dir 不能一起用：建文件夹写 --out，核对填报件写 --dir。")
    if out is None and folder is None:
        told = {"form": "--out 写明在哪里建文件夹", "file": "--dir 写明佐证文件夹"}
        raise UsageFault(f"请用 {told.get(kind, '--out 或 --dir 写明文件夹')}。")
    if kind == "form" and folder is not None:
        raise UsageFault(f"“{target}”是表单名，只能用 --out 建文件夹；核对请写填报件的文件名，再加 --dir。")
    if kind == "file" and out is not None:
        raise UsageFault(f"“{target}”是文件，只能用 --dir 核对；建文件夹请写表单名，例如 bishan-2026，再加 --out。")
