"""What a form comes to beside points, as text: conditions, money, pledges, results of assessments."""

from __future__ import annotations

from collections.abc import Iterator

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.report.text.columns import Paint
from zhtcli.report.text.cycles import figure_lines
from zhtcli.report.text.entitled import entitled_lines
from zhtcli.report.text.graded import graded_lines
from zhtcli.report.text.progress import one_unit


def conclusion_lines(one: Assessment, width: int, paint: Paint) -> Iterator[str]:
    """Conditions and money, what was reached against plan and pledge, results of assessments."""
    yield from entitled_lines(one, width, paint)
    if one.progress and one.regime is not None and one.regime.cycle is not None:
        yield ""
        yield from one_unit(one, width, paint)
    if one.graded:
        yield ""
        yield from graded_lines(one, width, paint)
    yield ""
    yield from figure_lines(one, width)
