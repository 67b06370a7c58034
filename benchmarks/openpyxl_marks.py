"""1,000 marked cells and a list of them, as one writes it in an afternoon: openpyxl loads the workbook and saves it.

What openpyxl does not model is gone from its copy, pictures in cells and stored values of formulas among it.

usage: openpyxl_marks.py FILE OUT
"""

from __future__ import annotations

import sys

import openpyxl
from openpyxl.styles import PatternFill

book = openpyxl.load_workbook(sys.argv[1])
sheet = max(book.worksheets, key=lambda sheet: sheet.max_row)
red = PatternFill("solid", fgColor="FFC7CE")
listing = book.create_sheet("问题清单")
for row in range(100, 100_100, 100):
    sheet.cell(row, 3).fill = red
    listing.append([row // 100, "警告", f"第{row}行不计入：没有写佐证材料。", "请写明佐证材料的文件名。"])
    listing.cell(row // 100, 3).hyperlink = f"#'{sheet.title}'!C{row}"
book.save(sys.argv[2])
