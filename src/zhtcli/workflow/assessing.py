"""Workbooks validated, scored and followed: what `zht validate`, `score`, `explain` and `progress` share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from zhtcli.core.assessment import Assessment, Judged, circumstances, conclude, judge, waived_fields
from zhtcli.core.decision import Decision
from zhtcli.core.evidencerules import as_if_evidence, demands_evidence
from zhtcli.core.expertscore import ExpertScore
from zhtcli.core.finding import Finding, Severity
from zhtcli.core.period import Form
from zhtcli.core.resolve import UnknownReading, chosen
from zhtcli.core.submission import Submission
from zhtcli.definitions.load import BrokenDefinition, settled, shipped
from zhtcli.workflow.faults import UnknownForm
from zhtcli.workflow.known import definition_of, layout_of, regime_of
from zhtcli.workflow.reading import Refused, read_submissions
from zhtcli.workflow.readings import Decided

if TYPE_CHECKING:
    from zhtcli.core.figures import Figures
    from zhtcli.core.regime import Regime


EVIDENCE = "missing_evidence"


@dataclass(frozen=True, slots=True)
class Choices:
    """What every assessing verb can be told, with one meaning."""

    wanted: Form | None = None
    decided: Decided = field(default_factory=Decided)
    as_of: date | None = None
    spread: bool = False
    decisions: tuple[Decision, ...] = ()
    experts: tuple[ExpertScore, ...] = ()


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
    _check_readings(choices.decided)
    read = read_submissions(paths, choices.wanted, meanwhile=_import_engines, on_each=on_each)
    return _assessed(read, choices, joined=joined)


def assess_one(path: Path, choices: Choices | None = None) -> tuple[Assessment, Submission | None]:
    """The assessment of one file, and what stands in it; None where it was refused. Raises UnknownForm."""
    choices = choices or Choices()
    _check_readings(choices.decided)
    (read,) = read_submissions([path], choices.wanted, meanwhile=_import_engines)
    (assessment,) = _assessed([read], choices)
    return assessment, read if isinstance(read, Submission) else None


def _assessed(
    read: Sequence[Submission | Refused], choices: Choices, *, joined: bool = False
) -> tuple[Assessment, ...]:
    submissions = [one for one in read if isinstance(one, Submission)]
    judged = dict(zip(map(id, submissions), _judge(submissions, choices), strict=True))
    series = _joined([judged[id(one)] for one in submissions], choices) if joined else {}
    return tuple(
        one.assessment()
        if isinstance(one, Refused)
        else _conclude(judged[id(one)], choices, series.get(id(judged[id(one)])))
        for one in read
    )


def _check_readings(decided: Decided) -> None:
    """Readings that no regime has are refused before any file is read. Raises UnknownForm."""
    if not decided.options:
        return
    known: dict[str, dict[str, None]] = {}
    for reading in (reading for name in shipped() for reading in definition_of(name).readings):
        known.setdefault(reading.key, {}).update(dict.fromkeys(reading.options))
    for key, option in decided.options.items():
        if key not in known:
            raise UnknownForm(f"没有口径“{key}”。可选的口径：{'、'.join(known)}。")
        if option not in known[key]:
            raise UnknownForm(f"口径“{key}”没有选项“{option}”。可选：{'、'.join(known[key])}。")


def exit_code(assessments: Iterable[Assessment], fail_on: Severity) -> int:
    """The weightiest of 4, 3, 1 and 0 over all files."""
    return max((one.exit_code or (one.status(fail_on) == "findings") for one in assessments), default=0)


_Series = tuple["Figures", list[Finding], list[str]]


def _import_engines() -> None:
    """Bring in what validation needs while the reading child starts."""
    import pandas  # noqa: F401
    import pandera.pandas  # noqa: F401


def _judge(submissions: Sequence[Submission], choices: Choices) -> list[Judged]:
    """Validate all submissions, those of one form in one frame."""
    from zhtcli.core.registerschema import check_registers
    from zhtcli.core.schema import check_entries, compile_schema

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
    """Several years of one unit: what each year's workbook says with the others joined in."""
    from zhtcli.core.series import join, unit_key

    units: dict[tuple[str, str], list[Judged]] = {}
    for one in judged:
        units.setdefault((one.submission.form.regime, unit_key(one) or one.submission.file), []).append(one)
    series: dict[int, _Series] = {}
    for (regime_id, _), years in units.items():
        if len(years) > 1:
            for one, told in zip(years, join(_settled(regime_id, choices), years), strict=True):
                series[id(one)] = told
    return series


def _conclude(judged: Judged, choices: Choices, series: _Series | None) -> Assessment:
    form = judged.submission.form
    definition, regime = definition_of(form.regime), _settled(form.regime, choices)
    figures, findings, files = series or (None, [], [])
    assessment = conclude(
        regime,
        judged,
        figures=figures,
        findings=findings,
        version=definition.version,
        digest=definition.digest,
        readings=chosen(definition, choices.decided.options),
        decided_readings=choices.decided.options,
        reading_notes=choices.decided.notes,
        as_of=choices.as_of,
        joined=files,
    )
    if not choices.spread or not assessment.scorecards:
        return assessment
    from zhtcli.core.spread import Evidence, spread

    submission = judged.submission
    evidence = Evidence(
        judged.reported,
        submission,
        circumstances(regime, submission, choices.as_of, judged.decided),
        waived_fields(regime, submission),
        judged.decided,
        choices.experts,
    )
    return replace(assessment, spread=spread(definition, choices.decided.options, evidence))


def _other_evidence(regime_id: str, choices: Choices) -> Regime | None:
    """The regime under the other answer to what a row without evidence is worth, where it asks for evidence at all.

    A document that demands none counts such rows; then the other answer leaves them out all the same.
    """
    definition, regime = definition_of(regime_id), _settled(regime_id, choices)
    options = chosen(definition, choices.decided.options)
    if EVIDENCE in options and demands_evidence(regime_of(regime_id)):
        reading = next(reading for reading in definition.readings if reading.key == EVIDENCE)
        other = next(option for option in reading.options if option != options[EVIDENCE])
        return settled(definition, {**options, EVIDENCE: other})
    return as_if_evidence(regime, "not_counted")


def _settled(regime_id: str, choices: Choices) -> Regime:
    """The regime under the decided readings. Raises UnknownForm."""
    try:
        return settled(definition_of(regime_id), choices.decided.options)
    except (UnknownReading, BrokenDefinition) as fault:
        raise UnknownForm(str(fault)) from None
