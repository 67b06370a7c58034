"""Where the figures of a unit's quarters stand in its workbook: known before any sheet is written."""

from __future__ import annotations

from dataclasses import dataclass

from zhtcli.core.forms.tablecolumns import FOLLOWED, Part
from zhtcli.workbook.result.page.quartercells import quarters_of
from zhtcli.workbook.result.page.terms import Place
from zhtcli.workbook.result.page.told import Told

TABLE, SERIES = "监测表", "逐季数据"
MONITORED_COLUMNS: dict[Part, int] = {"quarter": 5, "quarter_growth": 6, "to_date": 8, "to_date_growth": 9}
RECOMPUTED_COLUMNS: dict[Part, int] = {"quarter_growth": 7, "to_date_growth": 10}
NUMERATOR, DENOMINATOR = 5, 6
FIRST_OF_QUARTERS = 5
"""The first column of a quarter on 逐季数据."""
BLOCKS: tuple[Part, ...] = FOLLOWED
_FIRST_INDICATOR = 5
_SERIES_HEAD = 4
_HEADED = 4
"""A sentence or the row above, a gap, a heading and a header: so far below stand the first rows of a further table."""


@dataclass(frozen=True, slots=True)
class QuarterPlaces:
    """1-based places of figures on 监测表 and 逐季数据.

    `parted` are the ratios of which numerator and denominator are told.
    """

    nos: tuple[str, ...]
    periods: tuple[str, ...]
    own: str
    parted: tuple[str, ...]

    def monitored(self, no: str, column: int) -> Place:
        return Place(TABLE, _FIRST_INDICATOR + self.nos.index(no), column)

    def series(self, no: str, part: Part, period: str) -> Place | None:
        """The cell of a quarter on 逐季数据; None for a quarter that has no column."""
        if period not in self.periods:
            return None
        above = _SERIES_HEAD + 1 + BLOCKS.index(part) * (len(self.nos) + 1)
        return Place(SERIES, above + 1 + self.nos.index(no), FIRST_OF_QUARTERS + self.periods.index(period))

    def part_of_share(self, no: str, column: int) -> Place | None:
        """The numerator or the denominator of a ratio below the table; None where they are not told."""
        if no not in self.parted:
            return None
        return Place(TABLE, _FIRST_INDICATOR + len(self.nos) + _HEADED + self.parted.index(no), column)


def quarter_places(told: Told) -> QuarterPlaces:
    progress = told.assessment.progress
    own = {
        item.indicator.no: quarter for item in progress for quarter in item.quarters if quarter.period == told.period
    }
    parted = (no for no, one in own.items() if one.observed.numerator is not None and one.observed.denominator)
    return QuarterPlaces(
        nos=tuple(item.indicator.no for item in progress),
        periods=quarters_of(progress),
        own=told.period,
        parted=tuple(parted),
    )
