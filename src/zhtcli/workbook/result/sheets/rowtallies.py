"""核定数 of 计分表 as sums over the lines of 台账核定, where a sum or a share of sums is all that they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from zhtcli.core.forms.rowverdicts import PartOfShare
from zhtcli.core.period import period_label
from zhtcli.core.points.score import IndicatorScore
from zhtcli.workbook.result.page.terms import EMPTY, Term, either, nothing, over
from zhtcli.workbook.result.page.told import Told
from zhtcli.workbook.result.sheets.registers import COUNTED, FIRST_LINE, HEADERS, PART_WORDS, judged_lines, too_many
from zhtcli.workbook.writing import on_sheet

LEDGERS = "台账核定"
_MOST_LINES = 3000
"""Beyond so many lines a sum over all of them for each indicator makes a workbook slow to open."""


@dataclass(frozen=True, slots=True)
class RowTallies:
    """What the counted lines of each indicator, part of a share and year come to."""

    last: int
    sums: Mapping[tuple[str, PartOfShare, str], Fraction]
    shared: frozenset[str]
    """Indicators that share lines with others."""
    year: str

    def verified(self, item: IndicatorScore) -> Term | None:
        """The sum of the counted lines of the year, or one such sum over another."""
        no = item.indicator.no
        if item.verified is None:
            return None
        if (no, "denominator", self.year) not in self.sums:
            return self._sum(no, "")
        top, bottom = self._sum(no, "numerator"), self._sum(no, "denominator")
        return either(nothing(bottom), EMPTY, over(top, bottom))

    def _sum(self, no: str, part: PartOfShare) -> Term:
        def column(name: str) -> str:
            letter = "ABCDEFGHIJK"[HEADERS.index(name)]
            return on_sheet(LEDGERS, f"${letter}${FIRST_LINE}:${letter}${self.last}")

        of = f'{column("指标")}="{no}"'
        if no in self.shared:
            of = f'ISNUMBER(FIND("、{no}、","、"&{column("指标")}&"、"))'
        conditions = [of, f'{column("用作")}="{PART_WORDS[part]}"', f'{column("计入")}="{COUNTED}"']
        if self.year:
            conditions.append(f'{column("年度")}="{self.year}"')
        factors = "*".join(f"({condition})" for condition in conditions)
        return Term(f"SUMPRODUCT({factors}*{column('数量')})", self.sums.get((no, part, self.year), Fraction(0)))


def row_tallies(told: Told) -> RowTallies | None:
    """None without registers, and where they have too many rows for it."""
    if not told.counts_rows or not told.regime.indicators or too_many(told, _MOST_LINES):
        return None
    sums: dict[tuple[str, PartOfShare, str], Fraction] = defaultdict(Fraction)
    shared: set[str] = set()
    count = 0
    for line in judged_lines(told):
        count += 1
        verdict = line.verdict
        if len(line.indicators) > 1:
            shared.update(line.indicators)
        if verdict is None or verdict.miss is not None:
            continue
        for no in line.indicators:
            sums[no, line.part, period_label(verdict.period) if verdict.period else ""] += verdict.quantity
    if not count:
        return None
    return RowTallies(FIRST_LINE + count - 1, dict(sums), frozenset(shared), period_label(told.period))
