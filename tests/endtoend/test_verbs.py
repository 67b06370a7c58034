"""The verbs as scripts call them: formats that parse, options that are refused, exit codes that add up."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from endtoend.odd_forms import GOOD, edited, entries, field_place, place, sample, typed, without_identity
from endtoend.runner import codes, points, zht
from zhtcli.core.catalogue import CATALOGUE
from zhtcli.report.text.explained import explain
from zhtcli.workflow.assessing import assess

pytestmark = pytest.mark.usefixtures("assessed_once")

NUMBERS = sorted(GOOD["indicators"], key=int)
NASTY = '甲|乙"丙"<b>&amp;,%0A::error::x[/red]\n=1+1'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("verbs")
    (folder / "好.xlsx").write_bytes(sample("good-2026"))
    (folder / "错.xlsx").write_bytes(sample("mistakes-2026"))
    (folder / "2025.xlsx").write_bytes(sample("series-2025"))
    (folder / "无名.xlsx").write_bytes(without_identity(sample("good-2026")))
    (folder / "坏.xlsx").write_bytes(b"%PDF-1.7")
    absurd = edited(sample("good-2026"), typed({place("5"): 100000}))
    (folder / "警告.xlsx").write_bytes(absurd)
    nasty = edited(sample("mistakes-2026"), lambda book: entries(book).__setitem__(place("5"), NASTY))
    (folder / "怪.xlsx").write_bytes(edited(nasty, typed({field_place("unit"): NASTY}, sheet="封面")))
    return folder


@pytest.mark.parametrize("verb", ["validate", "score", "progress"])
class TestFormats:
    """Every format of every assessing verb, over a good file, a bad one, a nasty one and a refused one."""

    FILES = ("好.xlsx", "错.xlsx", "怪.xlsx", "坏.xlsx")

    def out(self, verb: str, folder: Path, form: str) -> str:
        ran = zht(verb, *(folder / name for name in self.FILES), "--format", form)
        assert ran.code == 3
        return ran.out

    def test_json(self, verb: str, folder: Path) -> None:
        told = zht(verb, *(folder / name for name in self.FILES), "--format", "json").json
        assert told["command"] == verb
        assert [one["status"] for one in told["assessments"]] == ["ok", "findings", "findings", "refused"]
        assert told["summary"]["status"] == {"ok": 1, "findings": 2, "refused": 1}
        every = [finding["code"] for one in told["assessments"] for finding in one["findings"]]
        assert told["summary"]["code"] == {code: every.count(code) for code in every}

    def test_jsonl(self, verb: str, folder: Path) -> None:
        lines = self.out(verb, folder, "jsonl").splitlines()
        assert [Path(json.loads(line)["file"]).name for line in lines] == list(self.FILES)

    def test_csv(self, verb: str, folder: Path) -> None:
        out = self.out(verb, folder, "csv")
        assert out.startswith("\ufeff")
        header, *rows = csv.reader(io.StringIO(out.removeprefix("\ufeff")))
        assert rows
        assert {len(row) for row in rows} == {len(header)}
        assert not [cell for row in rows for cell in row if cell[:1] in ("=", "@", "\t")]

    def test_sarif(self, verb: str, folder: Path) -> None:
        (run,) = json.loads(self.out(verb, folder, "sarif"))["runs"]
        rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
        assert run["results"]
        assert {result["ruleId"] for result in run["results"]} <= set(rules) <= set(CATALOGUE)
        assert {result["level"] for result in run["results"]} <= {"error", "warning", "note"}

    def test_junit(self, verb: str, folder: Path) -> None:
        tree = ElementTree.fromstring(self.out(verb, folder, "junit"))  # noqa: S314  # our own
        assert tree.tag == "testsuites"
        assert len(tree.findall("testsuite")) == len(self.FILES)

    def test_github(self, verb: str, folder: Path) -> None:
        lines = self.out(verb, folder, "github").splitlines()
        assert lines
        assert [line for line in lines if not line.startswith(("::error ", "::warning ", "::notice "))] == []

    def test_markdown(self, verb: str, folder: Path) -> None:
        out = self.out(verb, folder, "markdown")
        assert "\n=1+1" not in out
        assert "<b>" not in out

    def test_text(self, verb: str, folder: Path) -> None:
        out = self.out(verb, folder, "text")
        assert "\n=1+1" not in out
        assert "共 4 个文件" in out


@pytest.mark.parametrize(
    ("files", "options", "code"),
    [
        (["好.xlsx"], [], 0),
        (["好.xlsx", "错.xlsx"], [], 1),
        (["坏.xlsx", "错.xlsx", "好.xlsx"], [], 3),
        (["没有.xlsx", "错.xlsx"], [], 3),
        (["警告.xlsx"], [], 0),
        (["警告.xlsx"], ["--fail-on", "warning"], 1),
        (["警告.xlsx"], ["--fail-on", "error"], 0),
        (["好.xlsx"], ["--fail-on", "note"], 0),
        (["好.xlsx"], ["--fail-on", "fatal"], 2),
        (["好.xlsx"], ["--format", "xlsx"], 2),
        (["好.xlsx"], ["--nonsense"], 2),
        (["好.xlsx"], ["--reading", "nonsense=1"], 4),
        (["好.xlsx"], ["--reading", "partial_credit=nonsense"], 4),
        (["好.xlsx"], ["--reading", "partial_credit"], 2),
        (["好.xlsx"], ["--reading", "=floor60"], 2),
        (["好.xlsx"], ["--as-of", "去年"], 2),
        (["好.xlsx"], ["--as-of", "2026-02-30"], 2),
        (["好.xlsx"], ["--as-of", "2026-12-31"], 0),
        (["好.xlsx"], ["--regime", "yubei"], 4),
        (["好.xlsx"], ["--regime", "bishan-2024"], 4),
        (["坏.xlsx"], ["--reading", "nonsense=1"], 4),
        (["无名.xlsx", "好.xlsx"], [], 3),
    ],
)
@pytest.mark.parametrize("verb", ["validate", "score"])
def test_exit_codes(verb: str, files: list[str], options: list[str], code: int, folder: Path) -> None:
    ran = zht(verb, *(folder / name for name in files), *options)
    assert ran.code == code
    if code in (2, 4):
        assert ran.out == ""
        assert len(ran.err.splitlines()) == 1
        assert ran.err.rstrip().endswith("。")


def test_an_unknown_form_in_a_batch_weighs_most(folder: Path, tmp_path: Path) -> None:
    from endtoend.odd_forms import with_identity

    later = tmp_path / "2031.xlsx"
    later.write_bytes(with_identity(sample("good-2026"), "bishan-2026", "bishan-2031"))
    ran = zht("validate", folder / "坏.xlsx", later, folder / "错.xlsx", folder / "好.xlsx", "--format", "json")
    assert ran.code == 4
    assert [one["status"] for one in ran.json["assessments"]] == ["refused", "refused", "findings", "ok"]


class TestReadings:
    """`--reading` and `--readings-file`."""

    def scored(self, folder: Path, *options: object) -> dict[str, float]:
        return points(zht("score", folder / "好.xlsx", "--format", "json", *options).assessment)

    def test_a_reading_moves_what_it_says(self, folder: Path) -> None:
        default = self.scored(folder)
        strict = self.scored(folder, "--reading", "partial_credit=all_or_nothing")
        assert {no for no in default if strict[no] != default[no]} == {"6", "11", "13", "14", "18", "23"}
        assert {strict[no] for no in ("6", "11", "13", "14", "18", "23")} == {0}

    def test_a_file_says_who_decided(self, folder: Path, tmp_path: Path) -> None:
        file = tmp_path / "口径 （定稿）.yaml"
        file.write_text(
            "- key: partial_credit\n  option: floor60\n  decided_by: 区经信委\n"
            "  date: 2026-12-01\n  document: 会议纪要第3期\n",
            encoding="utf-8",
        )
        assessment = zht("score", folder / "好.xlsx", "--format", "json", "--readings-file", file).assessment
        assert assessment["decided_readings"] == {"partial_credit": "floor60"}
        assert assessment["reading_notes"] == {"partial_credit": "区经信委，2026-12-01，会议纪要第3期"}
        assert points(assessment)["11"] == 0
        over = zht(
            "score", folder / "好.xlsx", "--format", "json",
            "--readings-file", file, "--reading", "partial_credit=proportional",
        ).assessment  # fmt: skip
        assert over["reading_notes"] == {}
        assert points(over) == self.scored(folder)

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("partial_credit: floor60", 0),
            ("partial_credit: nonsense", 4),
            ("nonsense: floor60", 4),
            ("- partial_credit", 4),
            ("- {key: partial_credit}", 4),
            ("- {key: partial_credit, option: floor60, 决定人: 甲}", 4),
            ("- {key: partial_credit, option: floor60}\n- {key: partial_credit, option: floor80}", 4),
            ("partial_credit: floor60\npartial_credit: floor80", 4),
            ("x: [", 4),
            ("42", 4),
            ("", 4),
        ],
    )
    def test_a_file_good_and_bad(self, text: str, code: int, folder: Path, tmp_path: Path) -> None:
        file = tmp_path / "口径.yaml"
        file.write_text(text, encoding="utf-8")
        assert zht("score", folder / "好.xlsx", "--readings-file", file).code == code

    def test_a_file_that_cannot_be_read(self, folder: Path, tmp_path: Path) -> None:
        assert zht("score", folder / "好.xlsx", "--readings-file", tmp_path / "没有.yaml").code == 3
        (tmp_path / "国标.yaml").write_bytes("partial_credit: 甲".encode("gbk"))
        assert zht("score", folder / "好.xlsx", "--readings-file", tmp_path / "国标.yaml").code == 3

    def test_without_a_decision_one_line_says_so(self, folder: Path) -> None:
        assert "口径：全部采用默认值" in zht("score", folder / "好.xlsx").out
        decided = zht("score", folder / "好.xlsx", "--reading", "partial_credit=floor60").out
        assert "全部采用默认值" not in decided

    def test_the_spread_names_what_moves(self, folder: Path) -> None:
        spread = zht("score", folder / "好.xlsx", "--format", "json", "--spread").assessment["spread"]
        own = spread["2026"]
        assert own["low"] <= 97.28 <= own["high"]
        assert {move["reading"] for move in own["moves"]} >= {"partial_credit", "zero_target"}


class TestExplain:
    """`zht explain FILE NO`."""

    @pytest.mark.parametrize(("name", "code"), [("好.xlsx", 0), ("错.xlsx", 1)])
    def test_each_indicator_of_a_form(self, name: str, code: int, folder: Path) -> None:
        """One assessment for all thirty; the command itself for one of each measure."""
        (assessment,) = assess([folder / name])
        for no in NUMBERS:
            out = explain(assessment, no, width=80)
            assert out.startswith(f"第{no}项 ")
            assert "附件4" in out
        for no in ("4", "5", "8"):
            ran = zht("explain", folder / name, no)
            assert ran.code == code
            assert ran.out.startswith(f"第{no}项 ")

    @pytest.mark.parametrize("no", ["31", "0", "五", "", "5.0", "-1"])
    def test_no_such_indicator(self, no: str, folder: Path) -> None:
        assert zht("explain", folder / "好.xlsx", "--", no).code == 2

    @pytest.mark.parametrize(
        ("name", "options", "code"),
        [
            ("警告.xlsx", (), 0),
            ("警告.xlsx", ("--fail-on", "warning"), 1),
            ("错.xlsx", ("--format", "json"), 1),
            ("好.xlsx", ("--format", "json"), 0),
            ("坏.xlsx", (), 3),
        ],
    )
    def test_exit_codes_are_those_of_every_verb_that_assesses(
        self, name: str, options: tuple[str, ...], code: int, folder: Path
    ) -> None:
        ran = zht("explain", folder / name, "5", *options)
        assert ran.code == code == zht("score", folder / name, *options).code
        if "json" in options:
            assert ran.json["command"] == "explain"

    def test_the_cell_and_the_sum_are_shown(self, folder: Path) -> None:
        out = zht("explain", folder / "好.xlsx", "6").out
        assert place("6") in out
        assert "2.70" in out or "2.7" in out


class TestCatalogue:
    """`zht rule`, `regimes`, `show`, `lint`."""

    @pytest.mark.parametrize("code", CATALOGUE)
    def test_each_code_is_told(self, code: str) -> None:
        for typed_as in (code, code.lower()):
            ran = zht("rule", typed_as)
            assert ran.code == 0
            assert ran.out.startswith(code)
            assert CATALOGUE[code].meaning[:10] in ran.out.replace("\n", "").replace(" ", "") or (
                CATALOGUE[code].title in ran.out
            )

    def test_all_codes_are_listed(self) -> None:
        out = zht("rule").out
        assert [code for code in CATALOGUE if code not in out] == []

    def test_an_unknown_code(self) -> None:
        assert zht("rule", "ZHT-NIX").code == 2

    def test_regimes(self) -> None:
        assert "bishan-2029" in zht("regimes").out
        regimes = {one["id"]: one for one in json.loads(zht("regimes", "--format", "json").out)["regimes"]}
        bishan = regimes["bishan"]
        assert bishan["forms"] == [f"bishan-{year}" for year in range(2025, 2030)]
        assert regimes["changzhou"]["forms"] == ["changzhou"]

    def test_show(self) -> None:
        told = json.loads(zht("show", "bishan-2026", "--format", "json").out)
        assert [one["no"] for one in told["indicators"]] == NUMBERS
        assert sum(one["points"] for one in told["indicators"]) == 100
        assert all(len(one["targets"]) == 5 and len(one["cumulative_targets"]) == 2 for one in told["indicators"])

    @pytest.mark.parametrize("form", ["yubei-2026", "bishan-2030", "bishan", "bishan-26", "", "../bishan-2026"])
    @pytest.mark.parametrize("verb", ["show", "template"])
    def test_an_unknown_form(self, verb: str, form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        if (verb, form) != ("show", "bishan"):
            ran = zht(verb, form)
            assert (ran.code, ran.out) == (4, "")
        assert not list(tmp_path.iterdir())

    def test_lint(self, tmp_path: Path) -> None:
        assert zht("lint").code == 0
        assert zht("lint", tmp_path / "没有.yaml").code == 3

    def test_lint_of_what_is_no_definition(self, tmp_path: Path) -> None:
        (tmp_path / "别的.yaml").write_text("- 1\n")
        ran = zht("lint", tmp_path / "别的.yaml")
        assert ran.code == 4
        assert ran.err.rstrip().endswith("。")


def test_read_gives_what_cannot_be_read_as_it_stands(folder: Path) -> None:
    read = json.loads(zht("read", folder / "错.xlsx").out)["indicators"]
    assert read["5"]["2026"]["value"] == "约40"
    assert read["12"]["2026"]["value"] == "/" if isinstance(read["12"]["2026"], dict) else read["12"]["2026"] == "/"
    assert read["9"]["2026"] == "１，５００"
    assert codes(zht("validate", folder / "错.xlsx", "--format", "json").assessment)
