"""The annotated copy of a workbook without the reading and assessing around it: 1,000 cells of its longest sheet.

usage: annotate_step.py FILE OUT
"""

from __future__ import annotations

import re
import sys
import zipfile
from pathlib import Path

from zhtcli.core.finding import CellRef, Finding
from zhtcli.workbook.annotate import annotate
from zhtcli.workbook.files.book import Book, Sheet


def longest(file: str) -> tuple[Book, str]:
    """The workbook as far as copying asks for it, and the sheet with the most to read; of a file that we wrote."""
    with zipfile.ZipFile(file) as package:
        listed = package.read("xl/workbook.xml").decode()
        names = re.findall(r'<sheet name="([^"]*)"', listed)
        sizes = {
            name: package.getinfo(f"xl/worksheets/sheet{number}.xml").file_size for number, name in enumerate(names, 1)
        }
    return Book("xlsx", [Sheet(name, "visible", []) for name in names]), max(sizes, key=lambda name: sizes[name])


if __name__ == "__main__":
    data = Path(sys.argv[1]).read_bytes()
    book, sheet = longest(sys.argv[1])
    findings = [
        Finding(
            code="ZHT-ROW-EVIDENCE",
            severity="warning",
            message=f"第{row}行不计入：没有写佐证材料。",
            hint="请写明佐证材料的文件名。",
            at=CellRef(sheet, row, 3),
        )
        for row in range(100, 100_100, 100)
    ]
    Path(sys.argv[2]).write_bytes(annotate(data, book, findings, "").data)
