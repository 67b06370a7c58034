"""Sentences and figures that several result sheets share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.catalogue import CATALOGUE
from zhtcli.core.period import AsOfSource, Form, period_label
from zhtcli.core.points.earning import Status
from zhtcli.core.points.score import STATUS_WORDS, IndicatorScore
from zhtcli.core.points.scorecard import Scorecard
from zhtcli.core.rounding import shown
from zhtcli.core.rules.regime import Reading, Regime

AS_OF_WORDS: Mapping[AsOfSource, str] = {
    "option": "核定时指定",
    "field": "填报件封面填写",
    "period": "填报件没有写，按本期最后一天",
    "filled_on": "填报件没有写，按填表日期",
    "none": "填报件没有写",
}
WITHOUT_REGISTERS = "只按填报数，不用台账"
WITHOUT_WEIGHTS = "no_weights"
"""The note of a definition whose document leaves weights and totals to another paper."""
NO_GRADES = "原文没有规定及格分数，也没有划分等次；本结果只列得分，不作等次结论。"


@dataclass(frozen=True, slots=True)
class Told:
    """An assessment of which the regime and the form are known."""

    assessment: Assessment
    regime: Regime
    form: Form

    @property
    def period(self) -> str:
        return self.form.span

    @property
    def card(self) -> Scorecard | None:
        return self.assessment.main

    @property
    def line(self) -> str:
        """Whose result this is, for the line under each sheet's title."""
        unit = self.assessment.unit or "（未填单位名称）"
        return "　·　".join(part for part in (unit, self.regime.short, period_label(self.period)) if part)

    @property
    def form_words(self) -> str:
        """`bishan-2026（2026年）`."""
        year = period_label(self.period)
        return f"{self.form.id}（{year}）" if year else self.form.id

    @property
    def has_zero_targets(self) -> bool:
        """Whether the document prints targets that are zero at all."""
        return any(target == 0 for i in self.regime.indicators for target in i.printed_targets.values())

    def option(self, reading: Reading) -> str:
        return self.assessment.readings.get(reading.key, reading.default)

    def decided(self, reading: Reading) -> bool:
        return reading.key in self.assessment.decided_readings

    @property
    def document(self) -> str:
        """`《…》，某某局，2021-06-01`."""
        source = self.regime.source
        return "，".join(
            part for part in (f"《{source.title}》", source.number, source.issuer, source.published) if part
        )

    @property
    def as_of_words(self) -> str:
        """The day that it was assessed for, and where that day comes from; blank where there is none."""
        day = self.assessment.as_of
        return "" if day is None else f"{day.isoformat()}（{AS_OF_WORDS[self.assessment.as_of_source]}）"

    @property
    def readings_words(self) -> str:
        decided = sum(self.decided(reading) for reading in self.regime.readings)
        defaults = len(self.regime.readings) - decided
        if not decided:
            return f"{defaults}项口径都用默认选项，见“口径与假设”。"
        return f"{decided}项口径已选定，其余{defaults}项用默认选项，见“口径与假设”。"

    @property
    def has_registers(self) -> bool:
        return bool(self.assessment.registers)

    @property
    def counts_rows(self) -> bool:
        """Whether figures of indicators rest on registers, and not only money or results."""
        return self.has_registers and any(one.rows is not None for one in self.regime.measured())

    @property
    def decides_standing(self) -> bool:
        """Whether the document has a word for where results of assessments leave the platform."""
        grading = self.regime.grading
        return grading is not None and any(grade.state for kind in grading.kinds for grade in kind.grades)

    @property
    def without_weights(self) -> str:
        """That the document prints no weights and no total, with its clauses; blank where it says nothing of that."""
        told = next((one for one in self.regime.anomalies if one.id == WITHOUT_WEIGHTS), None)
        return "" if told is None else f"{told.text.rstrip('。')}（{told.clause}）。"


def why_no_score(assessment: Assessment) -> str:
    """Why there is no scorecard, in the words of the findings that stopped it."""
    return f"没有得分。{''.join(what_stopped(assessment))}"


def what_stopped(assessment: Assessment) -> tuple[str, ...]:
    """The findings for which a form is not assessed, in their words; none where it is."""
    stopping = (finding for finding in assessment.findings if CATALOGUE[finding.code].stops_score)
    return tuple(dict.fromkeys(finding.message for finding in stopping))


def completeness(card: Scorecard, form_period: str) -> str:
    """`完整`, or why a total is provisional."""
    if card.complete:
        return "完整"
    reasons = []
    if card.scope.through > form_period:
        reasons.append("尚未到期")
    open_items = [
        i.indicator.no for i in card.indicators if i.assessed and i.status in ("not_filled", "not_computable")
    ]
    if open_items:
        reasons.append(f"第{'、'.join(open_items)}项未填报或无法计算")
    return f"暂计（{'；'.join(reasons)}）" if reasons else "暂计"


def interval(card: Scorecard) -> str:
    """The totals that are still possible; blank where there is only one."""
    if card.low == card.high:
        return ""
    return f"{shown(card.low, fixed=True)}–{shown(card.high, fixed=True)}"


def tally(items: Iterable[IndicatorScore]) -> str:
    """`5项完成，1项部分完成，1项未填报`, in the order of the catalogue of statuses."""
    counts: dict[Status, int] = {}
    for item in items:
        counts[item.status] = counts.get(item.status, 0) + 1
    return "，".join(f"{counts[status]}项{word}" for status, word in STATUS_WORDS.items() if status in counts)


def lost(item: IndicatorScore) -> Fraction:
    """What lacks to the full points; nothing where an item is not assessed or only adds."""
    if not item.assessed or item.indicator.bonus:
        return Fraction(0)
    return max(Fraction(item.indicator.points) - (item.points or Fraction(0)), Fraction(0))


def file_name(path: str) -> str:
    """The name alone: where a file lay on somebody's machine is nobody else's affair."""
    return re.split(r"[\\/]", path)[-1]
