"""What last quarter's workbook, and that of the same quarter a year ago, bring into the next form."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from core import quarterly
from zhtcli.core.forms.layout import ENTRIES, Slot
from zhtcli.core.forms.tablecolumns import FOLLOWED
from zhtcli.core.period import Form
from zhtcli.workflow.carrying import Carried, carry_over
from zhtcli.workflow.faults import UsageFault
from zhtcli.workflow.forming import fill_form, make_form

FORM = Form("jiaxing", "2026q3")
Make = Callable[..., Path]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    def workbook(period: str, indicators: Mapping[str, Any], name: str = "", **fields: Any) -> Path:
        data = quarterly.data()
        data |= {"form": f"jiaxing-{period}", "indicators": dict(indicators), "fields": data["fields"] | fields}
        path = tmp_path / f"{name or period}.xlsx"
        path.write_bytes(fill_form(data["form"], data))
        return path

    return workbook


def four(quarter: float, growth: float, to_date: float, to_date_growth: float) -> dict[str, float]:
    return dict(zip(FOLLOWED, (quarter, growth, to_date, to_date_growth), strict=True))


def carried(*paths: Path, form: Form = FORM) -> Carried:
    said: list[str] = []
    found = carry_over(form, paths, said.append)
    assert said == []
    return found


def figures(of: Carried) -> dict[tuple[str, str, str], Any]:
    return {(s.key, str(s.period), s.part): value for s, value in of.values.items() if s.owner == "indicator"}


def test_last_quarter_and_the_year_before_bring_their_four_figures(make: Make) -> None:
    last = make("2026q2", {"16": four(110, -3.25, 220, 4), "6": four(8.574, 0.3, 8.5, 0.2)})
    before = make("2025q3", {"16": four(100, 2, 300, 3)})
    found = carried(last, before)
    assert figures(found) == {
        ("16", "2026q2", "quarter"): 110,
        ("16", "2026q2", "quarter_growth"): Decimal("-3.25"),
        ("16", "2026q2", "to_date"): 220,
        ("16", "2026q2", "to_date_growth"): 4,
        ("6", "2026q2", "quarter"): Decimal("8.574"),
        ("6", "2026q2", "quarter_growth"): Decimal("0.3"),
        ("6", "2026q2", "to_date"): Decimal("8.5"),
        ("6", "2026q2", "to_date_growth"): Decimal("0.2"),
        ("16", "2025q3", "quarter"): 100,
        ("16", "2025q3", "quarter_growth"): 2,
        ("16", "2025q3", "to_date"): 300,
        ("16", "2025q3", "to_date_growth"): 3,
    }
    assert found.origins == {"2026q2": "来自 2026q2.xlsx 的填报数", "2025q3": "来自 2025q3.xlsx 的填报数"}


def test_what_stays_the_same_comes_along_and_nothing_else_of_the_fields(make: Make) -> None:
    found = carried(make("2026q2", {"16": 110}, fund_spent=99))
    assert {slot.key: value for slot, value in found.values.items() if slot.owner == "field"} == {
        "unit": "嘉兴甲综合体有限公司",
        "uscc": "91330400MA5U000000",
        "county": "嘉兴市秀洲区",
        "level": "省级",
        "started_on": date(2022, 5, 1),
    }


def test_a_ratio_that_its_parts_give_is_carried_as_a_number(make: Make) -> None:
    found = carried(make("2026q2", {"2": {"numerator": 38.5, "denominator": 12000}}))
    assert figures(found) == {("2", "2026q2", "quarter"): Decimal("32.083333333333")}


def test_a_later_workbook_speaks_for_a_quarter_without_one(make: Make) -> None:
    """2025q4's workbook tells 2025q3 as the quarter before; where 2025q3's is there too, that one is believed."""
    later = make("2025q4", {"16": {"2025q4": 120, "2025q3": four(101, 2, 301, 3), "2024q4": 90}})
    alone = carried(later)
    assert figures(alone) == {("16", "2025q3", part): value for part, value in four(101, 2, 301, 3).items()}
    assert alone.origins == {"2025q3": "来自 2025q4.xlsx 的填报数"}
    said: list[str] = []
    both = carry_over(FORM, [later, make("2025q3", {"16": {"quarter": 100}})], said.append)
    assert [sentence.partition(" ")[0] for sentence in said] == [str(later)]
    assert figures(both) == {("16", "2025q3", "quarter"): 100}
    assert both.origins == {"2025q3": "来自 2025q3.xlsx 的填报数"}


def test_a_figure_that_a_finding_rules_out_is_not_carried(make: Make) -> None:
    found = carried(make("2026q2", {"16": {"quarter": -5, "to_date": 220}, "17": {"quarter": "约40", "to_date": 80}}))
    assert figures(found) == {("16", "2026q2", "to_date"): 220, ("17", "2026q2", "to_date"): 80}


def test_a_workbook_of_no_use_is_said(make: Make) -> None:
    said: list[str] = []
    found = carry_over(FORM, [make("2025q1", {"16": 90})], said.append)
    assert figures(found) == {}
    (sentence,) = said
    assert sentence.endswith("是2025年第一季度的表，“jiaxing-2026q3”用不到其中的数，只带入了封面的栏目。")


def test_two_workbooks_of_one_quarter_are_refused(make: Make, tmp_path: Path) -> None:
    one = make("2026q2", {"16": 110})
    other = Path(shutil.copy(one, tmp_path / "副本.xlsx"))
    with pytest.raises(UsageFault, match="都是2026年第二季度的表，请只带入一份"):
        carry_over(FORM, [one, other], print)


def test_another_units_workbook_is_refused(make: Make) -> None:
    one, other = make("2026q2", {"16": 110}), make("2025q3", {"16": 100}, uscc="91330400MA5U111111", unit="嘉兴乙")
    with pytest.raises(UsageFault, match="不是同一单位的"):
        carry_over(FORM, [one, other], print)


@pytest.mark.parametrize("period", ["2026q3", "2026q4"])
def test_a_later_quarter_is_refused(make: Make, period: str) -> None:
    with pytest.raises(
        UsageFault, match=f"第{'三' if period == '2026q3' else '四'}季度的表，不是“jiaxing-2026q3”以前的季度"
    ):
        carry_over(FORM, [make(period, {"16": 110})], print)


def test_the_form_says_where_its_figures_come_from(make: Make, tmp_path: Path) -> None:
    last = make("2026q2", {"16": four(110, -3.25, 220, 4)})
    path = tmp_path / "新.xlsx"
    path.write_bytes(make_form("jiaxing-2026q3", [last]))
    sheet, layout = openpyxl.load_workbook(path)[ENTRIES], quarterly.layout()
    notes = {period: sheet.cell(3, layout.column(f"earlier_{period}_quarter")).value for period in ("2026q2", "2025q3")}
    assert notes == {
        "2026q2": "2026年第二季度：来自 2026q2.xlsx 的填报数",
        "2025q3": "2025年第三季度：照已报送的数填",
    }
    at = layout.places[Slot("indicator", "16", "2026q2", "quarter_growth")].at
    assert sheet[at.a1].value == -0.0325


def test_a_share_that_its_parts_give_is_carried_as_it_was_typed(make: Make, tmp_path: Path) -> None:
    """Growth is worked out from what is printed: 34.35, not 34.3514993…, from a form and from a result workbook."""
    from zhtcli.core.assessing.attendance import areas, attendance
    from zhtcli.workflow.assessing import assess
    from zhtcli.workflow.results import write_progress_file

    last = make("2026q2", {"2": {**four(34.35, 3.75, 94.71, 2.46), "numerator": 74, "denominator": 21542}})
    parts_alone = make("2025q3", {"4": {"numerator": 1, "denominator": 3}})
    expected = {
        ("2", "2026q2", "quarter"): Decimal("34.35"),
        ("2", "2026q2", "quarter_growth"): Decimal("3.75"),
        ("2", "2026q2", "to_date"): Decimal("94.71"),
        ("2", "2026q2", "to_date_growth"): Decimal("2.46"),
    }
    assert figures(carried(last)) == expected
    assert figures(carried(parts_alone)) == {("4", "2025q3", "quarter"): Decimal("0.333333333333")}

    result = tmp_path / "结果.xlsx"
    assessments = assess([last], joined=True)
    attending = attendance(assessments)
    write_progress_file(assessments, attending, areas(attending), result, force=False)
    assert figures(carried(result)) == expected
