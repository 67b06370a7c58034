"""A small application with every kind of parameter and every way to end, to try the shell of the command line."""

from __future__ import annotations

import sys
import warnings
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Annotated, Literal

import typer

from zhtcli.cli import chinese, console
from zhtcli.workflow import faults

app = chinese.Application("产业创新综合体考核：出表、校验、计分。")


class Level(Enum):
    """How grave a finding is."""

    ERROR = "error"
    NOTE = "note"


def _no_brackets(value: str) -> str:
    if "[" in value:
        raise typer.BadParameter("不能有方括号")
    return value


def _whole(text: str) -> str:
    if text == "半":
        raise ValueError(text)
    if text == "零":
        raise typer.BadParameter("零没有意义")
    return text


@app.verb("核定", example="zht validate 填报件.xlsx")
def validate(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="填报件，可写多个。")],
    form: Annotated[Literal["text", "json"], typer.Option("--format", "-f", help="输出格式。")] = "text",
    level: Annotated[
        Level, typer.Option(help="到哪一级算不通过；这句写得很长，为的是在窄的终端里也要折行。")
    ] = Level.ERROR,
    year: Annotated[int, typer.Option(min=2020, max=2040, help="年份。", rich_help_panel="口径")] = 2026,
    share: Annotated[float, typer.Option(max=1.0, help="占比。")] = 0.5,
    count: Annotated[int | None, typer.Option(help="个数。")] = None,
    ratio: Annotated[float | None, typer.Option(help="比率。")] = None,
    as_of: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="截止日期。")] = None,
    near: Annotated[tuple[int, int] | None, typer.Option(help="两个数。")] = None,
    name: Annotated[str, typer.Option(callback=_no_brackets, help="名称。")] = "",
    whole: Annotated[str | None, typer.Option(parser=_whole, metavar="WHOLE", help="整。")] = None,
    reading: Annotated[list[str] | None, typer.Option(metavar="KEY=VALUE", help="口径，可重复。")] = None,
    force: Annotated[bool, typer.Option("--force", envvar="ZHT_FORCE", show_envvar=True, help="覆盖。")] = False,
    live: Annotated[bool, typer.Option(help="随时更新。")] = True,
    hidden: Annotated[str, typer.Option(hidden=True)] = "",
) -> int:
    """核对填报件，列出全部问题。一次列全。

    不改动
    文件。
    """
    console.say(" ".join(str(file) for file in files))
    return len(files) - 1


@app.verb("表单")
def template(
    there: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="已有的文件。")],
    into: Annotated[Path | None, typer.Argument(exists=True, file_okay=False, help="文件夹。")] = None,
    kind: Annotated[Level | None, typer.Argument(help="级别。")] = None,
) -> None:
    """生成空白表单。"""


@app.verb("表单")
def fill(
    kind: Annotated[Level, typer.Argument(help="级别。")], out: Annotated[Path, typer.Option(help="输出。")]
) -> None:
    """用数据填一张表单。"""


@app.verb("制度", "print")
def output(
    what: Annotated[Literal["say", "json", "xml", "csv", "many", "bytes"], typer.Argument(help="写什么。")],
) -> int:
    """写出各种内容。"""
    rare = "李䶮 𠮷 100m² \u2028x"
    if what == "say":
        console.say(rare)
        console.notice(rare)
    elif what == "json":
        console.data(f'{{"名": "{rare}"}}', syntax="json")
    elif what == "xml":
        console.data(f"<a>{rare}</a>", syntax="xml")
    elif what == "csv":
        console.data(f"名\n{rare}\n")
    elif what == "bytes":
        console.data("\ufeff名\r\n".encode())
    else:
        for _ in range(50_000):
            console.say("一行")
    return 1


@app.verb("制度", "end")
def end(how: Annotated[str, typer.Argument(help="怎样结束。")]) -> int | None:
    """以各种方式结束。"""
    match how:
        case "none":
            return None
        case "three":
            return 3
        case "exit":
            raise typer.Exit(4)
        case "system":
            sys.exit(5)
        case "system-none":
            sys.exit()
        case "system-text":
            sys.exit("words")
        case "interrupt":
            raise KeyboardInterrupt
        case "abort":
            raise typer.Abort
        case "pipe":
            raise BrokenPipeError("a helper process has gone")
        case "crash":
            raise KeyError("身份证号 510101199001011234")
        case "warn":
            warnings.warn("a library complains", UserWarning, stacklevel=1)
            return 0
        case "refuse":
            raise typer.BadParameter("两个文件是同一年的")
        case _:
            fault: type[faults.Fault] = getattr(faults, how)
            raise fault("事情没有办成。")
