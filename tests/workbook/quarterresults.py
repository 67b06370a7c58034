"""Assessments of quarterly forms made in memory, one unit's joined, and workbooks read back."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from core import quarterforms
from core.quarterforms import Figures
from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.assessing.concluding import conclude
from zhtcli.core.assessing.judging import judge
from zhtcli.core.assessing.quarterseries import join_quarters
from zhtcli.core.checks.schema import check_entries, compile_schema
from zhtcli.core.forms.submission import Submission

COVER: dict[str, Any] = {
    "unit": "嘉兴甲产业创新服务综合体",
    "uscc": "91330411MA2JX1A04H",
    "county": "秀洲区",
    "filler": "沈佳",
    "submitted_at": datetime(2026, 10, 12, 9, 30),
    "reviewed_at": datetime(2026, 10, 17, 14),
    "county_reviewer": "朱敏",
    "review_outcome": "通过",
    "return_count": "1",
    "reported_at": datetime(2026, 10, 28, 10, 15),
    "reporter": "朱敏",
    "fund_province": "300",
    "fund_city": "100",
    "fund_county": "100",
    "fund_spent": "125",
    **{f"task{number}": "完成" for number in range(1, 6)},
    "task6": "未完成",
    "task6_note": "视频在制作",
}
"""A cover of a form that came three days late and was sent back once."""

NOW: Figures = {
    ("1", "2026q3"): {"quarter": "74", "quarter_growth": "9.99", "to_date": "204", "to_date_growth": "2"},
    ("1", "2026q2"): {"quarter": "68.9", "to_date": "130"},
    ("1", "2025q3"): {"quarter": "80", "to_date": "200"},
    ("3", "2026q3"): {"quarter": "8.6", "quarter_growth": "0.1", "to_date": "8.6"},
    ("3", "2025q3"): {"quarter": "8.5"},
    ("7", "2026q3"): {"quarter": "2422", "to_date": "2422"},
    ("7", "2025q3"): {"quarter": "0", "to_date": "0"},
}
"""Of indicator 1 the growth as typed is not what the figures give (-7.5 %), of 7 there is none."""

BEFORE: Figures = {
    ("1", "2026q1"): {"quarter": "61.1", "quarter_growth": "-3", "to_date": "61.1", "to_date_growth": "-3"},
    ("3", "2026q1"): {"quarter": "8.4", "quarter_growth": "-0.2"},
}


def form(figures: Figures, period: str = "2026q3", file: str = "", **fields: Any) -> Submission:
    return quarterforms.form(figures, period=period, fields={**COVER, **fields}, file=file)


def assessed(forms: Sequence[Submission], **readings: str) -> tuple[Assessment, ...]:
    """The forms of one unit, each with the others joined in."""
    of = quarterforms.regime(**readings)
    judged = []
    for one in forms:
        layout = quarterforms.layout(str(one.form.period))
        (found,) = check_entries(of, layout, compile_schema(of, layout), [one])
        judged.append(judge(of, layout, one, found))
    return tuple(
        conclude(
            of,
            own,
            quarters=joined.quarters,
            findings=joined.findings,
            version="1",
            digest="0123456789ab",
            readings={reading.key: readings.get(reading.key, reading.default) for reading in of.readings},
            decided_readings=readings,
            joined=joined.files,
        )
        for own, joined in zip(judged, join_quarters(of, judged), strict=True)
    )


def book(data: bytes, *, formulas: bool = False) -> openpyxl.Workbook:
    """The workbook with the values that are stored beside formulas, or with the formulas themselves."""
    return openpyxl.load_workbook(io.BytesIO(data), data_only=not formulas)


def texts(sheet: Worksheet) -> list[str]:
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


def table(sheet: Worksheet, first: str) -> list[dict[str, Any]]:
    """The rows below the header row that holds the text `first`, by header; the last of equal headers wins."""
    head = next(cell.row for row in sheet.iter_rows() for cell in row if cell.value == first)
    names = [str(cell.value) for cell in sheet[head]]
    below = sheet.iter_rows(min_row=head + 1, values_only=True)
    return [dict(zip(names, row, strict=True)) for row in below if any(value is not None for value in row)]


def by_no(rows: Sequence[Mapping[str, Any]], column: str = "序号") -> dict[str, Mapping[str, Any]]:
    """The first row of each number."""
    found: dict[str, Mapping[str, Any]] = {}
    for row in rows:
        found.setdefault(str(row[column]), row)
    return found
