"""A result held against its submission: what `zht verify` does.

The result names its inputs; with them the submission is assessed once more, the result written once more, and both
are held together cell by cell. What people settled is taken from the result, or from files that are given again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.catalogue import results
from zhtcli.core.finding import Finding, Severity
from zhtcli.core.period import Form
from zhtcli.core.versions.confirming import Confirmation, Verified
from zhtcli.workflow.assessing import assess_one
from zhtcli.workflow.choices import Choices
from zhtcli.workflow.faults import UnreadableInput, UsageFault
from zhtcli.workflow.keptfolder import KeptFolder, kept_folder
from zhtcli.workflow.keptreviews import KeptReviews, kept_reviews, ruled
from zhtcli.workflow.known import definition_of, form_of, regime_of
from zhtcli.workflow.overlaying import read_overlay_file
from zhtcli.workflow.reading import Refused, read_files
from zhtcli.workflow.readings import Decided
from zhtcli.workflow.results import has_result

if TYPE_CHECKING:
    from zhtcli.definitions.overlaid import Overlaid
    from zhtcli.workbook.files.book import Book
    from zhtcli.workbook.result.verified.kept import ResultInputs

_ROLE = "result"


def verify_files(
    result: Path,
    submissions: Sequence[Path],
    *,
    units: Path | None = None,
    decisions: Path | None = None,
    experts: Sequence[Path] = (),
    overlay: Path | None = None,
    evidence: Path | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> Verified:
    """What a result workbook comes to when its submissions are assessed once more with what it was computed from.

    A workbook of `zht progress` takes all its submissions in any order, or the folder that holds them. A single
    submission that is refused is told as its assessment says. Raises UnreadableInput for a file that is no result,
    UsageFault for a submission of another form and an overlay or a list of units that is missing, UnknownForm.
    """
    book = _result_book(result)
    stored = _inputs(book, result)
    form = form_of(stored.fact("form"))
    if stored.files:
        from zhtcli.workflow.verifyingjoined import verify_joined

        if regime_of(form.regime).monitoring is not None and (decisions is not None or experts):
            raise UsageFault(f"{result} 是季度监测的结果，没有用裁定和专家评分；请去掉 --decisions、--experts。")
        if evidence is not None:
            raise UsageFault(f"{result} 没有用佐证文件夹；请去掉 --evidence。")
        reviews = kept_reviews(stored, form, decisions, experts, say)
        given = replace(
            _given(stored, form, reviews, _overlay(stored, form, overlay, result)),
            wanted=Form.parse(stored.fact("wanted")) if stored.fact("wanted") else None,
        )
        return verify_joined(book, stored, result, submissions, given, reviews, units, say)
    if len(submissions) != 1 or submissions[0].is_dir():
        raise UsageFault(f"{result} 由一份填报件算出，请只给这一份。")
    if units is not None:
        raise UsageFault(f"{result} 没有用单位名单；请去掉 --units。")
    (submission,) = submissions
    reviews = kept_reviews(stored, form, decisions, experts, say)
    folder = kept_folder(stored, evidence, submission, result)
    given = replace(
        _given(stored, form, reviews, _overlay(stored, form, overlay, result)),
        evidence=folder.listing if folder is not None else None,
    )
    assessment, _ = assess_one(submission, given)
    if assessment.refused:
        return Verified(str(result), assessment, None)
    if assessment.form != form:
        told = assessment.form.id if assessment.form else "别的表"
        raise UsageFault(f"{submission} 是 {told}，{result} 是 {form.id} 的结果，不能相互复核。")
    if not has_result(assessment):
        raise UsageFault(f"“{form.id}”没有一份填报件的结果工作簿，不能复核。")
    return Verified(str(result), assessment, _confirmed(book, stored, assessment, given, reviews, folder))


def verified_code(verified: Verified, fail_on: Severity) -> int:
    """3 or 4 where the submission was refused; 1 where the result is not what it gives; else 0."""
    if verified.confirmation is None:
        return verified.assessment.exit_code
    return int(verified.confirmation.worth_a_look(fail_on))


def _result_book(path: Path) -> Book:
    """Raises UnreadableInput."""
    from zhtcli.workbook.reading.identity import identify

    ((_, reading),) = read_files([path])
    if isinstance(reading, Refused):
        raise UnreadableInput(f"{path}：{reading.sentence}")
    if reading.book is None:
        from zhtcli.workflow.ledgers import sentence

        raise UnreadableInput(f"{path}：{sentence(reading.seen[0])}")
    if identify(reading.book).role != _ROLE:
        raise UnreadableInput(f"{path} 不是 zht 写出的结果工作簿；写法是 zht verify 结果.xlsx 填报件.xlsx。")
    return reading.book


def _inputs(book: Book, path: Path) -> ResultInputs:
    """Raises UnreadableInput."""
    from zhtcli.workbook.result.verified.kept import BrokenInputs, result_inputs

    try:
        stored = result_inputs(book)
    except BrokenInputs as fault:
        raise UnreadableInput(f"{path} 的{fault}，不知道它由什么算出，不能复核；请取来没有改动过的结果。") from None
    if stored.joined and not stored.files:
        raise UnreadableInput(
            f"{path} 由同一单位几年的文件合起来算出，没有记下各个文件的SHA-256，不能复核；"
            "请用同样的文件重新运行 zht progress。"
        )
    if not stored.files and not stored.fact("sha256"):
        raise UnreadableInput(f"{path} 的隐藏页没有写明由哪份填报件算出，不能复核；请取来没有改动过的结果。")
    return stored


def _given(stored: ResultInputs, form: Form, reviews: KeptReviews, laid: Overlaid | None) -> Choices:
    """The choices that the result was computed with."""
    definition = laid.definition if laid is not None else definition_of(form.regime)
    known = {reading.key: reading for reading in definition.readings}
    chosen = {
        key: one
        for key, one in stored.readings.items()
        if one.decided and key in known and one.option in known[key].options
    }
    return Choices(
        form,
        Decided(
            {key: one.option for key, one in chosen.items()}, {key: one.note for key, one in chosen.items() if one.note}
        ),
        _day(stored),
        stored.spread,
        decisions=reviews.decisions,
        experts=reviews.experts,
        overlay=laid,
    )


def _overlay(stored: ResultInputs, form: Form, given: Path | None, result: Path) -> Overlaid | None:
    """The overlay of a file given again: a result names its overlay but does not hold it. Raises UsageFault."""
    named = stored.fact("overlay")
    if named and given is None:
        raise UsageFault(
            f"{result} 用了叠加规则 {named}（{stored.fact('overlay_file')}，SHA-256 {stored.fact('overlay_sha256')}），"
            "规则本身不在结果里；请用 --overlay 给出这个文件。"
        )
    if given is not None and not named:
        raise UsageFault(f"{result} 没有用叠加规则；请去掉 --overlay。")
    return read_overlay_file(given, form) if given is not None else None


def _day(stored: ResultInputs) -> date | None:
    """The day that was asked for; one that the submission tells is told by it again."""
    if stored.fact("as_of_source") != "option":
        return None
    try:
        return date.fromisoformat(stored.fact("as_of"))
    except ValueError:
        return None


def _confirmed(
    book: Book,
    stored: ResultInputs,
    assessment: Assessment,
    given: Choices,
    reviews: KeptReviews,
    folder: KeptFolder | None,
) -> Confirmation:
    from zhtcli.workbook.files.contained import ContainedReader
    from zhtcli.workbook.result import write_result
    from zhtcli.workbook.result.verified.sameresult import held_together

    findings = [*_about_inputs(book, stored, assessment), *reviews.findings]
    findings += [folder.finding] if folder is not None and folder.finding is not None else []
    with ContainedReader() as reader:
        named = as_named(assessment, stored, stored.fact("file"), stored.fact("sha256"))
        data = write_result(named, stored.fact("tool") or version("zhtcli"))
        again = reader.read(data, "复核.xlsx")
    if again.book is None:
        raise UnreadableInput("重新写出的结果太大，读不回来，没有复核。")
    held = held_together(book, again.book)
    if held.unvalued:
        findings.append(results.NOT_STORED.found(count=len(held.unvalued), place=str(held.unvalued[0])))
    return Confirmation(
        findings=tuple(findings),
        differences=tuple(held.differences),
        ruled=tuple(ruled(stored, assessment, given, reviews)),
        compared=held.compared,
    )


def as_named(assessment: Assessment, stored: ResultInputs, file: str, sha256: str) -> Assessment:
    """The assessment under the names that the result gives its inputs: where these are not the same, a finding says so
    once, and no cell that repeats the name has to.
    """
    regime = assessment.regime
    if regime is not None and regime.overlay is not None:
        import msgspec

        overlay = msgspec.structs.replace(
            regime.overlay, file=stored.fact("overlay_file"), sha256=stored.fact("overlay_sha256")
        )
        regime = msgspec.structs.replace(regime, overlay=overlay)
    return replace(
        assessment,
        file=file,
        sha256=sha256,
        version=stored.fact("version"),
        digest=stored.fact("digest"),
        regime=regime,
    )


def _about_inputs(book: Book, stored: ResultInputs, assessment: Assessment) -> Iterator[Finding]:
    """What is to be said of the file and versions before any cell is."""
    if stored.fact("sha256") != assessment.sha256:
        yield results.OTHER_SUBMISSION.found(
            stored.places.get("sha256"), seen=stored.fact("sha256"), known=assessment.sha256, file=stored.fact("file")
        )
    yield from about_versions(book, stored, assessment)


def about_versions(book: Book, stored: ResultInputs, assessment: Assessment) -> Iterator[Finding]:
    """What is to be said of the definition, the overlay and the program."""
    if stored.fact("digest") != assessment.digest:
        yield results.OTHER_DEFINITION.found(
            stored.places.get("digest"),
            seen=stored.fact("version"),
            seen_digest=stored.fact("digest"),
            known=assessment.version,
            known_digest=assessment.digest,
        )
    overlay = assessment.regime.overlay if assessment.regime is not None else None
    if overlay is not None and overlay.sha256 != stored.fact("overlay_sha256"):
        yield results.OTHER_OVERLAY.found(
            stored.places.get("overlay_sha256"),
            seen=stored.fact("overlay_sha256"),
            known=overlay.sha256,
            file=overlay.file,
        )
    for key, what in (("form", "表单"), ("version", "制度定义版本"), ("digest", "制度定义摘要"), ("role", "用途")):
        said = book.properties.get(f"zht_{key}", "")
        if said and said != stored.fact(key):
            yield results.DISAGREES.found(what=what, seen=said, known=stored.fact(key))
    if stored.fact("tool") != version("zhtcli"):
        yield results.OTHER_PROGRAM.found(
            stored.places.get("tool"), seen=stored.fact("tool") or "（没有写）", known=version("zhtcli")
        )
