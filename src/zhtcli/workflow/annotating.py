"""A copy of a submission with its findings in it, written to a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.assessing.showing import showable_assessment
from zhtcli.core.finding import Severity
from zhtcli.workflow.assessing import assess_book
from zhtcli.workflow.choices import Choices
from zhtcli.workflow.faults import UnreadableInput, UsageFault
from zhtcli.workflow.output import check_target, write_whole

if TYPE_CHECKING:
    from zhtcli.workbook.annotate import Annotated
    from zhtcli.workbook.files.book import Book

_ACTIVE = {
    "macros": "宏",
    "external_links": "外部链接",
    "embedded_objects": "嵌入对象",
    "connections": "数据连接",
}


@dataclass(frozen=True, slots=True)
class Written:
    """An annotated copy as written. `marked` counts marked cells by severity, `listed` the findings on its list.

    `sheet` is the list's name; `active` names what the submission holds that programs run or fetch, all of it kept
    and none of it run; `lost` what others had put on the list of an earlier copy.
    """

    path: Path
    sheet: str
    marked: Mapping[Severity, int]
    listed: int
    active: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


def annotate_file(
    path: Path, output: Path, choices: Choices, *, force: bool = False, also_read: Sequence[Path] = ()
) -> tuple[Assessment, Written | None]:
    """The assessment of a submission, and its annotated copy; None where the file was refused.

    `also_read` are other inputs that must not be written over. Raises UsageFault, UnknownForm, UnreadableInput for a
    workbook that can't be patched, OutputNotWritten.
    """
    _check_suffix(path, output)
    check_target(output, force=force, inputs=[path, *also_read])
    assessment, book = assess_book(path, choices)
    if book is None:
        return assessment, None
    data = _same_bytes(path, assessment.sha256)
    copy = _annotated(data, book, assessment, output)
    from zhtcli.workbook.annotate.listing import listed

    written = write_whole(output, copy.data, force=force, inputs=[path, *also_read])
    active = tuple(word for feature, word in _ACTIVE.items() if feature in book.features)
    return assessment, Written(
        written, copy.sheet, copy.marked, len(listed(assessment.findings)), active, lost=copy.lost
    )


def _check_suffix(path: Path, output: Path) -> None:
    """A copy keeps the kind of its file: Excel refuses macros in an xlsx. Raises UsageFault."""
    if path.suffix and path.suffix.lower() != output.suffix.lower():
        raise UsageFault(f"副本的扩展名要与填报件相同：请把 -o 写成 {output.stem}{path.suffix} 这样。")


def _same_bytes(path: Path, digest: str) -> bytes:
    """The file's bytes once more, those that were assessed. Raises UnreadableInput."""
    try:
        data = path.read_bytes()
    except OSError:
        data = b""
    if sha256(data).hexdigest() != digest:
        raise UnreadableInput(f"{path} 在核对的时候被改动了，没有写出副本，请重新运行。")
    return data


def _annotated(data: bytes, book: Book, assessment: Assessment, output: Path) -> Annotated:
    """The copy, held against the submission by the same contained reader. Raises UnreadableInput."""
    from zhtcli.workbook.annotate import Unpatchable, annotate
    from zhtcli.workbook.annotate.samebook import same_submission
    from zhtcli.workbook.annotate.unpatchable import ODD
    from zhtcli.workbook.files.contained import ContainedReader

    with ContainedReader() as reader:
        try:
            copy = annotate(data, book, showable_assessment(assessment).findings, about(assessment))
            again = reader.read(copy.data, output.name)
            if again.book is None or not same_submission(book, again.book):
                raise Unpatchable(ODD)
        except Unpatchable as fault:
            raise UnreadableInput(_instead(assessment, fault.reason)) from None
    return copy


def about(assessment: Assessment) -> str:
    """What was checked, as the list says it: form, day and decided readings; no file name and no moment."""
    parts = [f"表单 {assessment.form.id}" if assessment.form else ""]
    parts.append(f"基准日 {assessment.as_of.isoformat()}" if assessment.as_of else "")
    decided = "、".join(f"{key}={option}" for key, option in assessment.decided_readings.items())
    parts.append(f"已指定口径 {decided}" if decided else "口径全部采用默认值")
    return "，".join(filter(None, parts)) + "。"


def _instead(assessment: Assessment, reason: str) -> str:
    """Why there is no copy, and where the same findings are to be had."""
    from zhtcli.report.text.lines import shell_word

    file = shell_word(assessment.file)
    other = f"结果工作簿：zht score {file} -o 结果.xlsx" if assessment.scorecards else f"校验结果：zht validate {file}"
    return f"{assessment.file} 不能批注：{reason}。没有写出副本，问题请看{other}"
