"""What was handed in as evidence: the cells of a form that name it, and the files of a folder."""

from __future__ import annotations

from dataclasses import dataclass

from zhtcli.core.forms.submission import Entry, Submission
from zhtcli.core.rules.regime import Regime


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """A file of the folder: path relative to it with `/`, size in bytes, SHA-256 in hex (blank: could not be read)."""

    path: str
    size: int
    sha256: str

    @property
    def content(self) -> str:
        """Equal for files of equal content; of a file that could not be read nothing is known."""
        return self.sha256 or f"?{self.path}"


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something in the folder that was not looked at, or could not be, and why; `unreadable` files stay listed."""

    path: str
    reason: str
    unreadable: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """What a folder holds. `folder` is its path as told, `name` its own name; paths are relative to it.

    `system` counts the files that programs leave behind (`Thumbs.db`, `~$…`), which are no evidence.
    """

    folder: str
    name: str
    files: tuple[EvidenceFile, ...]
    folders: tuple[str, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    system: int = 0


def evidence_cells(regime: Regime, submission: Submission) -> dict[str, Entry]:
    """Indicator -> what its own cell for evidence says, where it says something."""
    own = submission.form.span
    told = {one.no: submission.entry(one.no, own, "evidence") for one in regime.indicators}
    return {no: entry for no, entry in told.items() if entry is not None and entry.value is not None}
