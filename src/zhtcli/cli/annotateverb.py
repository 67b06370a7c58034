"""The verb that gives a submission back with its findings marked in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zhtcli.cli import console
from zhtcli.cli.application import app
from zhtcli.cli.choosing import choices_of
from zhtcli.cli.options import (
    AsOf,
    Decisions,
    Experts,
    FailOnOption,
    File,
    Force,
    ReadingOption,
    ReadingsFile,
    RegimeOption,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhtcli.core.assessing.assessment import Assessment
    from zhtcli.core.finding import Severity
    from zhtcli.workflow.annotating import Written


@app.verb("核定", example="zht annotate 填报件.xlsx -o 批注副本.xlsx")
def annotate(
    file: File,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="COPY", help="副本写到这个文件，扩展名与填报件相同。")
    ],
    regime: RegimeOption = None,
    fail_on: FailOnOption = "error",
    reading: ReadingOption = None,
    readings_file: ReadingsFile = None,
    experts: Experts = None,
    decisions: Decisions = None,
    as_of: AsOf = None,
    force: Force = False,
) -> int:
    """写出填报件的批注副本：标出有问题的单元格，附问题清单，其余内容原样不动。"""
    from zhtcli.report.text.columns import Paint
    from zhtcli.report.text.lines import finding_line
    from zhtcli.workflow.annotating import annotate_file
    from zhtcli.workflow.assessing import exit_code

    choices = choices_of(regime, reading, readings_file, experts, decisions, as_of)
    others = [one for one in (readings_file, decisions, *(experts or [])) if one is not None]
    with console.Progress("正在批注"):
        assessment, written = annotate_file(file, output, choices, force=force, also_read=others)
    if written is None:
        for finding in assessment.findings:
            console.notice(finding_line(finding, Paint(), assessment.file))
    else:
        console.say("\n".join(_lines(assessment, written, fail_on)))
    return exit_code((assessment,), fail_on)


def _lines(one: Assessment, written: Written, fail_on: Severity) -> Iterator[str]:
    from zhtcli.core.finding import SEVERITY_WORDS
    from zhtcli.report.text.lines import next_step, shell_word

    counts = "，".join(f"{SEVERITY_WORDS[severity]} {count}" for severity, count in written.marked.items() if count)
    marks = f"标出 {sum(written.marked.values())} 个单元格（{counts}）" if counts else "没有要标出的单元格"
    yield f"批注副本：{written.path}"
    if not one.findings:
        yield f"没有发现问题，“{written.sheet}”页写明了这一点。"
    elif written.listed < len(one.findings):
        yield f"{marks}；问题共 {len(one.findings)} 条，“{written.sheet}”页列出其中最重的 {written.listed} 条。"
    else:
        yield f"{marks}；“{written.sheet}”页列出 {written.listed} 条问题。"
    if written.active:
        yield f"{'、'.join(written.active)}原样保留，没有运行或打开。"
    if written.lost:
        yield f"原来“{written.sheet}”页上另加的{'、'.join(written.lost)}没有保留；其他各页的都在。"
    copy = shell_word(str(written.path))
    if one.status(fail_on) == "ok":
        yield next_step(f"核对后留存，或计分：zht score {copy}" if one.scorecards else "核对后留存")
    else:
        yield next_step(f"退回填报单位，在副本上改正后重新校验：zht validate {copy}")
