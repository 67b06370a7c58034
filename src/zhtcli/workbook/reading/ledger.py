"""A list that somebody keeps anyway -> rows for a register: headers matched, values typed, the rest said.

What is understood without doubt becomes a true number or date; anything else goes into the form as the text that
it is, so that reading the form says about it what it says about every form.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from zhtcli.core.catalogue import cells as rules
from zhtcli.core.finding import column_letters
from zhtcli.core.forms.masking import showable
from zhtcli.core.rules.regime import Register, RegisterColumn
from zhtcli.workbook.files.book import Sheet
from zhtcli.workbook.reading.characters import shown
from zhtcli.workbook.reading.columnvalues import read_column
from zhtcli.workbook.reading.listheader import SEARCHED_ROWS, Header, find_header
from zhtcli.workbook.reading.listrows import ListColumn, ListRows, merged_areas, rows_below, spans
from zhtcli.workbook.reading.plainname import plain
from zhtcli.workbook.reading.understood import Understood, expected_of

_MOST_NAMED = 8

Typed = Decimal | str | bool | date | tuple[str, ...]

# Remarks that a true value in the form takes care of: the text was a plain number, or had characters nobody sees.
_SETTLED = frozenset((rules.TEXT_NUMBER, rules.CODE_AS_NUMBER, rules.INVISIBLE, rules.INVISIBLE_ONLY))


class LedgerFault(Exception):
    """A ledger, or what the map says about it, that cannot be followed; the sentence says why."""


@dataclass(frozen=True, slots=True)
class LedgerMap:
    """What somebody says about a ledger beforehand.

    `headers` maps a header of the ledger to a column key, None for one to pass over; `constants` are columns
    that hold the same in every row.
    """

    sheet: str | None = None
    header_row: int | None = None
    headers: Mapping[str, str | None] = field(default_factory=dict)
    constants: Mapping[str, Typed] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ledger:
    """The rows of a ledger by column key, and sentences about what could not be placed or was left as text."""

    sheet: str
    rows: tuple[dict[str, Typed], ...]
    notices: tuple[str, ...]


def read_ledger(sheets: Sequence[Sheet], register: Register, told: LedgerMap) -> Ledger:
    """The rows of the sheet whose header fits the register best. Raises LedgerFault."""
    sheet, header = _best(sheets, register, told)
    found = rows_below(sheet, header)
    columns = [c for c in register.columns if c.key in header.columns and c.key not in told.constants]
    notices = [
        *_about_headers(sheet, header, told),
        *_about_columns(register, header, found, told),
        *_about_rows(sheet, header, found),
    ]
    index_of = {number: index for index, number in enumerate(found.numbers)}
    rows: list[dict[str, Typed]] = [dict(told.constants) for _ in found.numbers]
    for column in columns:
        notices += _fill(rows, column, found.columns[column.key], index_of)
    placed = [{c.key: row[c.key] for c in register.columns if c.key in row} for row in rows]
    return Ledger(sheet.name, tuple(placed), tuple(notices))


def _best(sheets: Sequence[Sheet], register: Register, told: LedgerMap) -> tuple[Sheet, Header]:
    if told.sheet is not None:
        named = [sheet for sheet in sheets if plain(sheet.name) == plain(told.sheet)]
        if not named:
            raise LedgerFault(f"没有“{told.sheet}”这一页；现有：{'、'.join(sheet.name for sheet in sheets)}")
        sheets = named
    best: tuple[Sheet, Header] | None = None
    for sheet in sheets:
        header = find_header(sheet, register, told.headers, told.header_row)
        if header is not None and (best is None or len(header.columns) > len(best[1].columns)):
            best = sheet, header
    if best is None:
        where = f"第{told.header_row}行" if told.header_row else f"各页的前{SEARCHED_ROWS}行"
        raise LedgerFault(f"{where}里找不到“{register.title}”的表头；请用 --map 写明哪一列是什么")
    return best


def _about_columns(register: Register, header: Header, found: ListRows, told: LedgerMap) -> list[str]:
    notices = []
    names = [f"“{plain(header.unplaced.get(n, '')) or f'{column_letters(n)}列'}”" for n in found.foreign]
    if names:
        notices.append(f"{'、'.join(map(showable, names))}不知道对应台账的哪一列，没有填入")
    for key, numbers in header.twice.items():
        places = "、".join(f"{column_letters(number)}列" for number in numbers)
        notices.append(f"{places}都可以当作“{register.column(key).label}”，没有填入；请用 --map 写明用哪一列")
    for key in told.constants.keys() & header.columns.keys():
        notices.append(f"“{register.column(key).label}”按对照表写定的值填，没有用清单里的这一列")
    placed = {*header.columns, *told.constants}
    missing = [f"“{column.label}”" for column in register.columns if column.required and column.key not in placed]
    if missing:
        notices.append(f"找不到必填的{'、'.join(missing)}，填入的行里没有这些内容")
    return notices


def _about_headers(sheet: Sheet, header: Header, told: LedgerMap) -> list[str]:
    """Headers that the map names and the ledger does not have."""
    rows = range(header.row, header.last_row + 1)
    here = {plain(str(cell.value)) for cell in sheet.down_to(header.last_row) if cell.row in rows}
    absent = [f"“{name}”" for name in told.headers if plain(name) not in here]
    return [f"对照表写的{'、'.join(absent)}在清单的表头里没有"] if absent else []


def _about_rows(sheet: Sheet, header: Header, found: ListRows) -> list[str]:
    notices = []
    if found.remarks:
        notices.append(f"第{spans(found.remarks)}行是说明文字，没有填入")
    if found.totals:
        notices.append(f"第{spans(found.totals)}行是合计行，没有填入")
    if areas := merged_areas(sheet, header, found):
        ranges = "、".join(area.range for area in areas[:_MOST_NAMED]) + ("等" if len(areas) > _MOST_NAMED else "")
        notices.append(f"{ranges}是合并的单元格，内容只填入第一行，其余各行留空")
    if hidden := sorted(set(found.numbers).intersection(sheet.hidden_rows)):
        notices.append(f"第{spans(hidden)}行在清单里被隐藏或筛选掉，照样填入")
    if not found.numbers:
        notices.append("表头下面没有内容，没有填入任何一行")
    return notices


def _fill(
    rows: list[dict[str, Typed]], column: RegisterColumn, found: ListColumn, index_of: Mapping[int, int]
) -> list[str]:
    """Puts a column's cells into the rows, and says which of them stay text."""
    read = read_column(found, index_of, expected_of(column))
    for index, value in enumerate(read.values):
        if value is not None:
            rows[index][column.key] = value
    numbers = list(index_of)
    as_text: list[tuple[int, str]] = []
    as_number: list[int] = []
    for index, understood in read.remarked:
        said = {remark.rule for remark in understood.remarks}
        if rules.CODE_AS_NUMBER in said:
            as_number.append(numbers[index])
        if understood.raw and not (understood.value is not None and said <= _SETTLED):
            rows[index][column.key] = text = _as_it_is(understood)
            as_text.append((numbers[index], text))
    notices = []
    if as_text:
        row, text = as_text[0]
        example = shown(showable(text, column.format))
        notices.append(f"“{column.label}”有{len(as_text)}格照原文填入（第{row}行“{example}”），校验时会说明")
    if as_number:
        rows_told = spans(as_number)
        notices.append(f"“{column.label}”第{rows_told}行的编号在清单里是数字，开头若有 0 已经丢失，请核对")
    return notices


def _as_it_is(understood: Understood) -> str:
    """A long number loses its last digits in a spreadsheet; written out, the zeros in their place would look typed."""
    if understood.remarks[0].rule is rules.DIGITS_LOST and understood.raw.isdecimal():
        return format(Decimal(understood.raw), ".14E")
    return understood.raw
