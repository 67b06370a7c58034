"""A register as it was filled: typed values by column, and where each row stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from zhtcli.core.finding import CellRef
from zhtcli.core.forms.masking import showable
from zhtcli.core.rules.regime import Register
from zhtcli.core.rules.rowkinds import CodeFormat
from zhtcli.core.values import Value

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class RegisterRows:
    """The rows of one register, column by column.

    `numbers` are the rows of the sheet, 1-based, and `positions` the columns. `values` holds the typed value
    of each row, None where the cell is blank or could not be read. `texts` keeps what stands in cells whose
    text is not their value (`30项`, `约40`), by column and index.
    """

    register: str
    sheet: str
    numbers: tuple[int, ...]
    values: Mapping[str, Sequence[Value]]
    positions: Mapping[str, int]
    texts: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    _derived: dict[object, Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    def __len__(self) -> int:
        return len(self.numbers)

    def value(self, column: str, index: int) -> Value:
        values = self.values.get(column)
        return None if values is None else values[index]

    def at(self, column: str, index: int) -> CellRef:
        """The cell of a row; its first cell where the column is missing."""
        return CellRef(self.sheet, self.numbers[index], self.positions.get(column, 1))

    def derived(self, name: object, make: Callable[[], _T]) -> _T:
        """What follows from these rows alone, made the first time that it is asked for under a name."""
        if name not in self._derived:
            self._derived[name] = make()
        made: _T = self._derived[name]
        return made


def row_keys(register: Register, rows: RegisterRows) -> list[str]:
    """A name for each row that sorting and inserting rows do not change: its identifying columns.

    Rows that are equal in them are numbered: `张三/2026-03-15`, `张三/2026-03-15#2`. ID numbers of people are
    masked, as in every output.
    """
    return rows.derived("keys", lambda: _row_keys(register, rows))


def _row_keys(register: Register, rows: RegisterRows) -> list[str]:
    columns = [(rows.values[key], register.column(key).format) for key in register.identity if key in rows.values]

    def typed(index: int) -> list[tuple[str, CodeFormat]]:
        return [(str(part), kind) for values, kind in columns if (part := values[index]) is not None]

    keys = ["/".join(showable(*part) for part in typed(index)) or "（空）" for index in range(len(rows))]
    alike: dict[str, list[int]] = {key: [] for key, count in Counter(keys).items() if count > 1}
    for index, key in enumerate(keys):
        if key in alike:
            alike[key].append(index)
    for name, same in alike.items():
        # Two persons whose numbers look the same once hidden are told apart by the numbers, not by their places.
        same.sort(key=lambda index: ("/".join(text for text, _ in typed(index)), index))
        for place, index in enumerate(same[1:], 2):
            keys[index] = f"{name}#{place}"
    return keys
