"""Workbooks validated, scored and followed: what `zht validate`, `score`, `explain` and `progress` share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.assessing.attendance import agreed_deadline
from zhtcli.core.assessing.concluding import conclude
from zhtcli.core.assessing.judging import Judged, judge
from zhtcli.core.assessing.reviewed import with_reviews
from zhtcli.core.catalogue import scores
from zhtcli.core.finding import Finding, Severity
from zhtcli.core.forms.submission import Submission
from zhtcli.core.period import Form
from zhtcli.core.rules.evidencerules import as_if_evidence, demands_evidence
from zhtcli.core.rules.resolve import UnknownReading, chosen
from zhtcli.definitions.load import BrokenDefinition, settled
from zhtcli.workflow.choices import Choices
from zhtcli.workflow.faults import UnknownForm
from zhtcli.workflow.known import definition_of, layout_of, regime_of
from zhtcli.workflow.reading import Refused, read_files, read_submissions, submission_of
from zhtcli.workflow.readings import check_readings

if TYPE_CHECKING:
    from zhtcli.core.figures.figures import Figures
    from zhtcli.core.quarters.observed import Quarters
    from zhtcli.core.rules.regime import Regime
    from zhtcli.workbook.files.book import Book


EVIDENCE = "missing_evidence"


def assess(
    paths: Sequence[Path],
    choices: Choices | None = None,
    *,
    joined: bool = False,
    on_each: Callable[[Path], None] | None = None,
) -> tuple[Assessment, ...]:
    """One assessment a file, in order. `joined` joins the years of each unit (`zht progress`).

    Raises UnknownForm for a regime or reading that does not exist.
    """
    choices = choices or Choices()
    check_readings(choices.decided)
    read = read_submissions(paths, choices.wanted, meanwhile=_import_engines, on_each=on_each)
    return _assessed(read, choices, joined=joined)


def assess_one(path: Path, choices: Choices | None = None) -> tuple[Assessment, Submission | None]:
    """The assessment of one file, and what stands in it; None where it was refused. Raises UnknownForm."""
    (only,) = assess_each([path], choices)
    return only


def assess_each(
    paths: Sequence[Path], choices: Choices | None = None
) -> tuple[tuple[Assessment, Submission | None], ...]:
    """Each file's assessment with what stands in it; None where it was refused. Raises UnknownForm."""
    choices = choices or Choices()
    check_readings(choices.decided)
    read = read_submissions(paths, choices.wanted, meanwhile=_import_engines)
    submissions = (one if isinstance(one, Submission) else None for one in read)
    return tuple(zip(_assessed(read, choices), submissions, strict=True))


def assess_book(path: Path, choices: Choices | None = None) -> tuple[Assessment, Book | None]:
    """The assessment of one file, and the workbook that it is; None where it was refused. Raises UnknownForm."""
    choices = choices or Choices()
    check_readings(choices.decided)
    ((_, reading),) = read_files([path], meanwhile=_import_engines)
    read = reading if isinstance(reading, Refused) else submission_of(reading, str(path), choices.wanted)
    (assessment,) = _assessed([read], choices)
    return assessment, None if isinstance(read, Refused) or isinstance(reading, Refused) else reading.book


def _assessed(
    read: Sequence[Submission | Refused], choices: Choices, *, joined: bool = False
) -> tuple[Assessment, ...]:
    submissions = [one for one in read if isinstance(one, Submission)]
    judged = dict(zip(map(id, submissions), _judge(submissions, choices), strict=True))
    series = _joined([judged[id(one)] for one in submissions], choices) if joined else {}
    return tuple(
        one.assessment()
        if isinstance(one, Refused)
        else _assuming(_conclude(judged[id(one)], choices, series.get(id(judged[id(one)]), _Series())), one, choices)
        for one in read
    )


def _assuming(assessment: Assessment, submission: Submission, choices: Choices) -> Assessment:
    """With what assumed figures would change, where somebody asks. Raises UsageFault."""
    if not choices.assumed:
        return assessment
    from zhtcli.workflow.assuming import assume

    def again(one: Submission, settle: Callable[[Judged], Judged]) -> Assessment:
        (judged,) = _judge([one], choices)
        return _conclude(settle(judged), replace(choices, spread=False, evidence=None), _Series())

    return assume(assessment, submission, choices.assumed, again)


def scored(assessments: Iterable[Assessment]) -> tuple[Assessment, ...]:
    """The assessments as `zht score` tells them: a document that gives no points says so and names the verb to use."""
    return tuple(
        replace(
            one,
            findings=(
                *one.findings,
                scores.NOTHING_TO_SCORE.found(
                    form=one.form.id, verb="zht progress" if one.regime.indicators else "zht validate"
                ),
            ),
        )
        if one.unscored and one.form is not None and one.regime is not None
        else one
        for one in assessments
    )


def nothing_to_score(assessments: Sequence[Assessment]) -> bool:
    """Whether there are forms, and not one of them has anything to score."""
    return any(one.unscored for one in assessments) and all(one.unscored or one.refused for one in assessments)


def exit_code(assessments: Iterable[Assessment], fail_on: Severity) -> int:
    """The weightiest of 4, 3, 1 and 0 over all files."""
    return max((one.exit_code or (one.status(fail_on) == "findings") for one in assessments), default=0)


@dataclass(frozen=True, slots=True)
class _Series:
    """What the other periods' workbooks add to one."""

    figures: Figures | None = None
    quarters: Quarters | None = None
    findings: tuple[Finding, ...] = ()
    files: tuple[tuple[str, str], ...] = ()
    earlier: tuple[Submission, ...] = ()


def _import_engines() -> None:
    """Bring in what validation needs while the reading child starts."""
    import pandas  # noqa: F401
    import pandera.pandas  # noqa: F401


def _judge(submissions: Sequence[Submission], choices: Choices) -> list[Judged]:
    """Validate all submissions, those of one form in one frame."""
    from zhtcli.core.checks.schema import check_entries, compile_schema
    from zhtcli.core.registers.registerschema import check_registers

    by_form: dict[Form, list[Submission]] = {}
    for submission in submissions:
        by_form.setdefault(submission.form, []).append(submission)
    judged: dict[int, Judged] = {}
    for form, same in by_form.items():
        regime, layout = _settled(form.regime, choices), layout_of(form)
        other = _other_evidence(form.regime, choices)
        schema = compile_schema(regime_of(form.regime), layout)
        in_entries = check_entries(regime_of(form.regime), layout, schema, same)
        in_registers = check_registers(regime_of(form.regime), same)
        for submission, found, about_rows in zip(same, in_entries, in_registers, strict=True):
            judged[id(submission)] = judge(
                regime,
                layout,
                submission,
                [*found, *about_rows],
                other_evidence=other,
                as_of=choices.as_of,
                decisions=choices.decisions,
                experts=choices.experts,
            )
    return [judged[id(submission)] for submission in submissions]


def _joined(judged: Sequence[Judged], choices: Choices) -> dict[int, _Series]:
    """Several periods of one unit: what each period's workbook says with the others joined in."""
    from zhtcli.core.assessing.series import unit_key

    regimes: dict[str, dict[str, list[Judged]]] = {}
    for one in judged:
        units = regimes.setdefault(one.submission.form.regime, {})
        units.setdefault(unit_key(one) or one.submission.file, []).append(one)
    series: dict[int, _Series] = {}
    for regime_id, units in regimes.items():
        regime = _settled(regime_id, choices)
        for key, periods in units.items():
            others = [same for other, same in units.items() if other != key]
            submissions = [one.submission for one in periods]
            for one, told in zip(periods, _series_of(regime, periods, others), strict=True):
                earlier = [s for s in submissions if s.form.span < one.submission.form.span]
                series[id(one)] = replace(told, earlier=tuple(earlier))
    return series


def _series_of(regime: Regime, periods: Sequence[Judged], others: Sequence[Sequence[Judged]]) -> list[_Series]:
    """What each workbook of one unit comes to with the unit's others."""
    if regime.monitoring is not None:
        from zhtcli.core.assessing.quarterseries import join_quarters

        joined = join_quarters(regime, periods, others)
        return [_Series(quarters=one.quarters, findings=one.findings, files=one.files) for one in joined]
    from zhtcli.core.assessing.series import join

    if len(periods) == 1:
        return [_Series()]
    return [
        _Series(figures, findings=tuple(found), files=tuple(files)) for figures, found, files in join(regime, periods)
    ]


def _conclude(judged: Judged, choices: Choices, series: _Series) -> Assessment:
    form = judged.submission.form
    definition, regime = choices.definition(form.regime), _settled(form.regime, choices)
    assessment = conclude(
        regime,
        judged,
        figures=series.figures,
        quarters=series.quarters,
        findings=(*series.findings, *_other_overlay(form, choices)),
        version=definition.version,
        digest=definition_of(form.regime).digest,
        readings=chosen(definition, choices.decided.options),
        decided_readings=choices.decided.options,
        reading_notes=choices.decided.notes,
        as_of=choices.as_of,
        agreed=agreed_deadline(choices.units or (), regime, judged.submission),
        earlier=series.earlier,
        joined=series.files,
    )
    assessment = with_reviews(assessment, judged.submission, choices.decisions, choices.experts)
    if choices.evidence is not None:
        from zhtcli.core.evidence.evidence import with_evidence

        assessment = with_evidence(assessment, judged.submission, choices.evidence)
    if not choices.spread or not (assessment.grants or assessment.scorecards):
        return assessment
    from zhtcli.workflow.spreading import spread_of

    return replace(assessment, spread=spread_of(regime, judged, choices, series.earlier, assessment))


def _other_overlay(form: Form, choices: Choices) -> list[Finding]:
    """An overlay that is for another document than this form's: without it the points would not be those asked for."""
    if choices.overlay is None or choices.overlay.definition.id == form.regime:
        return []
    overlay, regime_id = choices.overlay.overlay, choices.overlay.definition.id
    return [scores.OTHER_OVERLAY.found(title=overlay.title, regime=regime_id, form=form.id)]


def _other_evidence(regime_id: str, choices: Choices) -> Regime | None:
    """The regime under the other answer to what a row without evidence is worth, where it asks for evidence at all.

    A document that demands none counts such rows; then the other answer leaves them out all the same.
    """
    definition, regime = choices.definition(regime_id), _settled(regime_id, choices)
    options = chosen(definition, choices.decided.options)
    if EVIDENCE in options and demands_evidence(regime_of(regime_id)):
        reading = next(reading for reading in definition.readings if reading.key == EVIDENCE)
        other = next(option for option in reading.options if option != options[EVIDENCE])
        return settled(definition, {**options, EVIDENCE: other})
    return as_if_evidence(regime, "not_counted")


def _settled(regime_id: str, choices: Choices) -> Regime:
    """The regime under the decided readings. Raises UnknownForm."""
    try:
        return settled(choices.definition(regime_id), choices.decided.options)
    except (UnknownReading, BrokenDefinition) as fault:
        raise UnknownForm(str(fault)) from None
