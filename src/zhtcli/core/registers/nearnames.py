"""Which of many names are one slip apart: found by what a slip would leave, not by holding each against each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import combinations, product
from typing import TYPE_CHECKING, Any

from zhtcli.core.names import ALIKE, LONGEST_PLACE, SHORTEST_NAME, TELLING, close_forms, core_name, sound

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LONGEST_NAME = 50
"""Characters; what is longer is a description, and its spelling is not compared."""
MOST_PAIRS = 5000
"""Where there are more, as among names made by a pattern, the search ends."""

_BASE = 0x9E3779B97F4A7C15
_BEYOND = 0xFFFF


def near_spellings(forms: Iterable[str]) -> list[tuple[str, str]]:
    """Pairs of different names that `close_names` holds of, at most `MOST_PAIRS`; each pair and all are sorted.

    `forms` are names as `same_thing` gives them; their order and number of times do not matter. The work grows
    with the number of names, not with its square.
    """
    by_core: dict[str, list[str]] = {}
    for form in sorted(set(forms)):
        if len(form) <= LONGEST_NAME:
            by_core.setdefault(core_name(form), []).append(form)
    found: set[tuple[str, str]] = set()
    for x, y in _candidates(by_core):
        pairs = combinations(by_core[x], 2) if x == y else product(by_core[x], by_core[y])
        found.update((a, b) if a < b else (b, a) for a, b in pairs if close_forms(a, b))
        if len(found) >= MOST_PAIRS:
            break
    return sorted(found)[:MOST_PAIRS]


def _candidates(by_core: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    """Pairs of cores that may be close, every close one among them; a core beside itself where names share it."""
    yield from ((core, core) for core, forms in by_core.items() if len(forms) > 1)
    cores = [core for core in by_core if len(core) >= SHORTEST_NAME]
    if len(cores) > 1:
        yield from ((cores[a], cores[b]) for a, b in _one_slip_apart(cores))


def _one_slip_apart(cores: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pairs of places in `cores`, of four characters or more each and all different.

    A core is its polynomial hash: the sum of its characters times powers of an odd base, modulo 2^64. What it
    would be without a character, with two swapped or without its first ones is then arithmetic on columns.
    """
    import numpy as np

    lengths = np.array(list(map(len, cores)))
    table = np.array(cores, dtype=f"U{lengths.max()}").view(np.uint32).reshape(len(cores), -1).astype(np.uint64)
    width = table.shape[1]
    power = [pow(_BASE, at, 1 << 64) for at in range(width + 1)]
    back = [np.uint64(pow(_BASE, -at, 1 << 64)) for at in range(width + 1)]
    whole = table @ np.array(power[:width], np.uint64)
    head = np.zeros(len(cores), np.uint64)
    order = np.argsort(whole, kind="stable")
    ordered = whole[order]
    telling, sounds = _of_characters()

    def meeting(rows: NDArray[Any], variants: NDArray[np.uint64]) -> Iterator[tuple[int, int]]:
        """Rows with the row that their variant is."""
        found = order[np.minimum(np.searchsorted(ordered, variants), len(cores) - 1)]
        hits = whole[found] == variants
        yield from zip(rows[hits].tolist(), found[hits].tolist(), strict=True)

    for at in range(width):
        rows = np.flatnonzero(lengths > at)
        here = table[rows, at]
        after = table[rows, at + 1] if at + 1 < width else np.zeros_like(here)
        own = here * np.uint64(power[at])
        tells, tells_after = telling[np.minimum(here, _BEYOND)], telling[np.minimum(after, _BEYOND)]
        if 1 <= at <= LONGEST_PLACE:
            long = rows[lengths[rows] >= at + SHORTEST_NAME]
            yield from meeting(long, (whole[long] - head[long]) * back[at])
        extra = (here >= 128) & ~tells
        yield from meeting(rows[extra], ((whole - head)[rows] - own)[extra] * back[1] + head[rows[extra]])
        swap = (here < after) & ~(tells & tells_after)
        shift = np.uint64((power[at] - power[at + 1]) % (1 << 64))
        yield from meeting(rows[swap], whole[rows[swap]] + (after - here)[swap] * shift)
        yield from _sounding_alike(rows, whole[rows] - own, sounds[np.minimum(here, _BEYOND)])
        head[rows] += own


def _sounding_alike(rows: NDArray[Any], rest: NDArray[np.uint64], sounds: NDArray[Any]) -> Iterator[tuple[int, int]]:
    """Pairs of rows with one rest, where what the rest lacks sounds alike."""
    import numpy as np

    order = np.argsort(rest, kind="stable")
    twice = rest[order[1:]] == rest[order[:-1]]
    shared = np.append(twice, False) | np.append(False, twice)
    kept = order[shared & (sounds[order] > 0)]
    kept = kept[np.lexsort((sounds[kept], rest[kept]))]
    for step in range(1, ALIKE + 1):
        one, other = kept[:-step], kept[step:]
        near = (rest[one] == rest[other]) & (sounds[other] - sounds[one] <= ALIKE)
        if not near.any():
            return
        yield from zip(rows[one[near]].tolist(), rows[other[near]].tolist(), strict=True)


@cache
def _of_characters() -> tuple[NDArray[np.bool_], NDArray[np.int32]]:
    """By code point up to `_BEYOND`: whether it tells firms apart, and its place by sound, 0 for none."""
    import numpy as np

    telling, sounds = np.zeros(_BEYOND + 1, np.bool_), np.zeros(_BEYOND + 1, np.int32)
    for character in TELLING:
        telling[ord(character)] = True
    rows_and_cells = bytes(part for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF) for part in (row, cell))
    for character in rows_and_cells.decode("gb2312", "ignore"):
        sounds[ord(character)] = int(sound(character))
    return telling, sounds
