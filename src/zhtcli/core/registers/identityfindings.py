"""Who is who in the registers of one submission: what does not agree is asked about, nothing is merged or changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import repeat
from typing import Any

from zhtcli.core.catalogue import identity as rules
from zhtcli.core.finding import Finding, Rule
from zhtcli.core.forms.masking import showable
from zhtcli.core.forms.naming import Naming, namings
from zhtcli.core.forms.registers import RegisterRows, row_keys
from zhtcli.core.forms.submission import Submission
from zhtcli.core.identifiers import judge, same_thing
from zhtcli.core.names import core_name
from zhtcli.core.registers.cellfindings import indicator_of
from zhtcli.core.registers.nearnames import near_spellings
from zhtcli.core.rules.regime import Regime, Register
from zhtcli.core.rules.rowkinds import Count, Share

MOST_TOLD = 20
"""Findings of one kind in one register that are told one by one."""

Spots = Mapping[str, tuple[int, int]]
"""A name or a code -> the number of rows that hold it, and the first of them."""


class _Mentions:
    """The names and codes in one column of names. What is equal to `same_thing` is one name, and one code.

    `by_form` is name -> its codes, among them "" for a row without; `by_code` is code -> its names.
    """

    def __init__(self, register: Register, rows: RegisterRows, naming: Naming) -> None:
        self.register, self.rows, self.naming = register, rows, naming
        self.by_form: dict[str, dict[str, tuple[int, int]]] = {}
        codes: Iterable[object] = rows.values.get(naming.code or "", repeat(None))
        for index, (name, code) in enumerate(zip(rows.values.get(naming.name, ()), codes, strict=False)):
            if not isinstance(name, str) or not (form := same_thing(name)):
                continue
            number = same_thing(code) if isinstance(code, str) and any(map(str.isdigit, code)) else ""
            seen = self.by_form.setdefault(form, {})
            count, first = seen.get(number, (0, index))
            seen[number] = (count + 1, first)

    @cached_property
    def by_code(self) -> dict[str, dict[str, tuple[int, int]]]:
        told: dict[str, dict[str, tuple[int, int]]] = {}
        for form, codes in self.by_form.items():
            for code, spot in codes.items():
                if code:
                    told.setdefault(code, {})[form] = spot
        return told

    def coded(self, form: str) -> dict[str, tuple[int, int]]:
        """The codes of a name, none where it does not stand here."""
        return {code: spot for code, spot in self.by_form.get(form, {}).items() if code}

    def first(self, form: str) -> int:
        return min(first for _, first in self.by_form[form].values())

    def name_at(self, index: int) -> str:
        return showable(str(self.rows.value(self.naming.name, index)).strip())

    def code_at(self, index: int) -> str:
        return showable(str(self.rows.value(self.naming.code or "", index)).strip(), self.naming.kind or "")

    def usable(self, code: str) -> bool:
        """Whether a code can be held against others: two firms may share a word such as 待补1."""
        return self.naming.kind is not None and judge(self.naming.kind, code).verdict != "malformed"

    def sound(self, codes: Iterable[str]) -> bool:
        kind = self.naming.kind
        return kind is not None and all(judge(kind, code).verdict == "valid" for code in codes)

    @property
    def label(self) -> str:
        return self.register.column(self.naming.code).label if self.naming.code else ""


@dataclass(frozen=True, slots=True)
class _Seen:
    """A finding to be: a row, and the other row that it does not agree with, in the same register or in another."""

    rule: Rule
    one: _Mentions
    index: int
    known: _Mentions
    other: int

    @property
    def pair(self) -> tuple[object, ...]:
        """Where two columns of a row hold one name, what is seen in both is seen once."""
        return self.index, self.known.register.key, self.other, self.one.name_at(self.index)

    @property
    def by_code(self) -> bool:
        """Whether the code is the cell to look at."""
        return self.rule in (rules.ONE_NAME, rules.NAMESAKES, rules.HALF_CODED, rules.NAME_ELSEWHERE)

    def column(self, mentions: _Mentions) -> str:
        return (mentions.naming.code if self.by_code else None) or mentions.naming.name

    @property
    def words(self) -> dict[str, Any]:
        one, known = self.one, self.known
        return {
            "line": one.rows.numbers[self.index],
            "other": known.rows.numbers[self.other],
            "place": str(one.rows.at(self.column(one), self.index)),
            "other_place": str(known.rows.at(self.column(known), self.other)),
            "here": one.name_at(self.index),
            "there": known.name_at(self.other),
            "label": one.label,
            "code": one.code_at(self.index),
            "other_code": known.code_at(self.other),
        }


def identity_findings(regime: Regime, submission: Submission) -> list[Finding]:
    """Names and codes that do not agree within a register or between two.

    Of one kind at most `MOST_TOLD` are told in each register, then how many more there are.
    """
    mentions = [
        _Mentions(register, rows, naming)
        for register in regime.registers
        if (rows := submission.registers.get(register.key)) is not None
        for naming in namings(register)
    ]
    seen: dict[str, list[_Seen]] = {}
    for one in mentions:
        half = _counted_either_way(regime, one.register.key, one.naming)
        for case in (*_codes(one), *_names(one, half=half), *_spellings(one)):
            seen.setdefault(one.register.key, []).append(case)
    for case in _across(mentions):
        seen.setdefault(case.one.register.key, []).append(case)
    return [finding for cases in seen.values() for finding in _told(regime, cases)]


def _counted_either_way(regime: Regime, register: str, naming: Naming) -> bool:
    """Whether rows are told apart by code, and those without one by name: then one thing may count as two."""
    counts = (part for indicator in regime.measured() for part in _counts(indicator.rows))
    return any(
        count.register == register
        and (naming.code,) in count.distinct
        and (naming.name,) in count.distinct
        and (count.stock or count.once == "whole_period")
        for count in counts
    )


def _counts(rows: object) -> Iterator[Count]:
    match rows:
        case Count():
            yield rows
        case Share(numerator=top, denominator=bottom):
            yield from (part for part in (top, bottom) if isinstance(part, Count))


def _codes(one: _Mentions) -> Iterator[_Seen]:
    """One code, several names: each is held against the most frequent one."""
    for code, forms in one.by_code.items():
        if len(forms) > 1 and one.usable(code):
            usual = _usual(forms)
            for form in forms:
                if form != usual:
                    yield _within(rules.ONE_CODE, one, *_odd_one(forms, form, usual))


def _names(one: _Mentions, *, half: bool) -> Iterator[_Seen]:
    """One name, several codes; or one name with a code and without, where either tells rows apart."""
    for form, spots in one.by_form.items():
        if len(spots) < 2:
            continue
        told = one.coded(form)
        usual = _usual(told)
        for code in told:
            if code != usual:
                namesakes = one.naming.kind == "person" and one.sound((code, usual))
                rule = rules.NAMESAKES if namesakes else rules.ONE_NAME
                yield _within(rule, one, *_odd_one(told, code, usual))
        if half and len(told) == 1 and "" in spots:
            yield _within(rules.HALF_CODED, one, spots[""][1], told[usual][1])


def _spellings(one: _Mentions) -> Iterator[_Seen]:
    """Names of firms that are one slip apart. Of persons every character tells.

    A code that both share is told as such. Two sound codes tell two firms apart, except where the names differ
    only in legal form and place.
    """
    if one.naming.kind == "person":
        return
    for a, b in near_spellings(one.by_form):
        codes_a, codes_b = one.coded(a).keys(), one.coded(b).keys()
        if codes_a & codes_b:
            continue
        if codes_a and codes_b and core_name(a) != core_name(b) and one.sound(codes_a | codes_b):
            continue
        other, index = sorted((one.first(a), one.first(b)))
        yield _within(rules.SPELLING, one, index, other)


def _within(rule: Rule, one: _Mentions, index: int, other: int) -> _Seen:
    return _Seen(rule, one, index, one, other)


def _across(mentions: Sequence[_Mentions]) -> Iterator[_Seen]:
    """Two registers that disagree: the later one is told, against the first one that knows the code or the name.

    Equal names are one firm; of persons they are not. What is most frequent in either register is named.
    """
    coded = [one for one in mentions if one.naming.code is not None]
    for place, one in enumerate(coded):
        kind, key = one.naming.kind, one.register.key
        earlier = [other for other in coded[:place] if other.naming.kind == kind and other.register.key != key]
        if not earlier:
            continue
        for code, forms in one.by_code.items():
            known = next((other for other in earlier if code in other.by_code), None)
            if known is None or forms.keys() & known.by_code[code].keys() or not one.usable(code):
                continue
            there = known.by_code[code]
            yield _Seen(rules.CODE_ELSEWHERE, one, forms[_usual(forms)][1], known, there[_usual(there)][1])
        for form in one.by_form if kind == "uscc" else ():
            here = one.coded(form)
            known = next((other for other in earlier if other.coded(form)), None) if here else None
            if known is None or here.keys() & known.by_form[form].keys():
                continue
            there = known.coded(form)
            yield _Seen(rules.NAME_ELSEWHERE, one, here[_usual(here)][1], known, there[_usual(there)][1])


def _usual(spots: Spots) -> str:
    """The most frequent one; of equals the smallest, so that the order of rows does not matter."""
    return min(spots, key=lambda name: (-spots[name][0], name))


def _odd_one(spots: Spots, one: str, usual: str) -> tuple[int, int]:
    """The row to speak of and the one to compare it with: the rarer first, of equally many the later."""
    (count, first), (most, other) = spots[one], spots[usual]
    return (first, other) if count < most else (max(first, other), min(first, other))


def _told(regime: Regime, cases: Sequence[_Seen]) -> Iterator[Finding]:
    """The findings of one register."""
    register, rows = cases[0].one.register, cases[0].one.rows
    keys = row_keys(register, rows)
    by_rule: dict[str, dict[object, _Seen]] = {}
    for case in sorted(cases, key=lambda case: (case.index, case.other)):
        by_rule.setdefault(case.rule.code, {}).setdefault(case.pair, case)
    for same in map(list, map(dict.values, by_rule.values())):
        for case in same[:MOST_TOLD]:
            no = indicator_of(register, rows, case.index)
            column = register.column(case.column(case.one))
            value = rows.value(column.key, case.index)
            yield case.rule.found(
                rows.at(column.key, case.index),
                indicator=no,
                field=column.key,
                raw=None if value is None else showable(str(value), column.format),
                clause=regime.indicator(no).clause if no else register.clause,
                register=register.key,
                row=keys[case.index],
                **case.words,
            )
        if len(same) > MOST_TOLD:
            yield rules.MORE.found(
                sheet=rows.sheet,
                clause=register.clause,
                register=register.key,
                severity=same[0].rule.severity,
                kind=same[0].rule.title,
                count=len(same) - MOST_TOLD,
            )
