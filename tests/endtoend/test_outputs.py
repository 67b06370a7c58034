"""What the verbs write: whole or not at all, never over an input, the same bytes each time."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from endtoend.odd_forms import GOOD, SAMPLES, entries, filled, own_year, sample
from endtoend.runner import codes, sha256, told, zht
from zhtcli.core.forms.layout import ENTRIES
from zhtcli.workflow.forming import make_form


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "好.xlsx").write_bytes(sample("good-2026"))
    return tmp_path


def test_a_template_twice_is_the_same_to_the_byte(here: Path) -> None:
    assert zht("template", "bishan-2026", "-o", "a.xlsx").code == 0
    assert zht("template", "bishan-2026", "-o", "b.xlsx").code == 0
    assert (here / "a.xlsx").read_bytes() == (here / "b.xlsx").read_bytes()


def test_a_result_twice_is_the_same_to_the_byte(here: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        assert zht("score", "好.xlsx", "-o", name).code == 0
    assert (here / "a.xlsx").read_bytes() == (here / "b.xlsx").read_bytes()


def test_a_template_without_o_lies_in_the_folder_and_its_whole_path_is_told(here: Path) -> None:
    ran = zht("template", "bishan-2029")
    assert ran.code == 0
    assert str(here / "bishan-2029.xlsx") in ran.out


WRITERS = (
    ("template", "bishan-2027"),
    ("template", "bishan-2027", "--from", "好.xlsx"),
    ("fill", "bishan-2026", "数据.json"),
    ("read", "好.xlsx"),
    ("score", "好.xlsx"),
)


@pytest.mark.parametrize("words", WRITERS, ids=" ".join)
def test_an_existing_output_is_left_alone_without_force(words: tuple[str, ...], here: Path) -> None:
    (here / "数据.json").write_text(json.dumps(GOOD), encoding="utf-8")
    target = here / "已有.xlsx"
    target.write_text("不能丢")
    ran = zht(*words, "-o", target)
    assert (ran.code, ran.out, target.read_text()) == (5, "", "不能丢")
    assert "--force" in ran.err
    assert zht(*words, "-o", target, "--force").code == 0
    assert target.read_bytes() != "不能丢".encode()
    assert not list(here.glob(".zht-*"))


@pytest.mark.parametrize("words", WRITERS[1:], ids=" ".join)
@pytest.mark.parametrize("force", [(), ("--force",)], ids=["", "force"])
def test_an_output_never_takes_the_place_of_an_input(
    words: tuple[str, ...], force: tuple[str, ...], here: Path
) -> None:
    (here / "数据.json").write_text(json.dumps(GOOD), encoding="utf-8")
    before = {file.name: sha256(file) for file in here.iterdir()}
    source = words[-1]
    (here / "link").symlink_to(here / source)
    for target in (source, f"./{source}", here / source, "link"):
        assert zht(*words, "-o", target, *force).code == 5
    (here / "link").unlink()
    assert {file.name: sha256(file) for file in here.iterdir()} == before


@pytest.mark.parametrize("target", ["没有/a.xlsx", ".", "好.xlsx/a.xlsx"])
@pytest.mark.parametrize("words", [WRITERS[0], WRITERS[4]], ids=" ".join)
def test_a_place_that_takes_no_file(words: tuple[str, ...], target: str, here: Path) -> None:
    before = set(here.iterdir())
    ran = zht(*words, "-o", target)
    assert (ran.code, ran.out) == (5, "")
    assert set(here.iterdir()) == before


def test_a_refused_input_leaves_no_result(here: Path) -> None:
    (here / "坏.xlsx").write_bytes(b"%PDF-1.7")
    assert zht("score", "坏.xlsx", "-o", "结果.xlsx").code == 3
    assert zht("read", "坏.xlsx", "-o", "数据.json").code == 3
    assert {file.name for file in here.iterdir()} == {"好.xlsx", "坏.xlsx"}


def test_the_data_goes_to_stdout_and_nothing_else(here: Path) -> None:
    ran = zht("score", "好.xlsx", "--format", "json", "-o", "结果.xlsx")
    assert ran.json["command"] == "score"
    assert str(here / "结果.xlsx") in ran.err


class TestFrom:
    """`zht template --from`."""

    def test_a_submission_gives_its_reported_figures(self, here: Path) -> None:
        assert zht("template", "bishan-2027", "--from", "好.xlsx", "-o", "新.xlsx").code == 0
        read = json.loads(zht("read", "新.xlsx").out)
        assert read["fields"] == {key: GOOD["fields"][key] for key in ("unit", "uscc", "county")}
        assert read["indicators"]["5"] == {"2025": 32, "2026": 41}
        assert "好.xlsx 的填报数" in _all_text(here / "新.xlsx")

    def test_a_carried_ratio_is_a_number(self, here: Path) -> None:
        """21 of 22: a percentage with more digits than a cell keeps is still no text."""
        assert zht("template", "bishan-2027", "--from", "好.xlsx", "-o", "新.xlsx").code == 0
        read = json.loads(zht("read", "新.xlsx").out)
        assert read["indicators"]["13"]["2026"] == pytest.approx(100 * 21 / 22)
        assert read["indicators"]["8"]["2026"] == pytest.approx(2.6)
        assert "ZHT-CELL-TEXTPERCENT" not in zht("validate", "新.xlsx").out

    def test_a_result_gives_its_verified_figures(self, here: Path) -> None:
        assert zht("score", "好.xlsx", "-o", "结果.xlsx").code == 0
        assert zht("template", "bishan-2027", "--from", "结果.xlsx", "-o", "新.xlsx").code == 0
        read = json.loads(zht("read", "新.xlsx").out)
        assert read["fields"]["unit"] == GOOD["fields"]["unit"]
        assert read["indicators"]["5"] == {"2025": 32, "2026": 41}
        assert "结果.xlsx 的核定数" in _all_text(here / "新.xlsx")

    def test_two_years(self, here: Path) -> None:
        for year in ("2025", "2026"):
            (here / f"{year}.xlsx").write_bytes(sample(f"series-{year}"))
        ran = zht("template", "bishan-2027", "--from", "2025.xlsx", "--from", "2026.xlsx", "-o", "新.xlsx")
        assert ran.code == 0
        own = {year: json.loads(zht("read", f"{year}.xlsx").out)["indicators"]["9"] for year in ("2025", "2026")}
        carried = json.loads(zht("read", "新.xlsx").out)["indicators"]["9"]
        assert carried == {"2025": own["2025"], "2026": own["2026"]["2026"]}

    @pytest.mark.parametrize(
        ("form", "sources", "code"),
        [
            ("bishan-2026", ["好.xlsx"], 2),
            ("bishan-2025", ["好.xlsx"], 2),
            ("bishan-2028", ["好.xlsx", "好.xlsx"], 2),
            ("bishan-2028", ["好.xlsx", "别家.xlsx"], 2),
            ("bishan-2027", ["没有.xlsx"], 3),
            ("bishan-2027", ["坏.xlsx"], 3),
            ("bishan-2031", ["好.xlsx"], 4),
        ],
    )
    def test_what_cannot_be_carried(self, form: str, sources: list[str], code: int, here: Path) -> None:
        (here / "别家.xlsx").write_bytes(filled("bishan-2025", unit="另一家", uscc="91500120MA6EFGH34D"))
        (here / "坏.xlsx").write_bytes(b"%PDF-1.7")
        words = [word for source in sources for word in ("--from", source)]
        ran = zht("template", form, *words, "-o", "新.xlsx")
        assert (ran.code, ran.out) == (code, "")
        assert not (here / "新.xlsx").exists()

    def test_a_figure_that_was_ruled_out_is_not_carried(self, here: Path) -> None:
        """-2 of item 7 and 250 % of item 13 were refused in 2026; they are no figures of an earlier year."""
        (here / "错.xlsx").write_bytes(sample("mistakes-2026"))
        assert zht("template", "bishan-2027", "--from", "错.xlsx", "-o", "新.xlsx").code == 0
        read = json.loads(zht("read", "新.xlsx").out)["indicators"]
        assert {no: read[no] for no in ("7", "13")} == {"7": {"2025": 2}, "13": {"2025": 90}}

    def test_an_empty_form_has_nothing_to_carry(self, here: Path) -> None:
        (here / "空.xlsx").write_bytes(make_form("bishan-2026"))
        ran = zht("template", "bishan-2027", "--from", "空.xlsx", "-o", "新.xlsx")
        assert ran.code != 0 or "空" in ran.err


def _all_text(path: Path) -> str:
    book = load_workbook(path)
    return "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value)


class TestFill:
    """`zht fill` and what it refuses."""

    @pytest.mark.parametrize(
        ("data", "named"),
        [
            ({"form": "bishan-2027"}, "bishan-2027"),
            ({"fields": {"phone": "1"}}, "phone"),
            ({"indicators": {"31": 1}}, "31"),
            ({"indicators": {"5": {"2024": 1}}}, "2024"),
            ({"indicators": {"5": {"2027": 1}}}, "2027"),
            ({"indicators": {"5": {"2026q1": 1}}}, "2026"),
            ({"indicators": {"5": {"quantity": 1}}}, "quantity"),
            ({"indicators": {"5": {"pledged": 1}}}, "pledged"),
            ({"indicators": {"5": {"numerator": 1}}}, "numerator"),
            ({"indicators": {"5": {"2026": 1, "value": 2}}}, "value"),
            ({"indicators": {"5": [1]}}, "indicators.5"),
            ({"indicators": {"5": {"2026": {"value": {"a": 1}}}}}, "indicators.5"),
            ({"indicators": [1]}, "indicators"),
            ({"fields": "x"}, "fields"),
            ({"registers": {"nothing": []}}, "nothing"),
            ({"numbers": {}}, "numbers"),
            ([1], "数据.json"),
            ("x", "数据.json"),
        ],
    )
    def test_data_without_a_cell(self, data: object, named: str, here: Path) -> None:
        (here / "数据.json").write_text(json.dumps(data), encoding="utf-8")
        ran = zht("fill", "bishan-2026", "数据.json", "-o", "表.xlsx")
        assert (ran.code, ran.out) == (2, "")
        assert named in ran.err
        assert not (here / "表.xlsx").exists()

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "{",
            '{"indicators": {"5": NaN}}',
            "[" * 100000,
            '{"indicators": {"5": 1, "5": 2}}',
        ],
    )
    def test_what_is_no_json(self, text: str, here: Path) -> None:
        (here / "数据.json").write_text(text, encoding="utf-8")
        assert zht("fill", "bishan-2026", "数据.json", "-o", "表.xlsx").code == 2

    def test_a_file_that_is_not_there_or_no_text(self, here: Path) -> None:
        assert zht("fill", "bishan-2026", "没有.json", "-o", "表.xlsx").code == 3
        (here / "国标.json").write_bytes('{"fields": {"unit": "甲"}}'.encode("gbk"))
        assert zht("fill", "bishan-2026", "国标.json", "-o", "表.xlsx").code == 3

    def test_a_text_too_long_for_a_cell(self, here: Path) -> None:
        (here / "数据.json").write_text(json.dumps({"indicators": {"5": {"remark": "长" * 40000}}}))
        ran = zht("fill", "bishan-2026", "数据.json", "-o", "表.xlsx")
        assert ran.code == 2
        assert "第5项" in ran.err or "indicators.5" in ran.err

    def test_partial_data_with_a_byte_order_mark(self, here: Path) -> None:
        (here / "数据.json").write_text('{"indicators": {"5": 41}}', encoding="utf-8-sig")
        assert zht("fill", "bishan-2026", "数据.json", "-o", "表.xlsx").code == 0
        assert json.loads(zht("read", "表.xlsx").out)["indicators"] == {"5": 41}

    def test_an_unknown_form(self, here: Path) -> None:
        (here / "数据.json").write_text("{}")
        assert zht("fill", "bishan-2031", "数据.json", "-o", "表.xlsx").code == 4


def test_a_year_of_targets_met_gives_every_point_in_every_scope(here: Path) -> None:
    data = SAMPLES / "all-targets-2029.json"
    assert zht("fill", "bishan-2029", data, "-o", "满.xlsx").code == 0
    cards = zht("score", "满.xlsx", "--format", "json").assessment["scorecards"]
    assert {card["scope"] for card in cards} == {"2025", "2026", "2027", "2028", "2029", "..2027", "..2029"}
    assert {card["scope"]: card["total"] for card in cards} == {card["scope"]: 100 for card in cards}


def test_no_figure_of_a_person_becomes_a_formula(here: Path) -> None:
    """Text that looks like one stays text, in the form and in the result."""
    nasty = '=HYPERLINK("http://x","点")'
    told_by = {"unit": nasty, "i5": {"2026": {"value": "=1+1", "evidence": "@SUM(1)", "remark": "+1"}}}
    (here / "表.xlsx").write_bytes(filled(**told_by))
    assert zht("score", "表.xlsx", "-o", "结果.xlsx").code == 1
    for name in ("表.xlsx", "结果.xlsx"):
        for sheet in load_workbook(here / name):
            for row in sheet.iter_rows():
                for cell in row:
                    said = str(cell.value)
                    assert cell.data_type != "f" or not {'HYPERLINK("http', "1+1", "SUM(1)"} & {said}
                    assert not (cell.data_type == "f" and said in (nasty, "=1+1"))
                    assert cell.hyperlink is None or "http://x" not in str(cell.hyperlink.target)
    assert codes(zht("validate", "表.xlsx", "--format", "json").assessment, "error") == ["ZHT-CELL-FORMULATEXT"]


def test_every_year_has_its_form_and_is_scored(here: Path) -> None:
    for year in range(2025, 2030):
        (here / f"{year}.xlsx").write_bytes(filled(f"bishan-{year}"))
    assert own_year("bishan-2027")["5"] == {"value": 41}
    ran = zht("score", *(f"{year}.xlsx" for year in range(2025, 2030)), "--format", "json")
    main = [one["scorecards"][0] for one in ran.json["assessments"]]
    assert [card["scope"] for card in main] == [str(year) for year in range(2025, 2030)]
    assert all(told(one)["points"] for one in ran.json["assessments"])
    assert entries(load_workbook(here / "2029.xlsx")).title == ENTRIES
