"""The shell of the command line: its words, its exit codes, and consoles of every sort."""

from __future__ import annotations

import io
import json
import os
import re
import runpy
import subprocess
import sys
import time
import unicodedata
import warnings
from collections.abc import Callable
from pathlib import Path

import fake_app
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer import BadParameter

from zhtcli.cli import chinese, console
from zhtcli.cli.main import main
from zhtcli.report import widths as columns

HERE = Path(__file__).parent
START = (
    "import sys; import fake_app; sys.modules['zhtcli.cli.app'] = fake_app; "
    "from zhtcli.cli.main import main; raise SystemExit(main())"
)
# Names that are ours or the user's; whatever else is spelt in ASCII letters is a word of Typer's.
NAMES = set(
    "zht validate template fill print end FILE KEY VALUE WHOLE KIND THERE INTO HOW WHAT text json error note Shell "
    "bash zsh fish PowerShell xlsx ZHT FORCE say xml csv many bytes nan x".split()
)


@pytest.fixture(autouse=True)
def _fake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "zhtcli.cli.app", fake_app)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("ZHT_DEBUG", raising=False)


def strangers(text: str) -> set[str]:
    """English words in a text, options and known names left out."""
    text = re.sub(r"(?<!\w)--?[a-z][a-z-]*", "", text)
    return set(re.findall(r"[A-Za-z]+", text)) - NAMES


def zht(*arguments: str | bytes, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """`zht` of the fake application in a process of its own."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "LC_", "LANG"))}
    paths = os.pathsep.join((str(HERE), str(HERE.parents[1] / "src")))
    return subprocess.run(
        [sys.executable, "-c", START, *arguments], capture_output=True, env=env | {"PYTHONPATH": paths} | environment
    )


class TestHelp:
    @pytest.mark.parametrize("arguments", [[], ["validate"], ["template"], ["fill"], ["print"], ["end"]])
    @pytest.mark.parametrize("width", [44, 80, 200])
    def test_is_chinese_and_fits(
        self, arguments: list[str], width: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv("COLUMNS", str(width))
        assert main([*arguments, "--help"]) == 0
        page = capsys.readouterr().out
        assert main([*arguments, "-h"]) == 0
        assert capsys.readouterr().out == page
        assert strangers(page) == set()
        assert max(columns.display_width(line) for line in page.splitlines()) <= min(width, 100)

    def test_groups_the_verbs(self, capsys: pytest.CaptureFixture[str]) -> None:
        main(["--help"])
        assert capsys.readouterr().out.split("选项：")[0] == (
            "用法：zht [选项] 命令 [参数]…\n\n产业创新综合体考核：出表、校验、计分。\n\n"
            "核定：\n  validate  核对填报件，列出全部问题\n\n"
            "表单：\n  template  生成空白表单\n  fill      用数据填一张表单\n\n"
            "制度：\n  print     写出各种内容\n  end       以各种方式结束\n\n"
        )

    def test_of_a_verb(self, capsys: pytest.CaptureFixture[str]) -> None:
        main(["validate", "-h"])
        page = capsys.readouterr().out
        assert page.startswith(
            "用法：zht validate [选项] FILE…\n\n核对填报件，列出全部问题。一次列全。\n\n不改动文件。\n\n"
        )
        assert "  FILE…  填报件，可写多个。［必填］\n" in page
        assert "  -f, --format 值      输出格式。［可选：text、json；默认：text］\n" in page
        assert "  --force              覆盖。［环境变量：ZHT_FORCE］\n" in page
        assert "  --live / --no-live   随时更新。［默认：--live］\n" in page
        assert "口径：\n  --year 整数  年份。［不小于 2020、不大于 2040；默认：2026］\n" in page
        assert "--hidden" not in page
        assert page.endswith("\n例：\n  zht validate 填报件.xlsx\n")

    def test_without_a_verb_is_shown_as_a_usage_fault(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main([]) == 2
        shown = capsys.readouterr()
        assert shown.out == ""
        assert shown.err.startswith("用法：zht")

    def test_builds_no_verb_to_list_them(self) -> None:
        command = chinese.command_of(fake_app.app)
        assert isinstance(command, chinese.ChineseGroup)
        with command.make_context("zht", ["end", "none"]) as context:
            assert "validate" in context.get_help()
            assert command.commands == {}
            command.invoke(context)
        assert list(command.commands) == ["end"]
        assert len(fake_app.app.registered_commands) == 5


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ("vaildate", "没有 vaildate 这个命令，是不是想写 validate？用法见 zht --help。"),
        ("xyz", "没有 xyz 这个命令。用法见 zht --help。"),
        ("--", "没有写命令。用法见 zht --help。"),
        ("--nope", "没有 --nope 这个选项。用法见 zht --help。"),
        ("--version=3", "选项 --version 只是开关，后面不带值。用法见 zht --help。"),
        ("validate", "缺少参数 FILE。用法见 zht validate --help。"),
        ("fill --out a", "缺少参数 KIND，可写 error、note。用法见 zht fill --help。"),
        ("fill note", "缺少选项 --out。用法见 zht fill --help。"),
        ("end none x y", "多写了「x」、「y」。用法见 zht end --help。"),
        (
            "validate a --foramt x",
            "没有 --foramt 这个选项，是不是想写 --format？用法见 zht validate --help。",
        ),
        ("validate a -x", "没有 -x 这个选项。用法见 zht validate --help。"),
        ("validate a -f", "选项 -f 后面缺少值。用法见 zht validate --help。"),
        ("validate a --near 1", "选项 --near 后面要写 2 个值。用法见 zht validate --help。"),
        ("validate a --force=1", "选项 --force 只是开关，后面不带值。用法见 zht validate --help。"),
        ("validate a -f xml", "--format 的值「xml」不在可选之列，可写 text、json。用法见 zht validate --help。"),
        ("validate a --level x", "--level 的值「x」不在可选之列，可写 error、note。用法见 zht validate --help。"),
        (
            "validate a --year x",
            "--year 的值「x」不合要求，应是不小于 2020、不大于 2040 的整数。用法见 zht validate --help。",
        ),
        (
            "validate a --year 9",
            "--year 的值「9」不合要求，应是不小于 2020、不大于 2040 的整数。用法见 zht validate --help。",
        ),
        ("validate a --share 2", "--share 的值「2」不合要求，应是不大于 1.0 的数。用法见 zht validate --help。"),
        ("validate a --count 三", "--count 的值「三」不是整数。用法见 zht validate --help。"),
        ("validate a --ratio ½", "--ratio 的值「½」不是数。用法见 zht validate --help。"),
        ("validate a --near 1 x", "--near 的值「1 x」不能用。用法见 zht validate --help。"),
        ("validate a --as-of 6月", "--as-of 的值「6月」不是日期，应写成 2026-06-30 这样。用法见 zht validate --help。"),
        ("validate a --name [1]", "--name：不能有方括号。用法见 zht validate --help。"),
        ("validate a --whole 半", "--whole 的值「半」不能用。用法见 zht validate --help。"),
        ("validate a --whole 零", "--whole 的值「零」不能用：零没有意义。用法见 zht validate --help。"),
        ("template 没有.xlsx", "THERE：找不到「没有.xlsx」。用法见 zht template --help。"),
        ("end refuse", "两个文件是同一年的"),
    ],
)
def test_misuse_is_told_in_chinese(arguments: str, sentence: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments.split()) == 2
    assert capsys.readouterr() == ("", sentence + "\n")


def test_paths_are_told_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "填报件（终稿） [1].xlsx"
    file.touch()
    assert main(["template", str(tmp_path)]) == 2
    assert capsys.readouterr().err.startswith("THERE：「")
    assert main(["template", str(file), str(file)]) == 2
    assert "是文件，这里要写文件夹。" in capsys.readouterr().err
    assert main(["template", str(file), str(tmp_path)]) == 0
    assert main([str(file)]) == 2
    assert "是文件名，前面要先写命令。" in capsys.readouterr().err


def test_typer_refuses_in_no_way_that_is_not_known_here() -> None:
    def below(cls: type[Exception]) -> set[str]:
        return {cls.__name__}.union(*(below(sub) for sub in cls.__subclasses__()))

    # click itself may be loaded as well, by another package: its classes are others of the same names.
    assert below(chinese.USAGE_ERROR) == {
        "UsageError", "BadParameter", "MissingParameter", "NoSuchOption", "BadOptionUsage", "BadArgumentUsage",
        "NoArgsIsHelpError",
    }  # fmt: skip
    assert issubclass(BadParameter, chinese.USAGE_ERROR)


class TestEnding:
    @pytest.mark.parametrize(
        ("how", "code", "said"),
        [
            ("none", 0, ""),
            ("three", 3, ""),
            ("exit", 4, ""),
            ("system", 5, ""),
            ("system-none", 0, ""),
            ("system-text", 70, ""),
            ("interrupt", 130, "已中断。\n"),
            ("abort", 130, "已中断。\n"),
            ("UsageFault", 2, "事情没有办成。\n"),
            ("UnreadableInput", 3, "事情没有办成。\n"),
            ("UnknownForm", 4, "事情没有办成。\n"),
            ("OutputNotWritten", 5, "事情没有办成。\n"),
            ("Fault", 70, "事情没有办成。\n"),
        ],
    )
    def test_gives_its_code(self, how: str, code: int, said: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["end", how]) == code
        assert capsys.readouterr() == ("", said)

    @pytest.mark.parametrize(("how", "kind"), [("crash", "KeyError"), ("pipe", "BrokenPipeError")])
    def test_a_fault_of_the_program_tells_what_to_report_and_no_data(
        self, how: str, kind: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert main(["end", how]) == 70
        told, command, *rest = capsys.readouterr().err.splitlines()
        assert re.fullmatch(rf"程序内部出错（{kind}@zhtcli\.[\w.]+:\d+），请到项目主页的问题页报告，.*。", told)
        assert command == f"命令：zht end {how}"
        assert rest == []
        monkeypatch.setenv("ZHT_DEBUG", "1")
        assert main(["end", how]) == 70
        assert f"\n{kind}: " in capsys.readouterr().err

    def test_a_warning_of_a_library_is_not_shown(self, capsys: pytest.CaptureFixture[str]) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            assert main(["end", "warn"]) == 0
        assert capsys.readouterr() == ("", "")
        with warnings.catch_warnings():  # yet a filter that makes it an exception is heeded, as in these tests
            warnings.simplefilter("error")
            assert main(["end", "warn"]) == 70

    def test_as_a_module(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "argv", ["zht", "validate", "a", "b"])
        with pytest.raises(SystemExit) as left:
            runpy.run_module("zhtcli", run_name="__main__")
        assert left.value.code == 1


class TestConsoles:
    @pytest.mark.parametrize(
        ("encoding", "shown"),
        [
            ("gbk", "李? ? 100m2 x"),
            ("ascii", "\\u674e\\u4dae \\U00020bb7 100m2 x"),
            ("utf-8", "李䶮 𠮷 100m² x"),
            ("gb18030", "李䶮 𠮷 100m² x"),
        ],
    )
    def test_show_what_they_can(self, encoding: str, shown: str) -> None:
        done = zht("print", "say", PYTHONIOENCODING=encoding)
        assert done.returncode == 1
        assert done.stdout.decode(encoding) == shown + os.linesep
        assert done.stderr == done.stdout

    @pytest.mark.parametrize("encoding", ["gbk", "ascii", "utf-8"])
    def test_json_and_xml_stay_whole(self, encoding: str) -> None:
        rare = "李䶮 𠮷 100m² \u2028x"
        done = zht("print", "json", PYTHONIOENCODING=encoding)
        assert json.loads(done.stdout.decode(encoding)) == json.loads(done.stdout.decode("utf-8")) == {"名": rare}
        xml = zht("print", "xml", PYTHONIOENCODING=encoding).stdout.decode("utf-8").strip()
        assert xml.isascii() == (encoding != "utf-8")
        assert re.sub(r"&#(\d+);", lambda match: chr(int(match[1])), xml) == f"<a>{rare}</a>"

    def test_bytes_go_out_untouched(self) -> None:
        assert zht("print", "bytes", PYTHONIOENCODING="gbk").stdout == "\ufeff名\r\n".encode()

    def test_help_and_misuse_on_a_poor_console(self) -> None:
        done = zht("--help", PYTHONIOENCODING="ascii")
        assert (done.returncode, done.stderr) == (0, b"")
        done = zht("validate", "a", "--count", "䶮²", PYTHONIOENCODING="gbk")
        assert done.returncode == 2
        assert done.stderr.decode("gbk").startswith("--count 的值「?2」不是整数。")

    @pytest.mark.skipif(os.name == "nt", reason="names are text on Windows")
    @pytest.mark.parametrize("locale", ["C", "C.UTF-8"])
    def test_a_name_that_is_no_text(self, locale: str) -> None:
        done = zht("validate", b"a\xff.xlsx", LC_ALL=locale)
        assert (done.returncode, done.stdout, done.stderr) == (0, b"a\\xff.xlsx\n", b"")

    @pytest.mark.skipif(os.name == "nt", reason="pipes differ")
    def test_nobody_reads_any_more(self) -> None:
        reader, writer = os.pipe()
        os.close(reader)
        paths = os.pathsep.join((str(HERE), str(HERE.parents[1] / "src")))
        for arguments, code in ((["print", "many"], 1), (["--help"], 0), (["validate", "a", "b", "c"], 2)):
            done = subprocess.run(
                [sys.executable, "-c", START, *arguments],
                stdout=writer, stderr=subprocess.PIPE, env=os.environ | {"PYTHONPATH": paths},
            )  # fmt: skip
            assert (done.returncode, done.stderr) == (code, b"")
        os.close(writer)

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
    def test_a_full_disk_is_an_output_not_written(self) -> None:
        paths = os.pathsep.join((str(HERE), str(HERE.parents[1] / "src")))
        with Path("/dev/full").open("w") as full:
            for arguments in (["print", "many"], ["print", "json"]):
                done = subprocess.run(
                    [sys.executable, "-c", START, *arguments],
                    stdout=full, stderr=subprocess.PIPE, env=os.environ | {"PYTHONPATH": paths},
                )  # fmt: skip
                assert done.returncode == 5
                assert done.stderr.decode() == "输出写不进去：磁盘可能已满，或输出的位置已不可用。\n"

    def test_no_console_at_all(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "stdout", None)
        monkeypatch.setattr(sys, "stderr", None)
        assert main(["print", "many"]) == 1
        assert main(["print", "json"]) == 1
        assert main(["xyz"]) == 2

    def test_leaves_the_streams_as_they_were(self, capsys: pytest.CaptureFixture[str]) -> None:
        before = (sys.stdout.errors, sys.stderr.errors)
        main(["end", "none"])
        assert (sys.stdout.errors, sys.stderr.errors) == before


class TestText:
    @pytest.mark.parametrize(
        ("raw", "shown"),
        [
            ("a\x1b[31mb\x1b[0mc", "abc"),
            ("a\x1b]8;;http://x\x07b\x1b]8;;\x1b\\c", "abc"),
            ("a\x1b]0;never ended", "a"),
            ("a\x1bcb\x9b31mc\x07\x08d\r", "ab31mcd"),
            ("a\u202exslx.\u202cb", "axslx.b"),
            ("[red]甲[/foo]\n\t乙", "[red]甲[/foo]\n\t乙"),
        ],
    )
    def test_of_a_cell_commands_nothing(self, raw: str, shown: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert console.plain(raw) == shown
        console.say(raw)
        assert capsys.readouterr().out == shown + "\n"

    def test_styled_keeps_colours_and_only_those(self, capsys: pytest.CaptureFixture[str]) -> None:
        console.say("\x1b[1;31m错误\x1b[0m\x1b[2J\x1b]0;x\x07", styled=True)
        assert capsys.readouterr().out == "\x1b[1;31m错误\x1b[0m\n"

    @given(st.text(alphabet=st.characters() | st.sampled_from("\x1b[]m;0\x07\x9b\r\n")))
    def test_plain_holds_no_control(self, text: str) -> None:
        left = console.plain(text)
        assert {c for c in left if unicodedata.category(c) in ("Cc", "Zl", "Zp")} <= {"\n", "\t"}
        assert console.plain(left) == left

    @given(st.text(), st.sampled_from(["ascii", "gbk", "utf-8"]))
    def test_escaped_json_is_the_same_json(self, text: str, encoding: str) -> None:
        escaped = console._escaped(json.dumps(text, ensure_ascii=False), encoding, "json")
        assert json.loads(escaped.encode(encoding).decode(encoding)) == text

    @given(st.text("甲乙，。（）「」a b-1\n", max_size=60), st.integers(10, 30))
    def test_wrapped_loses_nothing_and_fits(self, text: str, width: int) -> None:
        lines = columns.wrapped(text, width)
        assert "".join("".join(lines).split()) == "".join(text.split())
        for line in lines:
            assert columns.display_width(line) <= width or len(columns._TOKENS.findall(line)) == 1

    def test_wrapped_as_chinese_is(self) -> None:
        assert columns.wrapped("共有三十项指标，其中 --fail-on 见（说明）。", 14) == [
            "共有三十项指", "标，其中", "--fail-on 见", "（说明）。",
        ]  # fmt: skip

    def test_clipped_and_padded(self) -> None:
        assert columns.clipped("甲乙丙", 6) == "甲乙丙"
        assert columns.clipped("甲乙丙丁", 6) == "甲乙…"
        assert columns.padded("甲", 4) + "|" == "甲  |"
        assert columns.display_width("e\u0301") == 1


@pytest.mark.parametrize(
    ("choice", "environment", "terminal", "wanted"),
    [
        ("always", {"NO_COLOR": "1"}, False, True),
        ("never", {}, True, False),
        ("auto", {"TERM": "xterm"}, True, True),
        ("auto", {"TERM": "xterm"}, False, False),
        ("auto", {"TERM": "xterm", "NO_COLOR": "1"}, True, False),
        ("auto", {"TERM": "xterm", "NO_COLOR": ""}, True, True),
        ("auto", {"TERM": "dumb"}, True, False),
    ],
)
def test_colour(
    choice: console.ColorChoice,
    environment: dict[str, str],
    terminal: bool,
    wanted: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert console.wants_color(choice, Terminal() if terminal else io.StringIO()) is wanted


class Terminal(io.StringIO):
    """A stream that a person looks at."""

    def isatty(self) -> bool:
        return True


class TestProgress:
    @staticmethod
    def until(condition: Callable[[], bool]) -> None:
        end = time.monotonic() + 20
        while not condition():
            assert time.monotonic() < end
            time.sleep(0.005)

    def test_is_drawn_and_makes_room(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        stderr = Terminal()
        monkeypatch.setattr(sys, "stderr", stderr)
        monkeypatch.setenv("TERM", "xterm")
        with console.Progress("正在核定", total=2, delay=0) as progress:
            progress.step("甲\x1b[2J.xlsx")
            self.until(lambda: "0/2 甲.xlsx" in stderr.getvalue())
            console.notice("有一处看不懂")
            progress.step("乙.xlsx")
            self.until(lambda: "1/2 乙.xlsx" in stderr.getvalue())
        console.say("好了")
        *_, blank, rest = stderr.getvalue().split("\r")
        assert (blank.strip(), rest) == ("", "")
        assert re.search(r"\r +\r有一处看不懂\n", stderr.getvalue())
        assert capsys.readouterr().out == "好了\n"

    @pytest.mark.parametrize(("terminal", "delay"), [(False, 0.0), (True, 60.0)])
    def test_is_silent_without_a_terminal_or_before_its_time(
        self, terminal: bool, delay: float, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        stderr = Terminal() if terminal else io.StringIO()
        monkeypatch.setattr(sys, "stderr", stderr)
        with console.Progress("正在核定", delay=delay) as progress:
            progress.step("甲.xlsx")
            console.notice("一句")
        assert stderr.getvalue() == "一句\n"

    def test_line(self) -> None:
        progress = console.Progress("正在读取")
        assert progress.line(3.4) == "正在读取（已用 3 秒）"


class TestCompletion:
    def test_of_verbs_is_light_and_chinese(self) -> None:
        done = zht(_ZHT_COMPLETE="complete_fish", _TYPER_COMPLETE_FISH_ACTION="get-args", _TYPER_COMPLETE_ARGS="zht ")
        assert done.returncode == 0
        assert done.stdout.decode().splitlines() == [
            "validate\t核对填报件，列出全部问题",
            "template\t生成空白表单",
            "fill\t用数据填一张表单",
            "print\t写出各种内容",
            "end\t以各种方式结束",
        ]
        done = zht(_ZHT_COMPLETE="complete_zsh", _TYPER_COMPLETE_ARGS="zht validate --f")
        assert done.stdout.decode().strip() == '_arguments \'*: :(("--format":"输出格式。"\n"--force":"覆盖。"))\''
        assert strangers(done.stdout.decode()) == {"arguments"}

    def test_shell_is_told_in_chinese(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        shell = "bash"
        monkeypatch.setenv("HOME", str(tmp_path))
        monkeypatch.setattr("shellingham.detect_shell", lambda: (shell, f"/bin/{shell}"))
        assert main(["--show-completion"]) == 0
        assert capsys.readouterr().out.startswith("_zht_completion() {\n")
        assert main(["--install-completion"]) == 0
        installed = tmp_path / ".bash_completions" / "zht.sh"
        assert installed.exists()
        assert capsys.readouterr() == (f"已为 bash 装好命令补全：{installed}\n重新打开终端后生效。\n", "")
        shell = "tcsh"
        for option in ("--show-completion", "--install-completion"):
            assert main([option]) == 2
            assert (
                capsys.readouterr().err
                == "认不出当前的 Shell，或它没有命令补全；支持 bash、zsh、fish 和 PowerShell。\n"
            )


@pytest.mark.parametrize(
    "arguments", [["--help"], ["validate", "--help"], ["validate", "a"], ["xyz"], ["--version"]], ids=" ".join
)
def test_nothing_heavy_is_loaded(arguments: list[str]) -> None:
    listing = START.replace("raise SystemExit(main())", "main(); print(*sys.modules, file=sys.stderr)")
    paths = os.pathsep.join((str(HERE), str(HERE.parents[1] / "src")))
    done = subprocess.run(
        [sys.executable, "-c", listing, *arguments], capture_output=True, env=os.environ | {"PYTHONPATH": paths}
    )
    loaded = {name.partition(".")[0] for name in done.stderr.decode().splitlines()[-1].split()}
    assert "typer" in loaded
    assert loaded.isdisjoint({"rich", "pandas", "numpy", "pandera", "pydantic", "openpyxl", "xlsxwriter", "msgspec"})
    if arguments[-1] == "a":
        assert "zhtcli.cli.help" not in done.stderr.decode().split()
