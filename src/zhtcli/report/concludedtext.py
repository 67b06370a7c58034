"""What a form comes to besides points, as text: money, conditions, results of assessments, and where a cycle stands."""

from __future__ import annotations

from collections.abc import Iterator

from zhtcli.core.assessment import Assessment
from zhtcli.report.columns import Paint
from zhtcli.report.cycletext import reached_lines
from zhtcli.report.entitledtext import entitled_lines
from zhtcli.report.gradedtext import graded_lines


def concluded_lines(one: Assessment, width: int, paint: Paint) -> Iterator[str]:
    """All of it; it stands beside the points where a paper of the user's own gives some."""
    yield from entitled_lines(one, width, paint)
    if one.dates is not None:
        yield ""
        yield from reached_lines(one, width, paint)
    if one.graded:
        yield ""
        yield from graded_lines(one, width, paint)
