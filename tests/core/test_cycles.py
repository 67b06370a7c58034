"""Days of cycles, and pledges as targets: what holds of every first day, and what a form comes to be in its cycle."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core import forms
from zhtcli.core.forms.exchange import from_submission
from zhtcli.core.forms.layout import Slot
from zhtcli.core.forms.tablecolumns import pledged_years
from zhtcli.core.rules.cyclekinds import Cycle
from zhtcli.core.years.cycle import cycle_days, cycle_of
from zhtcli.core.years.pledges import in_cycle
from zhtcli.workflow.known import form_of, layout_of, regime_of

CENTER = Cycle(name="建设周期", start="cycle_start", years=5, midterm_years=3, clause="第二十一条", basis="T")
DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))


@given(first=DAYS, years=st.integers(1, 9))
@example(first=date(2028, 2, 29), years=5)
@example(first=date(2028, 2, 29), years=4)
def test_the_next_cycle_begins_the_day_after(first: date, years: int) -> None:
    """A cycle takes full years: the day after its last one is the corresponding day, or 1 March where there is none."""
    last = cycle_days(Cycle(name="", start="", years=years, clause="", basis="T"), first).last
    after = last + timedelta(days=1)
    assert after.year == first.year + years
    no_such_day = (first.month, first.day) == (2, 29) and not _leap(after.year)
    assert (after.month, after.day) == ((3, 1) if no_such_day else (first.month, first.day))


def _leap(year: int) -> bool:
    return (date(year, 3, 1) - timedelta(days=1)).day == 29


@given(first=DAYS)
def test_the_midterm_lies_within_the_cycle_and_after_three_years(first: date) -> None:
    days = cycle_days(CENTER, first)
    assert days.midterm is not None
    assert days.first < days.midterm <= days.last
    assert (days.midterm - first).days in (3 * 365, 3 * 365 + 1)
    assert days.years[0] == f"{first.year:04}"
    assert days.years[-1] == f"{days.last.year:04}"
    assert len(days.years) in (5, 6)


@given(first=DAYS)
def test_every_year_of_a_cycle_can_pledge_for_its_last(first: date) -> None:
    """Whichever year of its cycle a form is for, the cycle's last year has a column in it."""
    regime = regime_of("cixi-complex")
    assert regime.cycle is not None
    days = cycle_days(regime.cycle, first)
    for year in days.years:
        assert days.years[-1] in pledged_years(regime, year)


def test_a_form_in_its_cycle_has_the_years_as_periods_and_its_pledges_as_targets() -> None:
    regime = regime_of("cixi-complex")
    told = {"1": {"2026": {"value": 90, "pledged": 100}, "2027": {"pledged": 110}, "2030": {"pledged": 150}}}
    fields = {"cycle_start": "2025-03-01"}
    one = forms.submission({"form": "cixi-complex-2026", "fields": fields, "indicators": told})
    pledged = in_cycle(regime, one)
    assert pledged.periods == ("2025", "2026", "2027", "2028", "2029", "2030")
    assert pledged.horizons == ("2030",)
    first, second = pledged.indicator("1"), pledged.indicator("2")
    assert [first.target_of(year) for year in pledged.periods] == [None, 100, 110, None, None, 150]
    assert first.target_through("2030") == 150
    assert second.target_of("2026") is None
    assert regime.periods == (), "the layout goes by the calendar still"


def test_without_a_first_day_there_is_only_the_forms_own_year() -> None:
    told = {"1": {"2026": {"value": 90, "pledged": 100}, "2030": {"pledged": 150}}}
    one = forms.submission({"form": "cixi-complex-2026", "indicators": told})
    pledged = in_cycle(regime_of("cixi-complex"), one)
    assert (pledged.periods, pledged.horizons) == (("2026",), ())
    assert pledged.indicator("1").target_of("2026") == 100
    assert cycle_of(pledged, one) is None


def test_a_document_without_cycles_stays_the_object_that_it_is() -> None:
    regime = regime_of("bishan")
    assert in_cycle(regime, forms.submission({"form": "bishan-2026", "indicators": {"1": 1}})) is regime


def test_pledges_have_columns_of_their_own_and_come_back_as_they_went() -> None:
    layout = layout_of(form_of("cixi-complex-2026"))
    assert [c.period for c in layout.columns if c.part == "pledged"] == ["2026", "2027", "2028", "2029", "2030", "2031"]
    assert "points" not in layout.column_numbers, "第二十二条 leaves points to another paper"
    assert Slot("indicator", "1", "2025", "pledged") not in layout.places
    indicators = {
        "1": {"2026": {"value": 1, "pledged": 2.5}, "2030": {"pledged": 3}},
        "2": {"2026": {"numerator": 1, "denominator": 4, "pledged": 12.5}},
        "5": 7,
    }
    one = forms.submission({"form": "cixi-complex-2026", "indicators": indicators})
    told = from_submission(layout, one)["indicators"]
    assert told == {**indicators, "2": {"numerator": 1, "denominator": 4, "pledged": 12.5}}


@pytest.mark.parametrize(("regime", "items"), [("cixi-complex", 5), ("cixi-consortium", 4), ("cixi-center", 12)])
def test_the_outline_is_a_page_of_yes_and_no(regime: str, items: int) -> None:
    page = [field for field in regime_of(regime).fields if field.page == "plan"]
    assert len(page) == items
    assert {field.type for field in page} == {"boolean"}
    assert not any(field.required for field in page)
    assert all(field.clause.startswith("附件") for field in page)
