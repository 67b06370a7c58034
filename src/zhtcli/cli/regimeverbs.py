"""The verbs for those who write definitions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from zhtcli.cli import console
from zhtcli.cli.application import app


@app.verb("制度", example="zht lint")
def lint(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE.yaml", help="制度定义；不写时检查自带的全部定义。")
    ] = None,
) -> int:
    """检查制度定义自身是否一致。"""
    from zhtcli.workflow.linting import lint_definitions

    complaints, count = lint_definitions(file)
    for complaint in complaints:
        console.say(str(complaint))
    console.say(f"检查了 {count} 份制度定义，{f'有 {len(complaints)} 处不一致' if complaints else '没有发现不一致'}。")
    return 4 if complaints else 0
