"""Whether a result is what its submission gives: what `zht verify` comes to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.finding import CellRef, Finding, Severity, at_or_above

Verdict = Literal["same", "differs"]
DifferenceKind = Literal["value", "formula", "row_removed", "row_added", "row_moved", "sheet_removed", "sheet_added"]
Source = Literal["result", "given"]


@dataclass(frozen=True, slots=True)
class Seen:
    """What stands in a cell, or in all cells of a row; `formula` is its text without `=`, blank where there is none.

    A day is ISO text. `percent` says that the number is shown as a percentage.
    """

    value: str | float | bool | None = None
    formula: str = ""
    percent: bool = False


BLANK = Seen()


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A cell, a row or a sheet of a result that is not what is computed.

    `at` is where it stands in the result; of a row or sheet that is gone, where it should stand. `beside` is what its
    row begins with.
    """

    kind: DifferenceKind
    at: CellRef
    says: Seen = BLANK
    should: Seen = BLANK
    beside: str = ""

    @property
    def place(self) -> str:
        """`计分表!H12`, or the sheet alone where a whole one is meant."""
        return self.at.sheet if self.kind in ("sheet_removed", "sheet_added") else str(self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """Something that a person settled: not computed, taken as it stands.

    `at` is where the result keeps it. `source` says whether it was taken from there or from a file given again.
    """

    kind: Literal["decision", "expert", "overlay", "reading"]
    no: str = ""
    row: str = ""
    period: str = ""
    value: str = ""
    reason: str = ""
    by: str = ""
    date: str = ""
    at: CellRef | None = None
    source: Source = "result"


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """What became of holding a result against its submission. `compared` counts the cells that were held together."""

    findings: tuple[Finding, ...] = ()
    differences: tuple[Difference, ...] = ()
    ruled: tuple[Ruled, ...] = ()
    compared: int = 0

    @property
    def verdict(self) -> Verdict:
        """`same` where nothing differs and every file is the one that the result names."""
        return "differs" if self.differences or any(f.severity == "error" for f in self.findings) else "same"

    def worth_a_look(self, fail_on: Severity) -> bool:
        return self.verdict == "differs" or any(at_or_above(one.severity, fail_on) for one in self.findings)


@dataclass(frozen=True, slots=True)
class Verified:
    """A result file, the assessment of the submission, and what they come to; None where the submission was refused.

    `joined` are the assessments of all submissions behind a workbook of `zht progress`, the one that it is named by
    being `assessment`, and empty where one submission gives the result.
    """

    result: str
    assessment: Assessment
    confirmation: Confirmation | None
    joined: tuple[Assessment, ...] = ()
