"""The points of Changzhou worked out a second time, from the document and the decided rules alone, in fractions.

Takes the data of `fill` and experts' scores; knows nothing of how the program goes about it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

F = Fraction
Row = Mapping[str, Any]
Scores = Mapping[str, Mapping[str, Fraction]]
"""Indicator -> expert -> points."""

PLACES = {"per_item": (2, 2), "total_only": (None, 2), "one_place": (1, 1)}
JUDGED = {"1": 4, "5": 5, "10": 4, "11": 4, "13": 4, "17": 4}
BONUS = ("5", "9", "12", "15")
CARRIERS = {
    ("孵化器", "国家级"): F(2),
    ("众创空间", "国家级"): F(1),
    ("孵化器", "省级"): F(1),
    ("众创空间", "省级"): F(1, 2),
}
UNICORNS = {"独角兽": F(3), "潜在独角兽": F(2), "瞪羚": F(1)}
TALENTS = {"国家": F(1), "省": F(1, 2)}


@dataclass
class Expected:
    """Points to the places of the reading; None where nothing can be said. `low` and `high` are those of item 16."""

    points: dict[str, Fraction | None]
    total: Fraction
    bonus: Fraction
    low: Fraction
    high: Fraction


def half_up(value: Fraction, places: int | None) -> Fraction:
    return value if places is None else F(math.floor(value * 10**places + F(1, 2)), 10**places)


def expected(data: Mapping[str, Any], scores: Scores, options: Mapping[str, str]) -> Expected:
    case = _Case(data, options)
    low, high = case.item16()
    exact: dict[str, Fraction | None] = {
        **{no: opinion(scores.get(no, {}), most, options["experts"]) for no, most in JUDGED.items()},
        "2": case.threshold("2", 4, F(75, 100), case.marked("main_industry")),
        "3": case.item3(),
        "4": case.threshold("4", 4, F(30, 100), case.rights()),
        "6": case.threshold("6", 3, F(5, 100), case.marked("digital", firms=True)),
        "7": case.threshold("7", 4, F(20, 100), case.marked("talent")),
        "8": case.staff(),
        "9": case.capped("9", "talents", case.item9),
        "12": case.capped("12", "carriers", case.item12),
        "14": case.item14(),
        "15": case.capped("15", "unicorns", case.item15),
        "16": low,
    }
    places, total_places = PLACES[options["rounding"]]
    points = {no: None if value is None else half_up(value, places) for no, value in exact.items()}
    given = {no: value or F(0) for no, value in points.items()}
    return Expected(
        points,
        half_up(sum(given.values(), F(0)), total_places),
        half_up(sum((given[no] for no in BONUS), F(0)), total_places),
        half_up(low or F(0), places),
        F(3) if high is None else half_up(high, places),
    )


def opinion(scores: Mapping[str, Fraction], most: int, how: str) -> Fraction | None:
    """The mean of what is in range, the panel's own word before it."""
    usable = {expert: score for expert, score in scores.items() if 0 <= score <= most}
    if "裁定" in usable:
        return usable["裁定"]
    ranked = sorted(usable.values())
    if how == "trimmed" and len(ranked) >= 4:
        ranked = ranked[1:-1]
    return sum(ranked, F(0)) / len(ranked) if ranked else None


class _Case:
    def __init__(self, data: Mapping[str, Any], options: Mapping[str, str]) -> None:
        self.options = options
        self.fields: Mapping[str, Any] = data["fields"]
        self.claims: Mapping[str, Any] = data["indicators"]
        self.registers: Mapping[str, Sequence[Row]] = data["registers"]
        self.roster = self.registers.get("entities", [])
        self.as_of = date.fromisoformat(self.fields["as_of"])
        self.worth = int(options["no_register"] == "reported")
        """What a claim without rows is worth."""

    def share(self, no: str, told: tuple[int, int] | None) -> Fraction | None:
        """What the roster says, else what was claimed, which without a register may be worth nothing."""
        if told is not None:
            return F(told[0], told[1]) if told[1] else None
        claim = self.claims.get(no)
        return None if claim is None else F(claim["numerator"], claim["denominator"]) * self.worth

    def reached(self, rate: Fraction | None, least: Fraction) -> Fraction | None:
        if rate is None:
            return None
        if self.options["partial_credit"] == "proportional":
            return min(rate / least, F(1))
        return F(rate >= least)

    def threshold(self, no: str, full: int, least: Fraction, told: tuple[int, int] | None) -> Fraction | None:
        share = self.reached(self.share(no, told), least)
        return None if share is None else full * share

    def subjects(self, holds: Callable[[Row], object], firms: bool = False) -> int:
        """Firms or teams, each once, of which a row holds."""
        return len({row["name"] for row in self.roster if holds(row) and (not firms or row["kind"] == "企业")})

    def marked(self, column: str, firms: bool = False) -> tuple[int, int] | None:
        if all(row.get(column) is None for row in self.roster):
            return None
        return self.subjects(lambda row: row.get(column), firms), self.subjects(lambda _: True, firms)

    def item3(self) -> Fraction | None:
        how = self.options["item3"]
        firms = self.subjects(lambda _: True, firms=True)
        shares = []
        for no, least, holds in (("3.1", F(1, 2), self.sme_or_pool), ("3.2", F(1, 4), self.high_tech)):
            rate = self.share(no, (self.subjects(holds, firms=True), firms) if firms else None)
            if rate is None:
                return None
            shares.append(min(rate / least, F(1)) if how == "min_ratio" else self.reached(rate, least) or F(0))
        return 2 * sum(shares, F(0)) if how == "split" else 4 * min(shares)

    def sme_or_pool(self, row: Row) -> bool:
        year = row.get("sme_year") or int((row.get("sme_no") or "0")[:4])
        last = (
            date(year + 1, 3, 31) if self.options["sme_validity"] == "last_until_renewal" else date(year or 1, 12, 31)
        )
        return bool(row.get("pool")) or bool(year and date(year, 1, 1) <= self.as_of <= last)

    def high_tech(self, row: Row) -> bool:
        if row.get("hte_date") is None:
            return False
        issued = date.fromisoformat(row["hte_date"])
        leap = (issued.month, issued.day) == (2, 29)
        return issued <= self.as_of <= date(issued.year + 3, issued.month, 28 if leap else issued.day)

    def rights(self) -> tuple[int, int] | None:
        rows = self.registers.get("ip_rights", [])
        if not rows:
            return self.marked("ip")
        inside = {row["name"] for row in self.roster}
        holders = {
            row["holder"]
            for row in rows
            if row["holder"] in inside
            and row.get("granted_on") is not None
            and date.fromisoformat(row["granted_on"]) <= self.as_of
            and row.get("in_force") is not False
        }
        return len(holders), self.subjects(lambda _: True)

    def staff(self) -> Fraction | None:
        told = [row for row in self.roster if row.get("staff") is not None]
        if told:
            return self.threshold(
                "8", 4, F(1, 10), (sum(row["masters"] for row in told), sum(r["staff"] for r in told))
            )
        if self.fields.get("employees") is None:
            return None
        rate = F(self.fields["employees_masters"], self.fields["employees"]) * self.worth
        return 4 * (self.reached(rate, F(1, 10)) or F(0))

    def in_project(self, register: str) -> list[Row]:
        return [
            row
            for row in self.registers.get(register, [])
            if self.fields["project_start"] <= row["date"] <= self.fields["project_end"]
        ]

    def capped(self, no: str, register: str, tally: Callable[[], Fraction]) -> Fraction | None:
        if self.registers.get(register):
            return min(tally(), F(5))
        claim = self.claims.get(no)
        return None if claim is None else min(F(str(claim)), F(5)) * self.worth

    def item9(self) -> Fraction:
        joint = self.options["item9_team"] == "joint"
        rows = self.in_project("talents")
        return _best((row.get("team") or row["key"] if joint else row["key"], TALENTS[row["level"]]) for row in rows)

    def item12(self) -> Fraction:
        joint = self.options["item12_kinds"] == "joint"
        return _best(
            (row["key"] if joint else (row["key"], row["kind"]), CARRIERS[row["kind"], row["level"]])
            for row in self.in_project("carriers")
        )

    def item15(self) -> Fraction:
        pairs = {(row["key"], UNICORNS[row["level"]]) for row in self.in_project("unicorns")}
        if self.options["item15"] == "highest":
            return _best(pairs)
        of_one = [min(sum((p for k, p in pairs if k == key), F(0)), F(3)) for key in {k for k, _ in pairs}]
        return sum(of_one, F(0))

    def item14(self) -> Fraction | None:
        rows = self.registers.get("finance_cases", [])
        value: Fraction | None
        if rows:
            value = F(len({self.loan(place, row) for place, row in enumerate(rows)}))
        else:
            value = None if self.claims.get("14") is None else F(self.claims["14"] * self.worth)
        if value is None:
            return None
        return 4 * (min(value / 10, F(1)) if self.options["partial_credit"] == "proportional" else F(value >= 10))

    def loan(self, place: int, row: Row) -> object:
        """What a loan is the same as another by."""
        if self.options["dedup_scope"] == "none":
            return place
        year = row["date"][:4] if self.options["dedup_scope"] == "per_year" else ""
        if self.options["item14_case"] == "enterprise":
            return year, row["enterprise"]
        if row.get("contract") is not None:
            return year, row["contract"]
        return year, row["enterprise"], row["institution"], row["amount"], row["date"]

    def item16(self) -> tuple[Fraction | None, Fraction | None]:
        """At least and at most; None and None where nothing can be said."""
        areas = [self.fields[key] for key in ("area_own", "area_managed", "area_leased") if key in self.fields]
        total, used = sum(map(_exact, areas), F(0)), self.fields.get("area_used")
        if not total or used is None:
            return None, None
        rate = _exact(used) / total
        low, high = self.area(total)
        if self.options["partial_credit"] == "proportional":
            enough = min(rate / F(2, 3), F(1))
        else:
            enough = F(3 * _exact(used) >= 2 * total)
        if self.options["item16_parts"] == "split":
            return (low + enough) * F(3, 2), (high + enough) * F(3, 2)
        return 3 * min(low, enough), 3 * min(high, enough)

    def area(self, total: Fraction) -> tuple[Fraction, Fraction]:
        how = self.options["item16_range"]
        if 30000 <= total <= 50000 or how == "advisory" or (how == "above_accepted" and total > 50000):
            return F(1), F(1)
        return F(0), F(how != "zero")


def _exact(value: Any) -> Fraction:
    return F(str(value))


def _best(pairs: Iterable[tuple[object, Fraction]]) -> Fraction:
    """The highest of each thing, added up."""
    best: dict[object, Fraction] = {}
    for key, points in pairs:
        best[key] = max(best.get(key, F(0)), points)
    return sum(best.values(), F(0))
