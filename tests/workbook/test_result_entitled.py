"""The result workbook of forms that give verdicts and money, as openpyxl reads it again."""

from __future__ import annotations

import dataclasses
import io
import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from workbook.recalculating import formulas
from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.finding import Finding
from zhtcli.workbook.result import write_result
from zhtcli.workflow.assessing import assess_one
from zhtcli.workflow.choices import Choices
from zhtcli.workflow.forming import fill_form, make_form
from zhtcli.workflow.readings import Decided

SAMPLES = Path(__file__).parents[2] / "samples" / "wuqing"
MEDICINE, MATERIALS = "武清区生物医药产业五大创新功能平台", "武清区新材料产业五大创新功能平台"
EVIL = '=HYPERLINK("http://evil.example","点我")'
PERSON = "110101199003074514"

Change = Callable[[dict[str, Any]], object]


class Written:
    """A result as openpyxl reads it."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.book: Any = openpyxl.load_workbook(io.BytesIO(content), data_only=True)

    def rows(self, sheet: str) -> list[list[Any]]:
        return [list(row) for row in self.book[sheet].iter_rows(values_only=True)]

    def row(self, sheet: str, *starts: object) -> list[Any]:
        """The only row whose first cells are these."""
        (found,) = (row for row in self.rows(sheet) if tuple(row[: len(starts)]) == starts)
        return found

    def named(self, sheet: str, header: str, *starts: object) -> list[dict[str, Any]]:
        """The rows of the table under the header row that begins with this, by column title, that start so."""
        rows = self.rows(sheet)
        place = next(place for place, row in enumerate(rows) if row[0] == header)
        titles = [str(title) for title in rows[place]]
        return [
            dict(zip(titles, row, strict=True))
            for row in rows[place + 1 :]
            if tuple(row[: len(starts)]) == starts and row[0] is not None
        ]

    def texts(self) -> list[str]:
        cells = (cell for sheet in self.book.worksheets for row in sheet.iter_rows() for cell in row)
        return [cell.value for cell in cells if isinstance(cell.value, str)]


def assessed(sample: str, tmp_path: Path, change: Change | None = None, **choices: Any) -> Assessment:
    data = json.loads((SAMPLES / f"{sample}.json").read_text(encoding="utf-8"))
    if change is not None:
        change(data)
    path = tmp_path / f"{sample}.xlsx"
    path.write_bytes(fill_form(str(data["form"]), data))
    assessment, _ = assess_one(path, Choices(**choices))
    return assessment


def written(assessment: Assessment) -> Written:
    return Written(write_result(assessment, "9.9.9"))


@pytest.fixture(scope="module")
def subsidy(tmp_path_factory: pytest.TempPathFactory) -> Written:
    return written(assessed("subsidy-2026", tmp_path_factory.mktemp("subsidy"), spread=True))


@pytest.fixture(scope="module")
def recognition(tmp_path_factory: pytest.TempPathFactory) -> Written:
    def both_means(data: dict[str, Any]) -> None:
        data["fields"] |= {"step_applied": "2025-09-01", "step_recommended": "2025-09-10", "area": 900}
        data["registers"]["investments"].append({"date": "2025-02-01", "category": "购置土地", "amount": 70})

    return written(assessed("recognition", tmp_path_factory.mktemp("recognition"), both_means))


def test_the_sheets_are_those_that_have_something_to_tell(subsidy: Written, recognition: Written) -> None:
    rest = ["问题清单", "口径与假设", "核验", "_zht"]
    assert subsidy.book.sheetnames == ["总览", "补助核定", "补助明细", "支撑数据", "台账核定", *rest]
    assert recognition.book.sheetnames == ["总览", "条件结论", *rest]
    for one in (subsidy, recognition):
        assert one.book["_zht"].sheet_state == "veryHidden"
        assert one.book.active is one.book["总览"]
    assert subsidy.book.properties.title == "武清区“五大创新平台”补贴核算表核定结果"


class TestMoney:
    """补助核定, 补助明细, 支撑数据 and the overview of the bureau's form."""

    def test_a_grant_from_what_is_asked_to_what_is_paid(self, subsidy: Written) -> None:
        """1666.67万 at 30 % is 500.001万, capped at 500万."""
        (first,) = subsidy.named("补助核定", "序号", 1)
        assert first == {
            "序号": 1, "编号": f"supply/{MEDICINE}", "对象": MEDICINE, "补助": "平台建设首次补贴",
            "统一社会信用代码": "91120114MA0WQ1A04J", "年度": "2024", "申报（万元）": 1966.67,
            "申报（元）": 19_666_700, "认定（元）": 16_666_700, "比例": 0.3, "按比例计算（元）": 5_000_010,
            "上限核减（元）": 10, "金额（元）": 5_000_000, "金额（万元）": 500, "现在应拨付（元）": 5_000_000,
            "情况": "应拨付", "原因": None, "条款": "六（一）1",
        }  # fmt: skip

    def test_the_totals_stand_at_the_foot_by_kind_and_together(self, subsidy: Written) -> None:
        assert [row[0] for row in subsidy.rows("补助核定")[-4:]] == [
            "平台建设首次补贴", "新增投资后续支持", "平台使用补贴", "合计",
        ]  # fmt: skip
        last = subsidy.row("补助核定", "合计")
        assert last[3] == "6笔"
        assert last[6:9] == [3258.67, 32_586_700, 29_286_700]
        assert last[10:15] == [9_496_010, 400_010, 9_096_000, 909.6, 7_500_000]
        assert subsidy.book["补助核定"].auto_filter.ref == "A2:R8", "the totals are not filtered away"

    def test_a_grant_step_by_step(self, subsidy: Written) -> None:
        steps = subsidy.named("补助明细", "编号", f"supply/{MEDICINE}")
        told = [(one["步骤"], one["金额（元）"], one["金额（万元）"], one["情况"], one["条款"]) for one in steps]
        assert told == [
            ("申报", 19_666_700, 1966.67, None, None),
            ("不予认定", -3_000_000, -300, None, "六（三）1"),
            ("认定", 16_666_700, 1666.67, None, None),
            ("按比例计算", 5_000_010, 500.001, None, "六（一）1"),
            ("超过上限", -10, -0.001, None, "六（一）1"),
            ("核定金额", 5_000_000, 500, "应拨付", "六（一）1"),
            ("第1笔拨付", 2_500_000, 250, "应拨付", "六（二）1"),
            ("第2笔拨付", 2_500_000, 250, "应拨付", "六（二）1"),
        ]
        assert steps[1]["行标识"] == f"{MEDICINE}/2024-02-11/购置土地"
        assert steps[1]["单元格"] == "台账_平台建设投资!C7"
        assert steps[-1]["原因或条件"] == "首次年度考核合格后"

    def test_a_cut_stands_on_the_claim_where_it_fell(self, subsidy: Written) -> None:
        """64万 of the first claim and 40万 of the second are 4万 above the million of the year."""
        cuts = {
            one["编号"]: (one["金额（元）"], one["行标识"], one["条款"])
            for one in subsidy.named("补助明细", "编号")
            if one["步骤"] == "超过上限" and str(one["编号"]).startswith("2026")
        }
        assert cuts == {"2026-002": (-40_000, "2026-002/天津杏林制药有限公司", "六（二）2")}
        second = subsidy.named("补助明细", "编号", "2026-002")
        assert [(one["步骤"], one["金额（元）"]) for one in second if one["步骤"].startswith("第")] == [
            ("第1笔拨付", 360_000)
        ]

    def test_what_waits_says_what_for_and_between_what_it_may_lie(self, subsidy: Written) -> None:
        (waiting,) = (one for one in subsidy.named("补助明细", "编号", "2026-003") if one["步骤"] == "核定金额")
        assert (waiting["金额（元）"], waiting["情况"]) == (96_000, "待条件满足")
        assert waiting["原因或条件"] == "尚未落户，最迟2027-06-30落户；可能在 0.00元 至 96,000.00元 之间"

    def test_what_support_rests_on(self, subsidy: Written) -> None:
        told = [(row[0], row[1], row[2], row[4]) for row in subsidy.rows("支撑数据")[4:]]
        assert told == [
            (MEDICINE, "认定的平台建设投资额", 16_666_700, 1666.67),
            (MEDICINE, "认定的其他合理费用", 0, 0),
            (MEDICINE, "设备投入占比", pytest.approx(12_000_000 / 16_666_700), None),
            (MATERIALS, "认定的平台建设投资额", 10_000_000, 1000),
            (MATERIALS, "认定的其他合理费用", 300_000, 30),
            (MATERIALS, "设备投入占比", 0.7, None),
        ]

    def test_each_row_of_a_register_says_what_of_it_counts(self, subsidy: Written) -> None:
        rows = {(one["台账"], one["行号"]): one for one in subsidy.named("台账核定", "台账")}
        assert len(rows) == 10

        def told(register: str, number: int) -> tuple[Any, ...]:
            one = rows[f"台账_{register}", number]
            return tuple(one[key] for key in ("用于", "申报（元）", "计入（元）", "结论", "原因"))

        assert told("平台建设投资", 5) == (f"supply/{MEDICINE}", 12_000_000, 12_000_000, "计入", None)
        assert told("平台建设投资", 7)[2:] == (0, "不计", "“购置土地”不在建设投资额范围内")
        assert told("平台建设投资", 8)[0] == f"supply/{MEDICINE}/2026"
        assert told("平台建设投资", 11)[1:4] == (600_000, 300_000, "部分计入")
        assert told("使用补贴申请", 7) == ("2026-003", 120_000, 120_000, "计入", "尚未落户，最迟2027-06-30落户")
        recognised = [(row[1], row[8]) for row in subsidy.rows("补助核定")[2:8]]
        for id, amount in recognised:
            assert sum(one["计入（元）"] for one in rows.values() if one["用于"] == id) == amount

    def test_the_overview_adds_up(self, subsidy: Written) -> None:
        whole = subsidy.row("总览", "核定补助合计")
        assert whole[1:4] == ["6笔", 9_096_000, 909.6]
        assert whole[5] == 7_500_000
        chain = {row[0]: row[2] for row in subsidy.rows("总览") if isinstance(row[2], int | float)}
        assert chain["申报"] - chain["减：不予认定"] == chain["认定"] == 29_286_700
        assert chain["按比例计算"] - chain["减：超过上限"] == chain["核定补助"] == 9_096_000
        assert "减：不再拨付或待裁定" not in chain
        assert subsidy.row("总览", MATERIALS)[1:] == [1, 3_000_000, 1_500_000, 1_500_000, "应拨付1笔；其中有核减的1笔"]
        assert subsidy.row("总览", "平台使用补贴")[1:5] == [3, 1_096_000, 1_000_000, 96_000]
        assert subsidy.row("总览", "2026年")[1:5] == [4, 1_096_000, 1_000_000, 96_000]
        assert subsidy.row("总览", "核定基准日")[1] == "2026-12-31（填报件没有写，按本期最后一天）"

    def test_the_readings_say_what_another_choice_gives(self, subsidy: Written) -> None:
        rows = {row[1]: row[4:] for row in subsidy.rows("口径与假设") if row[1] and isinstance(row[4], int | float)}
        assert rows["cumulative"] == [9_096_000, None]
        assert rows["initial"] == [9_456_000, 360_000]
        assert rows["forfeited"] == [7_596_000, -1_500_000]
        (bounds,) = (text for text in subsidy.texts() if text.startswith("“补助合计（元）”"))
        assert bounds.endswith("补助合计最低 6,096,000.00元，最高 9,546,000.00元。")

    def test_without_the_spread_no_other_total_is_told(self, tmp_path: Path) -> None:
        plain = written(assessed("subsidy-2026", tmp_path, decided=Decided({"cap_500": "initial"})))
        used = next(row for row in plain.rows("口径与假设") if row[1] == "initial")
        assert used == ["采用", "initial", "只管首次补贴，后续支持不设上限", None, None, "选定"]
        assert plain.row("总览", "核定补助合计")[2] == 9_456_000
        assert "1项口径已选定，其余8项用默认选项，见“口径与假设”。" in plain.texts()

    def test_problems_have_no_column_for_indicators(self, subsidy: Written) -> None:
        assert subsidy.row("问题清单", "序号") == [
            "序号", "级别", "代码", "位置", "台账", "行标识", "问题", "怎样处理", "条款",
        ]  # fmt: skip
        assert subsidy.row("问题清单", 1)[2:4] == ["ZHT-GRANT-LIMITED", "台账_平台建设投资!C11"]

    def test_refused_lapsed_and_undecided_money(self, tmp_path: Path) -> None:
        """60 % of equipment is not reached, a first assessment that failed forfeits, one claim is too late."""

        def change(data: dict[str, Any]) -> None:
            registers = data["registers"]
            registers["investments"][0]["category"] = "材料费"
            registers["claims"][0]["use_date"] = "2020-01-01"
            registers["claims"].append({**registers["claims"][2], "id": "2025-009", "use_date": "2025-09-30"})

        told = written(assessed("subsidy-2026", tmp_path, change, decided=Decided({"first_failed": "forfeited"})))
        rows = {row[1]: row for row in told.rows("补助核定") if isinstance(row[0], int)}
        assert rows[f"supply/{MEDICINE}"][12:16] == [0, 0, 0, "待人工裁定"]
        assert rows["2026-001"][12:17] == [0, 0, 0, "不予补贴", "使用在平台认定（2024-03-01）之前"]
        assert rows["2025-009"][15] == "已失效"
        chain = {row[0]: row[2] for row in told.rows("总览") if isinstance(row[2], int | float)}
        assert chain["减：不再拨付或待裁定"] == 6_500_000
        computed, cut = chain["按比例计算"], chain["减：超过上限"]
        assert computed - cut - chain["减：不再拨付或待裁定"] == chain["核定补助"]
        lapsed = told.named("补助明细", "编号", f"supply/{MATERIALS}")[-1]
        assert (lapsed["步骤"], lapsed["金额（元）"], lapsed["情况"]) == ("第2笔拨付", 1_500_000, "不再拨付")
        (unused,) = (one for one in told.named("台账核定", "台账") if one["用于"] == "2026-001")
        assert (unused["计入（元）"], unused["结论"]) == (0, "不计")

    def test_a_row_that_no_grant_rests_on_says_why(self, tmp_path: Path) -> None:
        def change(data: dict[str, Any]) -> None:
            data["registers"]["investments"][1]["platform"] = "没有的平台"

        told = written(assessed("subsidy-2026", tmp_path, change))
        row = next(one for one in told.named("台账核定", "台账") if one["行号"] == 6)
        assert (row["用于"], row["计入（元）"], row["结论"]) == (None, 0, "不计")
        assert "没有的平台" in row["原因"]
        assert "平台清单" in row["原因"]

    def test_many_payees_are_summed_up_behind_the_largest(self, tmp_path: Path) -> None:
        def change(data: dict[str, Any]) -> None:
            claim = data["registers"]["claims"][0]
            data["registers"]["claims"] = [
                {**claim, "id": f"C{n:02}", "enterprise": f"天津第{n:02}号公司", "uscc": None, "fee": n}
                for n in range(1, 21)
            ]

        told = written(assessed("subsidy-2026", tmp_path, change))
        assert told.row("总览", "其余10个")[1:3] == [10, 8000 * sum(range(1, 11))]
        assert told.row("总览", "天津第11号公司")[2] == 88_000
        assert not [row for row in told.rows("总览") if row[0] == "天津第10号公司"]


class TestVerdicts:
    """条件结论 and the overview of a platform's form."""

    def test_a_condition_with_its_figures(self, recognition: Written) -> None:
        rows = recognition.rows("条件结论")
        place = next(n for n, row in enumerate(rows) if row[1] == "近三年平均研发投入强度")
        told, mean, ratio = rows[place : place + 3]
        assert told[:6] == [5, "近三年平均研发投入强度", "一般不低于3%", pytest.approx(0.125 / 3), "%", "符合"]
        assert told[7:] == ["规则", "台账_近三年研发投入!C5、B5、C6、B6、C7、B7", "三（二）3"]
        assert mean[1:5] == ["　其中：逐年平均", None, pytest.approx(0.125 / 3), "%"]
        assert ratio[1:5] == ["　其中：各年合计", None, pytest.approx(110 / 3500), "%"]

    def test_what_is_left_out_of_the_investment_is_told(self, recognition: Written) -> None:
        rows = recognition.rows("条件结论")
        place = next(n for n, row in enumerate(rows) if row[1] == "平台建设投资额")
        assert [(row[1], row[3]) for row in rows[place : place + 3]] == [
            ("平台建设投资额", 1000),
            ("　其中：列入的", 1000),
            ("　其中：不列入的", 70),
        ]

    def test_a_soft_miss_and_an_expert_are_for_a_person(self, recognition: Written) -> None:
        area = next(row for row in recognition.rows("条件结论") if row[1] == "公共服务面积")
        assert area[2:6] == ["一般不低于1000平方米", 900, "平方米", "由人决定"]
        assert area[7] == "人"
        expert = next(row for row in recognition.rows("条件结论") if row[1] == "技术带头人")
        assert expert[5:8] == ["由人决定", "由专家判断，还没有评审结论。", "人"]

    def test_days_and_answers_are_values_of_their_kind(self, recognition: Written) -> None:
        rows = {row[1]: row for row in recognition.rows("条件结论")}
        assert rows["已入库"][3].date() == date(2025, 10, 1)
        assert rows["已获得收益"][3] == "是"

    def test_each_stage_has_its_conclusion(self, recognition: Written) -> None:
        filing, recognised = (recognition.row("条件结论", title) for title in ("入库备案", "认定"))
        assert (filing[5], recognised[5]) == ("符合", "由人决定")
        assert filing[6].startswith("7 项条件都符合。")
        told = [row for row in recognition.rows("总览") if row[0] in ("入库备案", "认定") and row[1]][:2]
        assert [row[1] for row in told] == ["符合", "由人决定"]
        assert told[1][3].startswith("17项条件：8项符合，9项由人决定。")

    def test_the_overview_tells_what_keeps_it_open_and_which_steps_are_taken(self, recognition: Written) -> None:
        rows = recognition.rows("总览")
        start = next(n for n, row in enumerate(rows) if row[0] == "还没有符合的条件")
        experts, area = rows[start + 2 : start + 4]
        assert len(experts[0].split("、")) == 8
        assert (area[0], area[1], area[2]) == ("公共服务面积", "认定", "由人决定")
        assert recognition.row("总览", "办理到哪一步")[1] == "已推荐"
        assert recognition.row("总览", "推荐")[1:4] == ["已办", "2025-09-10", "已推荐"]
        assert recognition.row("总览", "备案")[1:4] == ["未办", None, None]
        assert recognition.row("总览", "公共服务面积", "平方米")[2] == 900


@pytest.mark.parametrize("form", ["wuqing-subsidy-2026", "wuqing-recognition"])
def test_a_form_that_was_stopped_has_its_findings_and_says_why(form: str, tmp_path: Path) -> None:
    path = tmp_path / "空表.xlsx"
    path.write_bytes(make_form(form))
    assessment, _ = assess_one(path)
    told = written(assessment)
    assert told.book.sheetnames == ["总览", "问题清单", "口径与假设", "核验", "_zht"]
    assert "没有核定。交来的是空表，栏目和台账都没有填，没有往下核对。" in told.texts()
    assert told.row("问题清单", 1)[1:3] == ["错误", "ZHT-FORM-EMPTY"]


def test_a_form_without_any_row_to_pay_for_says_so(tmp_path: Path) -> None:
    told = written(assessed("subsidy-2026", tmp_path, lambda data: data["registers"].clear()))
    assert "没有可以核算的补助：台账里没有相应的行。" in told.texts()
    assert "补助核定" not in told.book.sheetnames


@pytest.mark.parametrize("sample", ["subsidy-2026", "recognition"])
def test_the_same_assessment_gives_the_same_bytes(sample: str, tmp_path: Path) -> None:
    assessment = assessed(sample, tmp_path)
    assert write_result(assessment, "1") == write_result(assessment, "1")
    assert write_result(assessment, "1") != write_result(assessment, "2")


def test_nothing_typed_becomes_a_formula_or_a_link(tmp_path: Path) -> None:
    def money(data: dict[str, Any]) -> None:
        registers = data["registers"]
        registers["claims"][0] |= {"id": "=1+1", "enterprise": EVIL}
        registers["claims"][1]["enterprise"] = "http://evil.example/a"
        registers["claims"][2] |= {"fee": -5, "enterprise": "@SUM(A1)"}
        registers["platforms"][1]["platform"] = "+武清区"

    def conditions(data: dict[str, Any]) -> None:
        data["fields"] |= {"unit": EVIL, "industry": "=2+3", "special_case": True, "special_reason": "-1+2"}

    books = [assessed("subsidy-2026", tmp_path, money), assessed("recognition", tmp_path, conditions)]
    for told in map(written, books):
        cells = [cell for sheet in told.book.worksheets for row in sheet.iter_rows() for cell in row]
        typed = r"HYPERLINK|evil|1\+1|2\+3|武清区|SUM\(A1\)"
        assert not [formula for formula in formulas(told.content) if re.search(typed, formula)]
        links = [cell.hyperlink for cell in cells if cell.hyperlink is not None]
        assert all(re.fullmatch(r"'(台账核定|补助核定|条件结论)'![A-Z]+\d+", link.location) for link in links)
        assert all(link.target is None and link.id is None for link in links)
        assert any("evil.example" in text for text in told.texts()), "it is there, as text"
        quoted = [cell for cell in cells if isinstance(cell.value, str) and cell.value.startswith(("=", "+", "@"))]
        assert quoted
        assert all(cell.quotePrefix for cell in quoted)


def test_the_number_of_a_person_who_claims_is_hidden(tmp_path: Path) -> None:
    def change(data: dict[str, Any]) -> None:
        data["registers"]["claims"][2] |= {"kind": "人才", "enterprise": "王某", "uscc": PERSON}

    told = written(assessed("subsidy-2026", tmp_path, change))
    assert not [text for text in told.texts() if PERSON in text]
    (own,) = (row for row in told.rows("补助核定") if row[2] == "王某")
    assert own[4].startswith("110101")
    assert "*" in own[4]


def test_findings_about_no_cell_have_their_place(tmp_path: Path) -> None:
    assessment = assessed("recognition", tmp_path)
    more = Finding(code="ZHT-FORM-VERSION", severity="warning", message="甲", hint="乙")
    told = written(dataclasses.replace(assessment, findings=(more,)))
    assert told.row("问题清单", 1)[1:6] == ["警告", "ZHT-FORM-VERSION", "整份文件", "甲", "乙"]
    assert next(row for row in told.rows("总览") if row[0] == "警告")[-1] == 1
