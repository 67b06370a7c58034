"""What one condition comes to on a filled form: its value, its cells, and the sentence that says so.

A sentence tells how things stand; whether a miss is a failure or a question is for `core.conditions.conditions` to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from zhtcli.core.conditions.rows import counted, totals
from zhtcli.core.conditions.years import OfYear, Years, years_of
from zhtcli.core.finding import CellRef
from zhtcli.core.forms.masking import showable
from zhtcli.core.forms.submission import Submission
from zhtcli.core.rounding import shown
from zhtcli.core.rules.conditionkinds import (
    AllYes,
    ByPerson,
    ChosenAtLeast,
    Condition,
    FieldAtLeast,
    FieldShareAtLeast,
    Listed,
    NotAfter,
    TotalAtLeast,
    YearsShareAtLeast,
)
from zhtcli.core.rules.regime import Regime

State = Literal["holds", "fails", "open", "blank"]


@dataclass(frozen=True, slots=True)
class Value:
    """How a condition stands; `open` is for a person, `blank` lacks data. `figures` are further ones by key.

    `formula` is how the value is reckoned, a line a step.
    """

    state: State
    told: str
    value: Fraction | bool | date | None = None
    cells: tuple[CellRef, ...] = ()
    figures: Mapping[str, Fraction | None] = field(default_factory=dict)
    by: Literal["rule", "person"] = "rule"
    formula: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A filled form, with the words for what stands in it."""

    regime: Regime
    submission: Submission

    def label(self, key: str) -> str:
        return f"“{self.regime.field(key).label}”"

    def told(self, key: str) -> str:
        """The label with the cell that it stands at: `“职工总数”（认定条件!C7）`."""
        return f"{self.label(key)}{''.join(f'（{cell}）' for cell in self.cells([key]))}"

    def cells(self, keys: Iterable[str]) -> tuple[CellRef, ...]:
        entries = (self.submission.field(key) for key in keys)
        return tuple(entry.at for entry in entries if entry is not None and entry.at is not None)

    def number(self, key: str) -> Decimal | None:
        """A number field's figure; None where there is none, or a negative one, which is told elsewhere."""
        entry = self.submission.field(key)
        return entry.value if entry is not None and isinstance(entry.value, Decimal) and entry.value >= 0 else None

    def lacking(self, keys: Sequence[str]) -> Value:
        """Nothing can be said while these fields are not known; read or not is told apart."""
        blank: list[str] = []
        unread: list[str] = []
        for key in keys:
            entry = self.submission.field(key)
            (blank if entry is None or entry.state in ("blank", "not_applicable") else unread).append(self.told(key))
        told = [f"{'、'.join(names)}{what}" for names, what in ((blank, "没有填写"), (unread, "不能采用")) if names]
        return Value("blank", f"{'，'.join(told)}，无法判断", cells=self.cells(keys))


def near(value: Fraction | Decimal, threshold: Fraction | Decimal) -> str:
    """The figure with as many decimals as it takes to see on which side of the threshold it lies, up to 8."""
    for places in (2, 4, 6):
        if (shown(value, places) == shown(threshold, places)) == (Fraction(value) == Fraction(threshold)):
            return shown(value, places)
    return shown(value, 8)


def field_at_least(condition: Condition, test: FieldAtLeast, sheet: Sheet) -> Value:
    """The rows that count, where there are any; else the figure as it was filled in."""
    told = counted(test.rows, sheet.submission) if test.rows is not None else None
    reported, unit = sheet.number(test.field), condition.unit
    cells = sheet.cells([test.field])
    if told is not None and test.rows is not None:
        value = Fraction(len(told.counted))
        title = sheet.regime.register(test.rows.register).title
        said = f"台账“{title}”核定 {shown(value)} {unit}"
        cells += tuple(told.rows.at(test.rows.dated, index) for index in told.counted)
        figures: dict[str, Fraction | None] = {
            f"{condition.id}_reported": None if reported is None else Fraction(reported)
        }
    elif reported is None:
        return sheet.lacking([test.field])
    else:
        value, figures = Fraction(reported), {}
        said = f"{sheet.told(test.field)}填报 {near(value, test.least)} {unit}"
        said += "，没有台账" if test.rows is not None else ""
    holds = value >= test.least
    side = "达到" if holds else "低于"
    return Value("holds" if holds else "fails", f"{said}，{side} {shown(test.least)} {unit}", value, cells, figures)


def field_share(test: FieldShareAtLeast, sheet: Sheet) -> Value:
    part, whole = sheet.number(test.part), sheet.number(test.whole)
    if part is None or whole is None:
        return sheet.lacking([key for key, one in ((test.part, part), (test.whole, whole)) if one is None])
    cells = sheet.cells([test.part, test.whole])
    unit = sheet.regime.field(test.part).unit
    parts = f"{sheet.told(test.part)}{shown(part)} {unit}，{sheet.told(test.whole)}{shown(whole)} {unit}"
    if whole == 0 or part > whole:
        return Value("blank", f"{parts}，算不出占比，请先改正", cells=cells)
    share = Fraction(part) * 100 / Fraction(whole)
    holds = share >= test.least
    side = "达到" if holds else "低于"
    said = f"{parts}，占比 {near(share, test.least)}%，{side} {shown(test.least)}%"
    formula = (f"{_quotient(Fraction(part), Fraction(whole))}{near(share, test.least)}%",)
    return Value("holds" if holds else "fails", said, share, cells, formula=formula)


def chosen(condition: Condition, test: ChosenAtLeast, sheet: Sheet) -> Value:
    entry, options = sheet.submission.field(test.field), sheet.regime.field(test.field).choices
    if entry is None or not isinstance(entry.value, tuple):
        return sheet.lacking([test.field])
    picked = [option for option in options if option in entry.value]
    holds, unit = len(picked) >= test.least, condition.unit
    named = f"（{'、'.join(picked)}）" if picked else ""
    said = (
        f"{sheet.told(test.field)}选了 {len(picked)} {unit}{named}，{'达到' if holds else '不足'} {test.least} {unit}"
    )
    return Value("holds" if holds else "fails", said, Fraction(len(picked)), sheet.cells([test.field]))


def all_yes(test: AllYes, sheet: Sheet) -> Value:
    answers = {key: entry.value for key in test.fields if (entry := sheet.submission.field(key)) is not None}
    refused = [key for key in test.fields if answers.get(key) is False]
    unknown = [key for key in test.fields if not isinstance(answers.get(key), bool)]
    cells = sheet.cells(test.fields)
    if refused:
        return Value("fails", f"{'、'.join(map(sheet.told, refused))}填的是“否”", False, cells)
    if unknown:
        return sheet.lacking(unknown)
    said = f"{'、'.join(map(sheet.told, test.fields))}{'都' if len(test.fields) > 1 else ''}填的是“是”"
    return Value("holds", said, True, cells)


def not_after(test: NotAfter, sheet: Sheet) -> Value:
    earlier, later = sheet.submission.day(test.earlier), sheet.submission.day(test.later)
    if earlier is None or later is None:
        return sheet.lacking([key for key, day in ((test.earlier, earlier), (test.later, later)) if day is None])
    holds = earlier <= later
    side = "不晚于" if holds else "晚于"
    said = f"{sheet.told(test.earlier)}{earlier}，{side}{sheet.told(test.later)}{later}"
    return Value("holds" if holds else "fails", said, earlier, sheet.cells([test.earlier, test.later]))


def listed(test: Listed, sheet: Sheet) -> Value:
    entry = sheet.submission.field(test.field)
    if entry is None or not isinstance(entry.value, str):
        return sheet.lacking([test.field])
    holds = entry.value.strip() in sheet.regime.field(test.field).choices
    said = f"{sheet.told(test.field)}填的是“{showable(entry.value)}”，{'在' if holds else '不在'}文件列举的名称之中"
    return Value("holds" if holds else "fails", said, holds, sheet.cells([test.field]))


def total(condition: Condition, test: TotalAtLeast, sheet: Sheet) -> Value:
    told = totals(test, sheet.submission)
    title = sheet.regime.register(test.register).title
    if told is None:
        return Value("blank", f"台账“{title}”没有填写，无法判断")
    unit, value = condition.unit, told.eligible - told.beyond
    holds = value >= test.least
    left_out = (
        f"，另有不列入的 {shown(told.left_out, 4)} {unit}（{_spelled(told.excluded, unit)}）" if told.excluded else ""
    )
    unread = f"，有 {len(told.unusable)} 行不能采用" if told.unusable else ""
    said = f"台账“{title}”列入的投资 {near(told.eligible, test.least)} {unit}（{_spelled(told.included, unit)}）"
    if not told.included:
        said = f"台账“{title}”没有可以列入的投资"
    if told.beyond:
        limited = f"{'、'.join(test.limited)}超过认定投资额 {shown(test.most)}% 的 {shown(told.beyond, 4)} {unit}不计"
        said += f"，{limited}，认定 {near(value, test.least)} {unit}"
    said += f"{left_out}{unread}，{'达到' if holds else '低于'} {shown(test.least)} {unit}"
    state: State = "holds" if holds else "blank" if told.unusable else "fails"
    said += f"；{test.note}" if test.note else ""
    cells = tuple(told.rows.at(test.amount, index) for index in told.counted)
    figures = {f"{condition.id}_included": told.eligible, f"{condition.id}_excluded": told.left_out}
    if test.limited:
        figures[f"{condition.id}_beyond_limit"] = told.beyond
    added = " + ".join(shown(amount, 4) for amount in told.included.values())
    formula = (f"{added} = {near(told.eligible, test.least)} {unit}",) if len(told.included) > 1 else ()
    if told.beyond:
        less = f"{near(told.eligible, test.least)} - {shown(told.beyond, 4)} = {near(value, test.least)} {unit}"
        formula = (*formula, less)
    return Value(state, said, value, cells, figures, formula=formula)


def _spelled(amounts: Mapping[str, Fraction], unit: str) -> str:
    return "、".join(f"{category} {shown(amount, 4)} {unit}" for category, amount in amounts.items())


def years_share(condition: Condition, test: YearsShareAtLeast, sheet: Sheet) -> Value:
    """Both means; open where a later year is lacking or unusable, has no whole, or where the means disagree."""
    told, rows = years_of(test, sheet.submission), sheet.submission.registers.get(test.register)
    register = sheet.regime.register(test.register)
    title, whole = register.title, register.column(test.whole).label
    if not told.wanted:
        return sheet.lacking([test.before])
    span = f"{told.wanted[0]} 至 {told.wanted[-1]} 年"
    if not told.known or rows is None:
        return Value("blank", f"台账“{title}”没有 {span}可用的数，无法判断")
    mean, ratio = told.mean_of_ratios, told.ratio_of_sums
    figures = {f"{condition.id}_mean_of_ratios": mean, f"{condition.id}_ratio_of_sums": ratio}
    cells = tuple(rows.at(column, one.index) for one in told.known for column in (test.part, test.whole))
    yearly = "，".join(
        f"{one.year} 年 {_share(one, test.least, whole)}（第{rows.numbers[one.index]}行）" for one in told.known
    )
    both = f"逐年平均 {_percent(mean, test.least)}，各年合计 {_percent(ratio, test.least)}"
    said = f"台账“{title}”：{yearly}；{both}"
    chosen_one = mean if test.method == "mean_of_ratios" else ratio
    value = chosen_one if chosen_one is not None else ratio
    reasons, formula = _open_reasons(told, test, whole), tuple(_means(told, test))
    if reasons or chosen_one is None:
        return Value("open", f"{said}；{'，'.join(reasons)}", value, cells, figures, formula=formula)
    if told.missing:
        said += f"；没有 {_years(told.missing)} 年的数，按已有的 {len(told.known)} 年计算"
    holds, name = chosen_one >= test.least, "逐年平均" if test.method == "mean_of_ratios" else "各年合计"
    said += f"；按{name}算，{'达到' if holds else '低于'} {shown(test.least)}%"
    return Value("holds" if holds else "fails", said, value, cells, figures, formula=formula)


def _means(told: Years, test: YearsShareAtLeast) -> Iterator[str]:
    """Each year's share, then both means."""
    shares = [(one, one.part * 100 / one.whole) for one in told.known if one.whole]
    for one, share in shares:
        yield f"{one.year} 年：{_quotient(one.part, one.whole)}{near(share, test.least)}%"
    if told.mean_of_ratios is not None:
        added = " + ".join(f"{near(share, test.least)}%" for _, share in shares)
        yield f"逐年平均：（{added}）÷ {len(shares)} = {near(told.mean_of_ratios, test.least)}%"
    if told.ratio_of_sums is not None:
        part, whole = (sum(some, Fraction(0)) for some in zip(*((y.part, y.whole) for y in told.known), strict=True))
        yield f"各年合计：{_quotient(part, whole)}{near(told.ratio_of_sums, test.least)}%"


def _quotient(part: Fraction, whole: Fraction) -> str:
    return f"{shown(part, 4)} ÷ {shown(whole, 4)} × 100% = "


def _open_reasons(told: Years, test: YearsShareAtLeast, whole: str) -> list[str]:
    reasons = []
    if told.gap:
        reasons.append(f"有更早的年份而缺 {_years(told.gap)} 年")
    if told.unusable:
        reasons.append(f"{_years(told.unusable)} 年的数不能采用")
    if told.unclear:
        reasons.append(f"{_years(told.unclear)} 年填了两次而数不相同")
    if told.zero:
        reasons.append(f"{_years(one.year for one in told.zero)} 年{whole}为 0，逐年平均算不出")
    elif _reaches(told.mean_of_ratios, test) != _reaches(told.ratio_of_sums, test):
        reasons.append(f"两种算法一个达到 {shown(test.least)}%、一个没有达到")
    return reasons


def _reaches(mean: Fraction | None, test: YearsShareAtLeast) -> bool:
    return mean is not None and mean >= test.least


def _years(years: Iterable[int]) -> str:
    return "、".join(map(str, years))


def _percent(value: Fraction | None, threshold: Decimal) -> str:
    return "算不出" if value is None else f"{near(value, threshold)}%"


def _share(one: OfYear, threshold: Decimal, whole: str) -> str:
    return f"{whole}为 0" if one.whole == 0 else _percent(one.part * 100 / one.whole, threshold)


def by_person(test: ByPerson, sheet: Sheet) -> Value:
    """What people found, once they have looked; a step that is only taken when they found it so says it too."""
    answer, judged_on = sheet.submission.text(test.field), sheet.submission.day(test.judged_on)
    settled = sheet.submission.day(test.settled_on) if test.settled_on else None
    if answer in (test.yes, test.no) and (judged_on is not None or settled is not None):
        day = judged_on or settled
        cells = sheet.cells([test.field])
        state: State = "holds" if answer == test.yes else "fails"
        return Value(state, f"专家于 {day} 评定为“{answer}”", answer == test.yes, cells, by="person")
    if settled is not None and not answer:
        said = f"{sheet.told(test.settled_on)}是 {settled}，这一步经审核、核实后才办理"
        return Value("holds", said, True, sheet.cells([test.settled_on]))
    return Value("open", "由专家判断，还没有评审结论", cells=sheet.cells([test.field]))
