"""How far the readings move the totals, as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.rounding import shown
from zhtcli.report.plain import one_line
from zhtcli.report.text.columns import Paint, Row, hanging, table
from zhtcli.report.text.lines import reading_sentence

if TYPE_CHECKING:
    from zhtcli.core.assessing.spread import Move
    from zhtcli.core.points.grading import Graded


def total_places(one: Assessment) -> int:
    """Decimal places that totals are shown with."""
    return one.regime.scoring.total_places if one.regime else 2


def regrades(move: Move, graded: Graded | None) -> bool:
    """Whether an option makes another grade than there is now."""
    return move.graded is not None and graded is not None and move.graded.word != graded.word


def outcome_words(total: Fraction, graded: Graded | None, places: int) -> str:
    """`85.00`, with the grade where an overlay gives one: `85.00（良）`."""
    return shown(total, places, fixed=True) + (f"（{one_line(graded.word)}）" if graded is not None else "")


def spread_lines(one: Assessment, width: int, paint: Paint) -> Iterator[str]:
    """Rows: the readings that move a total; columns: the scopes. Below: where an overlay then gives another grade."""
    spreads = one.spread or {}
    places = total_places(one)
    now = {card.scope.id: card.total for card in one.scorecards}
    grades = {card.scope.id: card.graded for card in one.scorecards}
    scopes = [scope for scope in now if scope in spreads]
    moved: dict[tuple[str, str], dict[str, Fraction]] = {}
    regraded: dict[tuple[str, str], list[str]] = {}
    for scope in scopes:
        for move in spreads[scope].moves:
            if move.total != now[scope]:
                moved.setdefault((move.reading, move.option), {})[scope] = move.total
            if move.graded is not None and regrades(move, grades[scope]):
                regraded.setdefault((move.reading, move.option), []).append(f"{scope} {one_line(move.graded.word)}")

    def figures(totals: Mapping[str, Fraction]) -> list[str]:
        return [shown(totals[scope], places, fixed=True) if scope in totals else "" for scope in scopes]

    known = {reading.key: reading for reading in one.regime.readings} if one.regime else {}
    order = {key: place for place, key in enumerate(known)}
    rows: list[Row] = [["现在采用的口径", *figures(now)]]
    for (key, option), totals in sorted(moved.items(), key=lambda item: order.get(item[0][0], len(order))):
        rows.append([reading_sentence(known.get(key), key, option), *figures(totals)])
    rows.append(["各种口径任意组合，最低", *figures({scope: spreads[scope].low for scope in scopes})])
    rows.append(["各种口径任意组合，最高", *figures({scope: spreads[scope].high for scope in scopes})])
    yield paint("口径对总分的影响", "bold") + "（每次只改一种，空白为不变）"
    yield from table(
        ("口径", *scopes),
        rows,
        align="l" + "r" * len(scopes),
        width=width,
        elastic=0,
        wrap=True,
        paint=paint,
    )
    for (key, option), told in sorted(regraded.items(), key=lambda item: order.get(item[0][0], len(order))):
        yield from hanging("  ", f"{key}={option} 时等次变动：{'、'.join(told)}", width)
