"""What reviewers hand in: JSON, or the workbook that `zht template FORM --for expert` makes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhtcli.core.forms.layout import ENTRIES
from zhtcli.core.period import Form
from zhtcli.core.points.expertsheet import ROLE
from zhtcli.workflow.faults import UnreadableInput, UsageFault
from zhtcli.workflow.forming import read_data
from zhtcli.workflow.known import definition_of, form_of

if TYPE_CHECKING:
    from zhtcli.workbook.files.book import Book
    from zhtcli.workbook.reading.identity import Identity


@dataclass(frozen=True, slots=True)
class DataReview:
    """A reviewer's JSON, and the form that it says it is for."""

    path: Path
    form: Form | None
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class BookReview:
    """A reviewer's workbook, and the form that it says it is for."""

    path: Path
    form: Form | None
    book: Book
    identity: Identity

    @property
    def submitted(self) -> bool:
        """Whether it is a form that an applicant fills: reviewers' data do not stand there."""
        from zhtcli.workbook.reading.grid import sheet_named
        from zhtcli.workflow.reading import holds_without_table

        if self.identity.role == ROLE:
            return False
        return sheet_named(self.book, ENTRIES) is not None or holds_without_table(self.book, self.form)


Review = DataReview | BookReview


def read_reviews(paths: Sequence[Path], wanted: Form | None, say: Callable[[str], None]) -> Iterator[Review]:
    """Each file in order. A form that is not the wanted one is refused; `say` gets a notice of another version.

    Raises UnreadableInput, UsageFault, UnknownForm.
    """
    from zhtcli.workbook.reading.identity import identify
    from zhtcli.workflow.reading import Refused, read_files

    books = [path for path in paths if not _is_data(path)]
    readings = read_files(books) if books else iter(())
    for path in paths:
        if path not in books:
            data = read_data(path)
            yield DataReview(path, _form(path, str(data.get("form") or ""), wanted), data)
            continue
        _, reading = next(readings)
        if isinstance(reading, Refused):
            raise UnreadableInput(f"{path}：{reading.sentence}")
        if reading.book is None:
            from zhtcli.workflow.ledgers import sentence

            raise UnreadableInput(f"{path}：{sentence(reading.seen[0])}")
        identity = identify(reading.book)
        form = _form(path, identity.form, wanted)
        if form is not None and identity.digest and identity.digest != definition_of(form.regime).digest:
            say(f"{path.name} 用的是另一版的表（v{identity.version}），请核对各项的序号和分值。")
        yield BookReview(path, form, reading.book, identity)


def _is_data(path: Path) -> bool:
    """Whether a file is JSON: by its name, else by how it begins."""
    if path.suffix.lower() == ".json":
        return True
    try:
        with path.open("rb") as stream:
            return stream.read(64).removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")
    except OSError:
        return False  # the reader says what is the matter with it


def _form(path: Path, told: str, wanted: Form | None) -> Form | None:
    """The form that a file says it is for, else the wanted one."""
    if not told:
        return wanted
    form = form_of(told)
    if wanted is not None and wanted not in (form, Form(form.regime, None)):
        raise UsageFault(f"{path} 是“{form.id}”的，与指定的“{wanted.id}”不符。")
    return form


def records(review: DataReview, key: str, allowed: Sequence[str], what: str) -> Iterable[tuple[str, Mapping[str, Any]]]:
    """The records of a JSON list, each with the words that name its place. Raises UsageFault."""
    told = review.data.get(key)
    if not isinstance(told, list):
        raise UsageFault(f"{review.path} 里没有 {key} 列表。")
    for place, one in enumerate(told, 1):
        where = f"{review.path} 第{place}条{what}"
        if not isinstance(one, Mapping):
            raise UsageFault(f"{where}应是一个对象。")
        if odd := one.keys() - set(allowed):
            raise UsageFault(f"{where}里有不认识的“{min(odd)}”；可写 {'、'.join(allowed)}。")
        yield where, one


def texts_of(record: Mapping[str, Any], keys: Iterable[str]) -> dict[str, str]:
    """The texts of a record, blank where it has none; a number as it was typed."""
    return {key: "" if record.get(key) is None else str(record[key]).strip() for key in keys}
