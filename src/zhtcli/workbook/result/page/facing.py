"""A table on facing landscape A4 pages: columns that fill both, and how many pages its rows take."""

from __future__ import annotations

from collections.abc import Sequence

PIXELS_PER_CHARACTER, COLUMN_PADDING = 7, 5
MARGIN, TOP, BOTTOM = 0.45, 0.55, 0.65
"""Inches at the sides, above and below."""
_ACROSS, _DOWN = (11.69 - 2 * MARGIN) * 72, (8.27 - TOP - BOTTOM) * 72
"""What a page holds, in points."""
_SMALLEST = 0.87
"""A page may get so much smaller to hold the rows of one that would be almost blank."""


def widening(heights: Sequence[float], heads: int, width: float) -> float:
    """By how much wider a table, and so smaller on paper, needs fewer pages: 1 where nothing within reason saves one.

    `heights` are those of the rows, of which the first `heads` stand on every page, and `width` is what stands side by
    side, all in points. A last page with two rows and a note is paper for nothing.
    """
    now = pages(heights, heads, width)
    factors = (1 + step / 100 for step in range(1, round((1 / _SMALLEST - 1) * 100) + 1))
    return next((factor for factor in factors if pages(heights, heads, width * factor) < now), 1.0)


def pages(heights: Sequence[float], heads: int, width: float) -> int:
    """Pages that rows take where the width decides the scale."""
    scale = min(1.0, _ACROSS / width)
    room = _DOWN / scale - sum(heights[:heads])
    count, left = 1, room
    for height in heights[heads:]:
        if height > left:
            count, left = count + 1, room
        left -= height
    return count


def balanced(left: Sequence[float], repeated: int, right: Sequence[float], elastic: Sequence[int]) -> list[float]:
    """The widths `right` with the `elastic` ones stretched, so that a right page is as wide as a left one.

    A left page holds `left`, a right one the first `repeated` of them and `right`. The right page stays a
    little narrower, by less than any column: so the left page decides the scale and is full after its last column.
    """
    room = _pixels(left) - _pixels(left[:repeated]) - _pixels(right) - PIXELS_PER_CHARACTER
    now = sum(right[place] for place in elastic) * PIXELS_PER_CHARACTER
    return [
        round(max(width / 2, width * (1 + room / now)), 2) if place in elastic else width
        for place, width in enumerate(right)
    ]


def _pixels(widths: Sequence[float]) -> float:
    return sum(width * PIXELS_PER_CHARACTER + COLUMN_PADDING for width in widths)
