"""What an output of ours may show of an assessment: numbers of persons are hidden (个人信息保护法 第五十一条)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.finding import Finding
from zhtcli.core.forms.masking import showable

if TYPE_CHECKING:
    from zhtcli.core.decision import Decision
    from zhtcli.core.figures.expertscore import ExpertScore
    from zhtcli.core.grants.grant import Grant


def showable_assessment(one: Assessment) -> Assessment:
    """The same with the numbers of persons hidden in what it shows of typed texts."""
    return replace(
        one,
        unit=showable(one.unit),
        uscc=showable(one.uscc),
        findings=tuple(map(showable_finding, one.findings)),
        grants=tuple(map(_showable_grant, one.grants)),
        decisions=tuple(map(showable_decision, one.decisions)),
        experts=tuple(map(_showable_score, one.experts)),
        spread=one.spread and {showable(scope): told for scope, told in one.spread.items()},
    )


def showable_decision(one: Decision) -> Decision:
    """The same without numbers of persons; what is hidden stays hidden in the same way."""
    return replace(
        one,
        unit=showable(one.unit),
        no=showable(one.no),
        row=one.row and showable(one.row),
        reason=showable(one.reason),
        by=showable(one.by),
    )


def _showable_score(one: ExpertScore) -> ExpertScore:
    return replace(
        one,
        unit=showable(one.unit),
        expert=showable(one.expert),
        reason=showable(one.reason),
        place=showable(one.place),
        file=showable(one.file),
    )


def _showable_grant(grant: Grant) -> Grant:
    """A person may be the one who is paid; a row without a number of its own goes by its identifying columns."""
    return replace(
        grant,
        id=showable(grant.id),
        payee=showable(grant.payee),
        uscc=showable(grant.uscc),
        platform=showable(grant.platform),
        reason=showable(grant.reason),
        cuts=tuple(replace(cut, reason=showable(cut.reason), row=cut.row and showable(cut.row)) for cut in grant.cuts),
        row=grant.row and showable(grant.row),
        rows=tuple(map(showable, grant.rows)),
    )


def showable_finding(finding: Finding) -> Finding:
    """The same without numbers of persons; most findings hold no such number and stay the objects that they are."""
    seen = (finding.message, finding.hint, finding.raw or "", finding.row or "")
    message, hint, raw, row = map(showable, seen)
    if (message, hint, raw, row) == seen:
        return finding
    return replace(finding, message=message, hint=hint, raw=finding.raw and raw, row=finding.row and row)
