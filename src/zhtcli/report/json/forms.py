"""A form as JSON (`zht show FORM --format json`, `zht regimes --format json`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from zhtcli.core.period import ALL, Form
from zhtcli.core.rules.document import Calendar
from zhtcli.core.rules.gradedkinds import AssessmentKind
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.rules.kinds import AtLeast, Within
from zhtcli.core.rules.monitored import Nature
from zhtcli.core.rules.regime import Field, Reading, Regime, Register
from zhtcli.core.years.cycle import dates_of
from zhtcli.report.figures import Number, number
from zhtcli.report.json.assessment import SCHEMA_VERSION, dumped
from zhtcli.report.json.followed import in_force_object

Object = dict[str, Any]


def show_json(
    regime: Regime, period: str | None = None, *, digest: str = "", readings: Mapping[str, str] | None = None
) -> str:
    """A regime, or one form of it, as the document prints it; `readings` are those it was resolved under."""
    return dumped(form_object(regime, period, digest=digest, readings=readings))


def form_object(
    regime: Regime, period: str | None = None, *, digest: str = "", readings: Mapping[str, str] | None = None
) -> Object:
    """`id` is the form's name (`bishan-2026`), without a period the regime's; targets are those of all periods."""
    chosen = readings or {}
    return {
        "schema_version": SCHEMA_VERSION,
        "id": Form(regime.id, period).id,
        "regime": regime.id,
        "title": regime.title,
        "short": regime.short,
        "source": {
            "title": regime.source.title,
            "number": regime.source.number,
            "issuer": regime.source.issuer,
            "published": regime.source.published,
            "note": regime.source.note or None,
        },
        "version": regime.version,
        "digest": digest or None,
        "period": period,
        "periods": regime.periods,
        "horizons": regime.horizons,
        **_calendar(regime.calendar),
        "total": number(regime.scoring.total) if regime.scored else None,
        "sections": [
            {
                "id": section.id,
                "title": section.title,
                "points": number(section.points) if regime.scored else None,
                "clause": section.clause,
                "basis": section.basis,
            }
            for section in regime.sections
        ],
        "indicators": [_indicator(indicator, regime) for indicator in regime.indicators],
        "fields": [_field(field) for field in regime.fields],
        "registers": [_register(register) for register in regime.registers],
        "readings": [_reading(reading, chosen.get(reading.key, reading.default)) for reading in regime.readings],
        "anomalies": [
            {
                "id": anomaly.id,
                "indicator": anomaly.indicator,
                "clause": anomaly.clause,
                "text": anomaly.text,
                "reading": anomaly.reading,
            }
            for anomaly in regime.anomalies
        ],
        **_followed(regime),
        "dates": in_force_object(dates_of(regime)),
        **_cycle(regime),
    }


def _cycle(regime: Regime) -> Object:
    """How long a cycle runs, and the register of one's own targets; nothing for a document without cycles."""
    told: Object = {}
    if (cycle := regime.cycle) is not None:
        told["cycle"] = {
            "name": cycle.name,
            "start": cycle.start,
            "years": cycle.years,
            "midterm_years": cycle.midterm_years,
            "clause": cycle.clause,
        }
    if regime.own_targets is not None:
        told["own_targets"] = regime.own_targets.register
    return told


def _calendar(calendar: Calendar | None) -> Object:
    """The periods of forms without an end; nothing where the document prints its periods, or has none."""
    if calendar is None:
        return {}
    return {"calendar": {"every": calendar.every, "first": calendar.first, "example": calendar.example}}


def _followed(regime: Regime) -> Object:
    """The pages beside the cover, and what a document says that monitors; nothing of what it does not have."""
    told: Object = {}
    if regime.pages:
        told["pages"] = [
            {"id": page.id, "title": page.title, "clause": page.clause, "basis": page.basis} for page in regime.pages
        ]
    if (monitoring := regime.monitoring) is not None:
        signal = monitoring.signal
        told["monitoring"] = {
            "sources": monitoring.sources,
            "signal": {"id": signal.id, "title": signal.title, "quarters": signal.quarters, "clause": signal.clause},
            "clause": monitoring.clause,
        }
    if (deadline := regime.deadline) is not None:
        told["deadline"] = {
            "months_after": deadline.months_after,
            "day": deadline.day,
            "day_counts": deadline.day_counts,
            "shift": deadline.shift,
            "reported": deadline.reported,
            "clause": deadline.clause,
        }
    if (procedure := regime.procedure) is not None:
        told["procedure"] = {
            "start": procedure.start,
            "steps": [
                {"id": step.id, "state": step.state, "at": step.at, "by": step.by or None} for step in procedure.steps
            ],
            "returned": procedure.returned or None,
            "clause": procedure.clause,
        }
    if regime.grading is not None:
        told["assessments"] = [_assessment(kind) for kind in regime.grading.kinds]
    return told


def _assessment(kind: AssessmentKind) -> Object:
    """A kind of assessment: when it is held, for whom, its grades and what follows from them."""
    return {
        "id": kind.id,
        "title": kind.title,
        "assessor": kind.assessor,
        "held": kind_of(kind.held),
        "levels": kind.levels,
        "closed": kind.closed,
        "grades": [
            {"grade": grade.grade, "consequence": grade.follows or None, "ends": grade.ends or None}
            for grade in kind.grades
        ],
        "clause": kind.clause,
        "basis": kind.basis,
    }


def _indicator(indicator: Indicator, regime: Regime) -> Object:
    return {
        "no": indicator.no,
        "name": indicator.name,
        "group": indicator.group,
        "section": indicator.section,
        "unit": indicator.unit,
        "unit_basis": indicator.unit_basis,
        "points": number(indicator.points) if regime.scored else None,
        "bonus": indicator.bonus,
        "type": indicator.printed_type or None,
        "targets": _targets(indicator, regime),
        "cumulative_targets": {through: number(target) for through, target in indicator.printed_cumulative.items()},
        "targets_count": "to_date" if indicator.adds_to_date else "of_period",
        "requirement": indicator.asked or None,
        "target": _target(indicator),
        "parts": [_part(part) for part in indicator.measured()] if indicator.parts else [],
        "rollup": indicator.rollup,
        **_nature(indicator.nature),
        "measure": kind_of(indicator.measure),
        "score": kind_of(indicator.score),
        "clause": indicator.clause,
        "basis": indicator.basis,
        "guidance": indicator.guidance,
        "evidence": indicator.evidence,
    }


def _nature(nature: Nature | None) -> Object:
    """How a followed indicator adds up and grows; nothing for others."""
    if nature is None:
        return {}
    return {
        "nature": nature.kind,
        "growth": nature.growth,
        "since": nature.since if nature.kind == "flow" else None,
        "year_to_date": nature.year_to_date,
        "region": nature.region,
        "nature_basis": nature.basis,
    }


def _targets(indicator: Indicator, regime: Regime) -> dict[str, Number | None]:
    """The printed columns; of a document without periods its threshold, for the one span there is."""
    if regime.periods:
        return {period: number(target) for period, target in indicator.printed_targets.items()}
    threshold = indicator.target_of(ALL) if isinstance(indicator.target, AtLeast) else None
    return {} if threshold is None else {ALL: number(threshold)}


def _part(part: Indicator) -> Object:
    return {
        "no": part.no,
        "name": part.name,
        "unit": part.unit,
        "requirement": part.asked or None,
        "target": _target(part),
        "measure": kind_of(part.measure),
        "score": kind_of(part.score),
        "clause": part.clause,
        "basis": part.basis,
    }


def _target(indicator: Indicator) -> Object | None:
    """The threshold or range that holds whatever the period; None where targets are by period or there is none."""
    match indicator.target:
        case AtLeast() as target:
            return {"kind": "at_least", "least": number(target.of(ALL))}
        case Within(least=least, most=most):
            return {"kind": "within", "least": number(least), "most": number(most)}
        case _:
            return None


def kind_of(node: Any) -> str:
    """The name that a definition gives a kind: `entered`, `ratio`, `proportional`."""
    return str(node.__struct_config__.tag)


def _field(field: Field) -> Object:
    return {
        "key": field.key,
        "label": field.label,
        "type": field.type,
        "unit": field.unit or None,
        "indicator": field.indicator,
        "required": field.required,
        "choices": field.choices,
        "clause": field.clause,
        **({"page": field.page} if field.page else {}),
    }


def _register(register: Register) -> Object:
    return {
        "key": register.key,
        "title": register.title,
        "indicators": register.indicators,
        "columns": [
            {
                "key": column.key,
                "label": column.label,
                "type": column.type,
                "unit": column.unit or None,
                "required": column.required,
                "choices": column.choices,
                **({"codes": {one.code: one.label for one in column.codes}} if column.codes else {}),
            }
            for column in register.columns
        ],
        "identity": register.identity,
        "clause": register.clause,
    }


def _reading(reading: Reading, option: str) -> Object:
    return {
        "key": reading.key,
        "title": reading.title,
        "default": reading.default,
        "chosen": option,
        "options": {key: choice.label for key, choice in reading.options.items()},
        "clause": reading.clause,
        "why": reading.why,
    }


def regimes_json(regimes: Iterable[Regime]) -> str:
    """The regimes that there are, each with its forms and source."""
    return dumped(
        {
            "schema_version": SCHEMA_VERSION,
            "regimes": [
                {
                    "id": regime.id,
                    "title": regime.title,
                    "short": regime.short,
                    "version": regime.version,
                    "periods": regime.periods,
                    **_calendar(regime.calendar),
                    "forms": [form.id for form in regime.forms()],
                    "source": {
                        "title": regime.source.title,
                        "number": regime.source.number,
                        "issuer": regime.source.issuer,
                        "published": regime.source.published,
                        "note": regime.source.note or None,
                    },
                }
                for regime in regimes
            ],
        }
    )
