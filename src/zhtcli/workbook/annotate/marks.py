"""Marks on the cells that findings speak of: conditional formats that touch no cell and can be taken away again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from zhtcli.core.finding import SEVERITIES, CellRef, Finding, Severity, column_letters
from zhtcli.workbook.annotate.spans import Edit, Span, changed_tag, encoded, outline, spliced
from zhtcli.workbook.annotate.unpatchable import ODD, Unpatchable

Cells = set[tuple[int, int]]
"""(row, column), 1-based."""

# Always true, and says whose it is: a formula comes through every program that saves the copy, an attribute does not.
_FORMULA = 'N("zht:{severity}")=0'
_OURS = re.compile(r'\s*N\("zht:(?:error|warning|note)"\)=0\s*', re.IGNORECASE)
_TRACE = b"zht:"
_LONGEST_REFERENCE = 8000
# CT_Worksheet up to where conditional formats stand (ECMA-376 part 1, 18.3.1.99).
_BEFORE = frozenset(
    "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges scenarios "
    "autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr".split()
)
_DEPTH = 6
"""Down to the rules of conditional formats that newer programs keep in extensions."""


def marked_cells(findings: Iterable[Finding]) -> dict[str, dict[Severity, Cells]]:
    """The cells that findings speak of, sheet by sheet; a cell goes by the gravest of its findings."""
    gravest: dict[CellRef, Severity] = {}
    for finding in findings:
        if finding.at is not None:
            known = gravest.get(finding.at)
            if known is None or SEVERITIES.index(finding.severity) < SEVERITIES.index(known):
                gravest[finding.at] = finding.severity
    sheets: dict[str, dict[Severity, Cells]] = {}
    for at, severity in gravest.items():
        sheets.setdefault(at.sheet, {}).setdefault(severity, set()).add((at.row, at.column))
    return sheets


def ranges(cells: Cells) -> Iterator[str]:
    """The cells as few references, from top to bottom: first runs down a column, then equal runs side by side."""
    runs: dict[tuple[int, int], list[int]] = {}
    column = first = last = 0
    for at_column, at_row in sorted((column, row) for row, column in cells):
        if at_column == column and at_row == last + 1:
            last = at_row
            continue
        if column:
            runs.setdefault((first, last), []).append(column)
        column, first, last = at_column, at_row, at_row
    if column:
        runs.setdefault((first, last), []).append(column)
    for (top, bottom), columns in sorted(runs.items()):
        start = columns[0]
        for here, following in zip(columns, [*columns[1:], 0], strict=True):
            if following != here + 1:
                corner = f"{column_letters(start)}{top}"
                end = f"{column_letters(here)}{bottom}"
                yield corner if corner == end else f"{corner}:{end}"
                start = following


def remarked(content: bytes, part: str, cells: Mapping[Severity, Cells], formats: Mapping[Severity, int]) -> bytes:
    """A worksheet part with marks on these cells and no others of ours; the same bytes where nothing changes.

    `formats` are the numbers of the differential formats. Raises Unpatchable.
    """
    if not cells and _TRACE not in content:
        return content
    root = outline(content, part, depth=_DEPTH, without="sheetData")
    if root.name != "worksheet" or root.child("sheetData") is None:
        raise Unpatchable(ODD)
    edits = _without_ours(root)
    references = [(severity, one) for severity in SEVERITIES for one in _references(cells.get(severity, set()))]
    if references:
        priority, shifted = _room(root, len(references))
        p = root.prefix
        rules = (
            f'<{p}conditionalFormatting sqref="{reference}"><{p}cfRule type="expression" dxfId="{formats[severity]}" '
            f'priority="{number}"><{p}formula>{_FORMULA.format(severity=severity)}</{p}formula></{p}cfRule>'
            f"</{p}conditionalFormatting>"
            for number, (severity, reference) in enumerate(references, priority)
        )
        place = max(child.end for child in root.children if child.name in _BEFORE)
        edits += [*shifted, (place, place, encoded("".join(rules)))]
    return spliced(content, edits)


def _is_ours(rule: Span) -> bool:
    formulas = list(rule.all("formula"))
    return len(formulas) == 1 and _OURS.fullmatch(formulas[0].text) is not None


def _without_ours(root: Span) -> list[Edit]:
    """The edits that take our marks away.

    Programs join rules with one range under one element: ours go out of it, the others stay.
    """
    edits: list[Edit] = []
    for element in root.all("conditionalFormatting"):
        ours = [rule for rule in element.children if _is_ours(rule)]
        whole = ours and len(ours) == len(element.children)
        edits += [(one.start, one.end, b"") for one in ([element] if whole else ours)]
    return edits


def _room(root: Span, wanted: int) -> tuple[int, list[Edit]]:
    """The first priority of ours, and the edits that move the form's own rules behind, in their order.

    Where both colour a cell the mark has to be seen: a form's own format shows that an error cell is blank.
    Rules of a pivot table are known by their priorities in another part, so on such a sheet ours come last.
    """
    rules = [
        (rule, int(priority))
        for rule in root.within("cfRule")
        if not _is_ours(rule) and (priority := rule.attributes.get("priority", "")).isdecimal() and len(priority) < 10
    ]
    first = min((priority for _, priority in rules), default=wanted + 1)
    if first > wanted:
        return first - wanted, []
    if any(element.attributes.get("pivot") in ("1", "true") for element in root.within("conditionalFormatting")):
        return max(priority for _, priority in rules) + 1, []
    behind = wanted + 1 - first
    return 1, [changed_tag(rule, priority=str(priority + behind)) for rule, priority in rules]


def _references(cells: Cells) -> Iterator[str]:
    """The cells in references of a length that every program takes."""
    line = ""
    for one in ranges(cells):
        if line and len(line) + len(one) >= _LONGEST_REFERENCE:
            yield line
            line = ""
        line = f"{line} {one}" if line else one
    if line:
        yield line
