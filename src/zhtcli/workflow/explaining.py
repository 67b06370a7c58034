"""One verdict, grant, result or target explained: which one is meant, and what it would be under other readings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.forms.masking import showable
from zhtcli.core.forms.submission import Submission
from zhtcli.workflow.faults import UsageFault
from zhtcli.workflow.known import definition_of

if TYPE_CHECKING:
    from zhtcli.core.assessing.otherwise import Otherwise
    from zhtcli.core.conditions.verdict import Verdict
    from zhtcli.core.graded.verdicts import GradedVerdict
    from zhtcli.core.grants.grant import Grant
    from zhtcli.core.years.pledges import TargetCell
    from zhtcli.core.years.progress import Progress

MOST_NAMED = 12
"""Grants that a refusal names; a bureau may have hundreds."""


@dataclass(frozen=True, slots=True)
class Subjects:
    """What was asked about, and by the ids of verdicts and grants what other options of readings give.

    `targets` are those of the applicant's own, each with its cells.
    """

    verdicts: tuple[Verdict, ...]
    grants: tuple[Grant, ...]
    otherwise: Mapping[str, tuple[Otherwise, ...]]
    graded: tuple[GradedVerdict, ...] = ()
    targets: tuple[tuple[Progress, tuple[TargetCell, ...]], ...] = ()


def named_otherwise(one: Assessment, no: str) -> bool:
    """Whether `no` can only be something else than an indicator: the form tells of money, conditions or results."""
    numbers = {indicator.no for indicator in one.regime.indicators} if one.regime is not None else set()
    own = one.regime is not None and one.regime.own_targets is not None and bool(one.progress)
    return no not in numbers and (one.concluded or own)


def subjects(one: Assessment, submission: Submission, no: str) -> Subjects:
    """What is called `no`: by its id, else by its title, else all grants of a platform or of one who is paid.

    Results of assessments go by their ids and titles too, targets of one's own by their titles. Raises UsageFault,
    naming what there is.
    """
    verdicts, grants = _named(one, no)
    graded = [
        tuple(verdict for verdict in one.graded if verdict.id == no),
        tuple(verdict for verdict in one.graded if verdict.title == no),
    ]
    results = next(filter(None, graded), ())
    targets = _targets(one, submission, no)
    if one.regime is None or not (verdicts or grants or results or targets):
        raise UsageFault(_nothing(one, no))
    from zhtcli.core.assessing.otherwise import other_grants, other_verdicts

    definition = definition_of(one.regime.id)
    told: dict[str, tuple[Otherwise, ...]] = {}
    if grants:
        decided = {grant.id: grant.decision for grant in one.grants if grant.decision is not None}
        told |= other_grants(definition, one.readings, submission, one.as_of, decided, grants, one.as_of_source)
    about = {verdict.id: verdict.decision for verdict in one.verdicts if verdict.decision is not None}
    for verdict in verdicts:
        told[verdict.id] = other_verdicts(definition, one.readings, submission, about, verdict)
    return Subjects(verdicts, grants, told, results, targets)


def _targets(one: Assessment, submission: Submission, no: str) -> tuple[tuple[Progress, tuple[TargetCell, ...]], ...]:
    if one.regime is None or one.regime.own_targets is None:
        return ()
    from zhtcli.core.identifiers import same_thing
    from zhtcli.core.years.pledges import target_cells

    return tuple(
        (item, target_cells(one.regime, submission, item.indicator.no))
        for item in one.progress
        if item.indicator.no == item.indicator.name and same_thing(item.indicator.no) == same_thing(no)
    )


def _named(one: Assessment, no: str) -> tuple[tuple[Verdict, ...], tuple[Grant, ...]]:
    from zhtcli.core.grants.grant import label

    verdicts = [
        tuple(verdict for verdict in one.verdicts if verdict.id == no),
        tuple(verdict for verdict in one.verdicts if verdict.title == no),
    ]
    grants = [
        tuple(grant for grant in one.grants if no in (grant.id, showable(grant.id))),
        tuple(grant for grant in one.grants if showable(label(grant)) == no),
        tuple(grant for grant in one.grants if grant.title == no),
        tuple(grant for grant in one.grants if no in (grant.platform, grant.payee)),
    ]
    return next(filter(None, verdicts), ()), next(filter(None, grants), ())


def _nothing(one: Assessment, no: str) -> str:
    form = one.form.id if one.form else ""
    return f"“{form}”里没有“{no}”可以说明。{''.join(_what_there_is(one))}"


def _what_there_is(one: Assessment) -> Iterator[str]:
    if one.regime is not None and one.regime.indicators:
        yield f"可以写指标的序号：{'、'.join(indicator.no for indicator in one.regime.indicators)}。"
    if one.verdicts:
        yield f"可以写条件的名称，或者编号：{'、'.join(verdict.id for verdict in one.verdicts)}。"
    if one.grants:
        ids = [showable(grant.id) for grant in one.grants]
        more = f"等 {len(ids)} 笔" if len(ids) > MOST_NAMED else ""
        yield f"可以写平台或申请单位的名称，或者编号：{'、'.join(ids[:MOST_NAMED])}{more}。"
    if one.graded:
        yield f"可以写考核的名称，或者编号：{'、'.join(dict.fromkeys(verdict.id for verdict in one.graded))}。"
    if one.regime is not None and one.regime.own_targets is not None and one.progress:
        titles = [showable(item.indicator.no) for item in one.progress if item.indicator.no == item.indicator.name]
        more = f"等 {len(titles)} 项" if len(titles) > MOST_NAMED else ""
        yield f"可以写目标的名称：{'、'.join(titles[:MOST_NAMED])}{more}。"
