"""Lists that people keep anyway, as rows of a form's registers: `zht fill --register KEY=LEDGER --map MAP.yaml`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhtcli.core.catalogue import CATALOGUE
from zhtcli.core.forms.exchange import DataFault, Plain, to_registers
from zhtcli.core.forms.layout import Layout
from zhtcli.core.rules.regime import Register
from zhtcli.workflow.faults import UnreadableInput, UsageFault
from zhtcli.workflow.known import form_of, layout_of

if TYPE_CHECKING:
    from zhtcli.workbook.files.book import Seen, Sheet
    from zhtcli.workbook.reading.ledger import LedgerMap

_SHEET, _HEADER_ROW, _CONSTANTS = "sheet", "header_row", "columns"


def read_ledgers(
    name: str, told: Iterable[str], map_file: Path | None, say: Callable[[str], None]
) -> dict[str, list[dict[str, Plain]]]:
    """The rows of each ledger `KEY=FILE`, by register; several files of one register follow each other.

    `say` gets a sentence for all that could not be placed. Raises UnknownForm, UsageFault, UnreadableInput.
    """
    from zhtcli.workbook.reading.ledger import LedgerFault, LedgerMap, read_ledger

    layout = layout_of(form_of(name))
    pairs = [_pair(layout, one) for one in told]
    maps = _maps(layout, map_file) if map_file is not None else {}
    for key in maps.keys() - {key for key, _ in pairs}:
        say(f"对照表里的“{key}”没有对应的 --register，没有用到。")
    registers: dict[str, list[dict[str, Plain]]] = {}
    for (key, path), sheets in zip(pairs, sheets_of([path for _, path in pairs], say), strict=True):
        register = layout.registers[key].register
        try:
            ledger = read_ledger(sheets, register, maps.get(key, LedgerMap()))
        except LedgerFault as fault:
            raise UsageFault(f"{path}：{fault}。") from None
        say(f"{path.name}（{ledger.sheet}）：填入“{register.title}”{len(ledger.rows)}行。")
        for notice in ledger.notices:
            say(f"{path.name}：{notice}。")
        registers.setdefault(key, []).extend(ledger.rows)
    return {key: rows for key, rows in registers.items() if rows}


def _pair(layout: Layout, told: str) -> tuple[str, Path]:
    key, equals, path = told.partition("=")
    if not equals or not key.strip() or not path.strip():
        raise UsageFault(f"“{told}”的写法不对，应为 --register 台账=文件，例如 --register team=人员名册.xlsx。")
    if key.strip() not in layout.registers:
        raise UsageFault(
            f"“{layout.form.id}”没有“{key.strip()}”这个台账。现有：{'、'.join(layout.registers) or '（没有台账）'}。"
        )
    return key.strip(), Path(path.strip())


def sheets_of(paths: Sequence[Path], say: Callable[[str], None]) -> Iterable[Sequence[Sheet]]:
    """The sheets of each file, in order. Raises UnreadableInput for one that gives none."""
    from zhtcli.workbook.files.csvsheet import SUFFIXES, CsvFault, csv_sheet
    from zhtcli.workflow.reading import Refused, read_files

    books = [path for path in paths if path.suffix.lower() not in SUFFIXES]
    readings = read_files(books) if books else iter(())
    for path in paths:
        if path.suffix.lower() in SUFFIXES:
            try:
                yield [csv_sheet(path.read_bytes(), path.stem)]
            except OSError as fault:
                raise UnreadableInput(f"读不了 {path}：{fault.strerror or '读取失败'}。") from None
            except CsvFault as fault:
                raise UnreadableInput(f"读不了 {path}：{fault}。") from None
            continue
        _, reading = next(readings)
        if isinstance(reading, Refused):
            raise UnreadableInput(f"{path}：{reading.sentence}")
        if reading.book is None:
            raise UnreadableInput(f"{path}：{sentence(reading.seen[0])}")
        for seen in reading.seen:
            if CATALOGUE[seen.code].severity != "note":
                say(f"{path.name}：{sentence(seen)}")
        yield reading.book.sheets


def sentence(seen: Seen) -> str:
    return CATALOGUE[seen.code].found(sheet=seen.sheet, **dict[str, Any](seen.words)).message


def _maps(layout: Layout, file: Path) -> dict[str, LedgerMap]:
    """`{KEY: {ledger header: column key, sheet:, header_row:, columns: {column key: value}}}`."""
    from zhtcli.definitions.yaml12 import YamlFault, read

    try:
        tree, _ = read(file.read_text(encoding="utf-8-sig"), file.name)
    except OSError as fault:
        raise UnreadableInput(f"读不了对照表 {file}：{fault.strerror or '读取失败'}。") from None
    except UnicodeDecodeError:
        raise UnreadableInput(f"对照表 {file} 不是 UTF-8 编码的文本。") from None
    except YamlFault as fault:
        raise UsageFault(f"对照表 {file} 第{fault.line}行：{fault.message}。") from None
    if not isinstance(tree, Mapping):
        raise UsageFault(f"对照表 {file} 应按台账分段，每段写“表头: 列名”。")
    maps = {}
    for key, told in tree.items():
        if key not in layout.registers:
            raise UsageFault(
                f"对照表 {file} 里的“{key}”不是“{layout.form.id}”的台账。现有：{'、'.join(layout.registers)}。"
            )
        if not isinstance(told, Mapping):
            raise UsageFault(f"对照表 {file} 的“{key}”应写成“表头: 列名”。")
        maps[key] = _map(layout, layout.registers[key].register, told, f"对照表 {file} 的“{key}”")
    return maps


def _map(layout: Layout, register: Register, told: Mapping[str, Any], where: str) -> LedgerMap:
    from zhtcli.workbook.reading.ledger import LedgerMap

    sheet, row, fixed = told.get(_SHEET), told.get(_HEADER_ROW), told.get(_CONSTANTS)
    if sheet is not None and isinstance(sheet, Mapping | list):
        raise UsageFault(f"{where}里 sheet 应是工作表的名称。")
    if row is not None and (isinstance(row, bool) or not isinstance(row, int) or row < 1):
        raise UsageFault(f"{where}里 header_row 应是表头所在的行号，例如 2。")
    if fixed is not None and not isinstance(fixed, Mapping):
        raise UsageFault(f"{where}里 columns 应写成“列名: 固定的值”。")
    headers = {name: key for name, key in told.items() if name not in (_SHEET, _HEADER_ROW, _CONSTANTS)}
    columns = {column.key for column in register.columns}
    for name, key in headers.items():
        if key is not None and key not in columns:
            raise UsageFault(f"{where}把“{name}”对应到“{key}”，台账没有这一列；可写 {'、'.join(sorted(columns))}。")
    try:
        rows = to_registers(layout, {"registers": {register.key: [fixed or {}]}}).get(register.key, [{}])
    except DataFault as fault:
        raise UsageFault(f"{where}里 columns 不对：{fault}") from None
    if both := sorted({key for key in headers.values() if key} & rows[0].keys()):
        raise UsageFault(f"{where}给“{both[0]}”既写了表头，又写了固定的值；请只留一处。")
    return LedgerMap(None if sheet is None else str(sheet), row, headers, rows[0])
