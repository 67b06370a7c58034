"""The verbs that assess filled forms, and those that explain what was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zhtcli.cli import console
from zhtcli.cli.application import app
from zhtcli.cli.choosing import choices_of
from zhtcli.cli.options import (
    AsOf,
    ColorOption,
    Decisions,
    Evidence,
    Experts,
    FailOnOption,
    File,
    Files,
    Force,
    FormatOption,
    Listing,
    Output,
    Overlay,
    ReadingOption,
    ReadingsFile,
    RegimeOption,
    Units,
    WhatIf,
)
from zhtcli.cli.telling import assess_files, report_assessments, tell_report
from zhtcli.core.rules.indicator import printed_no
from zhtcli.workflow.faults import UsageFault

if TYPE_CHECKING:
    from zhtcli.core.forms.evidencefolder import Listing as FolderListing


@app.verb("核定", example="zht validate 填报件.xlsx")
def validate(
    files: Files = None,
    regime: RegimeOption = None,
    format: FormatOption = "text",
    fail_on: FailOnOption = "error",
    reading: ReadingOption = None,
    readings_file: ReadingsFile = None,
    overlay: Overlay = None,
    experts: Experts = None,
    decisions: Decisions = None,
    as_of: AsOf = None,
    color: ColorOption = "auto",
) -> int:
    """校验填报件，一次列出全部问题。"""
    choices = choices_of(regime, reading, readings_file, experts, decisions, as_of, overlay=overlay)
    return report_assessments("validate", assess_files(files, choices), format, fail_on, color)


@app.verb("核定", example="zht score 填报件.xlsx -o 结果.xlsx")
def score(
    files: Files = None,
    output: Output = None,
    regime: RegimeOption = None,
    format: FormatOption = "text",
    fail_on: FailOnOption = "error",
    reading: ReadingOption = None,
    readings_file: ReadingsFile = None,
    overlay: Overlay = None,
    spread: Annotated[
        bool, typer.Option("--spread", help="列出各口径会怎样改变总分或补助合计。", rich_help_panel="口径")
    ] = False,
    experts: Experts = None,
    decisions: Decisions = None,
    as_of: AsOf = None,
    what_if: WhatIf = None,
    evidence: Evidence = None,
    force: Force = False,
    color: ColorOption = "auto",
) -> int:
    """计分。-o 写出结果工作簿。"""
    from zhtcli.workflow.assessing import nothing_to_score, scored
    from zhtcli.workflow.output import check_target
    from zhtcli.workflow.results import has_result, write_result_file

    if what_if and output is not None:
        raise UsageFault("写出的结果里不放假设：--what-if 和 -o 请分两次用。")
    if what_if and format not in ("text", "json", "jsonl"):
        raise UsageFault(f"{format} 格式只放结果，不放假设；--what-if 请用 text、json 或 jsonl。")
    choices = choices_of(
        regime, reading, readings_file, experts, decisions, as_of, spread=spread, overlay=overlay, what_if=what_if
    )
    if evidence is not None:
        choices = replace(choices, evidence=_listed(evidence, files or []))
    if output is not None:
        if len(files or []) > 1 or any(path.is_dir() for path in files or []):
            raise UsageFault("-o 只能用于一个填报件；有多个填报件时请分别计分。")
        check_target(output, force=force, inputs=files or [])
    assessments = assess_files(files, choices)
    if output is not None and len(assessments) > 1:
        raise UsageFault(f"当前文件夹有 {len(assessments)} 个填报件，-o 只能用于一个，请写明文件。")
    code = report_assessments("score", scored(assessments), format, fail_on, color)
    if nothing_to_score(assessments):
        return max(code, UsageFault.exit_code)
    if output is not None and assessments and has_result(assessments[0]):
        written = write_result_file(assessments[0], output, force=force)
        (console.say if format == "text" else console.notice)(f"结果工作簿：{written}")
    return code


def _listed(folder: Path, files: Sequence[Path]) -> FolderListing:
    """The files of a folder of evidence, which is one form's own. Raises UsageFault, UnreadableInput."""
    from zhtcli.workflow.evidencing import list_folder

    if len(files) != 1 or files[0].is_dir():
        raise UsageFault("--evidence 是一份填报件的佐证，请只写明一个填报件。")
    with console.Progress("正在核对佐证") as watch:
        return list_folder(folder, leave_out=files[0], on_each=watch.step)


@app.verb("核定", example="zht explain 填报件.xlsx 5")
def explain(
    file: File,
    no: Annotated[str, typer.Argument(metavar="NO", help="指标序号、条件、考核、目标、申请编号或补助编号。")],
    regime: RegimeOption = None,
    reading: ReadingOption = None,
    readings_file: ReadingsFile = None,
    overlay: Overlay = None,
    experts: Experts = None,
    decisions: Decisions = None,
    as_of: AsOf = None,
    format: FormatOption = "text",
    fail_on: FailOnOption = "error",
    color: ColorOption = "auto",
) -> int:
    """说明一项得分、结论或补助怎么来：单元格、算式、口径、条款。"""
    from zhtcli.report.text.explained import explain as told_of_indicator
    from zhtcli.workflow.assessing import assess_one, exit_code
    from zhtcli.workflow.explaining import named_otherwise, subjects

    no = no.strip().lstrip("★")
    choices = choices_of(regime, reading, readings_file, experts, decisions, as_of, overlay=overlay)
    with console.Progress("正在核对", 1):
        assessment, submission = assess_one(file, choices)
    if submission is not None and named_otherwise(assessment, no):
        subject = subjects(assessment, submission, no)
        if format != "text":
            return report_assessments("explain", (assessment,), format, fail_on, color)
        from zhtcli.report.text.entitledexplained import explain_entitled

        told = explain_entitled(
            assessment,
            subject.verdicts,
            subject.grants,
            subject.otherwise,
            subject.graded,
            subject.targets,
            width=console.terminal_width(),
        )
        console.say(told.rstrip("\n"))
        return exit_code((assessment,), fail_on)
    if assessment.regime is not None and not assessment.regime.indicators and not assessment.regime.concludes:
        raise UsageFault(f"“{assessment.regime.id}”没有指标、条件和补助，没有可以逐项说明的；问题请看 zht validate。")
    if assessment.regime is not None and not assessment.regime.indicators:
        return report_assessments("explain", (assessment,), format, fail_on, color)
    if assessment.regime is not None and no not in {indicator.no for indicator in assessment.regime.indicators}:
        if no in {indicator.no for indicator in assessment.regime.measured()}:
            raise UsageFault(f"第{no}项是第{printed_no(no)}项的一个条件，请用 zht explain … {printed_no(no)}。")
        raise UsageFault(f"“{assessment.regime.id}”没有第{no}项指标。")
    told_of = assessment.scorecards or assessment.progress
    if assessment.regime is None or not told_of or format != "text":
        return report_assessments("explain", (assessment,), format, fail_on, color)
    definition = choices.definition(assessment.regime.id)
    console.say(told_of_indicator(assessment, no, definition=definition, width=console.terminal_width()).rstrip("\n"))
    return exit_code((assessment,), fail_on)


@app.verb("核定", example="zht rule ZHT-ENTRY-MISSING")
def rule(
    code: Annotated[str | None, typer.Argument(metavar="CODE", help="问题代码；不写时列出全部。")] = None,
    format: Listing = "text",
) -> int:
    """说明一个问题代码的意思和改法。"""
    from zhtcli.core.catalogue import CATALOGUE
    from zhtcli.report.text.rules import explain_rule, list_rules, rules_json

    if code is not None and code.upper() not in CATALOGUE:
        raise UsageFault(f"没有“{code}”这个问题代码。用 zht rule 列出全部代码。")
    if format == "json":
        console.data(rules_json(code.upper() if code else None), syntax="json")
        return 0
    width = console.terminal_width()
    console.say((explain_rule(code.upper(), width=width) if code else list_rules(width=width)).rstrip("\n"))
    return 0


@app.verb("汇总", example="zht progress 2025.xlsx 2026.xlsx")
def progress(
    files: Files = None,
    output: Output = None,
    regime: RegimeOption = None,
    format: FormatOption = "text",
    fail_on: FailOnOption = "error",
    reading: ReadingOption = None,
    readings_file: ReadingsFile = None,
    overlay: Overlay = None,
    experts: Experts = None,
    decisions: Decisions = None,
    as_of: AsOf = None,
    units: Units = None,
    force: Force = False,
    color: ColorOption = "auto",
) -> int:
    """逐年、逐季和累计的进度；同一单位各期的表连起来看，多个单位的汇总起来看。-o 写出工作簿。"""
    from zhtcli.core.assessing.attendance import areas, attendance
    from zhtcli.report.units import Report
    from zhtcli.workflow.output import check_target
    from zhtcli.workflow.results import check_one_workbook, write_progress_file

    if output is not None:
        check_target(output, force=force, inputs=[*(files or []), *([units] if units is not None else [])])
    choices = choices_of(regime, reading, readings_file, experts, decisions, as_of, units=units, overlay=overlay)
    assessments = assess_files(files, choices, joined=True)
    attending = attendance(assessments, choices.units)
    report = Report("progress", assessments, fail_on, attending, areas(attending))
    if output is not None:
        check_one_workbook(assessments, attending)
    code = tell_report(report, format, color)
    if output is not None:
        written = write_progress_file(
            assessments, attending, report.areas, output, force=force, wanted=choices.wanted, roster=units
        )
        say = console.say if format == "text" and written is not None else console.notice
        say(f"结果工作簿：{written}" if written is not None else f"没有能用的填报件，没有写出 {output}。")
    return code
