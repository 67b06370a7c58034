"""Workbooks recalculated by LibreOffice from scratch, and compared cell by cell with what stood in them."""

from __future__ import annotations

import io
import math
import re
import subprocess
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

_STORED = re.compile(r'(<c r="[A-Z]+[0-9]+"(?: s="[0-9]+")?)(?: t="[a-z]+")?>(<f>[^<]*</f>)<v>[^<]*</v></c>')
_FORMULA = re.compile(r'<c r="([A-Z]+[0-9]+)"[^>]*><f>([^<]*)</f>')
_FAULT = re.compile(r'<c r="([A-Z]+[0-9]+)"[^>]* t="e"')
Cells = dict[tuple[str, int, int], Any]
"""(sheet, row, column), 1-based -> what stands there."""


def stripped(content: bytes) -> bytes:
    """The workbook without any value that is stored beside a formula: LibreOffice would keep those."""

    def strip(text: str) -> str:
        without, count = _STORED.subn(r"\1>\2</c>", text)
        assert count == text.count("<f>"), "a formula is written in a way that is not known here"
        assert "<f " not in text
        return without

    return changed(content, strip)


def changed(content: bytes, change: Any, sheet: str = "xl/worksheets/sheet") -> bytes:
    """The workbook with the text of its sheets changed."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            part = old.read(entry)
            if entry.filename.startswith(sheet):
                part = change(part.decode()).encode()
            new.writestr(entry.filename, part)
    return made.getvalue()


def recalculated(soffice: str, books: Mapping[str, bytes], folder: Path, to: str = "xlsx") -> dict[str, Path]:
    """Every workbook as it is, opened, computed and saved by one run of LibreOffice, as `to`."""
    given, target = folder / "given", folder / "made"
    given.mkdir(parents=True)
    for name, content in books.items():
        (given / f"{name}.xlsx").write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    files = [str(given / f"{name}.xlsx") for name in books]
    subprocess.run(
        [soffice, profile, "--headless", "--convert-to", to, "--outdir", str(target), *files],
        capture_output=True,
        timeout=600,
        check=True,
    )
    return {name: target / f"{name}.{to}" for name in books}


def values(content: bytes) -> Cells:
    """What stands in every cell that is not blank: of a formula the value that is stored beside it.

    A formula that comes to a fault is one: calamine would give it as nothing.
    """
    sheets = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {
        (name, row, column): value
        for name in sheets.sheet_names
        for row, line in enumerate(sheets.get_sheet_by_name(name).to_python(skip_empty_area=False), 1)
        for column, value in enumerate(line, 1)
        if value != ""
    }


def faults(content: bytes) -> list[str]:
    """Cells that hold #VALUE! and the like."""
    return [f"{part}!{at}" for part, text in _parts(content) for at in _FAULT.findall(text)]


def formulas(content: bytes) -> list[str]:
    """Every formula of the workbook, without its equals sign."""
    return [formula for _, text in _parts(content) for _, formula in _FORMULA.findall(text)]


def _parts(content: bytes) -> list[tuple[str, str]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        return [(name, archive.read(name).decode()) for name in names]


def differences(before: Cells, after: Cells) -> list[str]:
    """The cells that differ.

    LibreOffice writes fifteen digits, of which the last may be rounded; no figure of points or money has so many.
    """
    return [
        f"{sheet}!R{row}C{column}: {before.get((sheet, row, column))!r} -> {after.get((sheet, row, column))!r}"
        for sheet, row, column in dict.fromkeys([*before, *after])
        if not _same(before.get((sheet, row, column)), after.get((sheet, row, column)))
    ]


def _same(before: Any, after: Any) -> bool:
    numbers = [one for one in (before, after) if isinstance(one, int | float) and not isinstance(one, bool)]
    return math.isclose(*numbers, rel_tol=1e-14) if len(numbers) == 2 else bool(before == after)
