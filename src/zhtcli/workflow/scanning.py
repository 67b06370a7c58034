"""The filled forms of a folder, for verbs that are given no file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from zhtcli.core.figures.fieldfigures import telling_fields
from zhtcli.core.forms.submission import Submission
from zhtcli.core.period import Form
from zhtcli.workflow.faults import UnreadableInput
from zhtcli.workflow.known import regime_of
from zhtcli.workflow.reading import Refused, read_submissions

ENDINGS = (".xlsx", ".xlsm", ".xls", ".et", ".ods")


def spreadsheets(folder: Path) -> list[Path]:
    """The spreadsheet files of a folder, without the owner files that a running program leaves beside them."""
    return sorted(
        path
        for path in folder.iterdir()
        if path.suffix.lower() in ENDINGS and path.is_file() and not path.name.startswith(("~$", ".~"))
    )


def filled_forms(folder: Path, wanted: Form | None, notice: Callable[[str], None]) -> list[Path]:
    """The files of a folder that are filled forms; what is passed over is said. Raises UnreadableInput.

    With a wanted regime or form, those of another one are left out.
    """
    kept = forms_among(spreadsheets(folder), wanted, notice)
    if not kept:
        raise UnreadableInput(f"{folder} 里没有找到填好的表。")
    return kept


def forms_among(paths: Sequence[Path], wanted: Form | None, notice: Callable[[str], None]) -> list[Path]:
    """Those of the files that are filled forms, as `filled_forms` tells them."""
    kept = []
    for path, read in zip(paths, read_submissions(paths), strict=True):
        if isinstance(read, Refused):
            notice(f"略过 {path}：{read.sentence}")
        elif not _filled(read):
            notice(f"略过 {path}：空表。")
        elif wanted is None or wanted in (read.form, Form(read.form.regime, None)):
            kept.append(path)
    return kept


def inputs(given: Iterable[Path], wanted: Form | None, notice: Callable[[str], None]) -> list[Path]:
    """The files that a verb works on: those named, those in named folders, else those of the current folder."""
    paths: list[Path] = []
    for path in given or [Path()]:
        paths += filled_forms(path, wanted, notice) if path.is_dir() else [path]
    return list(dict.fromkeys(paths))


def _filled(submission: Submission) -> bool:
    keys = telling_fields(regime_of(submission.form.regime))
    return bool(submission.registers) or any(
        (slot.owner == "indicator" or slot.key in keys) and entry.state != "blank"
        for slot, entry in submission.entries.items()
    )
