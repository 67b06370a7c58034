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

import openpyxl

_STORED = re.compile(r'(<c r="[A-Z]+[0-9]+"(?: s="[0-9]+")?)(?: t="[a-z]+")?>(<f>[^<]*</f>)<v>[^<]*</v></c>')
_WITH_FORMULA = re.compile(r"<f[ >/]")
Cells = dict[tuple[str, str], Any]


def stripped(content: bytes) -> bytes:
    """The workbook without any value that is stored beside a formula: LibreOffice would keep those."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            part = old.read(entry)
            if entry.filename.startswith("xl/worksheets/sheet"):
                text, count = _STORED.subn(r"\1>\2</c>", part.decode())
                assert count == len(_WITH_FORMULA.findall(text)), f"{entry.filename}: formulas written in another way"
                part = text.encode()
            new.writestr(entry.filename, part)
    return made.getvalue()


def recalculated(soffice: str, books: Mapping[str, bytes], folder: Path) -> dict[str, Path]:
    """Every workbook as it is, opened, computed and saved by one run of LibreOffice."""
    given, target = folder / "given", folder / "made"
    given.mkdir(parents=True)
    for name, content in books.items():
        (given / f"{name}.xlsx").write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    files = [str(given / f"{name}.xlsx") for name in books]
    subprocess.run(
        [soffice, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(target), *files],
        capture_output=True,
        timeout=300,
        check=True,
    )
    return {name: target / f"{name}.xlsx" for name in books}


def values(book: bytes | Path) -> Cells:
    """What stands in every cell that is not blank, formulas by the value that is stored beside them."""
    opened = openpyxl.load_workbook(io.BytesIO(book) if isinstance(book, bytes) else book, data_only=True)
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in opened.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value not in (None, "")
    }


def formulas(content: bytes) -> Cells:
    """Every formula."""
    opened = openpyxl.load_workbook(io.BytesIO(content))
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in opened.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


def differences(before: Cells, after: Cells) -> list[str]:
    """The cells that differ. LibreOffice writes fifteen digits, of which the last may be rounded; no figure of points
    or money has so many."""
    return [
        f"{sheet}!{at}: {before.get((sheet, at))!r} -> {after.get((sheet, at))!r}"
        for sheet, at in dict.fromkeys([*before, *after])
        if not _same(before.get((sheet, at)), after.get((sheet, at)))
    ]


def _same(before: Any, after: Any) -> bool:
    numbers = [one for one in (before, after) if isinstance(one, int | float) and not isinstance(one, bool)]
    return math.isclose(*numbers, rel_tol=1e-14) if len(numbers) == 2 else bool(before == after)
