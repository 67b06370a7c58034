"""Several years of one unit: joined where they agree, told where they do not, never settled in silence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from core import builders
from zhtcli.core.assessing.judging import Judged
from zhtcli.core.assessing.series import join, unit_key
from zhtcli.core.figures.figures import Figures
from zhtcli.core.finding import Finding
from zhtcli.core.points.score import IndicatorScore
from zhtcli.core.points.scorecard import scorecards
from zhtcli.core.years.progress import progress
from zhtcli.workflow.assessing import assess
from zhtcli.workflow.forming import fill_form

Changes = dict[tuple[str, str], Any]


def judged(year: str, changes: Changes | None = None, *, file: str = "", **fields: Any) -> Judged:
    told = {**builders.on_target(year), **(changes or {})}
    return builders.judged(builders.submission(year, told, fields={**builders.COVER, **fields}, file=file), found=())


def joined(*years: Judged) -> dict[str, tuple[Figures, list[Finding], list[tuple[str, str]]]]:
    told = join(builders.regime(), years)
    return {one.submission.file: what for one, what in zip(years, told, strict=True)}


def codes(found: list[Finding]) -> list[tuple[str, str, str | None]]:
    return [(finding.code, finding.severity, finding.indicator) for finding in found]


def earlier_blank(year: str) -> Changes:
    return {cell: None for cell in builders.on_target(year) if cell[1] < year}


def test_a_year_s_own_form_speaks_for_it() -> None:
    told = joined(judged("2025", {("5", "2025"): "25"}), judged("2026", earlier_blank("2026")))
    figures, found, files = told["bishan-2026.xlsx"]
    assert found == []
    assert [path for path, _ in files] == ["bishan-2025.xlsx"]
    assert figures["5", "2025"].value == 25
    assert figures["5", "2025"].cells[0].sheet == "[bishan-2025.xlsx]指标填报"
    cards = {card.scope.id: card for card in scorecards(builders.regime(), figures, "2026")}
    assert cards["2025"].complete
    assert _item(cards["..2027"].indicators, "5").actual == 65
    (item,) = (one for one in progress(builders.regime(), figures, "2026", {}) if one.indicator.no == "5")
    assert [one.to_date for one in item.by_period] == [25, 65, None, None, None]


def _item(items: tuple[IndicatorScore, ...], no: str) -> IndicatorScore:
    return next(item for item in items if item.indicator.no == no)


def test_an_earlier_form_is_not_told_what_came_later() -> None:
    figures, found, files = joined(judged("2025"), judged("2026"))["bishan-2025.xlsx"]
    assert (found, files) == ([], [])
    assert {period for _, period in figures} == {"2025"}


def test_a_year_told_differently_is_a_finding_on_the_later_form() -> None:
    told = joined(judged("2025"), judged("2026", {("5", "2025"): "35"}))
    assert told["bishan-2025.xlsx"][1] == []
    figures, found, _ = told["bishan-2026.xlsx"]
    assert codes(found) == [("ZHT-SERIES-CONFLICT", "error", "5")]
    assert found[0].at == builders.at("5", "value", "2025")
    for words in ("2025年", "35", "30", "bishan-2025.xlsx", "bishan-2026.xlsx"):
        assert words in found[0].message
    assert figures["5", "2025"].value == 30


def test_a_blank_contradicts_nothing() -> None:
    told = joined(judged("2025", {("5", "2025"): None}), judged("2026"))
    figures, found, _ = told["bishan-2026.xlsx"]
    assert found == []
    assert figures["5", "2025"].value == 30, "the year's own form is silent, so the later one is all there is"


@pytest.mark.parametrize(
    ("parts", "typed", "contradicts"),
    [
        (("1508", "57000"), "2.6", False),  # 2.6456… rounds to 2.6
        (("1508", "57000"), "2.65", False),  # and to 2.65
        (("1508", "57000"), "2.64", True),
        (("53", "2000"), "2.6", False),  # exactly half a unit off
        (("53", "2000"), "2.60", True),
        (("21", "22"), "95.4545454545455", False),  # fifteen digits of a formula
        (("21", "22"), "95", False),
        (("21", "22"), "96", True),
    ],
)
def test_a_typed_percentage_stands_for_all_that_rounds_to_it(
    parts: tuple[str, str], typed: str, contradicts: bool
) -> None:
    first = judged("2025", {("8", "2025"): {"numerator": parts[0], "denominator": parts[1]}})
    found = joined(first, judged("2026", {("8", "2025"): typed}))["bishan-2026.xlsx"][1]
    assert [one.code for one in found] == ["ZHT-SERIES-CONFLICT"] * contradicts


def test_a_count_has_no_margin() -> None:
    found = joined(judged("2025"), judged("2026", {("25", "2025"): "8000.4"}))["bishan-2026.xlsx"][1]
    assert codes(found) == [("ZHT-SERIES-CONFLICT", "error", "25")]


def test_two_forms_of_one_year_speak_for_nothing() -> None:
    one = judged("2025", file="甲/2025.xlsx")
    other = judged("2025", {("5", "2025"): "29"}, file="乙/2025.xlsx")
    told = joined(one, other, judged("2026", {("5", "2025"): "28"}))
    for file in ("甲/2025.xlsx", "乙/2025.xlsx"):
        (found,) = told[file][1]
        assert (found.code, found.severity) == ("ZHT-SERIES-TWICE", "error")
        assert "甲/2025.xlsx" in found.message
        assert "乙/2025.xlsx" in found.message
        assert "2份" in found.message
    figures, found_later, files = told["bishan-2026.xlsx"]
    assert (found_later, files) == ([], [])
    assert figures["5", "2025"].value == 28


def test_two_copies_of_one_form_are_one() -> None:
    told = joined(judged("2025", file="a.xlsx"), judged("2025", file="b.xlsx"), judged("2026"))
    found = [[(one.code, one.severity) for one in about] for _, about, _ in told.values()]
    assert found == [[("ZHT-SERIES-COPY", "warning")], [("ZHT-SERIES-COPY", "warning")], []]
    assert told["bishan-2026.xlsx"][2] == [("a.xlsx", "")]


def test_a_year_between_is_missed() -> None:
    told = joined(judged("2025"), judged("2027"))
    assert told["bishan-2025.xlsx"][1] == []
    (found,) = told["bishan-2027.xlsx"][1]
    assert (found.code, found.severity, found.at) == ("ZHT-SERIES-GAP", "warning", None)
    assert "2026年" in found.message
    assert "2025年" not in found.message


def test_a_form_by_itself_misses_nothing() -> None:
    assert joined(judged("2027"))["bishan-2027.xlsx"][1:] == ([], [])


def test_the_code_makes_a_unit_and_else_the_name() -> None:
    assert unit_key(judged("2026")) == builders.COVER["uscc"]
    assert unit_key(judged("2026", uscc=None)) == builders.COVER["unit"]
    assert unit_key(judged("2026", uscc=None, unit=None)) == ""


def test_two_later_forms_that_tell_a_year_differently_are_a_finding() -> None:
    """Issue 2: several years' workbooks are joined, and a year told differently in two of them is a finding."""
    told = joined(judged("2026"), judged("2027", {("5", "2025"): "35"}))
    found = [one for _, findings, _ in told.values() for one in findings if one.code != "ZHT-SERIES-GAP"]
    assert codes(found) == [("ZHT-SERIES-CONFLICT", "error", "5")]


def test_a_year_that_was_joined_in_is_not_said_to_be_missing(tmp_path: Path) -> None:
    """The 2026 form leaves 2025 blank, the 2025 form tells it: sums are computed, so nothing says they cannot be."""
    paths = []
    for year in ("2025", "2026"):
        told = {no: value for (no, period), value in builders.on_target(year).items() if period == year}
        indicators = {no: {part: float(one) for part, one in _parts(value).items()} for no, value in told.items()}
        path = tmp_path / f"{year}.xlsx"
        path.write_bytes(fill_form(f"bishan-{year}", {"fields": builders.COVER, "indicators": indicators}))
        paths.append(path)
    _, later = assess(paths, joined=True)
    (cumulative,) = (card for card in later.scorecards if card.scope.id == "..2027")
    assert _item(cumulative.indicators, "5").actual == 70
    assert [finding.code for finding in later.findings] == []


def _parts(value: Any) -> dict[str, str]:
    return value if isinstance(value, dict) else {"value": value}
