"""What the readings do to grants: each alone, and the lowest and highest of all of them together."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from core.granting import PLATFORM, assessment, claim, form, investment, platform, yuan
from zhtcli.core.assessing.grantspread import ALL_GRANTS, grant_spread
from zhtcli.core.assessing.spread import Spread
from zhtcli.core.forms.submission import Submission
from zhtcli.definitions.load import parsed

SUPPLY = f"supply/{PLATFORM}"


def _spread(told: Submission, as_of: date | None = None) -> dict[str, Spread]:
    return grant_spread(parsed("wuqing-subsidy"), {}, told, as_of)


def _moved(told: Spread, reading: str) -> dict[str, Fraction]:
    return {move.option: move.total for move in told.moves if move.reading == reading}


def test_a_failed_second_year_and_a_fourth_one() -> None:
    rows = [investment("100", day=date(year, 4, 1)) for year in (2023, 2024, 2025, 2026)]
    outcomes = [assessment(year, "不合格" if year == 2024 else "合格") for year in (2022, 2023, 2024, 2025, 2026)]
    told = _spread(form(investments=rows, assessments=outcomes))
    assert _moved(told[ALL_GRANTS], "failed_year") == {"ends": yuan("300000"), "skips": yuan("900000")}
    assert _moved(told[ALL_GRANTS], "follow_up_years")["supported3"] == yuan("900000")
    assert (told[f"{SUPPLY}/2026"].low, told[f"{SUPPLY}/2026"].high) == (0, yuan("300000"))
    assert (told[ALL_GRANTS].low, told[ALL_GRANTS].high) == (yuan("300000"), yuan("900000"))


def test_a_failed_first_assessment() -> None:
    told = _spread(form(investments=[investment("1000")], assessments=[assessment(2023, "不合格")]))
    assert _moved(told[SUPPLY], "first_failed") == {"forfeited": yuan("1500000")}
    assert (told[SUPPLY].low, told[SUPPLY].high) == (yuan("1500000"), yuan("3000000"))


def test_bounds_are_those_of_combinations_and_not_only_of_single_moves() -> None:
    """Other costs decide whether sixty percent are reached, and that decides whether anything is paid."""
    rows = [
        investment("600", "设备费_硬件"),
        investment("370"),
        investment("60", "其他合理费用"),
        investment("1000", day=date(2023, 1, 1)),
    ]
    told = _spread(
        form(
            platforms=[platform(industry="生物医药")],
            investments=rows,
            assessments=[assessment(2022), assessment(2023)],
        )
    )
    assert told[SUPPLY].high == yuan("3090000")  # warn, without effect of equipment
    assert told[SUPPLY].low == 0
    assert told[f"{SUPPLY}/2023"].high == yuan("3000000")
    assert told[ALL_GRANTS].high == yuan("6090000")


def test_readings_about_claims_move_claims() -> None:
    rows = [claim("C1", "100", date(2023, 11, 1), paid_on=date(2024, 2, 1)), claim("C2", "100", date(2024, 3, 1))]
    told = _spread(form(claims=rows))
    assert _moved(told[ALL_GRANTS], "claim_year") == {"payment": yuan("1000000")}
    assert (told["C2"].low, told["C2"].high) == (yuan("200000"), yuan("800000"))
    abroad = form(claims=[claim("C1", "100", landed_on=None)])
    assert _moved(_spread(abroad, date(2026, 1, 1))["C1"], "outside_enterprise") == {"eligible": yuan("800000")}
