"""What shares and quotients are worked out from, held against the indicator that tells the same figure."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

from zhtcli.core.catalogue import series as rules
from zhtcli.core.finding import Finding
from zhtcli.core.quarters.observed import Told
from zhtcli.core.quarters.quarterview import QuarterView, mixup, slack
from zhtcli.core.rounding import shown
from zhtcli.core.rules.checkkinds import SameAs
from zhtcli.core.rules.kinds import Quotient, Ratio
from zhtcli.core.values import half_unit


def part_finding(check: SameAs, view: QuarterView, mixed: Collection[str]) -> Finding | None:
    """A part that is not the other indicator's figure of the quarter; None where one of them is not known.

    Some 10 000 times off is a question of units. Nothing where the other one is known to be in another unit
    (`mixed`): that is told already.
    """
    indicator, other = view.regime.indicator(check.indicator), view.regime.indicator(check.other)
    observed, figure = view.quarters.get((indicator.no, view.own)), view.told(other.no)
    entry = view.submission.entry(indicator.no, view.own, check.part)
    typed = getattr(observed, check.part) if observed is not None else None
    if typed is None or figure is None or not isinstance(indicator.measure, Ratio | Quotient) or other.no in mixed:
        return None
    part = Told(Fraction(typed), half_unit(typed))
    if abs(part.value - figure.value) <= max(slack(other, part), slack(other, figure)):
        return None
    names = {"numerator": ("分子", indicator.measure.numerator), "denominator": ("分母", indicator.measure.denominator)}
    called = "“{1}”（{0}）".format(*names[check.part])
    words = {
        "part": f"{shown(part.value, 4)}{other.unit}",
        "figure": f"{shown(figure.value, 4)}{other.unit}",
    }
    if mixup(other, part.value, figure.value) == "units":
        rule = rules.UNITS
        seen = f"第{indicator.printed_no}项的{called}填了{words['part']}"
        words = {"seen": f"{seen}，而第{other.printed_no}项本季度填了{words['figure']}，相差约 1 万倍"}
    else:
        rule = rules.PART_DIFFERS
        words |= {"name": called, "other": other.printed_no}
    return rule.found(
        entry.at if entry is not None else None,
        indicator=indicator.printed_no,
        field=check.part,
        raw=entry.raw if entry is not None else None,
        clause=check.clause,
        severity=check.severity,
        **words,
    )
