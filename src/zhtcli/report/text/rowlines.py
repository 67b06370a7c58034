"""What the register rows of one indicator came to: how they are counted, which were not, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import assert_never

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.catalogue import decisions, rows
from zhtcli.core.finding import Finding
from zhtcli.core.forms.registers import RegisterRows, row_keys
from zhtcli.core.forms.rowverdicts import PartOfShare, RowVerdict
from zhtcli.core.period import period_label
from zhtcli.core.registers.rowreason import reason_of
from zhtcli.core.rounding import shown
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.rules.kinds import Judged, Ratio
from zhtcli.core.rules.regime import Regime, Register
from zhtcli.core.rules.rowkinds import Count, FirstFilled, Requirement, Rows, Share, Tally, Total
from zhtcli.report.plain import one_line
from zhtcli.report.text.columns import Paint, hanging

MOST_ROWS = 10
"""Rows that are named for one reason; how many more there are is said."""
_PART_WORDS: dict[PartOfShare, str] = {"": "", "numerator": "分子", "denominator": "分母"}
_TOLD_HERE = frozenset(
    rule.code
    for rule in (
        rows.NOT_MET,
        rows.NO_EVIDENCE,
        rows.FLAGGED,
        rows.UNDATED,
        rows.OUTSIDE,
        rows.DUPLICATE,
        rows.REPEATED,
        rows.OUT_OF_WINDOW,
        rows.UNRATED,
        rows.SUPERSEDED,
        decisions.ROW_DECIDED,
    )
)


def told_by_rows(finding: Finding) -> bool:
    """Whether `row_lines` says what a finding says."""
    return finding.code in _TOLD_HERE


def row_lines(one: Assessment, indicator: Indicator, width: int, paint: Paint) -> Iterator[str]:
    """The block 台账; nothing where the indicator has no rule about rows or the form no registers."""
    if one.regime is None or not one.registers or not any(part.rows for part in indicator.measured()):
        return
    yield ""
    yield paint("台账", "bold")
    for part in indicator.measured():
        if indicator.parts and part.rows is not None:
            yield f"  {part.no} {part.name}"
        yield from _of_indicator(one, one.regime, part, width)


def _of_indicator(one: Assessment, regime: Regime, indicator: Indicator, width: int) -> Iterator[str]:
    verdicts = [verdict for verdict in one.verification.verdicts if verdict.indicator == indicator.no]
    for part, rule in _parts(indicator.rows):
        word = _PART_WORDS[part]
        register, filled = regime.register(rule.register), one.registers.get(rule.register)
        label = f"  {word}：" if word else "  "
        if filled is None:
            yield f"{label}“{register.title}”没有填（无台账）"
            continue
        own = [v for v in verdicts if v.part == part and v.register == rule.register]
        yield from hanging(label, f"{one_line(filled.sheet)}：{_outcome(indicator, own)}", width)
        yield from hanging("    怎样计：", _how(register, rule, dated=bool(regime.periods)), width)
        for words, requirements in (
            ("不计入的情形", [r for r in rule.requires if r.effect == "not_counted"]),
            ("照计但提示", [r for r in rule.requires if r.effect == "flagged"]),
        ):
            if requirements:
                yield from hanging(f"    {words}：", "；".join(map(_because, requirements)), width)
        yield from _reasons(register, filled, own)


def _parts(rule: Rows | None) -> list[tuple[PartOfShare, Count | Total | Tally]]:
    match rule:
        case None:
            return []
        case Count() | Total() | Tally():
            return [("", rule)]
        case Share(numerator=top, denominator=bottom):
            tops: tuple[Count | Total, ...] = top.of if isinstance(top, FirstFilled) else (top,)
            return [*(("numerator", one) for one in tops), ("denominator", bottom)]
        case _:
            assert_never(rule)


def _outcome(indicator: Indicator, verdicts: Sequence[RowVerdict]) -> str:
    """`2026年计入 41 行，合计 41项；不计入 3 行`."""
    judged = isinstance(indicator.measure, Judged)
    unit = indicator.measure.parts_unit if isinstance(indicator.measure, Ratio) else indicator.unit
    by_period: dict[str, list[Fraction]] = {}
    for verdict in verdicts:
        if verdict.miss is None and verdict.period is not None:
            by_period.setdefault(verdict.period, []).append(verdict.quantity)
    parts = [
        f"列出 {len(each)} 行，供专家评定"
        if judged
        else f"{period_label(period)}计入 {len(each)} 行，合计 {shown(sum(each, Fraction(0)), 4)}{unit}"
        for period, each in sorted(by_period.items())
    ]
    if lacking := sum(verdict.miss is not None for verdict in verdicts):
        parts.append(f"不计入 {lacking} 行")
    return "；".join(parts) or "没有这一项的行"


def _how(register: Register, rule: Count | Total | Tally, *, dated: bool) -> str:
    if isinstance(rule, Tally):
        return _tallied(register, rule)
    sentences = ["看在册的行" if rule.stock else "按日期归入年度" if dated else "各行都看"]
    match rule:
        case Total(column=column):
            sentences.append(f"“{register.column(column).label}”相加")
        case Count():
            if rule.to_date:
                sentences.append("从第一年累计到当年")
            if rule.quantity:
                sentences.append(f"“{register.column(rule.quantity).label}”相加，没有填的按1计")
            sentences.append(_once(register, rule, dated=dated))
        case _:
            assert_never(rule)
    return "；".join(sentences)


def _tallied(register: Register, rule: Tally) -> str:
    """Which rows are looked at and what one thing can earn; the table of points stands with the indicator."""
    sentences = [f"计{rule.within.name}内的行，起止两天都算" if rule.within else "各行都计"]
    names = [f"“{'、'.join(register.column(column).label for column in columns)}”" for columns in rule.distinct]
    by = "认，没有填的按".join(names)
    if rule.of_one == "highest":
        sentences.append(f"同一对象只按最高的一行计，按{by}认")
    else:
        most = f"，最高 {shown(rule.most_of_one)} 分" if rule.most_of_one is not None else ""
        sentences.append(f"同一对象的不同级别相加{most}，按{by}认")
    return "；".join(sentences)


def _once(register: Register, rule: Count, *, dated: bool) -> str:
    if rule.once == "none" or not rule.distinct:
        return "不查重"
    names = [f"“{'、'.join(register.column(column).label for column in columns)}”" for columns in rule.distinct]
    by = "认，没有填的按".join(names)
    if rule.stock:
        return f"同一对象只计一次，按{by}认"
    if rule.repeats == "expected":
        return f"同一对象有几行也只算一个，按{by}认"
    span = "在同一年" if rule.once == "per_year" else "在整个考核期" if dated else ""
    return f"同一事项{span}只计一次，按{by}认"


def _because(requirement: Requirement) -> str:
    return f"{requirement.reason}（{requirement.clause}）"


def _reasons(register: Register, filled: RegisterRows, verdicts: Sequence[RowVerdict]) -> Iterator[str]:
    """Each reason with the rows that it concerns, cell and row key."""
    groups: dict[str, list[str]] = {}
    keys = row_keys(register, filled)
    for verdict in verdicts:
        place = one_line(str(filled.at(register.columns[0].key, verdict.index)))
        for told, more in _told(verdict, filled):
            groups.setdefault(told, []).append(f"{place} {one_line(keys[verdict.index])}{one_line(more)}")
    for reason, places in sorted(groups.items(), key=lambda group: group[0].startswith("已计入")):
        yield f"    {reason}：{len(places)} 行"
        yield from (f"      {place}" for place in places[:MOST_ROWS])
        if len(places) > MOST_ROWS:
            yield f"      另有 {len(places) - MOST_ROWS} 行"


def _told(verdict: RowVerdict, filled: RegisterRows) -> Iterator[tuple[str, str]]:
    """Why a row does not count, or each flag of one that does, with the clause; and what concerns this row alone."""
    if verdict.miss is None and verdict.decision is None:
        for requirement in verdict.flagged:
            yield f"已计入，但{_because(requirement)}", ""
        return
    reason, more = reason_of(verdict, filled)
    if verdict.decision is None:
        reason = f"不计入，{_because(verdict.requirement) if verdict.requirement else reason}"
    yield reason, more
