"""What an output of ours may show of an assessment: numbers of persons are hidden (个人信息保护法 第五十一条)."""

from __future__ import annotations

from dataclasses import replace

from zhtcli.core.assessment import Assessment
from zhtcli.core.finding import Finding
from zhtcli.core.grant import Grant
from zhtcli.core.masking import showable


def showable_assessment(one: Assessment) -> Assessment:
    """The same with the numbers of persons hidden in what it shows of typed texts."""
    return replace(
        one,
        unit=showable(one.unit),
        uscc=showable(one.uscc),
        findings=tuple(map(_showable_finding, one.findings)),
        grants=tuple(map(_showable_grant, one.grants)),
    )


def _showable_grant(grant: Grant) -> Grant:
    """A person who claims may be named by a number; its row keys are hidden where they are made."""
    seen = (grant.id, grant.payee, grant.uscc, grant.platform, *(cut.reason for cut in grant.cuts))
    id, payee, uscc, platform, *reasons = told = tuple(map(showable, seen))
    if told == seen:
        return grant
    cuts = tuple(replace(cut, reason=reason) for cut, reason in zip(grant.cuts, reasons, strict=True))
    return replace(grant, id=id, payee=payee, uscc=uscc, platform=platform, cuts=cuts)


def _showable_finding(finding: Finding) -> Finding:
    """Most findings hold no such number and stay the objects that they are."""
    seen = (finding.message, finding.hint, finding.raw or "", finding.row or "")
    message, hint, raw, row = map(showable, seen)
    if (message, hint, raw, row) == seen:
        return finding
    return replace(finding, message=message, hint=hint, raw=finding.raw and raw, row=finding.row and row)
