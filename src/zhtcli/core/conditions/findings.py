"""What is odd in the data that conditions are judged by, each cell told once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, assert_never

from zhtcli.core.catalogue import conditions as rules
from zhtcli.core.conditions.rows import counted, totals
from zhtcli.core.conditions.values import Sheet
from zhtcli.core.conditions.verdict import Verdict
from zhtcli.core.conditions.years import years_of
from zhtcli.core.finding import Finding, Rule
from zhtcli.core.forms.masking import showable
from zhtcli.core.forms.registers import RegisterRows, row_keys
from zhtcli.core.forms.submission import Submission
from zhtcli.core.rounding import shown
from zhtcli.core.rules.conditionkinds import (
    AllYes,
    ByPerson,
    ChosenAtLeast,
    Condition,
    CountedRows,
    FieldAtLeast,
    FieldShareAtLeast,
    Listed,
    NotAfter,
    SpecialRoute,
    StageMet,
    TotalAtLeast,
    YearsShareAtLeast,
)
from zhtcli.core.rules.regime import Regime


def condition_findings(regime: Regime, submission: Submission) -> list[Finding]:
    """Findings about the data behind conditions, and about a name that does not follow the printed pattern.

    Blank required cells, unreadable ones and negative figures are told elsewhere; so is the order of dates.
    """
    sheet = Sheet(regime, submission)
    found = [finding for condition in regime.conditions for finding in _of(condition, sheet)]
    return list(dict.fromkeys([*found, *_name(sheet)]))


def steps_against(regime: Regime, submission: Submission, verdicts: Sequence[Verdict]) -> Iterator[Finding]:
    """A finding for each stage that failed although a step was taken that needs it, at the last one of these."""
    steps = regime.procedure.steps if regime.procedure is not None else ()
    for stage in (one for one in verdicts if one.overall and one.outcome == "not_met"):
        taken = [step for step in steps if step.needs == stage.event and submission.day(step.at) is not None]
        if not taken:
            continue
        counted = [one for one in verdicts if one.id in stage.counted and one.outcome == "not_met"]
        entry = submission.field(taken[-1].at)
        yield rules.STEP_AGAINST.found(
            entry.at if entry is not None else None,
            field=taken[-1].at,
            raw=entry.raw if entry is not None else None,
            clause=stage.clause,
            name=regime.field(taken[-1].at).label,
            stage=stage.title,
            titles="、".join(one.title for one in counted),
        )


def _of(condition: Condition, sheet: Sheet) -> Iterator[Finding]:
    match condition.test:
        case FieldAtLeast(rows=rows) as test:
            if rows is not None:
                yield from _rows(condition, test.field, rows, sheet)
        case FieldShareAtLeast() as test:
            yield from _share(condition, test, sheet)
        case Listed() as test:
            yield from _listed(condition, test, sheet)
        case TotalAtLeast() as test:
            yield from _total(condition, test, sheet)
        case YearsShareAtLeast() as test:
            yield from _years(condition, test, sheet)
        case ByPerson() as test:
            yield from _opinion(condition, test, sheet)
        case SpecialRoute() as test:
            yield from _route(condition, test, sheet)
        case ChosenAtLeast() | AllYes() | NotAfter() | StageMet():
            pass
        case _:
            assert_never(condition.test)


def _at(rule: Rule, clause: str, key: str, sheet: Sheet, **words: Any) -> Finding:
    entry = sheet.submission.field(key)
    return rule.found(
        entry.at if entry is not None else None,
        field=key,
        raw=showable(entry.raw) or None if entry is not None else None,
        clause=clause,
        **words,
    )


def _in(
    rule: Rule, condition: Condition, register: str, rows: RegisterRows, place: tuple[str, int], sheet: Sheet,
    **words: Any,
) -> Finding:  # fmt: skip
    column, index = place
    return rule.found(
        rows.at(column, index),
        field=column,
        clause=condition.clause,
        register=register,
        row=row_keys(sheet.regime.register(register), rows)[index],
        **words,
    )


def _name_of(sheet: Sheet, key: str) -> str:
    return sheet.regime.field(key).label


def _share(condition: Condition, test: FieldShareAtLeast, sheet: Sheet) -> Iterator[Finding]:
    part, whole = sheet.number(test.part), sheet.number(test.whole)
    if part is None or whole is None:
        return
    names = {"part_name": _name_of(sheet, test.part), "whole_name": _name_of(sheet, test.whole)}
    if whole == 0:
        yield _at(rules.WHOLE_ZERO, condition.clause, test.whole, sheet, **names)
    elif part > whole:
        figures = {"part": shown(part), "whole": shown(whole)}
        yield _at(rules.PART_OVER, condition.clause, test.part, sheet, **names, **figures)


def _listed(condition: Condition, test: Listed, sheet: Sheet) -> Iterator[Finding]:
    entry, choices = sheet.submission.field(test.field), sheet.regime.field(test.field).choices
    if entry is not None and isinstance(entry.value, str) and entry.value.strip() not in choices:
        name = _name_of(sheet, test.field)
        yield _at(rules.NOT_LISTED, condition.clause, test.field, sheet, name=name, choices="、".join(choices))


def _opinion(condition: Condition, test: ByPerson, sheet: Sheet) -> Iterator[Finding]:
    days = [key for key in (test.judged_on, test.settled_on) if key and sheet.submission.day(key) is not None]
    if sheet.submission.text(test.field) and not days:
        words = {"name": _name_of(sheet, test.field), "judged_on": _name_of(sheet, test.judged_on)}
        yield _at(rules.EARLY_OPINION, condition.clause, test.field, sheet, **words)


def _route(condition: Condition, test: SpecialRoute, sheet: Sheet) -> Iterator[Finding]:
    entry = sheet.submission.field(test.field)
    if entry is not None and entry.value is True and not sheet.submission.text(test.reason).strip():
        words = {"when": _name_of(sheet, test.field), "name": _name_of(sheet, test.reason)}
        yield _at(rules.NO_REASON, condition.clause, test.reason, sheet, **words)


def _rows(condition: Condition, key: str, of: CountedRows, sheet: Sheet) -> Iterator[Finding]:
    told = counted(of, sheet.submission)
    if told is None:
        return
    register, until = sheet.regime.register(of.register), sheet.submission.day(of.until)
    labels = {column.key: column.label for column in register.columns}
    for index, lacking in told.blank:
        words = {"names": "、".join(labels[column] for column in lacking), "title": condition.title}
        yield _in(rules.ROW_BLANK, condition, of.register, told.rows, (lacking[0], index), sheet, **words)
    for index, day in told.later:
        later = {"day": day, "name": _name_of(sheet, of.until), "until": until, "treated": "没有计入"}
        yield _in(rules.AFTER, condition, of.register, told.rows, (of.dated, index), sheet, **later)
    for index, first in told.repeated:
        number = told.rows.numbers[first]
        yield _in(rules.ROW_AGAIN, condition, of.register, told.rows, (of.dated, index), sheet, first=number)
    reported = sheet.number(key)
    if reported is not None and reported != len(told.counted):
        figures = {"reported": shown(reported), "verified": len(told.counted)}
        yield _at(rules.COUNT_DIFFERS, condition.clause, key, sheet, name=_name_of(sheet, key), **figures)


def _total(condition: Condition, test: TotalAtLeast, sheet: Sheet) -> Iterator[Finding]:
    told, until = totals(test, sheet.submission), sheet.submission.day(test.until)
    if told is None:
        return
    for index, day in told.later:
        words = {"day": day, "name": _name_of(sheet, test.until), "until": until, "treated": "照样计入，请核对"}
        yield _in(rules.AFTER, condition, test.register, told.rows, (test.dated, index), sheet, **words)


def _years(condition: Condition, test: YearsShareAtLeast, sheet: Sheet) -> Iterator[Finding]:
    told, rows = years_of(test, sheet.submission), sheet.submission.registers.get(test.register)
    if rows is None or not told.wanted:
        return
    register = sheet.regime.register(test.register)
    names = {"part_name": register.column(test.part).label, "whole_name": register.column(test.whole).label}
    for year, indexes in told.twice.items():
        numbers = "、".join(str(rows.numbers[index]) for index in indexes)
        treated = "数不相同，没有采用，结论由人决定" if year in told.unclear else "数相同，只计一次"
        words = {"year": year, "numbers": numbers, "treated": treated}
        yield _in(rules.YEAR_TWICE, condition, test.register, rows, (test.year, indexes[1]), sheet, **words)
    for year, index in told.outside:
        span = {"year": year, "first": told.wanted[0], "last": told.wanted[-1]}
        yield _in(rules.OTHER_YEAR, condition, test.register, rows, (test.year, index), sheet, **span)
    for one in told.known:
        figures = {"year": one.year, "part": shown(one.part, 4), "whole": shown(one.whole, 4), **names}
        if one.whole == 0:
            yield _in(rules.YEAR_ZERO, condition, test.register, rows, (test.whole, one.index), sheet, **figures)
        elif one.part > one.whole:
            place = (test.part, one.index)
            yield _in(rules.PART_OVER_IN_YEAR, condition, test.register, rows, place, sheet, **figures)
    if told.missing and (told.known or told.unclear):
        rule = rules.YEAR_GAP if told.gap else rules.FEW_YEARS
        missing = "、".join(map(str, told.gap or told.missing))
        known = "、".join(str(one.year) for one in told.known) or "0"
        yield rule.found(
            sheet=rows.sheet,
            clause=condition.clause,
            register=test.register,
            title=register.title,
            missing=missing,
            known=known,
        )


def _name(sheet: Sheet) -> Iterator[Finding]:
    pattern = sheet.regime.naming
    if pattern is None:
        return
    name = "".join(sheet.submission.text(pattern.field).split())
    between = name.removeprefix(pattern.before).removesuffix(pattern.after)
    follows = name == f"{pattern.before}{between}{pattern.after}" and between.strip("*＊×X")
    if name and not follows:
        words = {"name": _name_of(sheet, pattern.field), "pattern": pattern.printed}
        yield _at(rules.WRONG_NAME, pattern.clause, pattern.field, sheet, **words)
