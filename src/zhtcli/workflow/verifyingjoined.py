"""A workbook of `zht progress` held against all the submissions that it was computed from."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.assessing.attendance import areas, attendance
from zhtcli.core.catalogue import results
from zhtcli.core.finding import Finding
from zhtcli.core.versions.confirming import Confirmation, Verified
from zhtcli.workflow.assessing import assess
from zhtcli.workflow.choices import Choices
from zhtcli.workflow.faults import UnreadableInput, UsageFault
from zhtcli.workflow.keptreviews import KeptReviews, ruled
from zhtcli.workflow.results import file_sha256, latest_of, progress_workbook
from zhtcli.workflow.scanning import forms_among, spreadsheets

if TYPE_CHECKING:
    from zhtcli.workbook.files.book import Book
    from zhtcli.workbook.result.verified.kept import ResultInputs

MOST_NAMED = 10
"""So many files are named; of more these, and how many there are."""


@dataclass(frozen=True, slots=True)
class _Matched:
    """The files behind a result in its order, each with the one that was given for it; names that do not fit."""

    given: tuple[Path | None, ...]
    missing: tuple[str, ...]
    surplus: tuple[str, ...]
    replaced: tuple[str, ...]


def verify_joined(
    book: Book,
    stored: ResultInputs,
    result: Path,
    submissions: Sequence[Path],
    choices: Choices,
    reviews: KeptReviews,
    roster: Path | None,
    say: Callable[[str], None],
) -> Verified:
    """What such a workbook comes to; nothing is compared where a submission is missing.

    Raises UnreadableInput, UsageFault where the list of units is missing.
    """
    choices, findings = _with_roster(stored, result, roster, choices, say)
    matched = _match(stored, _files(result, submissions, stored, say))
    findings += _about_files(stored, matched)
    if matched.missing:
        return Verified(str(result), Assessment(file="", sha256=""), Confirmation(findings=tuple(findings)))
    with _under_their_names(stored, matched) as paths:
        assessments = assess(paths, choices, joined=True)
    if latest_of(assessments) is None:
        raise UnreadableInput(f"{result} 所用的填报件都读不出来，没有复核。")
    return _held(book, stored, result, matched, assessments, [*findings, *reviews.findings], choices, reviews)


def _held(
    book: Book,
    stored: ResultInputs,
    result: Path,
    matched: _Matched,
    assessments: Sequence[Assessment],
    findings: list[Finding],
    choices: Choices,
    reviews: KeptReviews,
) -> Verified:
    from zhtcli.workbook.files.contained import ContainedReader
    from zhtcli.workbook.result import write_result
    from zhtcli.workbook.result.quarterly.filesprovenance import Asked
    from zhtcli.workbook.result.verified.sameresult import held_together
    from zhtcli.workflow.verifying import about_versions, as_named

    named = tuple(
        as_named(one, stored, one.file, sha256) if one.regime is not None else replace(one, sha256=sha256)
        for one, (_, sha256) in zip(assessments, stored.files, strict=True)
    )
    own = next((one for one in assessments if one.regime is not None and one.digest), assessments[0])
    findings += about_versions(book, stored, own)
    asked = Asked(stored.fact("wanted"), stored.fact("roster"), stored.fact("roster_sha256"))
    attended = attendance(named, choices.units)
    latest = latest_of(named)
    if latest is None or latest.regime is None:
        raise UnreadableInput(f"{result} 所用的填报件都读不出来，没有复核。")
    tool = stored.fact("tool") or version("zhtcli")
    monitored = latest.regime.monitoring is not None
    data = progress_workbook(named, attended, areas(attended), tool, asked) if monitored else write_result(latest, tool)
    with ContainedReader() as reader:
        again = reader.read(data, "复核.xlsx")
    if again.book is None:
        raise UnreadableInput("重新写出的结果太大，读不回来，没有复核。")
    held = held_together(book, again.book)
    if held.unvalued:
        findings.append(results.NOT_STORED.found(count=len(held.unvalued), place=str(held.unvalued[0])))
    told = tuple(
        replace(one, file=str(path)) for one, path in zip(assessments, matched.given, strict=True) if path is not None
    )
    confirmation = Confirmation(
        findings=tuple(findings),
        differences=tuple(held.differences),
        ruled=tuple(ruled(stored, latest, choices, reviews)),
        compared=held.compared,
    )
    return Verified(str(result), told[-1], confirmation, told)


def _files(result: Path, given: Sequence[Path], stored: ResultInputs, say: Callable[[str], None]) -> list[Path]:
    """The files that were named, and of folders those that the result was computed from and other filled forms."""
    wanted = {sha256 for _, sha256 in stored.files}
    paths: list[Path] = []
    for path in given:
        if not path.is_dir():
            paths.append(path)
            continue
        inside = [one for one in spreadsheets(path) if one.resolve() != result.resolve()]
        own = {one for one in inside if file_sha256(one) in wanted}
        others = forms_among([one for one in inside if one not in own], None, say)
        paths += [one for one in inside if one in own or one in others]
    return list(dict.fromkeys(paths))


def _match(stored: ResultInputs, given: Sequence[Path]) -> _Matched:
    """By what stands in the files, in whatever order; of those left over by their names."""
    left = [(path, file_sha256(path)) for path in given]
    found: list[Path | None] = []
    for name, sha256 in stored.files:
        same = [pair for pair in left if pair[1] == sha256]
        # of copies the one with the name
        pair = next((one for one in same if one[0].name == name), same[0] if same else None)
        found.append(pair[0] if pair else None)
        if pair:
            left.remove(pair)
    missing, replaced = [], []
    for place, (name, _) in enumerate(stored.files):
        if found[place] is not None:
            continue
        pair = next((one for one in left if one[0].name == name), None)
        if pair is None:
            missing.append(name)
            continue
        found[place] = pair[0]
        left.remove(pair)
        replaced.append(name)
    return _Matched(tuple(found), tuple(missing), tuple(path.name for path, _ in left), tuple(replaced))


def _about_files(stored: ResultInputs, matched: _Matched) -> Iterator[Finding]:
    if matched.missing:
        yield results.MISSING_SUBMISSIONS.found(count=len(stored.files), files=_named(matched.missing))
    if matched.surplus:
        yield results.SURPLUS_SUBMISSIONS.found(files=_named(matched.surplus))
    if matched.replaced and not matched.missing:
        yield results.REPLACED_SUBMISSIONS.found(files=_named(matched.replaced))


def _named(names: Sequence[str]) -> str:
    told = "、".join(f"“{name}”" for name in names[:MOST_NAMED])
    return told if len(names) <= MOST_NAMED else f"{told}等{len(names)}份"


@contextmanager
def _under_their_names(stored: ResultInputs, matched: _Matched) -> Iterator[list[Path]]:
    """Copies under the names that the result knows: findings name files, and a renamed one is still the same."""
    with tempfile.TemporaryDirectory(prefix="zht-") as folder:
        paths = []
        for place, ((name, _), path) in enumerate(zip(stored.files, matched.given, strict=True)):
            if path is None:
                continue
            target = Path(folder) / str(place) / Path(name).name
            target.parent.mkdir()
            shutil.copyfile(path, target)
            paths.append(target)
        yield paths


def _with_roster(
    stored: ResultInputs, result: Path, roster: Path | None, choices: Choices, say: Callable[[str], None]
) -> tuple[Choices, list[Finding]]:
    """The list of units given again: the result names it but does not hold it. Raises UsageFault, UnreadableInput."""
    named = stored.fact("roster")
    if named and roster is None:
        raise UsageFault(f"{result} 用了单位名单 {named}，名单本身不在结果里；请用 --units 给出这个文件。")
    if roster is None:
        return choices, []
    if not named:
        raise UsageFault(f"{result} 没有用单位名单；请去掉 --units。")
    from zhtcli.workflow.units import read_units

    given = file_sha256(roster)
    units = read_units(roster, say)
    seen = stored.fact("roster_sha256")
    other = [results.OTHER_ROSTER.found(stored.places.get("roster_sha256"), seen=seen, file=roster.name, known=given)]
    return replace(choices, units=units), other if given != seen else []
