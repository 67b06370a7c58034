"""Results of assessments: what holds whatever the rows say, and in whatever order they stand."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from core import forms
from zhtcli.core.graded.eventjudge import events
from zhtcli.core.graded.events import Until
from zhtcli.core.graded.verdicts import GradedVerdict, graded_verdicts
from zhtcli.workflow.known import regime_of

UNTIL = Until(date(2032, 12, 31), "核定基准日")
rows = st.lists(
    st.fixed_dictionaries(
        {
            "year": st.integers(2024, 2031),
            "date": st.dates(date(2024, 6, 1), date(2032, 12, 31)).map(date.isoformat),
            "kind": st.sampled_from(("annual", "upper_annual", "period_end", "upper_period_end", "midterm", "final")),
            "grade": st.sampled_from(("合格", "不合格", "差", "良好")),
        }
    ),
    max_size=7,
)


def verdicts(told: list[dict[str, Any]], level: str = "宁波市级") -> tuple[GradedVerdict, ...]:
    fields = {"level": level, "cycle_start": "2025-03-01"}
    submission = forms.submission({"form": "cixi-complex-2031", "fields": fields, "registers": {"events": told}})
    regime = regime_of("cixi-complex")
    return graded_verdicts(regime, submission, events(regime, submission, UNTIL), UNTIL)


def of_rows(told: tuple[GradedVerdict, ...]) -> list[GradedVerdict]:
    return [one for one in told if one.grade and not one.overall]


@settings(max_examples=80, deadline=None)
@given(rows, st.integers(0, 9))
def test_the_order_of_rows_decides_nothing(told: list[dict[str, Any]], seed: int) -> None:
    shuffled = random.Random(seed).sample(told, len(told))  # noqa: S311 - an order, not a secret
    first, second = verdicts(told), verdicts(shuffled)
    wholes = [[(one.outcome, one.dates) for one in many if one.overall] for many in (first, second)]
    assert wholes[0] == wholes[1]
    assert sorted(one.consequence for one in of_rows(first)) == sorted(one.consequence for one in of_rows(second))


@settings(max_examples=80, deadline=None)
@given(rows)
def test_every_row_has_one_verdict_and_only_printed_consequences(told: list[dict[str, Any]]) -> None:
    given_ones = of_rows(verdicts(told))
    assert [one.grade for one in given_ones] == [row["grade"] for row in told]
    assert len({one.id for one in given_ones}) == len(told)
    for one in given_ones:
        assert not one.consequence or (one.state == "graded" and one.grade in ("合格", "不合格", "差"))


@settings(max_examples=40, deadline=None)
@given(rows)
def test_at_cixis_own_level_nothing_follows_from_upper_results(told: list[dict[str, Any]]) -> None:
    assert all(not one.consequence for one in verdicts(told, "慈溪市级") if one.event.startswith("upper_"))


def test_nothing_is_awaited_once_the_qualification_is_gone() -> None:
    told = [{"year": 2026, "date": "2027-01-20", "kind": "annual", "grade": "不合格"}]
    assert [one.id for one in verdicts(told)] == ["annual-2026", "qualification"]
