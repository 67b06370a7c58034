"""The way in: runs a verb and turns whatever comes of it into an exit code and one sentence.

0 nothing to report, 1 findings, 2 usage, 3 input, 4 form, 5 output, 70 a fault of the program, 130 interrupted.
A verb's own code stands when its reader goes away (`zht score … | head`): a closed stdout is no fault.
"""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Sequence
from typing import Any

INTERNAL_FAULT = 70
INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Runs `zht` with these arguments (those of the process by default) and returns the exit code."""
    from zhtcli.cli import console

    arguments = _expanded(sys.argv[1:]) if argv is None else list(argv)
    shown = warnings.showwarning
    if not _debugging():
        # A library's warning is for its developer. One that a filter has made an exception stays one.
        warnings.showwarning = _unsaid
    try:
        with console.forgiving():
            code = _outcome(arguments)
            return max(code, _flushed())
    finally:
        warnings.showwarning = shown


def _outcome(arguments: list[str]) -> int:
    from zhtcli.cli import console
    from zhtcli.workflow.faults import Fault

    try:
        return _run(arguments)
    except Fault as fault:
        console.notice(fault.sentence)
        return fault.exit_code
    except KeyboardInterrupt:
        console.notice("已中断。")
        return INTERRUPTED
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else 0 if left.code is None else INTERNAL_FAULT
    except Exception as fault:  # noqa: BLE001  # the last net: 1 must never mean anything but findings
        _report(fault, arguments)
        return INTERNAL_FAULT


def _run(arguments: list[str]) -> int:
    import typer

    from zhtcli.cli import chinese
    from zhtcli.cli.app import app

    command = chinese.command_of(app)
    if chinese.is_completing():
        chinese.complete(command, arguments)
        return 0
    try:
        # Not `command.main`: it takes any closed pipe, that of a helper process too, for an exit with code 1.
        with command.make_context(chinese.PROGRAM, arguments) as context:
            code = command.invoke(context)
    except typer.Exit as left:
        return left.exit_code
    except typer.Abort:
        raise KeyboardInterrupt from None
    return code if isinstance(code, int) else 0


def _flushed() -> int:
    from zhtcli.cli import console
    from zhtcli.workflow.faults import Fault

    try:
        console.flush()
    except Fault as fault:
        console.notice(fault.sentence)
        return fault.exit_code
    return 0


def _expanded(arguments: list[str]) -> list[str]:
    """On Windows `*.xlsx` reaches the program as it is typed; elsewhere the shell has replaced it."""
    if os.name != "nt":
        return arguments
    from glob import glob

    found: list[str] = []
    for argument in arguments:
        # Brackets are common in names of copies (`填报件[1].xlsx`) and never meant as a pattern.
        matches = sorted(glob(argument.replace("[", "[[]"))) if {"*", "?"} & set(argument) else []
        found.extend(matches or [argument])
    return found


def _report(fault: Exception, arguments: Sequence[str]) -> None:
    """One sentence and what a report needs: never the exception's own words, which may quote a cell."""
    import shlex
    import traceback

    from zhtcli.cli import console

    if _debugging():
        console.notice("".join(traceback.format_exception(fault)).rstrip())
    console.notice(f"程序内部出错（{_digest(fault)}），请到项目主页的问题页报告，并附上括号里的编号和下面的命令。")
    console.notice("命令：" + shlex.join(["zht", *arguments]))


def _digest(fault: Exception) -> str:
    """`KeyError@zhtcli.core.points.score:120`: the innermost line of ours, else the innermost."""
    place, step = "", fault.__traceback__
    while step is not None:
        module = str(step.tb_frame.f_globals.get("__name__", "?"))
        ours = module.partition(".")[0] == "zhtcli"
        if ours or not place.startswith("zhtcli."):
            place = f"{module}:{step.tb_lineno}"
        step = step.tb_next
    return f"{type(fault).__name__}@{place}"


def _debugging() -> bool:
    return os.environ.get("ZHT_DEBUG") == "1"


def _unsaid(*_: Any, **__: Any) -> None:
    """In place of `warnings.showwarning`."""
