"""The folder of evidence behind a result: as the result keeps it, held against the folder where it is given again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from zhtcli.core.catalogue import results
from zhtcli.core.finding import Finding
from zhtcli.core.forms.evidencefolder import Listing
from zhtcli.core.forms.masking import showable
from zhtcli.workflow.faults import UsageFault

if TYPE_CHECKING:
    from zhtcli.workbook.result.verified.kept import ResultInputs

_TOLD = 3
"""Files that a sentence names before it says how many there are."""


@dataclass(frozen=True, slots=True)
class KeptFolder:
    """What to look for the evidence in, and what is to be said of that."""

    listing: Listing
    finding: Finding | None


def kept_folder(stored: ResultInputs, given: Path | None, submission: Path, result: Path) -> KeptFolder | None:
    """What is given again is taken before what the result keeps; None for a result without evidence looked for.

    Raises UsageFault for a folder that the result knows nothing of, and for one that it cannot keep whole;
    UnreadableInput.
    """
    kept = stored.evidence
    if kept is None:
        if given is not None:
            raise UsageFault(f"{result} 没有核对过佐证文件夹；请去掉 --evidence。")
        return None
    if given is None:
        if stored.evidence_hidden:
            raise UsageFault(
                f"{result} 核对过佐证文件夹“{kept.name}”，其中有的文件名带身份证号，没有记在结果里；"
                "请用 --evidence 给出这个文件夹。"
            )
        return KeptFolder(kept, results.KEPT_EVIDENCE.found(count=len(kept.files)))
    from zhtcli.workflow.evidencing import list_folder

    listing = list_folder(given, leave_out=submission)
    told = _differences(kept, listing)
    return KeptFolder(listing, results.OTHER_EVIDENCE.found(told=told) if told else None)


def _differences(kept: Listing, now: Listing) -> str:
    """Names of what is gone, new, or another file now; blank where nothing is."""
    before = {one.path: one.sha256 for one in kept.files}
    after = {showable(one.path): one.sha256 for one in now.files}
    told = [
        *(f"少了“{path}”" for path in before if path not in after),
        *(f"多了“{path}”" for path in after if path not in before),
        *(f"“{path}”内容变了" for path in before if path in after and before[path] != after[path]),
    ]
    return "，".join(told[:_TOLD]) + (f"，等{len(told)}处" if len(told) > _TOLD else "")
