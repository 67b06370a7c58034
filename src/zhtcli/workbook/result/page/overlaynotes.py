"""What the result says of an overlay: whose rules the points follow, what they are, and the grade."""

from __future__ import annotations

from fractions import Fraction

from zhtcli.core.points.bandwords import rule_words
from zhtcli.core.points.grading import outcome_words
from zhtcli.core.rounding import shown
from zhtcli.core.rules.overlay import Overlay
from zhtcli.core.rules.regime import Regime
from zhtcli.workbook import styles
from zhtcli.workbook.result.page.cell import Cell
from zhtcli.workbook.result.page.paper import Page
from zhtcli.workbook.result.page.told import NO_GRADES, Told


def write_overlay(page: Page, regime: Regime, overlay: Overlay) -> None:
    """The rules of the overlay on a page of six columns."""
    page.heading("叠加规则")
    page.sentence(
        f"分值和计分办法按“{overlay.title}”（{overlay.id}），依据{overlay.cited}；"
        f"文件 {overlay.file}，SHA-256 {overlay.sha256}。"
        + (f"口径 {'、'.join(overlay.settles)} 由它定，下面所选的选项不起作用。" if overlay.settles else "")
    )
    page.headers(("指标、等次", 2), "规定", "分值", ("条款", 2))
    alike: dict[tuple[str, str, str], list[str]] = {}
    for one in (indicator for indicator in regime.indicators if indicator.scored and indicator.points_clause):
        rule = rule_words(one.score, Fraction(one.points))
        clause = one.points_clause.removeprefix(overlay.source)
        alike.setdefault((rule, shown(one.points), clause), []).append(one.no)
    rows = [(f"第{'、'.join(nos)}项", rule, full, clause) for (rule, full, clause), nos in alike.items()]
    for grade in overlay.grades:
        least = f"{shown(grade.least)} 分以上" if grade.inclusive else f"超过 {shown(grade.least)} 分"
        rows.append((f"等次：{grade.name}", least, "", overlay.clause))
    rows += [(gate.title, outcome_words(gate), "", gate.clause) for gate in overlay.gates]
    for about, rule, full, clause in rows:
        page.line(Cell(about, styles.BOX, 2), Cell(rule), Cell(full, styles.BOX_MIDDLE), Cell(clause, styles.BOX, 2))


def grading_sentences(told: Told) -> list[str]:
    """Whose rules the points follow and which grade they give; that there is none where nobody brought any."""
    overlay, card = told.regime.overlay, told.card
    if overlay is None:
        return [NO_GRADES]
    sentences = [
        f"分值和计分办法按叠加规则“{overlay.title}”（{overlay.cited}），不是《{told.regime.source.title}》所印；"
        f"规则文件 {overlay.file}，SHA-256 {overlay.sha256[:12]}…，各项规则见“口径与假设”，完整的 SHA-256 见“核验”。"
    ]
    for ruling in card.struck if card else ():
        sentences.append(f"触发：{ruling.gate.title}，{outcome_words(ruling.gate)}。")
    if card is not None and card.computed is not None:
        sentences.append(f"按各项得分，总分是 {shown(card.computed, fixed=True)} 分；上面的总分按触发的规定计。")
    if card is None or card.graded is None:
        return sentences
    between = f"还没有定，可能是{card.graded.worst}至{card.graded.best}"
    return [*sentences, f"等次（按叠加规则“{overlay.title}”）：{card.grade or between}。"]
