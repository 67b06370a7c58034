"""One unit's quarters as one series: each quarter's own workbook speaks for it, later ones for those without any."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from zhtcli.core.assessing.judging import Judged
from zhtcli.core.catalogue import forms
from zhtcli.core.catalogue import quarters as rules
from zhtcli.core.finding import CellRef, Finding
from zhtcli.core.forms.tablecolumns import FOLLOWED, Part
from zhtcli.core.period import between, period_label
from zhtcli.core.quarters.observed import Observed, Quarters, Told
from zhtcli.core.rounding import shown
from zhtcli.core.rules.regime import Regime

MOST_TOLD = 5
"""So many contradictions with one workbook are told one by one; more are told together."""
_PART_WORDS: dict[Part, str] = {"quarter": "当季数", "to_date": "累计数"}


@dataclass(frozen=True, slots=True)
class Joined:
    """What one workbook comes to with the unit's others: the quarters, what was found on the way, and the files used,
    each with its SHA-256.
    """

    quarters: Quarters
    findings: tuple[Finding, ...]
    files: tuple[tuple[str, str], ...]


def join_quarters(regime: Regime, judged: Sequence[Judged], units: Sequence[Sequence[Judged]] = ()) -> list[Joined]:
    """For each of one unit's submissions its quarters with those of the other workbooks.

    Two different workbooks of one quarter speak for nothing: the quarter is as later ones repeat it, or unknown.
    `units` are the workbooks of other units, by which figures that were carried over from the wrong one are known.
    """
    by_period: dict[str, list[Judged]] = {}
    for one in judged:
        by_period.setdefault(one.submission.form.span, []).append(one)
    disputed = {period for period, same in by_period.items() if not _alike(same)}
    speaking = {period: same[0] for period, same in by_period.items() if period not in disputed}
    return [_joined(regime, one, by_period, disputed, speaking, units) for one in judged]


def _joined(
    regime: Regime,
    judged: Judged,
    by_period: Mapping[str, Sequence[Judged]],
    disputed: set[str],
    speaking: Mapping[str, Judged],
    units: Sequence[Sequence[Judged]],
) -> Joined:
    own = judged.submission.form.span
    found = [*_more_than_one(judged, by_period[own], own in disputed)]
    quarters: dict[tuple[str, str], Observed] = {}
    files: list[tuple[str, str]] = []
    # The nearest later workbook repeats what the quarter without one was.
    for other in sorted(speaking.values(), key=lambda one: one.submission.form.span, reverse=True):
        if other.submission.form.span < own:
            quarters |= _from_file(other)
            files.append((other.submission.file, other.submission.sha256))
    for key, observed in judged.quarters.items():
        if key[1] == own and own in disputed:
            continue
        if key[1] == own or key[1] not in speaking:
            quarters[key] = _merged(quarters.get(key), observed)
    for period in sorted({key[1] for key in judged.quarters} - {own}):
        if period in speaking:
            found += _contradictions(regime, judged, speaking[period], period, units)
    known = sorted(by_period)
    gap = [period for period in between(known[0], own) if period not in by_period]
    # The quarter after a gap says so; those that follow it have nothing to add.
    gap = [period for period in gap if not any(period < later < own for later in known)]
    if gap:
        labels = "、".join(map(period_label, gap))
        found.append(rules.GAP.found(unit=judged.submission.unit, quarters=labels))
    return Joined(quarters, tuple(found), tuple(sorted(files)))


def _merged(known: Observed | None, own: Observed) -> Observed:
    """What the form at hand says wins over what an earlier one repeated."""
    return own if known is None else replace(own, told={**known.told, **own.told})


def _from_file(judged: Judged) -> dict[tuple[str, str], Observed]:
    """The quarters of another workbook; its cells are named as spreadsheets do, `[2025q3.xlsx]指标填报!E5`."""
    file = judged.submission.file
    name = _name(file)
    return {
        key: replace(
            observed,
            told={
                part: replace(
                    told,
                    file=file,
                    at=CellRef(f"[{name}]{told.at.sheet}", told.at.row, told.at.column) if told.at else None,
                )
                for part, told in observed.told.items()
            },
        )
        for key, observed in judged.quarters.items()
    }


def _name(file: str) -> str:
    return file.replace("\\", "/").rpartition("/")[2]


def _alike(same: Sequence[Judged]) -> bool:
    """Copies of one workbook, or workbooks that tell the same figures."""
    first, *others = (_told(one) for one in same)
    return all(other == first for other in others)


def _told(judged: Judged) -> Mapping[tuple[str, str], Mapping[Part, Fraction]]:
    return {key: {part: told.value for part, told in one.told.items()} for key, one in judged.quarters.items()}


def _more_than_one(judged: Judged, same: Sequence[Judged], disputed: bool) -> Iterator[Finding]:
    if len(same) > 1:
        names = [_name(one.submission.file) for one in same]
        # where a file lay on somebody's machine matters only where its name does not tell it apart
        alike = len(set(names)) < len(names)
        files = "、".join(one.submission.file if alike else _name(one.submission.file) for one in same)
        submission = judged.submission
        rule = rules.TWICE if disputed else forms.YEAR_COPIED
        yield rule.found(unit=submission.unit, form=submission.form.id, count=len(same), files=files)


def _contradictions(
    regime: Regime, judged: Judged, other: Judged, period: str, units: Sequence[Sequence[Judged]]
) -> Iterator[Finding]:
    """Earlier figures that this form repeats otherwise than the quarter's own workbook has them."""
    odd = list(_differing(regime, judged, other, period))
    if not odd:
        return
    lender = _lender(regime, judged, period, units)
    if lender is not None:
        at = judged.quarters[odd[0][:2]].at(odd[0][2])
        yield rules.BORROWED.found(
            at,
            year=period_label(period),
            count=len(odd),
            other=lender.submission.unit or _name(lender.submission.file),
            file=_name(lender.submission.file),
        )
        return
    if len(odd) > MOST_TOLD:
        no, _, part = odd[0]
        yield rules.DIFFERS_WIDELY.found(
            judged.quarters[no, period].at(part),
            year=period_label(period),
            nos="、".join(dict.fromkeys(no for no, _, _ in odd)),
            count=len(odd),
            other=_name(other.submission.file),
        )
        return
    for no, _, part in odd:
        here, there = judged.quarters[no, period].told[part], other.quarters[no, period].told[part]
        yield rules.DIFFERS.found(
            here.at,
            indicator=no,
            field=part,
            raw=here.raw,
            clause=regime.indicator(no).clause,
            year=period_label(period),
            part=_PART_WORDS[part],
            here=shown(here.value, 4),
            there=shown(there.value, 4),
            other=_name(other.submission.file),
        )


def _differing(regime: Regime, here: Judged, there: Judged, period: str) -> Iterator[tuple[str, str, Part]]:
    for indicator in regime.indicators:
        for part in _PART_WORDS:
            one = here.quarters[indicator.no, period].told.get(part)
            other = there.quarters[indicator.no, period].told.get(part)
            if one is not None and other is not None and not _same(one, other):
                yield indicator.no, period, part


def _same(one: Told, other: Told) -> bool:
    """Whether two figures may be one, given how exactly they were typed."""
    return abs(one.value - other.value) <= max(one.margin, other.margin)


def _lender(regime: Regime, judged: Judged, period: str, units: Sequence[Sequence[Judged]]) -> Judged | None:
    """The other unit whose workbook of that quarter tells what this form repeats, figure by figure as printed."""
    told = {
        (no, part): known
        for (no, of), observed in judged.quarters.items()
        if of == period
        for part in FOLLOWED
        if (known := observed.told.get(part)) is not None
    }
    for other in (one for unit in units for one in unit):
        if told and other.submission.form.span == period:
            theirs = ((known, other.quarters[no, period].told.get(part)) for (no, part), known in told.items())
            if all(there is not None and _same(known, there) for known, there in theirs):
                return other
    return None
