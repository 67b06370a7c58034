"""What is wrong with a command line, in Chinese.

Typer's own words are English f-strings that no setting reaches. So they are not translated: what it refuses is
looked at again (the parameter, what was typed for it, what its type asks for), and said anew from that.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from zhtcli.cli.console import plain
from zhtcli.cli.refusal import USAGE_ERROR
from zhtcli.report.widths import clipped

if TYPE_CHECKING:
    from typer._click.core import Command, Context, Parameter

_KINDS = {
    "int": "整数", "integer": "整数", "float": "数", "boolean": "开关值（1 或 0）", "datetime": "日期",
    "file": "文件", "directory": "文件夹", "path": "路径",
}  # fmt: skip
_SOME_DAY = datetime(2026, 6, 30, 9, 30)  # shows how a date is written


def quoted(value: object) -> str:
    """A typed value as it is safe and short to show."""
    text = " ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
    return f"「{clipped(plain(text).replace(chr(10), ' '), 60)}」"


def name_of(param: Parameter) -> str:
    """How a person knows a parameter: the long form of an option, the placeholder of an argument."""
    if param.param_type_name == "argument":
        return param.metavar or (param.name or "").upper()
    return max(param.opts, key=len)


def choices_of(param: Parameter) -> list[str]:
    """What a parameter takes where that is a closed list; else empty."""
    choices: Iterable[Any] = getattr(param.type, "choices", ())
    return [str(getattr(choice, "value", choice)) for choice in choices]


def kind_of(param: Parameter) -> str:
    """A word for what a parameter takes: 整数, 日期, 文件 …, else 值."""
    return _KINDS.get(param.type.name.removesuffix(" range"), "值")


def range_of(param: Parameter) -> str:
    """`不小于 1、不大于 10` for a number with bounds; else empty."""
    low, high = getattr(param.type, "min", None), getattr(param.type, "max", None)
    words = [
        ("大于" if getattr(param.type, "min_open", False) else "不小于") + f" {low}" if low is not None else "",
        ("小于" if getattr(param.type, "max_open", False) else "不大于") + f" {high}" if high is not None else "",
    ]
    return "、".join(word for word in words if word)


def similar(word: str, known: Iterable[str]) -> str:
    """`，是不是想写 A 或 B？` where something known is spelt nearly so, else `。`."""
    from difflib import get_close_matches

    near = get_close_matches(word, list(known), n=2, cutoff=0.7)
    return f"，是不是想写 {' 或 '.join(near)}？" if near else "。"


def pointer(ctx: Context) -> str:
    """Where to read on."""
    return f"用法见 {ctx.command_path} --help。"


def unknown_command(ctx: Context, name: str, known: Iterable[str]) -> str:
    """The sentence for a first word that is no verb."""
    sentence = f"没有 {plain(name)} 这个命令{similar(name, known)}"
    if os.path.exists(name):
        sentence = f"{quoted(name)}是文件名，前面要先写命令。"
    return sentence + pointer(ctx)


def sentence_of(fault: Exception, ctx: Context, given: Sequence[str] | None = None) -> str:
    """What was refused, in one or two sentences.

    `given` is what stood after the command, where the parser refused it; None where the command itself did, with
    words of its own.
    """
    context: Context = getattr(fault, "ctx", None) or ctx
    if given is None:
        param = getattr(fault, "param", None)
        said = str(getattr(fault, "message", "")) or "命令写得不对。"
        return f"{name_of(param)}：{said}" if param is not None else said
    refused = {
        "NoSuchOption": _no_such_option,
        "BadOptionUsage": _option_without_value,
        "MissingParameter": _missing,
        "BadParameter": _bad_value,
    }
    say: Callable[[Any, Context, Sequence[str]], str] = refused.get(type(fault).__name__, _left_over)
    return say(fault, context, given) + pointer(context)


def _typed(ctx: Context, given: Sequence[str]) -> tuple[Mapping[str, Any], list[str]]:
    """What was typed for each parameter, and what is left over; parsed once more, as Typer does not keep it."""
    typed, rest, _ = ctx.command.make_parser(ctx).parse_args(args=list(given))
    return typed, rest


def _no_such_option(fault: Any, ctx: Context, given: Sequence[str]) -> str:
    wanted = str(fault.option_name)
    known = [name for param in ctx.command.get_params(ctx) for name in (*param.opts, *param.secondary_opts)]
    return f"没有 {plain(wanted)} 这个选项{similar(wanted, known)}"


def _option_without_value(fault: Any, ctx: Context, given: Sequence[str]) -> str:
    param = _param_named(str(fault.option_name), ctx.command, ctx)
    if param is None or getattr(param, "is_flag", False):
        return f"选项 {fault.option_name} 只是开关，后面不带值。"
    if param.nargs > 1:
        return f"选项 {fault.option_name} 后面要写 {param.nargs} 个值。"
    return f"选项 {fault.option_name} 后面缺少值。"


def _param_named(option: str, command: Command, ctx: Context) -> Parameter | None:
    return next((p for p in command.get_params(ctx) if option in (*p.opts, *p.secondary_opts)), None)


def _missing(fault: Any, ctx: Context, given: Sequence[str]) -> str:
    param: Parameter = fault.param
    kind = "参数" if param.param_type_name == "argument" else "选项"
    choices = choices_of(param)
    return f"缺少{kind} {name_of(param)}" + (f"，可写 {'、'.join(choices)}。" if choices else "。")


def _left_over(fault: Any, ctx: Context, given: Sequence[str]) -> str:
    _, rest = _typed(ctx, given)
    if not rest:
        return "参数的个数不对。"
    return f"多写了{'、'.join(quoted(word) for word in rest)}。"


def _bad_value(fault: Any, ctx: Context, given: Sequence[str]) -> str:
    param: Parameter | None = fault.param
    if param is None:
        return str(fault.message)
    raw, _ = param.consume_value(ctx, _typed(ctx, given)[0])
    several = isinstance(raw, (list, tuple)) and not param.type.is_composite
    for value in raw if several else [raw]:
        try:
            param.type(value, param, ctx)
        except USAGE_ERROR as again:
            own = type(param.type).__module__.partition(".")[0] not in ("typer", "click")
            told_by_parser = hasattr(param.type, "func") and str(again) != str(value)
            if own or told_by_parser:
                return f"{name_of(param)} 的值{quoted(value)}不能用：{_ended(str(getattr(again, 'message', again)))}"
            return _refused_by_type(value, param)
    return f"{name_of(param)}：{_ended(str(fault.message))}"  # a callback of our own refused it


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith(("。", "？", "！")) else sentence + "。"


def _refused_by_type(value: object, param: Parameter) -> str:
    subject = f"{name_of(param)} 的值{quoted(value)}"
    kind = param.type
    if choices := choices_of(param):
        return f"{subject}不在可选之列，可写 {'、'.join(choices)}。"
    if formats := getattr(kind, "formats", None):
        examples = dict.fromkeys(_SOME_DAY.strftime(form) for form in formats)
        return f"{subject}不是日期，应写成 {' 或 '.join(examples)} 这样。"
    if hasattr(kind, "file_okay"):
        return f"{name_of(param)}：{_refused_path(str(value), kind)}"
    if hasattr(kind, "mode"):
        return f"{name_of(param)}：打不开{quoted(value)}。"
    if isinstance(value, (list, tuple)) and len(value) != kind.arity:
        return f"{name_of(param)} 要写 {kind.arity} 个值。"
    word = _KINDS.get(kind.name.removesuffix(" range"))
    if word is None:
        return f"{subject}不能用。"
    if bounds := range_of(param):
        return f"{subject}不合要求，应是{bounds} 的{word}。"
    return f"{subject}不是{word}。"


def _refused_path(value: str, kind: Any) -> str:
    if not os.path.exists(value):
        return f"找不到{quoted(value)}。"
    if not kind.file_okay and os.path.isfile(value):
        return f"{quoted(value)}是文件，这里要写文件夹。"
    if not kind.dir_okay and os.path.isdir(value):
        return f"{quoted(value)}是文件夹，这里要写文件。"
    return f"没有读取{quoted(value)}的权限。" if not os.access(value, os.R_OK) else f"没有写入{quoted(value)}的权限。"
