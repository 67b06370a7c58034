"""How far the readings move what one form comes to: its totals, and its grants."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.assessing.concluding import waived_fields
from zhtcli.core.assessing.judging import Judged, circumstances
from zhtcli.core.forms.submission import Submission
from zhtcli.core.rules.regime import Regime

if TYPE_CHECKING:
    from zhtcli.core.assessing.spread import Spread
    from zhtcli.workflow.choices import Choices


def spread_of(
    regime: Regime, judged: Judged, choices: Choices, earlier: Sequence[Submission], assessment: Assessment
) -> dict[str, Spread]:
    """The spread of the grants, in 元, and of each scope of points.

    `earlier` are the unit's workbooks of earlier years.
    """
    definition, submission = choices.definition(regime.id), judged.submission
    options = choices.decided.options
    told: dict[str, Spread] = {}
    if assessment.grants:
        from zhtcli.core.assessing.grantspread import grant_spread

        on, source = assessment.as_of, assessment.as_of_source
        told |= grant_spread(definition, options, submission, on, judged.decided.grants, source)
    if assessment.scorecards:
        from zhtcli.core.assessing.spread import Evidence, spread

        evidence = Evidence(
            judged.reported,
            submission,
            circumstances(regime, submission, choices.as_of, judged.decided),
            waived_fields(regime, submission),
            judged.decided,
            choices.experts,
            regime,
            judged.findings,
            tuple(earlier),
        )
        told |= spread(definition, options, evidence)
    return told
