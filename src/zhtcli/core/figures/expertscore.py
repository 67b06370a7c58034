"""One score that one expert gave, as it comes from an expert's sheet or from JSON."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

ARBITRATION = "裁定"
"""The name under which a panel's own decision on a score stands; it decides over the experts' scores."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertScore:
    """Points that `expert` gives the unit for an indicator; `unit` is the code, or the name where there is none.

    `place` says where it stands in the `file` (sheet and cell), for people; the file may be told with its folder.
    """

    unit: str
    no: str
    expert: str
    score: Fraction
    reason: str
    place: str = ""
    file: str = ""

    @property
    def file_name(self) -> str:
        return re.split(r"[\\/]", self.file)[-1]

    @property
    def found_at(self) -> str:
        """`王专家.xlsx 评分!F5`, without the folder: what is found goes to people who do not have it."""
        return " ".join(part for part in (self.file_name, self.place) if part)
