"""County and city totals: what adds up, what is computed from parts, and what is left out with its reason."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from zhtcli.core.quarters import totals as words
from zhtcli.core.quarters.observed import Observed, Told
from zhtcli.core.quarters.totals import Member, Total, by_county, left_out_words, totals
from zhtcli.definitions.load import load_regime

REGIME = load_regime("jiaxing")
NOW, YEAR_AGO = "2026q3", "2025q3"


def told(no: str, period: str, quarter: str, to_date: str | None = None, **parts: str) -> Observed:
    figures = {"quarter": Told(Fraction(quarter))}
    if to_date is not None:
        figures["to_date"] = Told(Fraction(to_date))
    known = {key: Decimal(value) for key, value in parts.items()}
    return Observed(no, period, figures, known.get("numerator"), known.get("denominator"))


def member(name: str, county: str, *observed: Observed, disputed: frozenset[str] = frozenset()) -> Member:
    quarters = {(one.no, one.period): one for one in observed}
    return Member(name, county, quarters, frozenset(one.period for one in observed), disputed)


def total(no: str, *members: Member, period: str = NOW) -> Total:
    (found,) = (one for one in totals(REGIME, members, [period]) if one.no == no)
    return found


def test_a_flow_adds_up_and_grows_over_the_same_units() -> None:
    one = member("甲", "秀洲区", told("1", NOW, "10.5", "30"), told("1", YEAR_AGO, "10"))
    other = member("乙", "海宁市", told("1", NOW, "21", "60.25"), told("1", YEAR_AGO, "20"))
    found = total("1", one, other)
    assert (found.value, found.to_date, found.counted) == (Fraction("31.5"), Fraction("90.25"), ("甲", "乙"))
    assert found.growth.value == 5


def test_growth_is_of_the_units_that_are_counted() -> None:
    one = member("甲", "秀洲区", told("1", NOW, "10"), told("1", YEAR_AGO, "8"))
    new = member("乙", "秀洲区", told("1", NOW, "5"))
    found = total("1", one, new)
    assert found.value == 15
    assert (found.growth.value, found.growth.note) == (None, "乙没有去年同期可用的数，不计算同比")
    assert total("1", new).growth.note == "没有去年同期的数，不计算同比"
    base = {("1", YEAR_AGO): told("1", YEAR_AGO, "4")}
    repeating = replace(new, repeated=base)
    assert total("1", one, repeating).growth.value == 25, "what a later form repeats serves where no workbook is left"
    assert total("1", one, replace(repeating, disputed=frozenset({YEAR_AGO}))).growth.value is None


def test_a_unit_that_tells_nothing_now_does_not_touch_growth() -> None:
    one = member("甲", "秀洲区", told("1", NOW, "10"), told("1", YEAR_AGO, "8"))
    silent = member("乙", "秀洲区", told("1", YEAR_AGO, "100"))
    assert total("1", one, silent).growth.value == 25


def test_what_is_missing_blank_or_disputed_is_left_out_and_said() -> None:
    one = member("甲", "秀洲区", told("9", NOW, "100"))
    gone = member("乙", "秀洲区")
    blank = member("丙", "秀洲区", Observed("9", NOW))
    twice = member("丁", "秀洲区", told("9", NOW, "7"), disputed=frozenset({NOW}))
    found = total("9", one, gone, blank, twice)
    assert (found.value, found.counted) == (100, ("甲",))
    assert list(left_out_words(found)) == [
        f"{words.NO_WORKBOOK}：乙",
        f"{words.BLANK}：丙",
        f"{words.DISPUTED}：丁",
    ]


def test_a_ratio_is_computed_from_parts_and_never_averaged() -> None:
    """万元/人: 60 亿元 over 10 000 people and 30 亿元 over 20 000 are 30, the mean of 60 and 15 would be 37.5."""
    one = member("甲", "秀洲区", told("2", NOW, "60", numerator="60", denominator="10000"))
    other = member("乙", "海宁市", told("2", NOW, "15", numerator="30", denominator="20000"))
    assert total("2", one, other).value == 30


def test_a_ratio_without_parts_is_left_out() -> None:
    one = member("甲", "秀洲区", told("2", NOW, "60", numerator="60", denominator="10000"))
    bare = member("乙", "海宁市", told("2", NOW, "15"))
    found = total("2", one, bare)
    assert (found.value, found.counted) == (60, ("甲",))
    assert list(left_out_words(found)) == [f"{words.NO_PARTS}：乙"]
    nobody = total("2", bare)
    assert (nobody.value, nobody.why) == (None, words.NOT_ADDED)


def test_the_county_s_own_denominator_counts_once_a_county() -> None:
    """Two units of one county tell the same gross product: 10 and 5 of 150, not of 300."""
    one = member("甲", "秀洲区", told("3", NOW, "6.67", numerator="10", denominator="150"))
    same = member("乙", "秀洲区", told("3", NOW, "3.33", numerator="5", denominator="150"))
    far = member("丙", "海宁市", told("3", NOW, "15", numerator="15", denominator="100"))
    assert total("3", one, same).value == 10
    assert total("3", one, same, far).value == 12


def test_a_county_that_is_told_in_two_ways_is_no_total() -> None:
    one = member("甲", "秀洲区", told("3", NOW, "6.67", numerator="10", denominator="150"))
    odd = member("乙", "秀洲区", told("3", NOW, "3.33", numerator="5", denominator="151"))
    found = total("3", one, odd)
    assert found.value is None
    assert found.why == "同一县（市、区）各单位填的“县（区、市）生产总值”不同"


def test_both_parts_may_be_the_county_s() -> None:
    """R&D of the county over its gross product: told by two units of it, still one share."""
    one = member("甲", "秀洲区", told("20", NOW, "3", numerator="3", denominator="100"))
    same = member("乙", "秀洲区", told("20", NOW, "3", numerator="3", denominator="100"))
    assert total("20", one, same).value == 3


@pytest.mark.parametrize(("county", "note"), [("秀洲区", words.SAME_REGION), ("海宁市", "")])
def test_figures_of_the_region_warn_of_counting_twice(county: str, note: str) -> None:
    one, other = member("甲", "秀洲区", told("19", NOW, "10")), member("乙", county, told("19", NOW, "10"))
    found = total("19", one, other)
    assert (found.value, found.note) == (20, note)


def test_a_to_date_figure_that_one_unit_left_blank_is_left_out() -> None:
    one, other = member("甲", "秀洲区", told("5", NOW, "1", "3")), member("乙", "秀洲区", told("5", NOW, "2"))
    found = total("5", one, other)
    assert (found.value, found.to_date, found.why_to_date) == (3, None, "有单位没有填累计数：乙")


def test_counties_come_in_the_order_they_are_met() -> None:
    units = [member("甲", "秀洲区"), member("乙", "海宁市"), member("丙", "秀洲区")]
    assert {county: [one.name for one in some] for county, some in by_county(units).items()} == {
        "秀洲区": ["甲", "丙"],
        "海宁市": ["乙"],
    }
