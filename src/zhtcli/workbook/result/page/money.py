"""Money, outcomes and states of grants as cells of a result sheet."""

from __future__ import annotations

from fractions import Fraction

from zhtcli.core.conditions.verdict import OUTCOME_WORDS, Outcome
from zhtcli.core.grants.grant import GRANT_STATES, WAN, GrantState
from zhtcli.workbook import styles
from zhtcli.workbook.result.page.cell import DECIMALS, FIGURE, Cell, figure
from zhtcli.workbook.writing import Style

YUAN: Style = DECIMALS
IN_WAN: Style = {**FIGURE, "num_format": "#,##0.00####_ "}
"""万元 with as many decimals as a fen takes."""
SIGNED_YUAN: Style = {**FIGURE, "num_format": "+#,##0.00_ ;-#,##0.00_ ;0.00_ "}
OUTCOME_STYLES: dict[Outcome, Style] = {
    "met": styles.DONE,
    "not_met": styles.ODD,
    "for_person": styles.UNDONE,
    "not_filled": styles.ODD,
}
STATE_STYLES: dict[GrantState, Style] = {
    "due": styles.DONE,
    "pending": styles.UNDONE,
    "lapsed": styles.ODD,
    "refused": styles.ODD,
    "for_person": styles.UNDONE,
}


def yuan_cell(amount: Fraction | None, style: Style = YUAN) -> Cell:
    """An amount of 元."""
    return figure(amount, style)


def wan_cell(amount: Fraction | None, style: Style = IN_WAN) -> Cell:
    """An amount of 元, in 万元."""
    return figure(None if amount is None else amount / WAN, style)


def outcome_cell(outcome: Outcome, style: Style = styles.BOX_MIDDLE, span: int = 1) -> Cell:
    return Cell(OUTCOME_WORDS[outcome], {**style, **OUTCOME_STYLES[outcome]}, span)


def state_cell(state: GrantState) -> Cell:
    return Cell(GRANT_STATES[state], _STATE_CELL_STYLES[state])


# One style a state: a sheet may have a hundred thousand such cells.
_STATE_CELL_STYLES: dict[GrantState, Style] = {
    state: {**styles.BOX_MIDDLE, **more} for state, more in STATE_STYLES.items()
}
