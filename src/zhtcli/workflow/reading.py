"""Files -> submissions: read in a contained child, identified, located."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.catalogue import CATALOGUE, experts, files, forms
from zhtcli.core.finding import CellRef, Finding
from zhtcli.core.forms.layout import ENTRIES
from zhtcli.core.forms.submission import Submission
from zhtcli.core.period import Form
from zhtcli.core.points.expertsheet import ROLE
from zhtcli.workflow.faults import UnknownForm, UnreadableInput
from zhtcli.workflow.known import all_regimes, definition_of, form_of, layout_of, regime_of

if TYPE_CHECKING:
    from zhtcli.workbook.files.book import Book, Reading, Seen
    from zhtcli.workbook.reading.identity import Identity


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that gives no submission, and why."""

    file: str
    sha256: str
    findings: tuple[Finding, ...]
    form: Form | None = None

    def assessment(self) -> Assessment:
        return Assessment(file=self.file, sha256=self.sha256, form=self.form, findings=self.findings, refused=True)

    @property
    def sentence(self) -> str:
        return self.findings[0].message if self.findings else ""


def read_submissions(
    paths: Iterable[Path],
    wanted: Form | None = None,
    *,
    meanwhile: Callable[[], None] | None = None,
    on_each: Callable[[Path], None] | None = None,
) -> list[Submission | Refused]:
    """Each file as a submission, in order; a bad file is a value, so one never stops the others.

    `meanwhile` runs while the reading child starts (heavy imports belong there). Raises UnknownForm for a
    `wanted` that does not exist.
    """
    read = []
    for path, reading in read_files(paths, meanwhile=meanwhile):
        read.append(reading if isinstance(reading, Refused) else submission_of(reading, str(path), wanted))
        if on_each is not None:
            on_each(path)
    return read


def usable(read: Submission | Refused, say: Callable[[str], None]) -> Submission:
    """A submission that can be used; `say` gets what of the form could not be found in it.

    Raises UnreadableInput.
    """
    if isinstance(read, Refused):
        raise UnreadableInput(f"{read.file}：{read.sentence}")
    for finding in read.findings:
        if CATALOGUE[finding.code].stops_score:
            raise UnreadableInput(f"{read.file}：{finding.message}")
        if finding.severity == "error" and finding.code.startswith("ZHT-FORM-"):
            say(f"{read.file}：{finding.message}")
    return read


def read_files(
    paths: Iterable[Path], *, meanwhile: Callable[[], None] | None = None
) -> Iterator[tuple[Path, Reading | Refused]]:
    """Each file's raw reading; a file that cannot be opened is refused."""
    from zhtcli.workbook.files.contained import ContainedReader

    with ContainedReader() as reader:
        reader.start()
        if meanwhile is not None:
            meanwhile()
        for path in paths:
            try:
                data = path.read_bytes()
            except OSError as fault:
                yield path, _unopened(path, fault)
                continue
            yield path, reader.read(data, path.name)


def submission_of(reading: Reading, file: str, wanted: Form | None) -> Submission | Refused:
    """What a reading holds, as a submission of the form that it says it is, else of the wanted one."""
    from zhtcli.workbook.expert.book import score_sheets
    from zhtcli.workbook.reading.identity import identify
    from zhtcli.workbook.reading.locate import locate

    found = [_seen_finding(seen) for seen in reading.seen]
    if reading.book is None:
        return Refused(file, reading.sha256, tuple(found))
    identity = identify(reading.book)
    form, about = _form(reading.book, identity, wanted)
    found += about
    if form is None or any(CATALOGUE[finding.code].refuses for finding in found):
        return Refused(file, reading.sha256, tuple(found), form)
    found += _version_findings(identity, form)
    found += [experts.SHEET_IN_THE_FORM.found(sheet=name) for name in score_sheets(reading.book)]
    return locate(
        reading.book,
        regime_of(form.regime),
        layout_of(form),
        identity,
        file=file,
        sha256=reading.sha256,
        findings=found,
    )


def _form(book: Book, identity: Identity, wanted: Form | None) -> tuple[Form | None, list[Finding]]:
    from zhtcli.workbook.reading.recognise import holds_form

    if identity.role == "result":
        return None, [forms.RESULT_FILE.found()]
    if _is_experts(book, identity, wanted):
        return None, [forms.EXPERT_FILE.found()]
    if not identity.form:
        if wanted is None or not regime_of(wanted.regime).has(wanted):
            return None, [forms.NOT_A_FORM.found(seen=_likeness(book))]
        if not holds_form(book, layout_of(wanted)):
            what = "表头" if layout_of(wanted).has_table else "页和台账"
            return None, [forms.NOT_A_FORM.found(seen=f"也没有“{wanted.id}”的{what}")]
        return wanted, [forms.IDENTITY_LOST.found(form=wanted.id)]
    try:
        form = form_of(identity.form)
    except UnknownForm:
        return None, [forms.UNKNOWN_FORM.found(seen=identity.form)]
    found = []
    if not identity.agrees:
        seen = "，".join(f"{source}写“{name}”" for source, name in identity.seen)
        found.append(forms.IDENTITY_DISAGREES.found(seen=seen, used=form.id))
    if wanted is not None and wanted not in (form, Form(form.regime, None)):
        found.append(forms.WRONG_FORM.found(seen=form.id, wanted=wanted.id))
    return form, found


def _likeness(book: Book) -> str:
    """What a workbook without identity looks like: it is told, never taken for granted."""
    from zhtcli.workbook.reading.locatetable import candidates
    from zhtcli.workbook.reading.recognise import holds_form

    layouts = [layout_of(form) for regime in all_regimes() for form in regime.forms()]
    if any(candidates(book, layout) for layout in layouts):
        return "有“指标填报”页，但不知道是哪种表、哪一年的"
    alike = dict.fromkeys(one.form.regime for one in layouts if not one.has_table and holds_form(book, one))
    if alike:
        return f"页和台账像是{'、'.join(f'“{name}”' for name in alike)}的，但表上没有写明"
    return "也没有“指标填报”页，无法判断是哪种表"


def holds_without_table(book: Book, form: Form | None) -> bool:
    """Whether a workbook holds this form, which has no table to be known by."""
    from zhtcli.workbook.reading.recognise import holds_form

    if form is None or not regime_of(form.regime).has(form):
        return False
    layout = layout_of(form)
    return not layout.has_table and holds_form(book, layout)


def _is_experts(book: Book, identity: Identity, wanted: Form | None) -> bool:
    """Whether this is an expert's workbook, by what it says of itself, else by its sheets."""
    from zhtcli.workbook.expert.book import has_scores
    from zhtcli.workbook.expert.rulings import has_rulings
    from zhtcli.workbook.reading.grid import sheet_named

    if identity.role == ROLE:
        return True
    if sheet_named(book, ENTRIES) is not None or not (has_scores(book) or has_rulings(book)):
        return False
    try:
        form = form_of(identity.form) if identity.form else wanted
    except UnknownForm:
        return True
    return not holds_without_table(book, form)  # a register may have columns like those of a reviewer


def _version_findings(identity: Identity, form: Form) -> list[Finding]:
    definition = definition_of(form.regime)
    if not identity.digest or identity.digest == definition.digest:
        return []
    return [
        forms.OTHER_VERSION.found(
            seen=identity.version,
            seen_digest=identity.digest,
            known=definition.version,
            known_digest=definition.digest,
        )
    ]


def _seen_finding(seen: Seen) -> Finding:
    at = CellRef(seen.sheet, seen.row, seen.column) if seen.sheet and seen.row and seen.column else None
    return CATALOGUE[seen.code].found(at, sheet=seen.sheet, **dict[str, Any](seen.words))


def _unopened(path: Path, fault: OSError) -> Refused:
    why = {
        FileNotFoundError: "没有这个文件",
        IsADirectoryError: "这是一个文件夹",
        PermissionError: "没有读取权限，或文件正被其他程序独占",
    }.get(type(fault), fault.strerror or "读取失败")
    return Refused(str(path), "", (files.UNOPENED.found(reason=why),))
