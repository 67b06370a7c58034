"""Grants added up: over all of them, by title, by year, by who is paid. All amounts in 元."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from zhtcli.core.grants.grant import Grant, GrantState, total
from zhtcli.core.identifiers import same_thing


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantTotal:
    """What some grants come to together.

    `asked` less `unrecognised` is `recognised`; `computed` less `over_cap` and `withheld` is `amount`, of which
    `due` is due by now. `withheld` is what lapsed, or waits for a person's decision. `cut` counts the grants that
    are paid, now or later, but less than was asked for, and `nothing` those of them that come to nothing.
    """

    label: str
    count: int
    asked: Fraction
    recognised: Fraction
    computed: Fraction
    over_cap: Fraction
    amount: Fraction
    due: Fraction
    states: Mapping[GrantState, int]
    cut: int
    nothing: int

    @property
    def unrecognised(self) -> Fraction:
        return self.asked - self.recognised

    @property
    def withheld(self) -> Fraction:
        return self.computed - self.over_cap - self.amount

    @property
    def pending(self) -> Fraction:
        return self.amount - self.due


def sum_of(label: str, grants: Iterable[Grant]) -> GrantTotal:
    told = tuple(grants)
    return GrantTotal(
        label=label,
        count=len(told),
        asked=total(one.asked for one in told),
        recognised=total(one.recognised for one in told),
        computed=total(one.computed for one in told),
        over_cap=total(cut.amount for one in told for cut in one.cuts if cut.stage == "cap"),
        amount=total(one.amount for one in told),
        due=total(one.due for one in told),
        states=Counter(one.state for one in told),
        cut=sum(bool(one.cuts) for one in told if one.state in ("due", "pending")),
        nothing=sum(not one.amount for one in told if one.state in ("due", "pending") and one.cuts),
    )


def together(label: str, totals: Sequence[GrantTotal]) -> GrantTotal:
    """What several of them come to as one."""
    states: Counter[GrantState] = Counter()
    for one in totals:
        states.update(one.states)
    return GrantTotal(
        label=label,
        count=sum(one.count for one in totals),
        asked=total(one.asked for one in totals),
        recognised=total(one.recognised for one in totals),
        computed=total(one.computed for one in totals),
        over_cap=total(one.over_cap for one in totals),
        amount=total(one.amount for one in totals),
        due=total(one.due for one in totals),
        states=states,
        cut=sum(one.cut for one in totals),
        nothing=sum(one.nothing for one in totals),
    )


def by_title(grants: Iterable[Grant]) -> tuple[GrantTotal, ...]:
    """By what they are for, in the order in which they are met."""
    return _grouped(grants, lambda one: one.title, lambda one: one.title)


def by_year(grants: Iterable[Grant]) -> tuple[GrantTotal, ...]:
    """By the year that they belong to, earlier ones first and those without a year last; the label is the year."""
    told = sorted(grants, key=lambda one: (not one.period, one.period))
    return _grouped(told, lambda one: one.period, lambda one: one.period)


def by_payee(grants: Sequence[Grant]) -> tuple[GrantTotal, ...]:
    """By who is paid, in the order in which they are met.

    A platform goes by its name, since one unit may run several. A user goes by the code, and where that is left out
    by the one code that others of the same name have, else by the name.
    """
    codes: dict[str, set[str]] = {}
    for one in grants:
        if one.uscc and one.payee:
            codes.setdefault(same_thing(one.payee), set()).add(one.uscc)

    def who(one: Grant) -> Hashable:
        name = same_thing(one.payee)
        if one.payee == one.platform:
            return "platform", name
        known = codes.get(name, set())
        return "user", one.uscc or (next(iter(known)) if len(known) == 1 else name)

    return _grouped(grants, who, lambda one: one.payee or one.uscc)


def _grouped(
    grants: Iterable[Grant], key: Callable[[Grant], Hashable], label: Callable[[Grant], str]
) -> tuple[GrantTotal, ...]:
    groups: dict[Hashable, list[Grant]] = {}
    for one in grants:
        groups.setdefault(key(one), []).append(one)
    return tuple(sum_of(label(some[0]), some) for some in groups.values())
