"""Which row of one version of a register is which row of another, however they were sorted and inserted.

Rows with the same identifying columns belong together, those that are equal in everything first. What is left on
both sides is joined by what else it says, so that a corrected name or number stays the same row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence

from zhtcli.core.forms.layout import NOT_APPLICABLE
from zhtcli.core.forms.registers import RegisterRows
from zhtcli.core.rules.regime import Register
from zhtcli.core.values import State, Value

Pair = tuple[int | None, int | None]
"""Index of a row in the old and in the new version; None where it is not there."""

Content = tuple[State, Value]
"""What a cell says: its value, or the text that could not be read; blank cells are all alike."""

BLANK: Content = ("blank", None)
_COMMON = 400
"""A content shared by more pairs of rows than this tells nothing about which row is which."""
_MANY = 40_000
"""Of so many possible pairs among rows of one name the best are no longer looked for; their order decides."""


def content(rows: RegisterRows, column: str, index: int) -> Content:
    """What stands in a cell, in one of the four states: filled, blank, not applicable, unreadable."""
    value = rows.value(column, index)
    if value is not None:
        return "filled", value
    text = rows.texts.get(column, {}).get(index)
    if text is None:
        return BLANK
    return ("not_applicable" if text.startswith(NOT_APPLICABLE) else "unreadable"), text


def matched_rows(register: Register, old: RegisterRows | None, new: RegisterRows | None) -> list[Pair]:
    """Every row of both versions exactly once: the new rows in their order, then what is no longer there.

    Which rows go together does not depend on which version is called the old one.
    """
    before, after = _contents(register, old), _contents(register, new)
    named = [place for place, column in enumerate(register.columns) if column.key in register.identity]
    pairs: dict[int, int] = {}

    def groups(rows: Sequence[tuple[Content, ...]], left: Iterable[int], whole: bool) -> Mapping[Hashable, list[int]]:
        found: dict[Hashable, list[int]] = defaultdict(list)
        for index in left:
            key = rows[index] if whole else tuple(rows[index][place] for place in named)
            if whole or any(part != BLANK for part in key):
                found[key].append(index)
        return found

    free_old, free_new = set(range(len(before))), set(range(len(after)))

    def join(found: Iterable[tuple[int, int]]) -> None:
        for one, other in found:
            pairs[other] = one
            free_old.discard(one)
            free_new.discard(other)

    whole = groups(after, range(len(after)), True)
    for key, ones in groups(before, range(len(before)), True).items():
        join(zip(ones, whole.get(key, ()), strict=False))
    by_name = groups(after, sorted(free_new), False)
    for key, ones in groups(before, sorted(free_old), False).items():
        join(_nearest(before, after, ones, by_name.get(key, ())))
    join(_alike(before, after, sorted(free_old), sorted(free_new)))
    return [(pairs.get(index), index) for index in range(len(after))] + [(index, None) for index in sorted(free_old)]


def _contents(register: Register, rows: RegisterRows | None) -> list[tuple[Content, ...]]:
    if rows is None:
        return []
    columns = [column.key for column in register.columns]
    return [tuple(content(rows, key, index) for key in columns) for index in range(len(rows))]


def _nearest(
    before: Sequence[tuple[Content, ...]], after: Sequence[tuple[Content, ...]], ones: list[int], others: Sequence[int]
) -> list[tuple[int, int]]:
    """Rows of one name: those that share most go together, until one side is used up."""
    if len(ones) * len(others) > _MANY:
        return list(zip(ones, others, strict=False))
    shared = {(one, other): _agreeing(before[one], after[other]) for one in ones for other in others}
    return _best(shared)


def _alike(
    before: Sequence[tuple[Content, ...]], after: Sequence[tuple[Content, ...]], ones: list[int], others: list[int]
) -> list[tuple[int, int]]:
    """Rows of other names that agree in more than half of what either of them says."""
    where: dict[tuple[int, Content], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, (rows, left) in enumerate(((before, ones), (after, others))):
        for index in left:
            for place, told in enumerate(rows[index]):
                if told != BLANK:
                    where[place, told][side].append(index)
    likely = {
        (one, other)
        for left, right in where.values()
        if len(left) * len(right) <= _COMMON
        for one in left
        for other in right
    }
    shared = {(one, other): _agreeing(before[one], after[other]) for one, other in likely}
    return _best(
        {
            (one, other): count
            for (one, other), count in shared.items()
            if 2 * count > max(_filled(before[one]), _filled(after[other]))
        }
    )


def _agreeing(one: Sequence[Content], other: Sequence[Content]) -> int:
    """In how many columns two rows say the same."""
    return sum(a == b != BLANK for a, b in zip(one, other, strict=True))


def _filled(row: tuple[Content, ...]) -> int:
    return sum(told != BLANK for told in row)


def _best(shared: Mapping[tuple[int, int], int]) -> list[tuple[int, int]]:
    """The pairs that share most, each row once; of equals those whose places are nearest, then the upper ones."""
    taken: tuple[set[int], set[int]] = (set(), set())
    pairs = []
    for one, other in sorted(shared, key=lambda pair: (-shared[pair], abs(pair[0] - pair[1]), sum(pair))):
        if one not in taken[0] and other not in taken[1]:
            taken[0].add(one)
            taken[1].add(other)
            pairs.append((one, other))
    return pairs
