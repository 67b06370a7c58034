"""Text in columns, where a Chinese character takes two; colour is added last, so that it never counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from zhtcli.report.widths import clipped, display_width, wrapped

Style = Literal["red", "yellow", "green", "cyan", "dim", "bold"]
_CODES: dict[Style, str] = {"red": "31", "yellow": "33", "green": "32", "cyan": "36", "dim": "2", "bold": "1"}
GAP = 2
"""Blanks between two columns."""
NARROWEST = 6
"""What is left of the column that gives way."""


@dataclass(frozen=True, slots=True)
class Paint:
    """Colour where it is wanted, else nothing."""

    on: bool = False

    def __call__(self, text: str, style: Style | None) -> str:
        return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if self.on and style and text.strip() else text


def hanging(label: str, text: str, width: int) -> list[str]:
    """`label` and the text behind it, its further lines under its first character."""
    indent = display_width(label)
    first, *others = wrapped(text, max(width - indent, NARROWEST))
    return [f"{label}{first}".rstrip(), *(" " * indent + line for line in others)]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table with the colour it stands in."""

    text: str
    style: Style | None = None


Row = Sequence[Cell | str]


@dataclass(frozen=True, slots=True)
class Across:
    """Lines between the rows of a table, as they are; they decide no column's width."""

    lines: tuple[str, ...]


def table(
    head: Sequence[str],
    rows: Sequence[Row | Across],
    *,
    align: str,
    width: int,
    elastic: int,
    wrap: bool = False,
    gap: int = GAP,
    paint: Paint = Paint(),  # frozen
) -> list[str]:
    """Lines of a table of at most `width` columns.

    `align` has a letter for each column, `l` or `r`. The `elastic` column gives way where the room is short: it
    is wrapped, or else cut with `…`. Then the gaps give way. Figures never do: on a very narrow terminal the
    lines run over.
    """
    cells: list[list[Cell] | Across] = [[Cell(text, "dim") for text in head]]
    cells += [row if isinstance(row, Across) else [_cell(cell) for cell in row] for row in rows]
    own_lines = [line for line in cells if not isinstance(line, Across)]
    widths = [max(display_width(line[i].text) for line in own_lines) for i in range(len(head))]
    if sum(widths) - widths[elastic] + NARROWEST + gap * (len(head) - 1) > width:
        gap = 1
    others = sum(widths) - widths[elastic] + gap * (len(head) - 1)
    widths[elastic] = min(widths[elastic], max(width - others, NARROWEST))
    lines: list[str] = []
    for row in cells:
        if isinstance(row, Across):
            lines += row.lines
            continue
        text, own = row[elastic].text, widths[elastic]
        for number, piece in enumerate(wrapped(text, own) if wrap else [clipped(text, own)]):
            texts = [piece if i == elastic else cell.text if number == 0 else "" for i, cell in enumerate(row)]
            line = _line(texts, [cell.style for cell in row], widths, align, " " * gap, paint)
            lines.append(line)
    return lines


def _cell(cell: Cell | str) -> Cell:
    return cell if isinstance(cell, Cell) else Cell(cell)


def _line(
    texts: Sequence[str],
    styles: Sequence[Style | None],
    widths: Sequence[int],
    align: str,
    gap: str,
    paint: Paint,
) -> str:
    parts = []
    for text, style, width, side in zip(texts, styles, widths, align, strict=True):
        blank = " " * (width - display_width(text))
        shown = paint(text, style)
        parts.append(blank + shown if side == "r" else shown + blank)
    return gap.join(parts).rstrip()
