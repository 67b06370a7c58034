"""What was found in a workbook: one sentence, one place, one thing to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
SEVERITY_WORDS: dict[Severity, str] = {"error": "错误", "warning": "警告", "note": "提示"}


def column_letters(column: int) -> str:
    """Letters of a column, 1-based: 1 is A, 27 is AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(frozen=True, slots=True, order=True)
class CellRef:
    """Where a datum stands in a workbook; row and column are 1-based."""

    sheet: str
    row: int
    column: int

    @property
    def a1(self) -> str:
        return f"{column_letters(self.column)}{self.row}"

    def __str__(self) -> str:
        return f"{self.sheet}!{self.a1}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A coded message about one submission (never an exception: bad data is ordinary).

    `at` is the cell it speaks of, `sheet` stands alone where a whole sheet is meant; `raw` is what was
    seen there, as typed; `clause` the rule of the document that is concerned.
    """

    code: str
    severity: Severity
    message: str
    hint: str
    at: CellRef | None = None
    sheet: str | None = None
    indicator: str | None = None
    field: str | None = None
    raw: str | None = None
    clause: str | None = None
    register: str | None = None
    row: str | None = None

    @property
    def place(self) -> str | None:
        """`指标填报!F12`, or the sheet's name alone, or None for the whole file."""
        return str(self.at) if self.at else self.sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """An entry of the catalogue: what a code means, in words that are filled in where it is found.

    `message` and `hint` are templates for `str.format`; `meaning` says why it matters (`zht rule CODE`).
    Which severity a code has is known here and nowhere else. A rule with `refuses` ends the reading of
    the file (exit code 3), one with `stops_score` leaves the findings but gives no score.
    """

    code: str
    severity: Severity
    title: str
    message: str
    hint: str
    meaning: str
    refuses: bool = False
    stops_score: bool = False
    exit_code: int = 3
    """Of a refusal: 3 for a file, 4 for a form that the program does not know."""

    def found(
        self,
        at: CellRef | None = None,
        *,
        sheet: str | None = None,
        indicator: str | None = None,
        field: str | None = None,
        raw: str | None = None,
        clause: str | None = None,
        register: str | None = None,
        row: str | None = None,
        severity: Severity | None = None,
        **words: Any,
    ) -> Finding:
        """The finding that this rule gives at a place; `words` fill the templates, `raw` among them."""
        where = {"sheet": sheet or (at.sheet if at else None), "register": register, "row": row}
        filled = {"raw": raw, "no": indicator, **where, **words}
        return Finding(
            code=self.code,
            severity=severity or self.severity,
            message=self.message.format(**filled),
            hint=self.hint.format(**filled),
            at=at,
            sheet=sheet or (at.sheet if at else None),
            indicator=indicator,
            field=field,
            raw=raw,
            clause=clause,
            register=register,
            row=row,
        )


def in_reading_order(findings: Iterable[Finding], sheets_first: Iterable[str] = ()) -> list[Finding]:
    """Whole-file findings first, then sheet by sheet (these first, others as met), then down the rows.

    Equals are dropped.
    """
    seen = dict.fromkeys(findings)
    sheets: dict[str | None, int] = {None: -1, **{name: place for place, name in enumerate(sheets_first)}}
    for finding in seen:
        sheets.setdefault(finding.sheet, len(sheets))
    return sorted(
        seen,
        key=lambda f: (sheets[f.sheet], (f.at.row, f.at.column) if f.at else (0, 0), SEVERITIES.index(f.severity)),
    )


def at_or_above(severity: Severity, threshold: Severity) -> bool:
    """Whether a severity weighs at least as much as the threshold (`--fail-on`)."""
    return SEVERITIES.index(severity) <= SEVERITIES.index(threshold)


def with_place(finding: Finding, at: CellRef) -> Finding:
    """The same finding at a place that only the caller knew."""
    return replace(finding, at=at, sheet=at.sheet)
