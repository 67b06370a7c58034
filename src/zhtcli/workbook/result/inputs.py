"""What people settled and a result rests on, kept on its hidden sheet so that it can be computed once more.

Whoever holds a result sees no more of the experts here than its other sheets say: an expert whom no finding names goes
by a number, and of a reason only that there is one. Where a score stood is printed on 计分表 anyway.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.decision import Decision
from zhtcli.core.figures.expertscore import ARBITRATION, ExpertScore
from zhtcli.workbook.result.exact import exact_text

DECISION, EXPERT, EXPERTS_ASKED, SPREAD = "decision", "expert", "experts_asked", "spread"
WITH_REASON = "（有理由）"
_YES = "yes"


def input_rows(one: Assessment) -> Iterator[tuple[str, ...]]:
    """Rows of texts for the hidden sheet; none where nobody settled anything.

    `decision | unit | no | row | period | value | reason | by | date`, `expert | unit | no | expert | score | reason |
    place`, `experts_asked | yes`, `spread | yes`. A value is `true`, `false` or an exact figure.
    """
    if one.spread is not None:
        yield SPREAD, _YES
    for told in one.decisions:
        value = str(told.value).lower() if isinstance(told.value, bool) else exact_text(told.value)
        yield (
            DECISION, told.unit, told.no, told.row or "", told.period or "", value, told.reason, told.by, told.date,
        )  # fmt: skip
    if one.experts_asked:
        yield EXPERTS_ASKED, _YES
    printed = "\n".join(text for finding in one.findings for text in (finding.message, finding.hint))
    numbers: dict[str, str] = {}
    for score in one.experts:
        number = numbers.setdefault(score.expert, f"专家{len(numbers) + 1}")
        open_hand = score.expert == ARBITRATION
        yield (
            EXPERT,
            score.unit,
            score.no,
            score.expert if open_hand or score.expert in printed else number,
            exact_text(score.score),
            score.reason if open_hand or not score.reason else WITH_REASON,
            score.place,
        )


def decision_of(texts: tuple[str, ...]) -> Decision:
    """A decision from its row. Raises ValueError."""
    _, unit, no, row, period, value, reason, by, date = texts[:9]
    return Decision(
        unit=unit,
        no=no,
        row=row or None,
        period=period or None,
        value=value == "true" if value in ("true", "false") else _fraction(value),
        reason=reason,
        by=by,
        date=date,
    )


def score_of(texts: tuple[str, ...]) -> ExpertScore:
    """A score from its row. Raises ValueError."""
    _, unit, no, expert, score, reason, place = texts[:7]
    return ExpertScore(unit=unit, no=no, expert=expert, score=_fraction(score), reason=reason, place=place)


def _fraction(text: str) -> Fraction:
    try:
        return Fraction(text)
    except ZeroDivisionError:
        raise ValueError(text) from None
