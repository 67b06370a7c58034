"""Figures that somebody takes for granted: `--what-if NO=VALUE`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from zhtcli.core.assessing.assumed import Assumption
from zhtcli.core.assessing.decisions import possible
from zhtcli.core.assessing.whatif import what_if, with_fields, with_figures
from zhtcli.core.period import ALL, PERIOD, period_label
from zhtcli.core.rounding import shown
from zhtcli.core.rules.kinds import AsIs, Composed, Entered, Judged, OfFields
from zhtcli.core.values import NUMERIC_TYPES
from zhtcli.workflow.faults import UsageFault

if TYPE_CHECKING:
    from zhtcli.core.assessing import judging
    from zhtcli.core.assessing.assessment import Assessment
    from zhtcli.core.forms.submission import Submission
    from zhtcli.core.period import Form
    from zhtcli.core.rules.indicator import Indicator
    from zhtcli.core.rules.regime import Field, Regime

SHAPE = "--what-if 要写成 序号=数，例如 --what-if 5=40；别的年度写成 5@2025=40"


@dataclass(frozen=True, slots=True)
class Assumed:
    """One `--what-if` as it was typed; what it is about only a form can say."""

    typed: str
    no: str
    period: str | None
    value: str


def read_assumed(pairs: Sequence[str]) -> tuple[Assumed, ...]:
    """Each pair taken apart. Raises UsageFault."""
    return tuple(map(_taken_apart, pairs))


def _taken_apart(pair: str) -> Assumed:
    target, equals, value = pair.partition("=")
    no, at, period = target.strip().lstrip("★").partition("@")
    if not equals or not no.strip() or not value.strip() or bool(at) != bool(period.strip()):
        raise UsageFault(f"“{pair}”的写法不对，{SHAPE}。")
    if period and not PERIOD.fullmatch(period.strip().lower()):
        raise UsageFault(f"“{pair}”里的“{period}”不是年度或季度，应写成 2026 或 2026q3 的样子。")
    return Assumed(pair, no.strip(), period.strip().lower() or None, value.strip())


def assume(
    assessment: Assessment,
    submission: Submission,
    assumed: Sequence[Assumed],
    again: Callable[[Submission, Callable[[judging.Judged], judging.Judged]], Assessment],
) -> Assessment:
    """The assessment with what the assumptions would change beside it; `again` assesses a submission once more.

    Raises UsageFault for an assumption that this form cannot take.
    """
    regime = assessment.regime
    if regime is None:
        return assessment
    told = assumptions(regime, submission.form, assumed)
    after = again(with_fields(submission, told), lambda judged: with_figures(judged, told))
    return replace(assessment, what_if=what_if(assessment, after, told))


def assumptions(regime: Regime, form: Form, assumed: Sequence[Assumed]) -> tuple[Assumption, ...]:
    """What was typed, as this form understands it. Raises UsageFault."""
    if not regime.concludes:
        raise UsageFault(f"“{form.id}”所依据的文件不计分，不能用 --what-if。")
    told: dict[tuple[str, str | None], Assumption] = {}
    for one in assumed:
        assumption = _assumption(regime, form, one)
        key = (assumption.no, assumption.period)
        if key in told and told[key].value != assumption.value:
            raise UsageFault(f"--what-if 对{_about(one.no)}写了两个不同的数，请只留一个。")
        told[key] = assumption
    return tuple(told.values())


def _assumption(regime: Regime, form: Form, one: Assumed) -> Assumption:
    indicator = next((i for i in (*regime.measured(), *regime.indicators) if i.no == one.no), None)
    if indicator is not None:
        return _of_indicator(regime, form, indicator, one)
    field = next((f for f in regime.fields if f.key == one.no), None)
    if field is None:
        raise UsageFault(f"“{form.id}”没有{_about(one.no)}。{_choices(regime, form)}")
    return _of_field(form, field, one)


def _of_indicator(regime: Regime, form: Form, indicator: Indicator, one: Assumed) -> Assumption:
    if isinstance(indicator.measure, Composed) or indicator.parts:
        parts = "、".join(part.no for part in indicator.measured())
        raise UsageFault(f"第{one.no}项由几个条件组成，没有自己的数；请假设其中的 {parts}。")
    period = one.period or form.span
    known = (
        (*regime.earlier(form.span), form.span) if regime.earlier_periods and not regime.monitoring else (form.span,)
    )
    if period not in known:
        names = "、".join(period_label(p) for p in known if p != ALL)
        only = f"只能假设{names}的数" if names else "这种表不分年度，序号后面不写 @"
        raise UsageFault(f"“{one.typed}”：“{form.id}”不计{period_label(period)}的数，{only}。")
    in_points = isinstance(indicator.measure, Judged) or isinstance(indicator.score, AsIs)
    unit = "分" if in_points else indicator.unit
    value = _number(one, unit)
    whole = isinstance(indicator.measure, Entered | OfFields) and indicator.measure.type == "integer" and not in_points
    if not possible(indicator, Fraction(value)):
        raise UsageFault(f"“{one.typed}”不可能：{_range(indicator, in_points=in_points)}。")
    if whole and value != value.to_integral_value():
        raise UsageFault(f"“{one.typed}”不可能：第{one.no}项按{indicator.unit}计数，只能是整数。")
    return Assumption(indicator.no, period, value, indicator.name, unit)


def _of_field(form: Form, field: Field, one: Assumed) -> Assumption:
    if field.type not in NUMERIC_TYPES:
        raise UsageFault(f"“{field.label}”（{field.key}）不是数字，不能假设；--what-if 只能假设指标和数字填写项。")
    if one.period is not None:
        raise UsageFault(f"“{one.typed}”：填写项“{field.label}”不分年度，{field.key} 后面不写 @。")
    value = _number(one, field.unit)
    if value < 0 or (field.type == "percent" and value > 100):
        limits = "0 至 100 之间" if field.type == "percent" else "不小于 0"
        raise UsageFault(f"“{one.typed}”不可能：“{field.label}”应{_be(limits)}。")
    if field.type == "integer" and value != value.to_integral_value():
        raise UsageFault(f"“{one.typed}”不可能：“{field.label}”只能是整数。")
    return Assumption(field.key, None, value, field.label, field.unit)


def _number(one: Assumed, unit: str) -> Decimal:
    """What a cell of this unit would understand, without anything behind the digits but the percent sign."""
    from zhtcli.workbook.reading.numerals import TypedNumber, typed_number

    percent = unit == "%"
    number = typed_number(one.value, unit, percent=percent)
    if isinstance(number, TypedNumber) and number.form in ("plain", "chinese"):
        return number.value
    only = f"只写数字，单位是{'百分数（40 就是 40%）' if percent else unit}" if unit else "只写数字"
    raise UsageFault(f"“{one.typed}”里的“{one.value}”不能用：{only}。")


def _range(indicator: Indicator, *, in_points: bool) -> str:
    if in_points:
        return f"第{indicator.no}项按分计，应在 0 至 {shown(indicator.points)} 分之间"
    most = getattr(indicator.measure, "max", None)
    return f"第{indicator.no}项应{_be('不小于 0' if most is None else f'0 至 {shown(most)} 之间')}"


def _be(limits: str) -> str:
    return limits if limits.startswith("不") else f"在 {limits}"


def _about(no: str) -> str:
    return f"第{no}项" if no[:1].isdigit() else f"“{no}”这个填写项"


def _choices(regime: Regime, form: Form) -> str:
    """What can be assumed in this form."""
    nos = [indicator.no for indicator in regime.measured()]
    fields = [f"{field.key}（{field.label}）" for field in regime.fields if field.type in NUMERIC_TYPES]
    in_a_row = len(nos) > 2 and nos == [str(number) for number in range(1, len(nos) + 1)]
    told = [f"指标 {f'1 至 {len(nos)}' if in_a_row else '、'.join(nos)}"] if nos else []
    told += [f"填写项 {'、'.join(fields)}"] if fields else []
    return f"能假设的有{'；'.join(told)}。" if told else "这种表没有能假设的数：都由台账算出。"
