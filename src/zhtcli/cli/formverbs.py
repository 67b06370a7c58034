"""The verbs about forms: what there is, blank ones, filled ones, and their data."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from zhtcli.cli import console
from zhtcli.cli.application import app
from zhtcli.cli.options import (
    File,
    Force,
    FormName,
    Listing,
    Output,
    RegimeOption,
)
from zhtcli.workflow.faults import UsageFault


@app.verb("表单", example="zht regimes")
def regimes(format: Listing = "text") -> int:
    """列出现有的制度和表单。"""
    from zhtcli.workflow.known import all_regimes

    known = all_regimes()
    if format == "json":
        from zhtcli.report.json.forms import regimes_json

        console.data(regimes_json(known), syntax="json")
    else:
        from zhtcli.report.text.forms import regimes_text

        console.say(regimes_text(known, width=console.terminal_width()).rstrip("\n"))
    return 0


@app.verb("表单", example="zht show bishan-2026")
def show(form: FormName, format: Listing = "text") -> int:
    """列出一张表的指标、目标、分值、口径和原文矛盾。"""
    from zhtcli.workflow.known import definition_of, named, regime_of

    known = named(form)
    regime, digest = regime_of(known.regime), definition_of(known.regime).digest
    if format == "json":
        from zhtcli.report.json.forms import show_json

        console.data(show_json(regime, known.period, digest=digest), syntax="json")
    else:
        from zhtcli.report.text.forms import show as told

        console.say(told(regime, known.period, digest=digest, width=console.terminal_width()).rstrip("\n"))
    return 0


@app.verb("表单", example="zht template bishan-2026")
def template(
    form: FormName,
    output: Output = None,
    earlier: Annotated[
        list[Path] | None,
        typer.Option("--from", metavar="FILE", help="带入以前各期（上年、上季度、去年同季）的填报件或结果表，可重复。"),
    ] = None,
    reader: Annotated[
        Literal["expert"] | None,
        typer.Option("--for", help="expert：生成一位专家的评分表，存为 FORM-专家评分.xlsx。"),
    ] = None,
    units: Annotated[
        Path | None,
        typer.Option("--units", metavar="ROSTER", help="单位名单，列入评分表；xlsx、xls、ods、csv 均可。"),
    ] = None,
    force: Force = False,
) -> int:
    """生成空表，或专家评分表。不写 -o 时存为当前文件夹的 FORM.xlsx。"""
    from zhtcli.workflow.known import form_of
    from zhtcli.workflow.output import check_target, write_whole

    sources = [*(earlier or []), *([units] if units is not None else [])]
    if reader is None and units is not None:
        raise UsageFault("--units 要与 --for expert 一起用。")
    if reader is not None and earlier:
        raise UsageFault("专家评分表不带入以前各期的数，--from 不能与 --for 一起用。")
    ending = "-专家评分" if reader is not None else ""
    target = output or Path(f"{form_of(form).id}{ending}.xlsx")
    check_target(target, force=force, inputs=sources)
    if reader is None:
        from zhtcli.workflow.forming import make_form

        data = make_form(form, sources, console.notice)
    else:
        from zhtcli.workflow.experting import make_expert_form
        from zhtcli.workflow.units import units_of

        listed = units_of(form_of(form), units, console.notice) if units is not None else ()
        data = make_expert_form(form, listed)
    console.say(f"已生成 {write_whole(target, data, force=force, inputs=sources)}")
    return 0


@app.verb("表单", example="zht fill bishan-2026 数据.json -o 填报件.xlsx")
def fill(
    form: FormName,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="写到这个文件。")],
    data: Annotated[
        Path | None, typer.Argument(metavar="DATA.json", help="要填入的数据，可以只填一部分；有 --register 时可不写。")
    ] = None,
    register: Annotated[
        list[str] | None,
        typer.Option(
            "--register", metavar="KEY=LEDGER", help="把现有的清单填入台账 KEY，可重复；xlsx、xls、ods、csv 均可。"
        ),
    ] = None,
    map: Annotated[
        Path | None, typer.Option("--map", metavar="MAP.yaml", help="清单的表头各对应台账的哪一列。")
    ] = None,
    force: Force = False,
) -> int:
    """用数据或现有的清单填表。照原样写入，不管对错。"""
    from zhtcli.workflow.filling import Sources
    from zhtcli.workflow.output import check_target, write_whole

    sources = Sources(data, tuple(register or ()), map)
    check_target(output, force=force, inputs=sources.paths)
    filled = sources.fill(form, console.notice)
    console.say(f"已生成 {write_whole(output, filled, force=force, inputs=sources.paths)}")
    return 0


@app.verb("表单", example="zht read 填报件.xlsx -o 数据.json")
def read(file: File, output: Output = None, regime: RegimeOption = None, force: Force = False) -> int:
    """把填报件读成数据，与 fill 互逆。"""
    import json

    from zhtcli.workflow.forming import read_form
    from zhtcli.workflow.known import named
    from zhtcli.workflow.output import check_target, write_whole

    if output is not None:
        check_target(output, force=force, inputs=[file])
    wanted = named(regime) if regime is not None else None
    text = json.dumps(read_form(file, wanted, console.notice), ensure_ascii=False, indent=2) + "\n"
    if output is None:
        console.data(text, syntax="json")
    else:
        console.say(f"已生成 {write_whole(output, text.encode(), force=force, inputs=[file])}")
    return 0
