"""How far the readings move the totals, as text."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.rounding import shown
from zhtcli.report.text.columns import Paint, Row, table
from zhtcli.report.text.lines import reading_sentence


def total_places(one: Assessment) -> int:
    """Decimal places that totals are shown with."""
    return one.regime.scoring.total_places if one.regime else 2


def spread_lines(one: Assessment, width: int, paint: Paint) -> Iterator[str]:
    """Rows: the readings that move a total; columns: the scopes."""
    spreads = one.spread or {}
    places = total_places(one)
    now = {card.scope.id: card.total for card in one.scorecards}
    scopes = [scope for scope in now if scope in spreads]
    moved: dict[tuple[str, str], dict[str, Fraction]] = {}
    for scope in scopes:
        for move in spreads[scope].moves:
            if move.total != now[scope]:
                moved.setdefault((move.reading, move.option), {})[scope] = move.total

    def figures(totals: dict[str, Fraction]) -> list[str]:
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
