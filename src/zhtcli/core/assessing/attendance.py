"""Who handed in what: each unit's forms, what is missing, late or there twice, and what the units come to together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.catalogue import forms, quarters, series
from zhtcli.core.forms.submission import Submission
from zhtcli.core.identifiers import same_thing
from zhtcli.core.period import Form, between, following, last_day
from zhtcli.core.quarters.observed import Observed
from zhtcli.core.quarters.totals import Member, Total, by_county, totals
from zhtcli.core.rules.regime import Regime
from zhtcli.core.rules.unit import Unit, names_in_lists

DOUBTFUL = {series.UNITS.code, series.FRACTION.code}
TWICE = {quarters.TWICE.code, forms.YEAR_TWICE.code}


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """One unit: the forms that it handed in and those that it should have.

    `listed` is None where there is no list of units. `late` maps a form to the days that it came late.
    """

    name: str
    uscc: str
    county: str = ""
    listed: bool | None = None
    assessments: tuple[Assessment, ...] = ()
    missing: tuple[Form, ...] = ()

    def takes_part(self, regime: str) -> bool:
        """Whether it handed in a form of this regime, or should have."""
        return any(form.regime == regime for form in (*self.forms, *self.missing))

    @property
    def label(self) -> str:
        """What people call it; a form that names no unit goes by its file."""
        if self.name or self.uscc:
            return self.name or self.uscc
        files = "、".join(one.file.replace("\\", "/").rpartition("/")[2] for one in self.assessments)
        return f"（没有写单位：{files}）"

    @property
    def on_time(self) -> int:
        """Forms that came in time; those that do not say when are not among them."""
        return sum(one.timeliness is not None and one.timeliness.days_late == 0 for one in self.assessments)

    @property
    def other_counties(self) -> tuple[str, ...]:
        """Counties that its forms name and the list does not."""
        told = dict.fromkeys(one.county for one in self.assessments if one.county)
        return tuple(county for county in told if self.listed and same_thing(county) != same_thing(self.county))

    @property
    def forms(self) -> tuple[Form, ...]:
        return tuple(sorted({one.form for one in self.assessments if one.form is not None}, key=lambda form: form.id))

    @property
    def twice(self) -> tuple[Form, ...]:
        """Forms of which there are two that tell different things."""
        odd = (one.form for one in self.assessments if any(found.code in TWICE for found in one.findings))
        return tuple(sorted({form for form in odd if form is not None}, key=lambda form: form.id))

    @property
    def late(self) -> Mapping[str, int]:
        days = {one.form.id: one.timeliness.days_late for one in self.assessments if one.form and one.timeliness}
        return {form: late for form, late in sorted(days.items()) if late}

    @property
    def dated(self) -> bool:
        """Whether any of its forms tells when it came in."""
        return any(one.timeliness is not None and one.timeliness.reported for one in self.assessments)

    @property
    def returned(self) -> int | None:
        told = [one.standing.returned for one in self.assessments if one.standing is not None]
        return sum(told) if told else None


@dataclass(frozen=True, slots=True)
class Area:
    """The totals of a county, or of all units together."""

    level: str
    name: str
    units: int
    totals: tuple[Total, ...]


def attendance(assessments: Sequence[Assessment], listed: Sequence[Unit] | None = None) -> tuple[Attendance, ...]:
    """Every unit of the list in its order, then those that are on no list; without a list those that were met.

    A form that names no unit is a unit of its own; what could not be read belongs to nobody.
    """
    known = [one for one in assessments if one.regime is not None and one.form is not None]
    spans = _spans(known)
    regimes = {one.regime.id: one.regime for one in known if one.regime is not None}
    found: list[Attendance] = []
    rest = list(known)
    for units in _once(listed or ()):
        own = [one for one in known if any(_is(unit, one.uscc, one.unit) for unit in units)]
        rest = [one for one in rest if one not in own]
        expected = {form for unit in units for form in _expected(unit, spans, regimes)}
        first = units[0]
        county = first.county or next((one.county for one in own if one.county), "")
        name = first.name or next((one.unit for one in own if one.unit), "")
        uscc = first.uscc or next((one.uscc for one in own if one.uscc), "")
        there = {one.form for one in own}
        missing = tuple(sorted(expected - there, key=lambda form: form.id))
        found.append(
            Attendance(name=name, uscc=uscc, county=county, listed=True, assessments=tuple(own), missing=missing)
        )
    for own in _by_unit(rest):
        first_one = own[0]
        found.append(
            Attendance(
                name=first_one.unit,
                uscc=first_one.uscc,
                county=next((one.county for one in own if one.county), ""),
                listed=None if listed is None else False,
                assessments=tuple(own),
                missing=_gaps(own),
            )
        )
    return tuple(found)


def namesakes(attending: Sequence[Attendance]) -> tuple[tuple[Attendance, ...], ...]:
    """Units of one name that are told apart by their codes, or because one has none: nobody merges them in silence."""
    by_name: dict[str, list[Attendance]] = {}
    for unit in attending:
        if unit.name:
            by_name.setdefault(same_thing(unit.name), []).append(unit)
    return tuple(tuple(same) for same in by_name.values() if len(same) > 1)


def areas(attending: Sequence[Attendance]) -> tuple[Area, ...]:
    """The totals of every county and of all units together, for what is followed from quarter to quarter."""
    found: list[Area] = []
    every = [one for unit in attending for one in unit.assessments]
    for regime_id in dict.fromkeys(one.form.regime for one in every if one.form):
        own = [one for one in every if one.form and one.form.regime == regime_id]
        regime = own[0].regime
        if regime is None or regime.monitoring is None:
            continue
        periods = sorted({one.form.period for one in own if one.form and one.form.period})
        spanned = between(periods[0], periods[-1])
        members = [_member(unit, regime_id) for unit in attending if unit.takes_part(regime_id)]
        for county, some in by_county(members).items():
            found.append(Area("county", county, len(some), totals(regime, some, spanned)))
        found.append(Area("city", "", len(members), totals(regime, members, spanned)))
    return tuple(found)


def agreed_deadline(units: Iterable[Unit], regime: Regime, submission: Submission) -> date | None:
    """The deadline that a list of units prints for a submission, None where it prints none.

    A row that names no period means the form that was the last to end before the day.
    """
    form = submission.form
    for unit in units:
        if unit.deadline is None or not _is(unit, submission.uscc, submission.unit):
            continue
        named = Form.parse(unit.form) if unit.form else None
        if named is not None and named.period is not None:
            if named == form:
                return unit.deadline
        elif _means(unit, regime) and _due_for(unit.deadline, form):
            return unit.deadline
    return None


def _due_for(deadline: date, form: Form) -> bool:
    if form.period is None:
        return True
    return last_day(form.period) < deadline <= last_day(following(form.period))


def _is(unit: Unit, uscc: str, name: str) -> bool:
    """Whether a row of the list means this unit: by code where both have one, else by name."""
    if unit.uscc and uscc:
        return same_thing(unit.uscc) == same_thing(uscc)
    return bool(unit.name and name) and same_thing(unit.name) == same_thing(name)


def _once(listed: Sequence[Unit]) -> list[list[Unit]]:
    """The rows of each unit: a list may name one in a row for every form."""
    found: list[list[Unit]] = []
    for unit in listed:
        same = next((some for some in found if any(_is(one, unit.uscc, unit.name) for one in some)), None)
        if same is None:
            found.append([unit])
        else:
            same.append(unit)
    return found


def _by_unit(assessments: Sequence[Assessment]) -> list[list[Assessment]]:
    found: dict[str, list[Assessment]] = {}
    for one in assessments:
        found.setdefault(one.uscc or one.unit or one.file, []).append(one)
    return list(found.values())


def _spans(assessments: Sequence[Assessment]) -> Mapping[str, tuple[Form, ...]]:
    """Of each regime the forms from the first period that anybody handed in to the last one."""
    seen: dict[str, set[str | None]] = {}
    for one in assessments:
        if one.form is not None:
            seen.setdefault(one.form.regime, set()).add(one.form.period)
    spans = {}
    for regime, periods in seen.items():
        dated = sorted(period for period in periods if period is not None)
        told: tuple[str | None, ...] = between(dated[0], dated[-1]) if dated else (None,)
        spans[regime] = tuple(Form(regime, period) for period in told)
    return spans


def _expected(unit: Unit, spans: Mapping[str, tuple[Form, ...]], regimes: Mapping[str, Regime]) -> tuple[Form, ...]:
    """The forms that a row of the list asks for: the one that it names, else every one that is being collected."""
    named = Form.parse(unit.form) if unit.form else None
    if named is not None and named.period is not None:
        return (named,)
    return tuple(form for regime, forms in spans.items() if _means(unit, regimes[regime]) for form in forms)


def _means(unit: Unit, regime: Regime) -> bool:
    return not unit.form or same_thing(unit.form) in names_in_lists(regime)


def _gaps(assessments: Sequence[Assessment]) -> tuple[Form, ...]:
    """Periods between those that a unit handed in: without a list nothing else is known to be missing."""
    return tuple(
        form
        for forms in _spans(assessments).values()
        for form in forms
        if form not in {one.form for one in assessments}
    )


def _member(unit: Attendance, regime_id: str) -> Member:
    observations: dict[tuple[str, str], Observed] = {}
    handed, disputed = set(), {form.period for form in unit.twice if form.period}
    repeated: dict[tuple[str, str], Observed] = {}
    wrong: set[tuple[str, str]] = set()
    doubted: set[tuple[str, str]] = set()
    # The latest form decides what a quarter without one was, in whatever order files are named.
    for one in sorted(unit.assessments, key=lambda one: one.form.span if one.form else ""):
        if one.form is None or one.form.period is None or one.form.regime != regime_id or not one.progress:
            continue
        period = one.form.period
        handed.add(period)
        wrong |= {(no, of) for no, of in one.wrong if of == period}
        doubted |= {(str(found.indicator), period) for found in one.findings if found.code in DOUBTFUL}
        repeated |= one.quarters
        observations |= {key: observed for key, observed in one.quarters.items() if key[1] == period}
    return Member(
        name=unit.label,
        county=unit.county,
        quarters=observations,
        handed=frozenset(handed),
        disputed=frozenset(disputed),
        repeated=repeated,
        wrong=frozenset(wrong),
        doubted=frozenset(doubted),
    )
