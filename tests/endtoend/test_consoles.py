"""Every verb on a GBK console and on one that knows ASCII only, with names that neither can hold."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from endtoend.odd_forms import GOOD, filled, place
from endtoend.runner import zht

pytestmark = pytest.mark.usefixtures("assessed_once")

UNIT = "䶮测m²（集团）〇𠮷😀有限公司"
FOLDER = "各年 [终稿]（共 2 份）'甲' m² 䶮"
NAME = "填报件 (1)[改]（终）䶮.xlsx"


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("console") / FOLDER
    folder.mkdir()
    evidence = {"2026": {"value": "约30m²", "evidence": "䶮😀\u202e", "remark": "𠮷"}}
    (folder / NAME).write_bytes(filled(unit=UNIT, i5=evidence))
    (folder / "2025 （旧）.xlsx").write_bytes(filled("bishan-2025", unit=UNIT, uscc=GOOD["fields"]["uscc"]))
    (folder / "数据 䶮.json").write_text(json.dumps({"fields": {"unit": UNIT}}, ensure_ascii=False), encoding="utf-8")
    return folder


VERBS: tuple[tuple[tuple[str, ...], int], ...] = (
    (("--help",), 0),
    (("score", "--help"), 0),
    (("--version",), 0),
    ((), 2),
    (("䶮",), 2),
    (("validate", "--䶮"), 2),
    (("regimes",), 0),
    (("regimes", "--format", "json"), 0),
    (("show", "bishan-2026"), 0),
    (("show", "bishan-2026", "--format", "json"), 0),
    (("show", "䶮"), 4),
    (("template", "bishan-2026", "-o", "空表 䶮（{encoding}）.xlsx"), 0),
    (("template", "bishan-2027", "--from", NAME, "-o", "下年 䶮（{encoding}）.xlsx"), 0),
    (("template", "bishan-2027", "-o", "没有䶮/a.xlsx"), 5),
    (("fill", "bishan-2026", "数据 䶮.json", "-o", "填好 䶮 [{encoding}].xlsx"), 0),
    (("read", NAME), 0),
    (("read", NAME, "-o", "读出 䶮 {encoding}.json"), 0),
    (("read", "没有 䶮.xlsx"), 3),
    *(
        ((verb, NAME, "--format", form), 1)
        for verb, formats in (
            ("validate", ("text", "sarif", "junit", "github")),
            ("score", ("text", "json", "jsonl", "csv", "markdown")),
            ("progress", ("text", "csv", "markdown")),
        )
        for form in formats
    ),
    (("score", NAME, "--color", "always"), 1),
    (("score", NAME, "-o", "结果 䶮（{encoding}）.xlsx"), 1),
    (("score", NAME, "2025 （旧）.xlsx"), 1),
    (("progress", "2025 （旧）.xlsx", NAME), 1),
    (("score", NAME, "--reading", "䶮=1"), 4),
    (("explain", NAME, "5"), 1),
    (("explain", NAME, "䶮"), 2),
    (("rule",), 0),
    (("rule", "ZHT-ENTRY-MISSING"), 0),
    (("rule", "䶮"), 2),
    (("lint",), 0),
    (("lint", "没有 䶮.yaml"), 3),
)


@pytest.mark.parametrize("encoding", ["gbk", "ascii"])
@pytest.mark.parametrize(("words", "code"), VERBS, ids=[" ".join(words) for words, _ in VERBS])
def test_every_verb_on_a_narrow_console(
    words: Sequence[str], code: int, encoding: str, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(here)
    ran = zht(*(word.replace("{encoding}", encoding) for word in words), encoding=_raw(words, encoding))
    assert ran.code == code
    if "json" in words and code < 2:
        told = json.loads(ran.out)
        assert words[0] not in ("validate", "score") or told["assessments"][0]["unit"]["name"] == UNIT
    if words[:2] == ("read", NAME) and len(words) == 2:
        assert json.loads(ran.out)["fields"]["unit"] == UNIT


def _raw(words: Sequence[str], encoding: str) -> str:
    """A CSV table is bytes of its own: always UTF-8 with a mark, which Excel and WPS open."""
    return "utf-8" if "csv" in words else encoding


def test_gbk_shows_what_it_can(here: Path) -> None:
    out = zht("validate", here / NAME, encoding="gbk").out
    assert f"指标填报!{place('5')} 错误 ZHT-CELL-" in out
    assert "30m2" in out


@pytest.mark.parametrize("encoding", ["gbk", "ascii"])
def test_as_a_process(encoding: str, here: Path) -> None:
    """The same once as users have it: the encoding comes from the environment, the bytes go through a pipe."""
    done = subprocess.run(
        [sys.executable, "-m", "zhtcli", "score", NAME],
        cwd=here,
        env=os.environ | {"PYTHONIOENCODING": encoding, "NO_COLOR": "1"},
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 1
    assert done.stderr.decode(encoding) == ""
    assert "ZHT-CELL-" in done.stdout.decode(encoding)


def test_a_reader_that_goes_away(here: Path) -> None:
    """`zht rule | head -1`: no traceback, and no code that means something else."""
    with subprocess.Popen(
        [sys.executable, "-m", "zhtcli", "score", NAME, "--format", "json"],
        cwd=here,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 1


def test_no_escape_sequence_of_a_cell_reaches_the_terminal(tmp_path: Path) -> None:
    file = tmp_path / "表.xlsx"
    file.write_bytes(filled(unit="甲[red]\u202e乙", i5={"2026": {"value": "约\u20673", "remark": "[/x]"}}))
    for verb in ("validate", "score", "progress"):
        out = zht(verb, file, "--color", "always").out
        assert "\u202e" not in out
        assert "\u2067" not in out
    assert "[red]" in zht("score", file).out
