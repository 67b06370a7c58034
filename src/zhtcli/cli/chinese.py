"""Typer that speaks Chinese: the application and its verbs."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command, get_command_from_info

from zhtcli.cli import console
from zhtcli.cli.refusal import USAGE_ERROR
from zhtcli.workflow.faults import UsageFault

if TYPE_CHECKING:
    from typer._click.core import Command, Context, Parameter
    from typer._click.formatting import HelpFormatter
    from typer._click.shell_completion import CompletionItem
    from typer.core import TyperOption
    from typer.models import CommandInfo

    _Command = Command
else:
    _Command = object

Panel = Literal["表单", "核定", "汇总", "制度"]
Verb = TypeVar("Verb", bound=Callable[..., int | None])
PROGRAM = "zht"
_COMPLETION = {
    "install_completion": "为当前 Shell 安装命令补全。",
    "show_completion": "显示当前 Shell 的命令补全脚本。",
}


class _Spoken(_Command):
    """What a verb and the application have in common."""

    def get_help_option(self, ctx: Context) -> TyperOption | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示帮助后退出。"
            option.callback = _show_help
        return option

    def get_short_help_str(self, limit: int = 45) -> str:
        """The first sentence of the help; the limit counts words, which Chinese does not part."""
        return self.short_help or _first_sentence(self.help)

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        given = list(args)
        try:
            return super().parse_args(ctx, args)
        except USAGE_ERROR as fault:
            if ctx.resilient_parsing:
                raise
            from zhtcli.cli import misuse

            raise UsageFault(misuse.sentence_of(fault, ctx, given)) from None

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        from zhtcli.cli.help import help_page

        formatter.write(help_page(self, ctx))

    def format_usage(self, ctx: Context, formatter: HelpFormatter) -> None:
        from zhtcli.cli.help import usage

        formatter.write(usage(self, ctx) + "\n")


class ChineseCommand(_Spoken, TyperCommand):
    """A verb."""


class ChineseGroup(_Spoken, TyperGroup):
    """The application: its verbs and what they share.

    A verb is built only when it is to run, as twenty of them cost a quarter of what importing Typer does.
    """

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.declared: dict[str, CommandInfo] = {}

    def list_commands(self, ctx: Context) -> list[str]:
        return list(dict.fromkeys([*self.declared, *self.commands]))

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        if cmd_name in self.declared and cmd_name not in self.commands:
            info = self.declared[cmd_name]
            self.commands[cmd_name] = get_command_from_info(info, pretty_exceptions_short=False, rich_markup_mode=None)
        return self.commands.get(cmd_name)

    def outline(self, ctx: Context) -> list[tuple[str, str, str]]:
        """Panel, name and first sentence of each verb."""
        lines = []
        for name in self.list_commands(ctx):
            verb: Any = self.commands.get(name) or self.declared[name]
            if not verb.hidden:
                text = verb.short_help or _first_sentence(verb.help or inspect.getdoc(verb.callback))
                lines.append((getattr(verb, "rich_help_panel", None) or "命令", name, text))
        return lines

    def shell_complete(self, ctx: Context, incomplete: str) -> list[CompletionItem]:
        from typer._click.shell_completion import CompletionItem

        verbs = [CompletionItem(name, help=text) for _, name, text in self.outline(ctx) if name.startswith(incomplete)]
        # Past TyperGroup, which would build each verb to ask for its name.
        return verbs + super(TyperGroup, self).shell_complete(ctx, incomplete)

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        if not args and self.no_args_is_help and not ctx.resilient_parsing:
            console.notice(ctx.get_help())
            raise typer.Exit(UsageFault.exit_code)
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, Command | None, list[str]]:
        name, *rest = args
        command = self.get_command(ctx, name)
        if command is None and not ctx.resilient_parsing:
            from zhtcli.cli import misuse

            raise UsageFault(misuse.unknown_command(ctx, name, self.list_commands(ctx)))
        return name if command else None, command, rest

    def invoke(self, ctx: Context) -> Any:
        try:
            return super().invoke(ctx)
        except USAGE_ERROR as fault:
            from zhtcli.cli import misuse

            if ctx.invoked_subcommand is None:
                raise UsageFault(f"没有写命令。{misuse.pointer(ctx)}") from None
            raise UsageFault(misuse.sentence_of(fault, ctx)) from None


class Application(typer.Typer):
    """A Typer whose own words are Chinese, with verbs in panels.

        app = Application("产业创新综合体考核：出表、校验、计分。")

        @app.verb("核定", example="zht validate 填报件.xlsx")
        def validate(files: Annotated[list[Path], typer.Argument(metavar="FILE", help="填报件。")]) -> int:
            "核对填报件，列出全部问题。"

    A verb returns its exit code (None is 0). What cannot be done is raised as a `Fault`.
    """

    def __init__(self, help: str, epilog: str | None = None) -> None:
        super().__init__(
            cls=ChineseGroup,
            help=help,
            epilog=epilog,
            callback=_root,
            no_args_is_help=True,
            rich_markup_mode=None,
            pretty_exceptions_enable=False,
            context_settings={"help_option_names": ["-h", "--help"]},
        )

    def verb(self, panel: Panel, name: str | None = None, *, example: str | None = None) -> Callable[[Verb], Verb]:
        """Declares a verb; its first docstring sentence stands in the list, `example` lines at the end of its help."""
        epilog = f"\b\n例：\n{_indented(example)}" if example else None

        def declare(function: Verb) -> Verb:
            called = name or function.__name__.replace("_", "-")
            return self.command(called, cls=ChineseCommand, rich_help_panel=panel, epilog=epilog)(function)

        return declare


def _first_sentence(text: str | None) -> str:
    return (text or "").partition("\n\n")[0].replace("\n", "").partition("。")[0].strip()


def _indented(lines: str) -> str:
    return "\n".join(f"  {line.strip()}" for line in lines.strip().splitlines())


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        console.say(f"{PROGRAM} {version('zhtcli')}")
        raise typer.Exit


def _root(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="显示版本后退出。"),
) -> None:
    """What may stand before the verb."""


def command_of(app: Application) -> Command:
    """The application ready to run, its completion options in Chinese too."""
    declared, app.registered_commands = app.registered_commands, []
    try:
        command = get_command(app)
    finally:
        app.registered_commands = declared
    if isinstance(command, ChineseGroup):
        command.declared = {info.name: info for info in declared if info.name}
    for param in command.params:
        if param.name in _COMPLETION:
            param.help = _COMPLETION[param.name]  # type: ignore[attr-defined]  # they are options, which have help
            param.callback = _completion_told(param.callback)
    return command


def complete(command: Command, arguments: list[str]) -> None:
    """Answers the shell, which asks through the environment what may come next."""
    from typer import _completion_classes

    # Typer sends help through rich here: three times the start-up, and brackets in Chinese help would be markup.
    _completion_classes._sanitize_help_text = console.plain
    command.main(arguments, prog_name=PROGRAM, standalone_mode=False)


def _completion_told(callback: Callable[[Context, Parameter, Any], Any] | None) -> Callable[..., Any]:
    """The same callback of a completion option, what it prints said in Chinese."""

    def told(ctx: Context, param: Parameter, value: Any) -> Any:
        if callback is None or not value or ctx.resilient_parsing:
            return value
        import io
        from contextlib import redirect_stderr, redirect_stdout

        printed = io.StringIO()
        done = False
        try:
            with redirect_stdout(printed), redirect_stderr(io.StringIO()):
                callback(ctx, param, value)
        except SystemExit as exit_:
            done = not exit_.code
        except typer.Exit:
            pass
        if not done:
            raise UsageFault("认不出当前的 Shell，或它没有命令补全；支持 bash、zsh、fish 和 PowerShell。")
        if param.name == "show_completion":
            console.data(printed.getvalue())
        else:
            shell, _, path = printed.getvalue().partition("\n")[0].partition(" completion installed in ")
            console.say(f"已为 {shell} 装好命令补全：{path}\n重新打开终端后生效。")
        raise typer.Exit

    return told


def _show_help(ctx: Context, param: Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        console.say(ctx.get_help())
        raise typer.Exit


def is_completing() -> bool:
    """Whether the shell asks for completion and no verb is to run."""
    return f"_{PROGRAM.upper()}_COMPLETE" in os.environ
