"""The rows that grants rest on, as nouns: platforms, their assessments, and rows whose cells are asked one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from zhtcli.core.finding import CellRef
from zhtcli.core.forms.registers import RegisterRows, row_keys
from zhtcli.core.forms.submission import Submission
from zhtcli.core.grants.grant import in_yuan
from zhtcli.core.identifiers import judge, same_thing
from zhtcli.core.registers.windows import on_day
from zhtcli.core.rules.grantkinds import Assessments, Platforms
from zhtcli.core.rules.regime import Regime


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a register; `key` names it whatever its place."""

    of: RegisterRows
    index: int
    key: str

    def text(self, column: str) -> str:
        """The cell as text: a whole number without its decimals, blank where nothing usable stands."""
        value = self.of.value(column, self.index)
        if isinstance(value, Decimal) and value == value.to_integral_value():
            return str(int(value))
        return "" if value is None else str(value).strip()

    def day(self, column: str) -> date | None:
        value = self.of.value(column, self.index)
        return on_day(value) if isinstance(value, date) else None

    def number(self, column: str) -> Fraction | None:
        value = self.of.value(column, self.index)
        return Fraction(value) if isinstance(value, Decimal) else None

    def amount(self, column: str) -> Fraction | None:
        """A column of 万元, in 元."""
        value = self.number(column)
        return None if value is None else in_yuan(value)

    def says_yes(self, column: str) -> bool:
        return self.of.value(column, self.index) is True

    def says_no(self, column: str) -> bool:
        return self.of.value(column, self.index) is False

    def at(self, column: str) -> CellRef:
        return self.of.at(column, self.index)

    @property
    def line(self) -> int:
        """The row of the sheet."""
        return self.of.numbers[self.index]


def field_amount(submission: Submission, key: str) -> Fraction | None:
    """A money field of 万元, in 元; None where it is blank, cannot be read, or is negative (which is told already)."""
    entry = submission.field(key)
    value = entry.value if entry is not None else None
    return in_yuan(value) if isinstance(value, Decimal) and value >= 0 else None


def rows_of(regime: Regime, submission: Submission, register: str) -> tuple[Row, ...]:
    """The rows of a register in the order of the sheet; none where it is not filled."""
    rows = submission.registers.get(register)
    if rows is None:
        return ()
    keys = row_keys(regime.register(register), rows)
    return tuple(Row(rows, index, key) for index, key in enumerate(keys))


def code_of(text: str) -> str:
    """A code as codes are compared, also where its shape is wrong; blank stays blank."""
    return judge("uscc", text).normal if text else ""


@dataclass(frozen=True, slots=True)
class Platform:
    """A platform as listed. `since` is the day of its recognition, None while it has none."""

    row: Row
    name: str
    code: str
    since: date | None
    industry: str
    stated: Fraction | None
    """The stated total in 元."""
    owner: str
    """The name of the unit that runs it, blank where nobody wrote it."""

    def recognised_by(self, as_of: date | None) -> bool:
        return self.since is not None and (as_of is None or self.since <= as_of)


@dataclass(frozen=True, slots=True)
class Listed:
    """The platforms of a form, each once, by name; `repeated` are rows that list one again."""

    platforms: tuple[Platform, ...]
    repeated: tuple[tuple[Row, Platform], ...]
    _by_name: Mapping[str, Platform]

    def named(self, name: str) -> Platform | None:
        """The platform that a row means, by its name or its code."""
        return self._by_name.get(same_thing(name)) if name else None


def listed(kind: Platforms, rows: Sequence[Row]) -> Listed:
    """The platforms of a register: of two rows with one name the first one."""
    known: dict[str, Platform] = {}
    once: list[Platform] = []
    repeated: list[tuple[Row, Platform]] = []
    for row in rows:
        name = row.text(kind.name)
        if not name:
            continue
        if (first := known.get(same_thing(name))) is not None:
            repeated.append((row, first))
            continue
        platform = Platform(
            row,
            name,
            code_of(row.text(kind.code)),
            row.day(kind.since),
            row.text(kind.industry),
            row.amount(kind.stated_total),
            row.text(kind.owner) if kind.owner else "",
        )
        once.append(platform)
        known[same_thing(name)] = platform
    for platform in once:
        # A code stands for a platform only where one unit runs a single one.
        if platform.code and sum(other.code == platform.code for other in once) == 1:
            known.setdefault(platform.code, platform)
    return Listed(tuple(once), tuple(repeated), known)


def rows_by_platform(platforms: Listed, rows: Sequence[Row], column: str) -> Mapping[str, Sequence[Row]]:
    """The rows of each platform, by its name; rows that mean none are left out."""
    told: dict[str, list[Row]] = {}
    for row in rows:
        if (platform := platforms.named(row.text(column))) is not None:
            told.setdefault(platform.name, []).append(row)
    return told


@dataclass(frozen=True, slots=True)
class Assessed:
    """The outcome of one platform's assessment of a year."""

    year: int
    passed: bool
    row: Row


def assessments_of(
    kind: Assessments, rows: Sequence[Row], platforms: Listed, as_of: date | None
) -> dict[str, dict[int, Assessed]]:
    """Platform's name -> year -> outcome, as known on a day; without an outcome there is none.

    Of two outcomes for one year the one of the later day stands, of one day the one that was not passed.
    """
    told: dict[str, dict[int, Assessed]] = {}
    days: dict[tuple[str, int], tuple[date, bool]] = {}
    for row in rows:
        platform, year, outcome = (
            platforms.named(row.text(kind.platform)),
            year_of(row, kind.year),
            row.text(kind.outcome),
        )
        if platform is None or year is None or not outcome:
            continue
        day = row.day(kind.day)
        if as_of is not None and (day > as_of if day is not None else year > as_of.year):
            continue
        passed = outcome == kind.passed
        rank = (day or date.min, not passed)
        if (platform.name, year) not in days or rank > days[platform.name, year]:
            days[platform.name, year] = rank
            told.setdefault(platform.name, {})[year] = Assessed(year, passed, row)
    return told


def year_of(row: Row, column: str) -> int | None:
    """A year typed as a number or as text (`2026`, `2026年`)."""
    text = row.text(column).removesuffix("年").removesuffix("年度")
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 else None
