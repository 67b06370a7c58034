"""Cross-checks within the fields of the cover and its pages: what is required when, sums, what exceeds what."""

from __future__ import annotations

from zhtcli.core.finding import Finding
from zhtcli.core.kinds import FieldsAddUp, FieldsAtMost, FieldZero, RequiredWhen
from zhtcli.core.regime import Regime
from zhtcli.core.submission import Submission


def field_findings(
    check: RequiredWhen | FieldsAddUp | FieldsAtMost | FieldZero, regime: Regime, submission: Submission
) -> list[Finding]:
    """What the fields of one form say against each other."""
    return []
