"""The help of a command: Chinese, aligned for characters of two columns, as wide as the terminal.

Written here and not by rich, which alone costs as much time as all of Typer.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from zhtcli.cli import console, misuse
from zhtcli.report.widths import display_width, padded, wrapped

if TYPE_CHECKING:
    from typer._click.core import Command, Context, Parameter

    Outline = Callable[[Context], list[tuple[str, str, str]]]

MOST_COLUMNS = 100  # longer lines are hard to read


def help_page(command: Command, ctx: Context) -> str:
    """The help of a command in the width of the terminal (`MOST_COLUMNS` at most)."""
    width = min(console.terminal_width(), MOST_COLUMNS)
    parts = [usage(command, ctx)]
    if command.help:
        parts.append(_paragraphs(command.help, width))
    shown = [param for param in command.get_params(ctx) if not getattr(param, "hidden", False)]
    for argument in (True, False):
        panels: dict[str, list[tuple[str, str]]] = {}
        for param in shown:
            if (param.param_type_name == "argument") is argument:
                panel = getattr(param, "rich_help_panel", None) or ("参数" if argument else "选项")
                panels.setdefault(panel, []).append((_left(param), _right(param, ctx)))
        parts.extend(_table(title, rows, width) for title, rows in panels.items())
    if outline := _outline(command):
        parts[2:2] = _verb_tables(outline(ctx), width)
    if command.epilog:
        parts.append(_paragraphs(command.epilog, width))
    return "\n\n".join(parts)


def _outline(command: Command) -> Outline | None:
    """Panel, name and sentence of each verb, where the command has verbs."""
    return getattr(command, "outline", None)


def _verb_tables(verbs: Iterable[tuple[str, str, str]], width: int) -> Iterable[str]:
    panels: dict[str, list[tuple[str, str]]] = {}
    for panel, name, text in verbs:
        panels.setdefault(panel, []).append((name, text))
    column = max((display_width(name) for rows in panels.values() for name, _ in rows), default=0)
    return [_table(title, rows, width, column) for title, rows in panels.items()]


def usage(command: Command, ctx: Context) -> str:
    words = [ctx.command_path, "[选项]"]
    for param in command.get_params(ctx):
        if param.param_type_name == "argument" and not getattr(param, "hidden", False):
            name = misuse.name_of(param) + ("…" if param.nargs != 1 else "")
            words.append(name if param.required else f"[{name}]")
    if _outline(command):
        words.append("命令 [参数]…")
    first, *rest = wrapped(f"用法：{' '.join(words)}", min(console.terminal_width(), MOST_COLUMNS) - 6)
    return "\n      ".join([first, *rest])


def _left(param: Parameter) -> str:
    if param.param_type_name == "argument":
        return misuse.name_of(param) + ("…" if param.nargs != 1 else "")
    names = ", ".join(sorted(param.opts, key=len))
    if param.secondary_opts:
        names += f" / {', '.join(sorted(param.secondary_opts, key=len))}"
    if getattr(param, "is_flag", False) or getattr(param, "count", False):
        return names
    return f"{names} {param.metavar or misuse.kind_of(param)}"


def _right(param: Parameter, ctx: Context) -> str:
    notes = []
    if choices := misuse.choices_of(param):
        notes.append(f"可选：{'、'.join(choices)}")
    if bounds := misuse.range_of(param):
        notes.append(bounds)
    if param.envvar and getattr(param, "show_envvar", False):
        notes.append(f"环境变量：{param.envvar if isinstance(param.envvar, str) else '、'.join(param.envvar)}")
    if default := _default(param, ctx):
        notes.append(f"默认：{default}")
    if param.required:
        notes.append("必填")
    return (getattr(param, "help", None) or "") + (f"［{'；'.join(notes)}］" if notes else "")


def _default(param: Parameter, ctx: Context) -> str:
    shown = getattr(param, "show_default", False)
    value = param.get_default(ctx, call=False)
    if isinstance(shown, str):
        return shown
    if not shown or callable(value) or value is None or value is False:
        return ""
    if value is True:
        return max(param.opts, key=len)
    values = value if isinstance(value, (list, tuple)) else [value]
    return "、".join(str(getattr(item, "value", item)) for item in values)


def _table(title: str, rows: Iterable[tuple[str, str]], width: int, column: int = 0) -> str:
    rows = list(rows)
    # A long name stands alone on its line; it must not push all explanations to the edge.
    column = column or max((w for w in (display_width(left) for left, _ in rows) if w <= 28), default=0)
    lines = [f"{title}："]
    for left, right in rows:
        text = wrapped(right, max(width - column - 4, 20))
        if display_width(left) > column:
            lines.append(f"  {left}")
        else:
            lines.append(f"  {padded(left, column)}  {text.pop(0)}".rstrip())
        lines.extend(" " * (column + 4) + line for line in text if line)
    return "\n".join(lines)


def _paragraphs(text: str, width: int) -> str:
    """Each paragraph filled anew; one that begins with a line `\\b` stays as it is."""
    pages = []
    for paragraph in inspect.cleandoc(text).split("\n\n"):
        if paragraph.startswith("\b"):
            pages.append(paragraph.removeprefix("\b").strip("\n"))
            continue
        joined = ""
        for line in paragraph.splitlines():
            both_ascii = joined[-1:].isascii() and line[:1].isascii()
            joined += (" " if joined and both_ascii else "") + line.strip()
        pages.append("\n".join(wrapped(joined, width)))
    return "\n\n".join(pages)
