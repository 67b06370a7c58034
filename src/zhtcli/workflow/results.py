"""The result workbooks of assessments, written to a file."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.assessing.attendance import Area, Attendance
from zhtcli.core.period import Form
from zhtcli.workflow.faults import UnreadableInput, UsageFault
from zhtcli.workflow.output import write_whole

if TYPE_CHECKING:
    from zhtcli.workbook.result.quarterly.filesprovenance import Asked


def has_result(assessment: Assessment) -> bool:
    """Whether there is a result to relate: a form that gives points, conditions or money, also one that was stopped.

    A stopped form has no more than its findings, and that is what its result says.
    """
    regime = assessment.regime
    return regime is not None and assessment.form is not None and regime.concludes and not assessment.refused


def write_result_file(assessment: Assessment, path: Path, *, force: bool) -> Path:
    """Write the result workbook; gives its whole path. Raises OutputNotWritten."""
    from zhtcli.workbook.result import write_result

    data = write_result(assessment, version("zhtcli"))
    return write_whole(path, data, force=force, inputs=[Path(assessment.file)])


def check_one_workbook(assessments: Sequence[Assessment], attending: Sequence[Attendance]) -> None:
    """Refuse, before anything is told, what one workbook cannot hold. Raises UsageFault."""
    regimes = {one.regime.id: one.regime for one in assessments if one.regime is not None}
    if len(regimes) > 1:
        raise UsageFault(f"-o 写出的工作簿只放一种制度，这里有{'、'.join(sorted(regimes))}；请用 --regime 指明一种。")
    if any(regime.monitoring is None for regime in regimes.values()) and not _is_one_unit(attending):
        raise UsageFault("-o 还不能把这种制度的多个单位写进一个工作簿，请用 zht score -o 逐个单位写。")


def write_progress_file(
    assessments: Sequence[Assessment],
    attending: Sequence[Attendance],
    areas: Sequence[Area],
    path: Path,
    *,
    force: bool,
    wanted: Form | None = None,
    roster: Path | None = None,
) -> Path | None:
    """Write what `zht progress` tells: one unit's series, or several units and their totals; gives its whole path.

    With a list of units it is the latter, however many there are. None where no file holds a form that can be
    told. Raises UsageFault, OutputNotWritten.
    """
    check_one_workbook(assessments, attending)
    latest = latest_of(assessments)
    if latest is None or latest.regime is None:
        return None
    if latest.regime.monitoring is None:
        return write_result_file(latest, path, force=force) if _told(latest) else None
    asked = asked_for(wanted, roster)
    data = progress_workbook(assessments, attending, areas, version("zhtcli"), asked)
    return write_whole(path, data, force=force, inputs=[Path(one.file) for one in assessments])


def asked_for(wanted: Form | None, roster: Path | None) -> Asked:
    """What the hidden sheet keeps of the choices beyond readings. Raises UnreadableInput."""
    from zhtcli.workbook.result.quarterly.filesprovenance import Asked

    name, sha256 = ("", "") if roster is None else (roster.name, file_sha256(roster))
    return Asked(wanted.id if wanted is not None else "", name, sha256)


def file_sha256(path: Path) -> str:
    """Raises UnreadableInput."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        raise UnreadableInput(f"{path} 打不开：没有这个文件，或者没有权限。") from None


def progress_workbook(
    assessments: Sequence[Assessment],
    attending: Sequence[Attendance],
    areas: Sequence[Area],
    tool_version: str,
    asked: Asked,
) -> bytes:
    """The workbook of a document that monitors: one unit's series, or several units. Raises ValueError for another."""
    from zhtcli.workbook.result.quarterly.quarterbook import write_quarters
    from zhtcli.workbook.result.quarterly.unitsbook import write_units

    latest = latest_of(assessments)
    if latest is None:
        raise ValueError("no form to relate")
    if _is_one_unit(attending):
        return write_quarters(latest, assessments, tool_version, asked)
    return write_units(assessments, attending, areas, tool_version, asked)


def _is_one_unit(attending: Sequence[Attendance]) -> bool:
    return len(attending) <= 1 and not any(unit.listed is not None for unit in attending)


def latest_of(assessments: Sequence[Assessment]) -> Assessment | None:
    """The form of the last period, one of which the figures are used before others."""
    known = [one for one in assessments if one.regime is not None and one.form is not None]
    return max(known, key=lambda one: (_told(one), one.form.span if one.form else ""), default=None)


def _told(one: Assessment) -> bool:
    """Whether anything came of a form: of one that was stopped there are only its findings."""
    return bool(one.progress or one.scorecards or one.concluded)
