"""What a form waits for in its chain of steps, and what is missing for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zhtcli.core.conditions.verdict import OUTCOME_WORDS, Verdict
from zhtcli.core.forms.submission import Submission
from zhtcli.core.rules.conditionkinds import ByPerson
from zhtcli.core.rules.monitored import Step
from zhtcli.core.rules.regime import Regime


@dataclass(frozen=True, slots=True)
class Awaited:
    """The first step that has not been taken: the state that it leads to, its date field, what is missing.

    `missing` are half-sentences for people; the date of the step itself is always the last of them.
    """

    id: str
    state: str
    field: str
    missing: tuple[str, ...]


def awaited(regime: Regime, submission: Submission, verdicts: Sequence[Verdict] = ()) -> Awaited | None:
    """What the next step is and what it takes; None where the document has no procedure or all steps are taken."""
    procedure = regime.procedure
    if procedure is None:
        return None
    before: Step | None = None
    for step in procedure.steps:
        entry = submission.field(step.at)
        if entry is None or entry.state not in ("filled", "unreadable"):
            missing = (*_of_step_before(regime, submission, before), *_of_conditions(regime, step, verdicts))
            return Awaited(step.id, step.state, step.at, (*missing, f"填写“{regime.field(step.at).label}”"))
        before = step
    return None


def _of_step_before(regime: Regime, submission: Submission, before: Step | None) -> Iterator[str]:
    if before is None or not before.outcome:
        return
    outcome, name = submission.text(before.outcome), regime.field(before.outcome).label
    if not outcome:
        yield f"填写“{name}”"
    elif outcome == before.back:
        yield f"“{name}”是“{outcome}”，须先处理"


def _of_conditions(regime: Regime, step: Step, verdicts: Sequence[Verdict]) -> Iterator[str]:
    """Conditions that stand in the way; those that are judged at this very step are not asked before it.

    Where the special route is taken, only what the stage as a whole goes by.
    """
    if not step.needs:
        return
    tests = {condition.id: condition.test for condition in regime.conditions}
    of_stage = [one for one in verdicts if one.event == step.needs]
    overall = next((one for one in of_stage if one.overall), None)
    for one in of_stage:
        test = tests.get(one.id)
        if one is overall or one.outcome == "met" or (isinstance(test, ByPerson) and test.judged_on == step.at):
            continue
        if overall is not None and overall.counted and one.id not in overall.counted:
            continue
        yield f"{one.title}：{OUTCOME_WORDS[one.outcome]}"
