"""What comes out differently, a line each: verdicts and grants before and after."""

from __future__ import annotations

from fractions import Fraction

from zhtcli.core.assessing.moves import AnyVerdict, GrantMove, VerdictMove
from zhtcli.core.conditions.verdict import OUTCOME_WORDS, Verdict
from zhtcli.core.forms.masking import showable
from zhtcli.core.grants.grant import GRANT_STATES, Grant, yuan
from zhtcli.core.rounding import shown
from zhtcli.report.plain import one_line


def signed(points: Fraction) -> str:
    """`+2.50`."""
    return ("+" if points > 0 else "") + shown(points, fixed=True)


def verdict_line(move: VerdictMove) -> str:
    """`面积：未达到 → 达到（三（二）3）`."""
    verdict = move.told
    value = "" if move.old is None or move.new is None or move.old.outcome != move.new.outcome else "，数值有变"
    words = " → ".join(_outcome(one) for one in (move.old, move.new)) if not value else _outcome(move.new)
    return f"{verdict.title}：{words}{value}（{verdict.clause}）"


def _outcome(verdict: AnyVerdict | None) -> str:
    if verdict is None:
        return "没有这一条"
    return OUTCOME_WORDS[verdict.outcome] if isinstance(verdict, Verdict) else verdict.word


def grant_line(move: GrantMove) -> str:
    """A grant before and after, with what it is worth and its state."""
    grant = move.told
    payee = f" {one_line(showable(grant.payee))}" if grant.payee and grant.payee not in grant.id else ""
    return f"{one_line(showable(grant.id))}{payee}：{_money(move.old)} → {_money(move.new)}（{grant.clause}）"


def _money(grant: Grant | None) -> str:
    return "没有这一笔" if grant is None else f"{yuan(grant.amount)}（{GRANT_STATES[grant.state]}）"
