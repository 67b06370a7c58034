"""What the register rows of one indicator came to: how they are counted, which were not, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import assert_never

import msgspec

from zhtcli.core.assessment import Assessment
from zhtcli.core.catalogue import decisions, rows
from zhtcli.core.finding import Finding
from zhtcli.core.kinds import Ratio
from zhtcli.core.period import period_label
from zhtcli.core.regime import Indicator, Regime, Register
from zhtcli.core.registers import RegisterRows, row_keys
from zhtcli.core.rounding import shown
from zhtcli.core.rowkinds import Count, Requirement, Rows, Share, Total
from zhtcli.core.verify import RowVerdict, verify_indicator
from zhtcli.report.columns import Paint, hanging
from zhtcli.report.plain import one_line

MOST_ROWS = 10
"""Rows that are named for one reason; how many more there are is said."""
_COUNTED = "已计入"
_TOLD_HERE = frozenset(
    rule.code
    for rule in (
        rows.NOT_MET,
        rows.NO_EVIDENCE,
        rows.FLAGGED,
        rows.UNDATED,
        rows.OUTSIDE,
        rows.DUPLICATE,
        decisions.ROW_DECIDED,
    )
)


def told_by_rows(finding: Finding) -> bool:
    """Whether `row_lines` says what a finding says."""
    return finding.code in _TOLD_HERE


def register_sheets(one: Assessment, rule: Rows | None) -> list[str]:
    """The sheets of the registers that a rule counts in, as the form names them."""
    keys = dict.fromkeys(part.register for _, part in _parts(rule))
    return [one_line(one.registers[key].sheet) for key in keys if key in one.registers]


def row_lines(one: Assessment, indicator: Indicator, width: int, paint: Paint) -> Iterator[str]:
    """The block 台账; nothing where the indicator has no rule about rows or the form no registers."""
    if one.regime is None or indicator.rows is None or not one.registers:
        return
    yield ""
    yield paint("台账", "bold")
    verdicts = [verdict for verdict in one.verification.verdicts if verdict.indicator == indicator.no]
    for word, rule in _parts(indicator.rows):
        register, filled = one.regime.register(rule.register), one.registers.get(rule.register)
        label = f"  {word}：" if word else "  "
        if filled is None:
            yield f"{label}“{register.title}”没有填（无台账）"
            continue
        own = _of_part(one, one.regime, indicator, word, verdicts)
        yield from hanging(label, f"{one_line(filled.sheet)}：{_outcome(indicator, own)}", width)
        yield from hanging("    怎样计：", _how(register, rule), width)
        for words, requirements in (
            ("不计入的情形", [r for r in rule.requires if r.effect == "not_counted"]),
            ("照计但提示", [r for r in rule.requires if r.effect == "flagged"]),
        ):
            if requirements:
                yield from hanging(f"    {words}：", "；".join(map(_because, requirements)), width)
        yield from _reasons(register, filled, own)


def _parts(rule: Rows | None) -> list[tuple[str, Count | Total]]:
    match rule:
        case None:
            return []
        case Count() | Total():
            return [("", rule)]
        case Share(numerator=top, denominator=bottom):
            return [("分子", top), ("分母", bottom)]
        case _:
            assert_never(rule)


def _of_part(
    one: Assessment, regime: Regime, indicator: Indicator, word: str, verdicts: Sequence[RowVerdict]
) -> Sequence[RowVerdict]:
    """Of a share's verdicts those for one part: the numerator's stand first."""
    if not isinstance(indicator.rows, Share):
        return verdicts
    alone = msgspec.structs.replace(indicator, rows=indicator.rows.numerator)
    period = one.form.span if one.form else ""
    asked = one.as_of if one.as_of_source != "period" else None
    count = len(verify_indicator(regime, alone, one.registers, period, asked)[1])
    return verdicts[:count] if word == "分子" else verdicts[count:]


def _outcome(indicator: Indicator, verdicts: Sequence[RowVerdict]) -> str:
    """`2026年计入 41 行，合计 41项；不计入 3 行`."""
    unit = indicator.measure.parts_unit if isinstance(indicator.measure, Ratio) else indicator.unit
    by_period: dict[str, list[Fraction]] = {}
    for verdict in verdicts:
        if verdict.miss is None and verdict.period is not None:
            by_period.setdefault(verdict.period, []).append(verdict.quantity)
    parts = [
        f"{period_label(period)}计入 {len(each)} 行，合计 {shown(sum(each, Fraction(0)), 4)}{unit}"
        for period, each in sorted(by_period.items())
    ]
    if lacking := sum(verdict.miss is not None for verdict in verdicts):
        parts.append(f"不计入 {lacking} 行")
    return "；".join(parts) or "没有这一项的行"


def _how(register: Register, rule: Count | Total) -> str:
    sentences = ["看期末在册的行" if rule.stock else "按日期归入年度"]
    match rule:
        case Total(column=column):
            sentences.append(f"“{register.column(column).label}”相加")
        case Count():
            if rule.to_date:
                sentences.append("从第一年累计到当年")
            if rule.quantity:
                sentences.append(f"“{register.column(rule.quantity).label}”相加，没有填的按1计")
            sentences.append(_once(register, rule))
        case _:
            assert_never(rule)
    return "；".join(sentences)


def _once(register: Register, rule: Count) -> str:
    if rule.once == "none" or not rule.distinct:
        return "不查重"
    names = [f"“{'、'.join(register.column(column).label for column in columns)}”" for columns in rule.distinct]
    by = "认，没有填的按".join(names)
    if rule.stock:
        return f"同一对象只计一次，按{by}认"
    return f"同一事项{'在同一年' if rule.once == 'per_year' else '在整个考核期'}只计一次，按{by}认"


def _because(requirement: Requirement) -> str:
    return f"{requirement.reason}（{requirement.clause}）"


def _reasons(register: Register, filled: RegisterRows, verdicts: Sequence[RowVerdict]) -> Iterator[str]:
    """Each reason with the rows that it concerns, cell and row key."""
    groups: dict[str, list[str]] = {}
    keys = row_keys(register, filled)
    for verdict in verdicts:
        place = one_line(str(filled.at(register.columns[0].key, verdict.index)))
        for reason, more in _told(verdict, filled):
            groups.setdefault(reason, []).append(f"{place} {one_line(keys[verdict.index])}{more}")
    for reason, places in sorted(groups.items(), key=lambda group: group[0].startswith(_COUNTED)):
        yield f"    {reason}：{len(places)} 行"
        yield from (f"      {place}" for place in places[:MOST_ROWS])
        if len(places) > MOST_ROWS:
            yield f"      另有 {len(places) - MOST_ROWS} 行"


def _told(verdict: RowVerdict, filled: RegisterRows) -> Iterator[tuple[str, str]]:
    """Why a row does not count, or what is said of one that does; with what concerns this row alone."""
    if verdict.decision is not None:
        yield f"按裁定{'计入' if verdict.miss is None else '不计入'}", f"：{one_line(verdict.decision.author)}"
        return
    match verdict.miss:
        case None:
            for requirement in verdict.flagged:
                yield f"{_COUNTED}，但{_because(requirement)}", ""
        case "requirement" | "evidence":
            yield f"不计入，{_because(verdict.requirement) if verdict.requirement else '不符合条件'}", ""
        case "undated":
            yield "不计入，没有能用的日期", ""
        case "outside":
            yield "不计入，不在考核期内", f"（{period_label(verdict.period)}）" if verdict.period else ""
        case "later":
            yield "不计入，日期在本表年度之后", f"（{period_label(verdict.period)}）" if verdict.period else ""
        case "duplicate":
            first = "" if verdict.first is None else f"（同第{filled.numbers[verdict.first]}行）"
            yield "不计入，重复", first
        case "unusable":
            yield "不计入，数量不能用", ""
        case "decided":
            yield "按裁定不计入", ""
        case _:
            assert_never(verdict.miss)
