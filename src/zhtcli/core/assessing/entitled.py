"""What a form entitles to, or falls short of: verdicts on conditions, grants, the figures and findings behind them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhtcli.core.assessing.entitleddecisions import applied
from zhtcli.core.conditions.conditions import verdicts
from zhtcli.core.conditions.findings import condition_findings, steps_against
from zhtcli.core.conditions.verdict import Verdict
from zhtcli.core.decision import Decided
from zhtcli.core.finding import Finding
from zhtcli.core.forms.submission import Submission
from zhtcli.core.grants.findings import grant_findings
from zhtcli.core.grants.grant import Grant
from zhtcli.core.grants.grants import Books, GrantFigure, grant_figures, grants
from zhtcli.core.rules.regime import Regime


@dataclass(frozen=True, slots=True)
class Entitled:
    """Verdicts, stage by stage; grants with the figures behind them; what was found on the way."""

    verdicts: tuple[Verdict, ...]
    grants: tuple[Grant, ...]
    figures: tuple[GrantFigure, ...]
    findings: tuple[Finding, ...]


def entitled(
    regime: Regime, submission: Submission, as_of: date | None, decided: Decided, source: str = "period"
) -> Entitled:
    """What a form comes to on a day; `source` says who chose it. The registers are read once for everything."""
    books = Books(regime, submission, as_of, decided.grants, source)
    granted = grants(regime, books)
    concluded = verdicts(regime, submission, decided.conditions)
    found = [*condition_findings(regime, submission), *steps_against(regime, submission, concluded)]
    found += grant_findings(regime, books, granted)
    if decided.conditions or decided.grants:
        found += applied(decided, concluded, granted)
    return Entitled(concluded, granted, grant_figures(regime, books), tuple(found))
