"""What every assessing verb can be told: the choices under which forms are assessed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from zhtcli.core.decision import Decision
from zhtcli.core.figures.expertscore import ExpertScore
from zhtcli.core.period import Form
from zhtcli.core.rules.unit import Unit
from zhtcli.workflow.known import definition_of
from zhtcli.workflow.readings import Decided

if TYPE_CHECKING:
    from zhtcli.core.forms.evidencefolder import Listing
    from zhtcli.core.rules.regime import Definition
    from zhtcli.definitions.overlaid import Overlaid
    from zhtcli.workflow.assuming import Assumed


@dataclass(frozen=True, slots=True)
class Choices:
    """What every assessing verb can be told, with one meaning."""

    wanted: Form | None = None
    decided: Decided = field(default_factory=Decided)
    as_of: date | None = None
    spread: bool = False
    decisions: tuple[Decision, ...] = ()
    experts: tuple[ExpertScore, ...] = ()
    units: tuple[Unit, ...] | None = None
    """Those that have to hand in a form, where somebody says so; a deadline of theirs wins over the rule."""
    overlay: Overlaid | None = None
    """A paper of the user's own for the points of one regime."""
    evidence: Listing | None = None
    """The files of a folder to look for the evidence in; of one form alone."""
    assumed: tuple[Assumed, ...] = ()
    """Figures taken for granted, worked out beside the result."""

    def definition(self, regime_id: str) -> Definition:
        """The definition of a regime, with the overlay where it is for this one. Raises UnknownForm."""
        if self.overlay is not None and self.overlay.definition.id == regime_id:
            return self.overlay.definition
        return definition_of(regime_id)
