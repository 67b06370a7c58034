"""Verdicts on conditions, and grants, as text: what holds, what is paid, what was cut, each with its clause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.assessing.grantspread import ALL_GRANTS
from zhtcli.core.conditions.verdict import OUTCOME_WORDS, Outcome, Verdict
from zhtcli.core.grants.grant import (
    FEN,
    GRANT_STATES,
    PART_STATES,
    Grant,
    GrantState,
    label,
    reason_clause,
    total,
    yuan,
)
from zhtcli.core.rounding import decimal, shown
from zhtcli.report.plain import one_line
from zhtcli.report.text.columns import Across, Cell, Paint, Row, Style, hanging, table

OUTCOME_STYLES: dict[Outcome, Style] = {
    "met": "green",
    "not_met": "red",
    "for_person": "yellow",
    "not_filled": "red",
}
STATE_STYLES: dict[GrantState, Style] = {
    "due": "green",
    "pending": "yellow",
    "lapsed": "dim",
    "refused": "red",
    "for_person": "yellow",
}


def entitled_lines(one: Assessment, width: int, paint: Paint) -> Iterator[str]:
    """The verdicts stage by stage, then the grants."""
    if one.verdicts:
        yield from _verdicts(one.verdicts, width, paint)
        yield ""
        yield from awaits_lines(one, width)
    if one.grants:
        yield from _grants(one.grants, width, paint)
    yield from _figures(one, width, paint)
    if one.grants:
        if one.spread and ALL_GRANTS in one.spread:
            yield ""
            yield from _spread(one, width, paint)
    elif one.regime is not None and one.regime.grants and not _tells_more(one):
        yield "没有可以核算的补助：台账里没有相应的行。"


def _tells_more(one: Assessment) -> bool:
    """Whether there is anything else to tell of a form that has no row to grant money for."""
    return bool(one.verdicts or one.behind_grants or one.graded or one.progress or one.scorecards)


def _figures(one: Assessment, width: int, paint: Paint) -> Iterator[str]:
    """The figures of the form as a whole; those of each platform stand in the JSON."""
    figures = [figure for figure in one.behind_grants if not figure.platform]
    if figures:
        yield ""
        yield paint("有关金额", "bold")
    for figure in figures:
        amount = yuan(figure.value) if figure.unit == "元" else f"{shown(figure.value)}{figure.unit}"
        yield from hanging("  ", f"{figure.label} {amount}（{figure.clause}）", width)


def awaits_lines(one: Assessment, width: int) -> Iterator[str]:
    """How far a form with conditions has come in its procedure, which step is next and what is missing for it."""
    if not one.verdicts or one.standing is None:
        return
    if one.awaits is None:
        yield f"办理进度：{one.standing.state}，各环节都已填写"
        return
    yield f"办理进度：{one.standing.state}；下一个环节办完后是“{one.awaits.state}”"
    yield from hanging("  还差：", f"{'；'.join(map(one_line, one.awaits.missing))}。", width)


def _spread(one: Assessment, width: int, paint: Paint) -> Iterator[str]:
    """What each reading alone would make of the sum of all grants, and between what the sum can lie."""
    told = (one.spread or {})[ALL_GRANTS]
    now = total(grant.amount for grant in one.grants)
    yield paint("口径的影响", "bold") + f"（合计；各口径合在一起，在 {yuan(told.low)} 至 {yuan(told.high)} 之间）"
    moved = [move for move in told.moves if move.total != now]
    for move in moved:
        yield from hanging("  ", f"{move.reading}={move.option}：{yuan(move.total)}", width)
    if not moved:
        yield "  单独换用任何一个口径，合计都不变。"


def _verdicts(verdicts: Sequence[Verdict], width: int, paint: Paint) -> Iterator[str]:
    for place, event in enumerate(dict.fromkeys(verdict.event for verdict in verdicts)):
        own = [verdict for verdict in verdicts if verdict.event == event]
        if place:
            yield ""
        for whole in (verdict for verdict in own if verdict.overall):
            word = paint(OUTCOME_WORDS[whole.outcome], OUTCOME_STYLES[whole.outcome])
            yield paint(whole.title, "bold") + f"：{word}"
            yield from hanging("  ", whole.explanation, width)
        rows: list[Row] = [
            (
                one_line(verdict.title),
                Cell(OUTCOME_WORDS[verdict.outcome], OUTCOME_STYLES[verdict.outcome]),
                verdict.clause,
            )
            for verdict in own
            if not verdict.overall
        ]
        yield from table(("条件", "结论", "条款"), rows, align="lll", width=width, elastic=0, wrap=True, paint=paint)
        for verdict in own:
            if not verdict.overall and (verdict.outcome != "met" or verdict.decision is not None):
                yield from hanging("  ", f"{verdict.title}：{verdict.explanation}", width)


def _grants(grants: Sequence[Grant], width: int, paint: Paint) -> Iterator[str]:
    """Whoever is paid, on a line, then each grant with what was cut; names would take the room of the figures."""
    yield paint("补助", "bold") + "（金额单位：元）"
    rows: list[Row | Across] = []
    for payee in dict.fromkeys(grant.payee for grant in grants):
        rows.append(Across(tuple(hanging("", one_line(payee) or "（没有写对象）", width))))
        for grant in (one for one in grants if one.payee == payee):
            rows.append(
                (
                    "",
                    one_line(label(grant)),
                    grant.period,
                    money(grant.recognised),
                    money(grant.amount),
                    Cell(GRANT_STATES[grant.state], STATE_STYLES[grant.state]),
                )
            )
            rows.append(Across(tuple(_details(grant, width))))
    head = ("", "事项", "年度", "核定基数", "金额", "情况")
    yield from table(head, rows, align="lllrrl", width=width, elastic=1, wrap=True, paint=paint)
    yield f"合计 {yuan(total(grant.amount for grant in grants))}，其中现在应拨付 {yuan(total(g.due for g in grants))}"


def money(amount: Fraction) -> str:
    """`1,250,000.00`: an amount of 元 in a column that names the unit."""
    return f"{decimal(amount, FEN):,f}"


def _details(grant: Grant, width: int) -> Iterator[str]:
    """What was cut, why the grant stands where it stands, what was prepaid."""
    told = False
    for cut in (one for one in grant.cuts if one.stage != "decision"):  # that is told as the reason below
        whole = bool(grant.reason) and grant.reason.startswith(cut.reason)
        if whole and not cut.amount:
            continue
        reason = grant.reason if whole and grant.decision is None else cut.reason
        told = told or (whole and grant.decision is None)
        key = one_line(cut.row).removeprefix(f"{one_line(grant.payee)}/")
        row = f"“{key}”" if cut.row and cut.row != grant.row else ""
        yield from hanging("    ", f"{row}减 {yuan(cut.amount)}，{reason}（{cut.clause}）", width)
    if grant.reason and not told:
        clause = reason_clause(grant)
        yield from hanging("    ", f"{grant.reason}（{clause}）" if clause else grant.reason, width)
    for part in grant.instalments:
        if part.state == "paid":
            said = f"第{part.no}笔 {yuan(part.amount)}，{PART_STATES[part.state]}（{part.clause}）"
            yield from hanging("    ", said, width)
