"""A verdict: whether a condition holds, by which rule or person, on which figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from zhtcli.core.decision import Decision
from zhtcli.core.finding import CellRef
from zhtcli.core.rules.kinds import Basis

Outcome = Literal["met", "not_met", "for_person", "not_filled"]
OUTCOME_WORDS: dict[Outcome, str] = {
    "met": "符合",
    "not_met": "不符合",
    "for_person": "由人决定",
    "not_filled": "未填全",
}
WEIGHTIEST: tuple[Outcome, ...] = ("not_met", "not_filled", "for_person")
"""What keeps a whole from being met, the weightiest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What is concluded about one condition, or about a stage as a whole (`overall`).

    `event` is the stage. `value` and `threshold` are in `unit`, percentages in percent. `figures` are further
    figures by key, None where they cannot be computed. `consequence` is what follows as the document has it. A
    `decision` stands above the rule; `by_rule` is the outcome without it.
    """

    id: str
    title: str
    event: str
    outcome: Outcome
    explanation: str
    clause: str
    basis: Basis
    by: Literal["rule", "person"] = "rule"
    value: Fraction | bool | date | None = None
    threshold: Fraction | Decimal | None = None
    unit: str = ""
    firm: bool = True
    consequence: str = ""
    cells: tuple[CellRef, ...] = ()
    figures: Mapping[str, Fraction | None] = field(default_factory=dict)
    overall: bool = False
    formula: tuple[str, ...] = ()
    """How the value is reckoned, a line a step."""
    counted: tuple[str, ...] = ()
    """Of a stage: the ids of the conditions that it goes by."""
    decision: Decision | None = None
    by_rule: Outcome | None = None


def together(verdicts: Iterable[Verdict]) -> Outcome:
    """What single verdicts come to: one failure fails, one gap leaves open, else one open question does."""
    outcomes = {verdict.outcome for verdict in verdicts}
    return next((outcome for outcome in WEIGHTIEST if outcome in outcomes), "met")


FIGURE_WORDS: dict[str, str] = {
    "reported": "填报数",
    "included": "列入的",
    "excluded": "不列入的",
    "beyond_limit": "超过限额的",
    "mean_of_ratios": "逐年平均",
    "ratio_of_sums": "各年合计",
}
"""What further figures of a condition are called, by what follows its id in their keys."""


def figure_word(verdict: Verdict, key: str) -> str:
    """The word for a further figure of a condition; its key where there is none."""
    return FIGURE_WORDS.get(key.removeprefix(f"{verdict.id}_"), key)
