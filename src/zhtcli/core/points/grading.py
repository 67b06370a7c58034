"""Which gates strike, and the grade that follows: only where a user's own paper says so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, assert_never

from zhtcli.core.points.score import IndicatorScore
from zhtcli.core.rounding import shown
from zhtcli.core.rules.overlay import CompletionBelow, Gate, Grade, Overlay, SaysYes

GateState = Literal["struck", "open", "clear"]


@dataclass(frozen=True, slots=True)
class Ruling:
    """Whether a gate strikes, and which indicators it is about; `open` where that cannot be told yet."""

    gate: Gate
    state: GateState
    indicators: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Graded:
    """A total after the gates, and the grade; None where it is not certain (`worst` to `best`) or there is none."""

    total: Fraction
    low: Fraction
    high: Fraction
    grade: str | None = None
    worst: str | None = None
    best: str | None = None

    @property
    def word(self) -> str:
        """`良`, or `差至良` where it is not certain yet."""
        return self.grade if self.grade is not None else f"{self.worst}至{self.best}"


def rulings(
    gates: Iterable[Gate], items: Sequence[IndicatorScore], says_yes: frozenset[str], *, running: bool
) -> tuple[Ruling, ...]:
    """What became of each gate; `running` while the scope has not ended."""
    return tuple(_ruling(gate, items, says_yes, running) for gate in gates)


def _ruling(gate: Gate, items: Sequence[IndicatorScore], says_yes: frozenset[str], running: bool) -> Ruling:
    match gate.when:
        case SaysYes(field=field):
            return Ruling(gate, "struck" if field in says_yes else "clear")
        case CompletionBelow(indicators=nos, percent=percent):
            states = {i.indicator.no: _below(i, Fraction(percent), running) for i in items if i.indicator.no in nos}
            for state in ("struck", "open"):
                if about := tuple(no for no, own in states.items() if own == state):
                    return Ruling(gate, state, about)
            return Ruling(gate, "clear")
        case _:
            assert_never(gate.when)


def _below(item: IndicatorScore, percent: Fraction, running: bool) -> GateState:
    """A sum that still runs can only grow; a value at the end can still fall."""
    if item.completion is None:
        return "open" if item.assessed and item.points is None else "clear"
    below = item.completion * 100 < percent
    if running:
        return "clear" if not below and item.indicator.rollup == "sum" else "open"
    return "struck" if below else "clear"


def gated(total: Fraction, gates: Iterable[Gate]) -> Fraction:
    """A total after gates that struck: the least of what they set and allow."""
    told = list(gates)
    fixed = [Fraction(gate.total) for gate in told if gate.total is not None]
    caps = [Fraction(gate.total_at_most) for gate in told if gate.total_at_most is not None]
    return min([min(fixed) if fixed else total, *caps])


def graded(overlay: Overlay, total: Fraction, low: Fraction, high: Fraction, told: Sequence[Ruling]) -> Graded:
    """The total and its bounds after the gates, and the grade where every total that is still possible has it."""
    struck = [ruling.gate for ruling in told if ruling.state == "struck"]
    may = [ruling.gate for ruling in told if ruling.state != "clear"]
    after = [gated(bound, gates) for bound in (low, high) for gates in (struck, may)]
    settled = gated(total, struck)
    if not overlay.grades:
        return Graded(settled, min(after), max(after))
    ranks = [
        _rank(overlay.grades, gated(bound, gates), gates) for bound in (low, total, high) for gates in (struck, may)
    ]
    best, worst = overlay.grades[min(ranks)].name, overlay.grades[max(ranks)].name
    return Graded(settled, min(after), max(after), best if best == worst else None, worst, best)


def _rank(grades: Sequence[Grade], total: Fraction, gates: Sequence[Gate]) -> int:
    """The place of the grade, 0 for the best; gates can set it or keep it from being better."""
    names = [grade.name for grade in grades]
    earned = next(place for place, grade in enumerate(grades) if _reached(grade, total))
    fixed = [names.index(gate.grade) for gate in gates if gate.grade is not None]
    caps = [names.index(gate.grade_at_most) for gate in gates if gate.grade_at_most is not None]
    return max([max(fixed) if fixed else earned, *caps])


def _reached(grade: Grade, total: Fraction) -> bool:
    return total >= grade.least if grade.inclusive else total > grade.least


def outcome_words(gate: Gate) -> str:
    """`定为“不合格”`, `总分不超过 59 分`."""
    if gate.grade is not None:
        return f"定为“{gate.grade}”"
    if gate.grade_at_most is not None:
        return f"最高为“{gate.grade_at_most}”"
    if gate.total is not None:
        return f"总分计 {shown(gate.total)} 分"
    return f"总分不超过 {shown(gate.total_at_most)} 分"
