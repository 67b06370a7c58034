"""The sheet 报送情况: each unit's forms, what is missing, late, sent back or there twice."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.assessing.attendance import Attendance
from zhtcli.core.finding import column_letters
from zhtcli.core.period import Form, period_label
from zhtcli.workbook import styles
from zhtcli.workbook.result.page.cell import LEDE, STRONG, Cell
from zhtcli.workbook.result.page.paper import Page
from zhtcli.workbook.result.page.quartercells import NUMBER, UNKNOWN, spans
from zhtcli.workbook.result.page.terms import Place, Term, at, plus
from zhtcli.workbook.result.page.told import file_name
from zhtcli.workbook.writing import Style

_COLUMNS = (("序号", 5.0), ("单位", 30.0), ("统一社会信用代码", 21.0), ("县（市、区）", 11.0), ("应报", 6.0),
            ("已报", 6.0), ("缺报", 6.0), ("缺报的表", 24.0), ("迟报", 6.0), ("迟报的表", 24.0),
            ("退回次数", 8.0), ("重复", 16.0))  # fmt: skip
_DUE, _HANDED, _MISSING, _LATE, _RETURNED = 5, 6, 7, 9, 11
_LIST = ("名单", 8.0)


def _columns(attending: Sequence[Attendance]) -> list[tuple[str, float]]:
    """Where there is no list of units, no column says who is on it."""
    return [*_COLUMNS, *([_LIST] if _listed(attending) else [])]


def _listed(attending: Sequence[Attendance]) -> bool:
    return any(unit.listed is not None for unit in attending)


def widths(attending: Sequence[Attendance]) -> tuple[float, ...]:
    return tuple(width for _, width in _columns(attending))


def write_handed_in(page: Page, attending: Sequence[Attendance], every: Sequence[Assessment], line: str) -> None:
    page.title("报送情况", line)
    listed = _listed(attending)
    page.sentence(_summary(attending, listed), LEDE)
    head = page.headers(*(name for name, _ in _columns(attending)), least=24)
    for number, unit in enumerate(attending, 1):
        _row(page, number, unit, listed)
    first, last = head + 1, page.row - 1
    page.filtered(head, frozen=2)
    _whole(page, attending, first, last)
    _strangers(page, every, attending)


def _summary(attending: Sequence[Attendance], listed: bool) -> str:
    handed, missing = (sum(len(some) for some in group) for group in _groups(attending))
    late = sum(len(unit.late) for unit in attending)
    on_time = sum(unit.on_time for unit in attending)
    told = f"{len(attending)}个单位，应报{handed + missing}份，已报{handed}份，缺{missing}份；"
    told += f"按时{on_time}份，迟报{late}份。"
    if not listed:
        told += "没有单位名单，只知道已经报的单位；没有报过的单位不在表里，应报数按各单位已报的第一期到最后一期算。"
    return told


def _groups(attending: Sequence[Attendance]) -> tuple[list[tuple[Form, ...]], list[tuple[Form, ...]]]:
    return [unit.forms for unit in attending], [unit.missing for unit in attending]


def _row(page: Page, number: int, unit: Attendance, listed: bool) -> None:
    missing, late, twice = len(unit.missing), len(unit.late), unit.twice
    forms = {form.id: form for form in unit.forms}
    page.line(
        _count(number),
        Cell(unit.label),
        Cell(unit.uscc or "（未填）", {**styles.BOX, "num_format": "@"}),
        Cell(unit.county or "（未填）", styles.BOX_MIDDLE),
        _count(len(unit.forms) + missing).by(_due(page, len(unit.forms), missing)),
        _count(len(unit.forms)),
        _count(missing, styles.ODD if missing else None),
        Cell("、".join(_periods(unit.missing))),
        _count(late, styles.UNDONE if late else None) if unit.dated else UNKNOWN,
        Cell("、".join(f"{_label(forms[form])}（{days}天）" for form, days in unit.late.items())),
        UNKNOWN if unit.returned is None else _count(unit.returned),
        Cell("、".join(f"{_label(form)}（未采用）" for form in twice), {**styles.BOX, **(styles.ODD if twice else {})}),
        *([Cell("名单内" if unit.listed else "名单外", styles.BOX_MIDDLE)] if listed else []),
    )


def _due(page: Page, handed: int, missing: int) -> Term:
    cells = [at(Place(page.name, page.row, column), Fraction(count), page.name)
             for column, count in ((_HANDED, handed), (_MISSING, missing))]  # fmt: skip
    return plus(*cells)


def _whole(page: Page, attending: Sequence[Attendance], first: int, last: int) -> None:
    """What all units come to, below the rows that can be filtered."""
    if not attending:
        return
    counts = {
        _DUE: sum(len(unit.forms) + len(unit.missing) for unit in attending),
        _HANDED: sum(len(unit.forms) for unit in attending),
        _MISSING: sum(len(unit.missing) for unit in attending),
        _LATE: sum(len(unit.late) for unit in attending),
        _RETURNED: sum(unit.returned or 0 for unit in attending),
    }

    def cell(column: int) -> Cell:
        if column not in counts:
            return Cell("", styles.LABEL)
        letter, value = column_letters(column), Fraction(counts[column])
        return Cell(value, {**NUMBER, **STRONG}).by(Term(f"SUM({letter}{first}:{letter}{last})", value))

    page.line(Cell("合计", styles.LABEL_MIDDLE, _DUE - 1), *map(cell, range(_DUE, len(page.widths) + 1)))


def _count(number: int, more: Style | None = None) -> Cell:
    return Cell(Fraction(number), {**NUMBER, **(more or {})})


def _label(form: Form) -> str:
    return period_label(form.span) or form.id


def _periods(forms: Sequence[Form]) -> list[str]:
    dated = [form.period for form in forms if form.period]
    return spans(dated) if len(dated) == len(forms) else [form.id for form in forms]


def _strangers(page: Page, every: Sequence[Assessment], attending: Sequence[Attendance]) -> None:
    """Files that belong to no unit: nobody should look for them in the totals."""
    own = {id(one) for unit in attending for one in unit.assessments}
    rest = [file_name(one.file) for one in every if id(one) not in own]
    if rest:
        page.gap()
        page.sentence(
            f"另有{len(rest)}个文件不能处理或没有写单位，没有计入：{'、'.join(rest)}。原因见“问题清单”。", styles.NOTICE
        )
