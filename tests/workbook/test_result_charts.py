"""The sheet 图表: what each chart refers to, what it leaves out, and how it stands on paper."""

from __future__ import annotations

import dataclasses
import io
import re
import zipfile
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import pytest
from openpyxl.utils import range_boundaries
from python_calamine import CalamineWorkbook

from workbook.test_result import EVIL, FIGURES, assessed
from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.catalogue import forms
from zhtcli.workbook.result import write_result
from zhtcli.workbook.result.sheets.chartdata import MOST, shortened
from zhtcli.workflow.assessing import assess

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
SCORED = ("bishan/good-2026", "bishan/mistakes-2026", "changzhou/good")
LINK = "www.evil.example"


@cache
def sample(name: str) -> Assessment:
    (one,) = assess([SAMPLES / f"{name}.xlsx"])
    return one


class Drawn:
    """The charts of a result, with the cells that they refer to as calamine reads them."""

    def __init__(self, assessment: Assessment) -> None:
        self.content = write_result(assessment, "1.0")
        self.book: Any = openpyxl.load_workbook(io.BytesIO(self.content))
        self.sheet = self.book["图表"]
        self.charts: list[Any] = self.sheet._charts
        rows = CalamineWorkbook.from_filelike(io.BytesIO(self.content)).get_sheet_by_name("图表")
        self.rows = rows.to_python(skip_empty_area=False)
        self.bars = [chart for chart in self.charts if chart.tagname == "barChart"]
        self.lines = [chart for chart in self.charts if chart.tagname == "lineChart"]

    def values(self, reference: str) -> list[Any]:
        """What stands in the cells of a reference, which are on this sheet; None in a blank one."""
        sheet, _, cells = reference.partition("!")
        assert sheet == "图表"
        left, top, right, bottom = range_boundaries(cells)
        assert left == right or top == bottom
        told = [self.rows[row - 1][column - 1] for row in range(top, bottom + 1) for column in range(left, right + 1)]
        return [None if value == "" else value for value in told]

    def series(self, chart: Any) -> list[list[Any]]:
        return [self.values(one.val.numRef.f) for one in chart.series]

    def labels(self, chart: Any) -> list[Any]:
        labels = chart.series[0].cat
        return self.values((labels.strRef or labels.numRef).f)

    def captions(self) -> str:
        return "\n".join(str(row[0]) for row in self.rows if row[0] != "")


def exactly(values: list[Fraction | None]) -> list[Any]:
    return [None if value is None else pytest.approx(float(value), rel=1e-12, abs=1e-12) for value in values]


@pytest.mark.parametrize("name", SCORED)
def test_points_of_the_sections_are_those_of_the_assessment(name: str) -> None:
    told, drawn = sample(name), Drawn(sample(name))
    card = told.main
    assert card is not None
    chart = drawn.bars[0]
    assert drawn.labels(chart) == [f"{one.id}、{one.title}" for one in card.sections]
    series = drawn.series(chart)
    items = [[i for i in card.indicators if i.indicator.section == one.id] for one in card.sections]
    if not any(item.indicator.bonus for item in card.indicators):
        assert [one.tx.v for one in chart.series] == ["分值", "得分"]
        assert series == [exactly([one.max for one in card.sections]), exactly([one.points for one in card.sections])]
        return
    earned: list[list[Fraction | None]] = []
    for bonus in (False, True):
        points = [[i.points for i in own if i.indicator.bonus is bonus and i.points is not None] for own in items]
        earned.append([sum(own, Fraction(0)) if own else None for own in points])
    most = [one.bonus_max or None for one in card.sections]
    assert [one.tx.v for one in chart.series] == ["基础分分值", "基础分得分", "加分最高", "加分得分"]
    assert series == [
        exactly([one.max - one.bonus_max for one in card.sections]),
        exactly(earned[0]),
        exactly(most),
        exactly(earned[1]),
    ]
    assert None in earned[0], "a section that waits for experts has no bar"


@pytest.mark.parametrize("name", SCORED)
def test_completions_stand_in_the_order_of_the_document(name: str) -> None:
    told, drawn = sample(name), Drawn(sample(name))
    assert told.main is not None
    chart = drawn.bars[1]
    parts = [part for item in told.main.indicators for part in item.parts or (item,)]
    held = [one for one in parts if one.target is not None or one.indicator.asked]
    assert drawn.series(chart) == [exactly([one.completion for one in held])]
    assert [label.split(" ")[0] for label in drawn.labels(chart)] == [one.indicator.no for one in held]
    left_out = [one.indicator.no for one in parts if one not in held]
    assert ("不按目标算完成率，没有列" in drawn.captions()) is bool(left_out)
    assert chart.y_axis.scaling.orientation == "minMax"
    assert chart.x_axis.scaling.orientation == "maxMin", "the first stands on top"


def test_every_figure_that_is_drawn_is_a_reference() -> None:
    for name in ("bishan/good-2026", "changzhou/good", "cixi/complex-2026"):
        drawn = Drawn(sample(name))
        for chart in drawn.charts:
            for one in chart.series:
                _, _, cells = one.val.numRef.f.partition("!")
                left, top, right, bottom = range_boundaries(cells)
                for row in drawn.sheet.iter_rows(top, bottom, left, right):
                    for cell in row:
                        assert cell.value is None or re.search("(计分表|累计进度|完成情况)!", str(cell.value)), cell


def test_the_path_is_that_of_the_targets_to_date() -> None:
    """5: 30, 40, 50, 60, 80 add up to 260; 29 is printed to date, 4 as added up and not as printed for 2027."""
    told, drawn = sample("bishan/mistakes-2026"), Drawn(sample("bishan/mistakes-2026"))
    assert len(drawn.lines) == len(told.progress) == 30
    scale = {one.indicator.no: 100 if one.indicator.unit == "%" else 1 for one in told.progress}
    for chart, one in zip(drawn.lines, told.progress, strict=True):
        title = "".join(run.t for run in chart.title.tx.rich.p[0].r)
        assert title.startswith(f"{one.indicator.no} ")
        sums = one.indicator.rollup == "sum"
        by = scale[one.indicator.no]
        targets = [None if p.expected_to_date is None else p.expected_to_date / by for p in one.by_period]
        known = [(p.to_date if sums else p.actual) if p.period <= "2026" else None for p in one.by_period]
        assert drawn.series(chart) == [exactly(targets), exactly([None if v is None else v / by for v in known])]
        assert drawn.labels(chart) == [2025, 2026, 2027, 2028, 2029]
        assert chart.display_blanks == "gap"
    assert drawn.series(drawn.lines[4])[0] == [30, 70, 120, 180, 260]
    assert drawn.series(drawn.lines[28])[0] == [4, 6, 10, 14, 20]
    assert drawn.series(drawn.lines[3])[0] == [0, 0, 1, 1, 1]
    assert "第4项印出的累计目标与各年目标相加的数不同" in drawn.captions()


def test_a_cycle_draws_each_year_for_itself() -> None:
    drawn = Drawn(sample("cixi/complex-2026"))
    assert drawn.labels(drawn.lines[0]) == [2025, 2026, 2027, 2028, 2029, 2030]
    assert drawn.series(drawn.lines[0]) == [[None, 1200, 1280, None, None, 1500], [None, 1260, *[None] * 4]]
    (shares,) = drawn.bars
    assert drawn.series(shares) == [[1.05, 0.96, pytest.approx(0.029 / 0.028), 1, pytest.approx(5400 / 5600)]]


def test_what_is_missing_is_a_gap_and_says_why() -> None:
    drawn = Drawn(sample("bishan/mistakes-2026"))
    (share,), labels = drawn.series(drawn.bars[1]), drawn.labels(drawn.bars[1])
    told = {label.split(" ")[0]: (label, value) for label, value in zip(labels, share, strict=True)}
    for no, why in (("4", "未填报"), ("5", "无法计算"), ("18", "不适用")):
        assert told[no][0].endswith(f"（{why}）")
        assert told[no][1] is None
    assert told["19"][1] == 0, "nothing was reached, which is not the same as nothing told"
    assert "（" not in told["19"][0]
    assert "第4、12项（未填报）；第5、7、13、14项（无法计算）；第18项（不适用）" in drawn.captions()
    for chart in drawn.charts:
        for one in drawn.series(chart):
            assert all(value is None or isinstance(value, int | float) for value in one), "a text is drawn as 0"


def test_ten_times_the_target_leaves_the_others_to_be_seen() -> None:
    drawn = Drawn(sample("bishan/mistakes-2026"))
    chart = drawn.bars[1]
    (share,) = drawn.series(chart)
    assert share[8] == 10, "the figure itself is not cut"
    assert (chart.y_axis.scaling.min, chart.y_axis.scaling.max, chart.y_axis.majorUnit) == (0, 1.5, 1)
    assert "横轴只画到150%，第9、29、30项超出" in drawn.captions()
    assert "超出" not in Drawn(sample("bishan/good-2026")).captions()
    below = [place.idx for place in chart.series[0].dPt]
    assert below == [place for place, value in enumerate(share) if value is not None and value < 1]


def test_stopped_and_blank_forms_have_no_charts() -> None:
    blank = assessed(figures={}, parts={})
    stopped = assessed(entry_findings=(forms.WRONG_FORM.found(seen="sample-2026", wanted="sample-2027"),))
    assert (blank.main, stopped.main) == (None, None)
    for one in (blank, stopped, sample("wuqing/subsidy-2026")):
        book = openpyxl.load_workbook(io.BytesIO(write_result(one, "1.0")))
        assert "图表" not in book.sheetnames
        assert not any(sheet._charts for sheet in book.worksheets)


def test_names_as_typed_stay_texts() -> None:
    told = sample("cixi/consortium-2026")
    names = (EVIL, LINK, "=1+1\x07")
    progress = tuple(
        dataclasses.replace(one, indicator=msgspec.structs.replace(one.indicator, name=name, no=name))
        for one, name in zip(told.progress, names, strict=True)
    )
    drawn = Drawn(dataclasses.replace(told, progress=progress))
    assert drawn.labels(drawn.bars[0]) == [f"1 {shortened(EVIL, 25.5)}", f"2 {LINK}", "3 =1+1"]
    assert not drawn.sheet._hyperlinks
    with zipfile.ZipFile(io.BytesIO(drawn.content)) as archive:
        charts = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/charts/chart")]
    assert len(charts) == 4
    assert {ref.partition("!")[0] for text in charts for ref in re.findall("<c:f>(.*?)</c:f>", text)} == {"图表"}


def test_a_long_list_of_ones_own_is_not_drawn_without_end() -> None:
    told = sample("cixi/consortium-2026")
    many = dataclasses.replace(told, progress=told.progress[:1] * (MOST + 1))
    drawn = Drawn(many)
    assert [len(one) for one in drawn.series(drawn.bars[0])] == [MOST]
    assert len(drawn.lines) == MOST
    assert drawn.sheet.row_breaks.brk[0].id > MOST, "the first chart stands on the first page"
    assert drawn.captions().count(f"只画前{MOST}项，全部{MOST + 1}项见“完成情况”") == 2


def test_figures_stay_with_their_charts_across_pages() -> None:
    told = sample("cixi/consortium-2026")
    drawn = Drawn(dataclasses.replace(told, progress=(told.progress * 5)[:13]))
    assert drawn.sheet.row_breaks.brk
    rows = [int(chart.series[0].val.numRef.f.rpartition("$")[2]) for chart in drawn.lines]
    assert rows[-1] - rows[0] >= len(rows), "a page ends between them"
    assert [drawn.series(chart)[0][-1] for chart in drawn.lines] == ([16000, 60, 6] * 5)[:13]


@pytest.mark.parametrize("name", [*SCORED, "cixi/complex-2026", "bishan/all-targets-2029"])
def test_no_page_ends_within_a_chart(name: str) -> None:
    drawn = Drawn(sample(name))
    sheet = drawn.sheet
    breaks = [one.id for one in sheet.row_breaks.brk]
    heights = {row: sheet.row_dimensions[row].height for row in range(1, sheet.max_row + 1)}
    left, top, right, last = range_boundaries(sheet.print_area.partition("!")[2])
    assert (left, top, right) == (1, 1, 5)
    title = heights[1] + heights[2]
    starts = [0, *breaks, last]
    for begin, end in pairwise(starts):
        page = sum(heights[row] for row in range(begin + 1, end + 1)) + (title if begin else 0)
        assert page < 755, "A4 less the margins"
        assert end == last or page > 755 - heights[end + 1], "full, so that a program that ignores breaks makes its own"
    for chart in drawn.charts:
        first, end = chart.anchor._from.row + 1, chart.anchor.to.row + 1
        assert not any(first <= row < end for row in breaks)
        assert chart.anchor.to.col <= 5
        assert end <= last


def test_the_same_assessment_gives_the_same_bytes() -> None:
    one = assessed(figures={**FIGURES, ("4", "2026"): 40})
    assert write_result(one, "1.0") == write_result(one, "1.0")


def test_a_label_is_shortened_to_its_room() -> None:
    assert shortened("为企业达成区外配套合作", 11) == "为企业达成区外配套合作"
    assert shortened("为企业达成区外配套合作", 10) == "为企业达成区外配套…"
    assert shortened("a\n b", 2) == "a b"
