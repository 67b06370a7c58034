"""`zht score --what-if` from the command line: what is told beside the result, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from endtoend.runner import Ran, zht

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
GOOD = SAMPLES / "bishan" / "good-2026.xlsx"
SERIES = SAMPLES / "bishan" / "series-2027.xlsx"
GRADED = SAMPLES / "changzhou" / "good.xlsx"
RECOGNITION = SAMPLES / "wuqing" / "recognition.xlsx"
COMPLEX = SAMPLES / "cixi" / "complex-2026.xlsx"
QUARTER = SAMPLES / "jiaxing" / "guangfu-2026q3.xlsx"
MONITORING = SAMPLES / "overlays" / "jiaxing-jiancha.yaml"


def supposing(file: Path, *pairs: str, more: tuple[object, ...] = ()) -> dict[str, Any]:
    ran = told(file, *pairs, more=(*more, "-f", "json"))
    return dict(ran.assessment["what_if"])


def told(file: Path, *pairs: str, more: tuple[object, ...] = ()) -> Ran:
    return zht("score", file, *more, *(word for pair in pairs for word in ("--what-if", pair)))


def joined(text: str) -> str:
    return "".join(text.split())


def test_the_result_itself_knows_nothing_of_it() -> None:
    plain = zht("score", GOOD, "-f", "json")
    supposed = told(GOOD, "6=20", "11=2", more=("-f", "json"))
    assert supposed.code == plain.code == 0
    assert "what_if" not in plain.assessment
    rest = dict(supposed.assessment)
    del rest["what_if"]
    assert rest == plain.assessment


def test_several_figures_are_what_a_form_filled_so_scores(tmp_path: Path) -> None:
    figures = {"6": 20, "11": 2, "18": 4, "22": 10}
    data = json.loads(GOOD.with_suffix(".json").read_text(encoding="utf-8"))
    for no, value in figures.items():
        data["indicators"][no]["2026"] = value
    data["indicators"]["1"]["2025"] = 3
    (tmp_path / "数.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    assert zht("fill", "bishan-2026", tmp_path / "数.json", "-o", tmp_path / "表.xlsx").code == 0
    filled = zht("score", tmp_path / "表.xlsx", "-f", "json").assessment
    pairs = [f"{no}={value}" for no, value in figures.items()]
    supposed = supposing(GOOD, *pairs, "1@2025=3")
    assert {one["scope"]: (one["total"], one["interval"], one["complete"]) for one in supposed["scorecards"]} == {
        card["scope"]: (card["total"], card["interval"], card["complete"]) for card in filled["scorecards"]
    }
    points = {item["no"]: item["points"] for item in filled["scorecards"][0]["indicators"]}
    moved = {one["no"]: one["points"] for one in supposed["moved"] if one["scope"] == "2026"}
    assert moved == {no: points[no] for no in figures}
    assert [one["no"] for one in supposed["moved"] if one["scope"] == "2025"] == ["1"]


def test_what_it_says_in_figures() -> None:
    supposed = supposing(GOOD, "6=20")
    assert supposed["assumed"] == [{"no": "6", "period": "2026", "value": 20}]
    assert supposed["scorecards"][0] == {
        "scope": "2026", "total": 97.58, "was": 97.28, "interval": [97.58, 97.58], "complete": True,
    }  # fmt: skip
    assert supposed["moved"][0] == {
        "scope": "2026", "no": "6", "points": 3, "was": 2.7, "value": 20, "value_was": 18, "status": "met",
    }  # fmt: skip
    assert supposed["open"][:2] == [
        {"scope": "2026", "no": "11", "points_open": 1.5, "reach": "open"},
        {"scope": "2026", "no": "18", "points_open": 0.5, "reach": "open"},
    ]


def test_text_tells_before_and_after_and_what_is_lacking() -> None:
    ran = told(GOOD, "6=20")
    block = ran.out.partition("假设（")[2]
    assert "总分 97.28 / 100" in ran.out.partition("假设（")[0]
    assert "2026年总分 97.28 → 97.58（+0.30）" in block
    assert "18→202.70→3.00完成" in joined(block)
    assert "共2.42分，从大到小" in joined(block)
    assert block.index("投资高成长") < block.index("提供有效招商") < block.index("提供检验检测")


def test_text_names_what_is_out_of_reach() -> None:
    block = joined(told(SERIES, "6=20").out.partition("假设（")[2])
    assert "按这些假设，得分、进度、结论和补助都不变。" in block
    assert "到2027年累计已经拿不到：第11项0.43分、第27项0.27分" in block
    assert "到2029年累计已经拿不到" not in block


def test_each_form_of_several_has_its_block() -> None:
    out = told(GOOD, "6=20", more=(SERIES,)).out
    assert out.count("假设（未经核定，只供测算；结果仍以上面为准）") == 2
    assert f"{SERIES}（" in out


@pytest.mark.parametrize(
    ("file", "pair", "more", "sentence"),
    [
        (RECOGNITION, "area=900", (), "公共服务面积：符合→由人决定（三（二）3）"),
        (COMPLEX, "2=15", (), "第2项有效高新技术企业占比，到2030年累计：12%→15%，完成率66.67%→83.33%"),
        (COMPLEX, "prepaid=50", (), "400,000.00元（待条件满足）→450,000.00元"),
        (QUARTER, "1=90", ("--overlay", MONITORING), "总分94.00→98.00（+4.00）"),
        (GRADED, "10=3.5", (), "总分（暂计）37.00→40.50（+3.50）"),
    ],
)
def test_what_moves_where_no_points_are_printed(file: Path, pair: str, more: tuple[object, ...], sentence: str) -> None:
    assert sentence in joined(told(file, pair, more=more).out.partition("假设（")[2])


@pytest.mark.parametrize("value", ["50", "50%", "五十", "50.0", " 50 "])
def test_a_share_is_in_percent_however_it_is_typed(value: str) -> None:
    supposed = supposing(GOOD, f"13={value}")
    assert supposed["assumed"] == [{"no": "13", "period": "2026", "value": 50}]
    assert supposed["moved"][0]["points"] == 1


@pytest.mark.parametrize(
    ("file", "pairs", "sentence"),
    [
        (GOOD, ["99=1"], "“bishan-2026”没有第99项。能假设的有指标 1 至 30。"),
        (GOOD, ["area=1"], "“bishan-2026”没有“area”这个填写项。"),
        (GOOD, ["unit=1"], "“填报单位”（unit）不是数字，不能假设"),
        (GOOD, ["5"], "“5”的写法不对"),
        (GOOD, ["5=40项"], "“5=40项”里的“40项”不能用：只写数字，单位是项。"),
        (GOOD, ["5=约40"], "“5=约40”里的“约40”不能用"),
        (GOOD, ["5=-1"], "“5=-1”不可能：第5项应不小于 0。"),
        (GOOD, ["5=1.5"], "第5项按项计数，只能是整数。"),
        (GOOD, ["13=101"], "“13=101”不可能：第13项应在 0 至 100 之间。"),
        (GOOD, ["5=1", "5@2026=2"], "--what-if 对第5项写了两个不同的数"),
        (GOOD, ["5@2027=1"], "“bishan-2026”不计2027年的数，只能假设2025年、2026年的数。"),
        (GOOD, ["5@明年=1"], "“明年”不是年度或季度"),
        (GRADED, ["3=1"], "第3项由几个条件组成，没有自己的数；请假设其中的 3.1、3.2。"),
        (GRADED, ["10=5"], "第10项按分计，应在 0 至 4 分之间。"),
        (GRADED, ["10@2026=1"], "这种表不分年度，序号后面不写 @。"),
        (RECOGNITION, ["area@2026=1"], "填写项“提供公共服务的面积”不分年度"),
        (RECOGNITION, ["staff=1.5"], "“职工总数”只能是整数。"),
        (QUARTER, ["1=90"], "“jiaxing-2026q3”所依据的文件不计分，不能用 --what-if。"),
        (SAMPLES / "wuqing" / "subsidy-2026.xlsx", ["a=1"], "这种表没有能假设的数：都由台账算出。"),
    ],
)
def test_what_cannot_be_assumed_is_refused_in_a_sentence(file: Path, pairs: list[str], sentence: str) -> None:
    ran = told(file, *pairs)
    assert (ran.code, ran.out) == (2, "")
    assert sentence in ran.err
    assert ran.err.count("\n") == 1


def test_a_filed_result_holds_no_assumptions(tmp_path: Path) -> None:
    target = tmp_path / "结果.xlsx"
    ran = told(GOOD, "6=20", more=("-o", target))
    assert (ran.code, ran.out, ran.err) == (2, "", "写出的结果里不放假设：--what-if 和 -o 请分两次用。\n")
    assert not target.exists()
    assert told(GOOD, "6=20", more=("-f", "csv")).code == 2


def test_a_form_that_was_stopped_or_refused_says_so(tmp_path: Path) -> None:
    empty = tmp_path / "空.xlsx"
    assert zht("template", "bishan-2026", "-o", empty).code == 0
    ran = told(empty, "6=20")
    assert ran.code == 1
    assert "没有计分，所以也没有可以比较的。" in ran.out
    assert told(tmp_path / "没有.xlsx", "6=20").code == 3
