"""How far the readings move what a form comes to: its points, scope by scope, and its money."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from zhtcli.core.assessment import Assessment
from zhtcli.core.concluding import waived_fields
from zhtcli.core.expertscore import ExpertScore
from zhtcli.core.grantspread import grant_spread
from zhtcli.core.judging import Judged, circumstances
from zhtcli.core.regime import Definition, Regime
from zhtcli.core.spread import Evidence, Spread, spread


def spread_of(
    definition: Definition,
    readings: Mapping[str, str],
    regime: Regime,
    judged: Judged,
    assessment: Assessment,
    *,
    as_of: date | None = None,
    experts: tuple[ExpertScore, ...] = (),
) -> dict[str, Spread]:
    """The spread of each scope of points and, in 元, of the grants; `regime` is the definition under `readings`."""
    told: dict[str, Spread] = {}
    submission, decided = judged.submission, judged.decided
    if assessment.grants:
        told |= grant_spread(definition, readings, submission, assessment.as_of, decided.grants)
    if assessment.scorecards:
        evidence = Evidence(
            judged.reported,
            submission,
            circumstances(regime, submission, as_of, decided),
            waived_fields(regime, submission),
            decided,
            experts,
            regime,
            judged.findings,
        )
        told |= spread(definition, readings, evidence)
    return told
