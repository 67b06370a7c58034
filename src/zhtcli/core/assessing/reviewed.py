"""What reviewers handed in on one unit, kept with its assessment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.decision import Decision
from zhtcli.core.figures.expertscore import ExpertScore
from zhtcli.core.forms.submission import Submission


def with_reviews(
    assessment: Assessment, submission: Submission, decisions: Sequence[Decision], experts: Sequence[ExpertScore]
) -> Assessment:
    """The assessment with what was handed in on its unit; what is about others is left to those."""
    if not decisions and not experts:
        return assessment
    return replace(
        assessment,
        decisions=tuple(one for one in decisions if submission.goes_by(one.unit)),
        experts=tuple(one for one in experts if submission.goes_by(one.unit)),
        experts_asked=bool(experts),
    )
