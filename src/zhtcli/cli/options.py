"""Parameters that several verbs share, each with one meaning."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

Format = Literal["text", "json", "jsonl", "csv", "markdown", "sarif", "junit", "github"]
FailOn = Literal["error", "warning", "note"]
Color = Literal["auto", "always", "never"]

FormName = Annotated[str, typer.Argument(metavar="FORM", help="表单名，例如 bishan-2026。")]
File = Annotated[Path, typer.Argument(metavar="FILE", help="填报件。")]
Files = Annotated[
    list[Path] | None,
    typer.Argument(metavar="FILE", help="填报件，可写多个，也可写文件夹；不写时取当前文件夹里填好的表。"),
]
Output = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="写到这个文件。")]
Force = Annotated[bool, typer.Option("--force", help="文件已存在时覆盖。")]
FormatOption = Annotated[Format, typer.Option("--format", "-f", help="输出格式。")]
FailOnOption = Annotated[FailOn, typer.Option("--fail-on", help="有这一级以上的问题时退出码为 1。")]
ColorOption = Annotated[Color, typer.Option("--color", help="终端着色。")]
RegimeOption = Annotated[
    str | None, typer.Option("--regime", metavar="ID", help="只取这个制度或表单；也用来指明没有标识的文件。")
]
ReadingOption = Annotated[
    list[str] | None,
    typer.Option("--reading", metavar="KEY=VALUE", help="选定一个口径，可重复。", rich_help_panel="口径"),
]
ReadingsFile = Annotated[
    Path | None,
    typer.Option(
        "--readings-file", metavar="FILE", help="口径文件：选项、决定人、日期、依据。", rich_help_panel="口径"
    ),
]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="核定基准日，例如 2026-12-31。", rich_help_panel="口径"),
]
Decisions = Annotated[
    Path | None,
    typer.Option("--decisions", metavar="FILE", help="评审人的裁定：专家评分表或 JSON。", rich_help_panel="口径"),
]
Experts = Annotated[
    list[Path] | None,
    typer.Option("--experts", metavar="FILE", help="专家评分表或 JSON，可重复。", rich_help_panel="口径"),
]
Evidence = Annotated[
    Path | None,
    typer.Option("--evidence", metavar="DIR", help="佐证文件夹：核对填报件写到的文件，列入结果的佐证清单。"),
]
Overlay = Annotated[
    Path | None,
    typer.Option(
        "--overlay", metavar="FILE", help="叠加规则：另有文件规定的分值、计分办法和等次。", rich_help_panel="口径"
    ),
]
WhatIf = Annotated[
    list[str] | None,
    typer.Option(
        "--what-if",
        metavar="NO=VALUE",
        help="假设一项的数，看得分会怎样、还差多少，可重复；别的年度写 NO@2025=VALUE。",
        rich_help_panel="口径",
    ),
]
Listing = Annotated[Literal["text", "json"], typer.Option("--format", "-f", help="输出格式。")]
Units = Annotated[
    Path | None,
    typer.Option(
        "--units",
        metavar="ROSTER",
        help="单位名单：单位、统一社会信用代码、区县、表单、截止日期；据此知道谁缺报、谁迟报。",
    ),
]
