"""One score that one expert gave, as it comes from an expert's sheet or from JSON."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

ARBITRATION = "裁定"
"""The name under which a panel's own decision on a score stands; it decides over the experts' scores."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertScore:
    """Points that `expert` gives the unit for an indicator; `unit` is the code, or the name where there is none.

    `place` says where it stands in the `file` of that name (sheet and cell), for people.
    """

    unit: str
    no: str
    expert: str
    score: Fraction
    reason: str
    place: str = ""
    file: str = ""

    @property
    def found_at(self) -> str:
        """`王专家.xlsx 评分!F5`."""
        return " ".join(part for part in (self.file, self.place) if part)
