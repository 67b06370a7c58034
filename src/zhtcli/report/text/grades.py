"""What an overlay's gates and grades come to, in sentences that name the overlay."""

from __future__ import annotations

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.points.grading import Ruling, outcome_words
from zhtcli.core.points.scorecard import Scorecard
from zhtcli.core.rounding import shown
from zhtcli.core.rules.indicator import Indicator
from zhtcli.report.plain import one_line


def gate_sentences(card: Scorecard, places: int) -> list[str]:
    """Each gate that struck or still may, then what the total was without them."""
    told = [_sentence(ruling) for ruling in card.gates if ruling.state != "clear"]
    if card.computed is not None:
        told.append(
            f"按各项得分，总分是 {shown(card.computed, places, fixed=True)} 分；按上面的规定，计为 "
            f"{shown(card.total, places, fixed=True)} 分"
        )
    return told


def grade_sentences(one: Assessment, card: Scorecard) -> list[str]:
    """The grade with the overlay that it follows from, or between which grades it still is."""
    overlay = one.regime.overlay if one.regime else None
    if overlay is None or card.graded is None:
        return []
    head = f"等次（按叠加规则“{one_line(overlay.title)}”）："
    if card.grade is not None:
        return [head + one_line(card.grade)]
    return [f"{head}还没有定，可能是{_between(card)}"]


def paper_words(one: Assessment, indicator: Indicator) -> str:
    """Where an indicator's points come from, where that is a paper of the user's own."""
    overlay = one.regime.overlay if one.regime else None
    if overlay is None or not indicator.points_clause:
        return ""
    return f"{indicator.points_clause}（叠加规则“{overlay.title}”）"


def grade_word(card: Scorecard | None) -> str:
    """The grade in a table, or that it is not certain yet."""
    if card is None or card.graded is None:
        return ""
    return one_line(card.grade) if card.grade is not None else "未定"


def _between(card: Scorecard) -> str:
    return "" if card.graded is None else one_line(card.graded.word)


def _sentence(ruling: Ruling) -> str:
    gate = ruling.gate
    about = f"第{'、'.join(ruling.indicators)}项" if ruling.indicators else ""
    clause = f"；{one_line(gate.clause)}" if gate.clause else ""
    if ruling.state == "open":
        return f"还不能判断：{one_line(gate.title)}（{about}{clause}）；如果是，{outcome_words(gate)}"
    where = f"{about}{clause}" if about else one_line(gate.clause)
    return f"触发：{one_line(gate.title)}" + (f"（{where}）" if where else "") + f"，{outcome_words(gate)}"
