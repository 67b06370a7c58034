"""Which finding about one version of a submission is which about another: by code and subject, never by cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from zhtcli.core.finding import Finding
from zhtcli.core.versions.rowmatching import Pair
from zhtcli.core.versions.subjects import Subjects


@dataclass(frozen=True, slots=True)
class MatchedFindings:
    """`open` has each finding as the old and as the new version tell it."""

    closed: tuple[Finding, ...]
    open: tuple[tuple[Finding, Finding], ...]
    new: tuple[Finding, ...]


def matched_findings(
    old: Iterable[Finding],
    new: Iterable[Finding],
    in_old: Subjects,
    in_new: Subjects,
    rows: Mapping[str, Sequence[Pair]],
) -> MatchedFindings:
    """The findings of both versions; `rows` says of each register which rows go together."""
    before, after = _common_names(rows)
    return _matched(_identified(old, in_old, before), _identified(new, in_new, after))


_RowNames = Mapping[tuple[str, int], int]


def _common_names(rows: Mapping[str, Sequence[Pair]]) -> tuple[_RowNames, _RowNames]:
    """(register, index) of each version's rows -> a number that both versions' share."""
    old: dict[tuple[str, int], int] = {}
    new: dict[tuple[str, int], int] = {}
    for register, pairs in rows.items():
        for number, (one, other) in enumerate(pairs):
            if one is not None:
                old[register, one] = number
            if other is not None:
                new[register, other] = number
    return old, new


_Identified = Mapping[tuple[object, ...], list[Finding]]


def _identified(findings: Iterable[Finding], subjects: Subjects, names: _RowNames) -> _Identified:
    """The findings by what makes two of them the same one: code and subject."""
    told: dict[tuple[object, ...], list[Finding]] = defaultdict(list)
    for finding in findings:
        subject = subjects.of(finding)
        about: tuple[object, ...]
        if subject.slot is not None:
            about = ("slot", subject.slot)
        elif subject.register is not None and subject.index is not None:
            about = ("row", subject.register, names[subject.register, subject.index], subject.column)
        elif finding.indicator or finding.field or subject.register:
            about = ("named", finding.field, subject.register, finding.row)
        else:
            about = ("sheet", finding.sheet)
        told[finding.code, finding.indicator, *about].append(finding)
    return told


def _matched(old: _Identified, new: _Identified) -> MatchedFindings:
    """Of several about one thing those that say the same go together first."""
    still: dict[int, tuple[Finding, Finding]] = {}
    for key, ones in old.items():
        others = list(new.get(key, ()))
        for alike in (True, False):
            for one in ones:
                match = next((o for o in others if not alike or o.message == one.message), None)
                if id(one) not in still and match is not None:
                    still[id(one)] = one, match
                    others = [other for other in others if other is not match]
    kept = {id(other) for _, other in still.values()}
    return MatchedFindings(
        tuple(one for ones in old.values() for one in ones if id(one) not in still),
        tuple(still.values()),
        tuple(one for ones in new.values() for one in ones if id(one) not in kept),
    )
