"""Everything about one workbook: what was found, what it scores, how far it has come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

from zhtcli.core.assessing.spread import Spread
from zhtcli.core.catalogue import CATALOGUE
from zhtcli.core.conditions.nextstep import Awaited
from zhtcli.core.conditions.procedure import Standing
from zhtcli.core.decision import Decision
from zhtcli.core.figures.expertscore import ExpertScore
from zhtcli.core.figures.formfigures import FormValue
from zhtcli.core.finding import Finding, Severity, at_or_above
from zhtcli.core.forms.evidencefolder import Listing
from zhtcli.core.forms.registers import RegisterRows
from zhtcli.core.forms.rowverdicts import Circumstances, Verification
from zhtcli.core.forms.submission import Entry
from zhtcli.core.period import AsOfSource, Form
from zhtcli.core.points.scorecard import Scorecard
from zhtcli.core.quarters.deadline import Timeliness
from zhtcli.core.quarters.observed import Quarters
from zhtcli.core.rules.regime import Regime
from zhtcli.core.years.cycle import Dates
from zhtcli.core.years.progress import Progress
from zhtcli.core.years.signals import Raised

if TYPE_CHECKING:
    from zhtcli.core.assessing.assumed import WhatIf
    from zhtcli.core.conditions.verdict import Verdict
    from zhtcli.core.graded.verdicts import GradedVerdict
    from zhtcli.core.grants.grant import Grant
    from zhtcli.core.grants.grants import GrantFigure

Status = Literal["ok", "findings", "refused"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """Everything about one workbook. `regime` is None where it could not be told or the file not read.

    `decided_readings` are the readings that somebody chose; the rest of `readings` are defaults.
    """

    file: str
    sha256: str
    form: Form | None = None
    regime: Regime | None = None
    version: str = ""
    digest: str = ""
    unit: str = ""
    uscc: str = ""
    county: str = ""
    as_of: date | None = None
    as_of_source: AsOfSource = "period"
    readings: Mapping[str, str] = field(default_factory=dict)
    decided_readings: Mapping[str, str] = field(default_factory=dict)
    reading_notes: Mapping[str, str] = field(default_factory=dict)
    """Reading -> who decided it, when, by which document, where that was told."""
    findings: tuple[Finding, ...] = ()
    scorecards: tuple[Scorecard, ...] = ()
    progress: tuple[Progress, ...] = ()
    wrong: frozenset[tuple[str, str]] = frozenset()
    """(indicator, period) of figures that a finding of severity error is about."""
    quarters: Quarters = field(default_factory=dict)
    """What is known of each quarter, where the document follows them."""
    signals: tuple[Raised, ...] = ()
    timeliness: Timeliness | None = None
    dates: Dates | None = None
    """When the document is in force, and the days of the form's cycle."""
    standing: Standing | None = None
    awaits: Awaited | None = None
    """The next step of the procedure, and what is missing for it; None where all are taken or nothing was judged."""
    verdicts: tuple[Verdict, ...] = ()
    graded: tuple[GradedVerdict, ...] = ()
    """Results of assessments as people gave them, and those that are awaited."""
    valid_through: date | None = None
    """The last day of the document's trial, where its first one is told."""
    grants: tuple[Grant, ...] = ()
    behind_grants: tuple[GrantFigure, ...] = ()
    """What each platform's support rests on."""
    values: tuple[FormValue, ...] = ()
    """Figures of the form that belong to no indicator."""
    spread: Mapping[str, Spread] | None = None
    what_if: WhatIf | None = None
    """What assumed figures would change; nothing else here knows of them."""
    registers: Mapping[str, RegisterRows] = field(default_factory=dict)
    verification: Verification = field(default_factory=Verification)
    """What became of each register row, and what the rows come to."""
    under: Circumstances | None = None
    """What the rows were judged under; None where they were not."""
    decisions: tuple[Decision, ...] = ()
    """What reviewers handed in on this unit, also what could not be applied."""
    experts: tuple[ExpertScore, ...] = ()
    """The experts' scores for this unit, also those that do not count."""
    experts_asked: bool = False
    """Whether experts' scores were handed in at all, be it for other units alone."""
    evidence_cells: Mapping[str, Entry] = field(default_factory=dict)
    """Indicator -> what its own cell for evidence says, where it says something."""
    evidence_folder: Listing | None = None
    """The files that the evidence was looked for among; None where no folder was given."""
    joined: tuple[tuple[str, str], ...] = ()
    """Other files whose figures were joined in (`progress` over several periods), each with its SHA-256."""
    refused: bool = False

    def status(self, fail_on: Severity) -> Status:
        if self.refused:
            return "refused"
        return "findings" if any(at_or_above(f.severity, fail_on) for f in self.findings) else "ok"

    @property
    def exit_code(self) -> int:
        """Of a refusal: 3 for the file, 4 for a form that is not known; 0 where nothing was refused."""
        if not self.refused:
            return 0
        return max((CATALOGUE[f.code].exit_code for f in self.findings if CATALOGUE[f.code].refuses), default=3)

    @property
    def unscored(self) -> bool:
        """Whether the document has nothing to score: no points, no conditions, no money, no grades."""
        return self.regime is not None and not self.regime.concludes

    @property
    def concluded(self) -> bool:
        """Whether there is money, a verdict on a condition, or a result of an assessment to tell."""
        return bool(self.grants or self.behind_grants or self.verdicts or self.graded)

    @property
    def main(self) -> Scorecard | None:
        return self.scorecards[0] if self.scorecards else None
