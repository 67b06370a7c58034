"""Register rows and their evidence: which columns name it, and which otherwise valid rows name none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.forms.rowverdicts import RowVerdict
from zhtcli.core.registers.verify import verify
from zhtcli.core.rules.evidencerules import as_if_evidence
from zhtcli.core.rules.indicator import printed_no
from zhtcli.core.rules.regime import Regime, Register
from zhtcli.core.rules.rowkinds import Requirement, Unless

EVIDENCE = "evidence"
Row = tuple[str, int]
"""A register and the index of a row in it."""


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """A row that fulfils everything else asked of it for an indicator; `lacks` is what it lacks of evidence.

    `asked` is False where neither the definition asks for evidence nor the register has a place for it.
    """

    register: str
    index: int
    indicator: str
    period: str | None
    asked: bool = True
    lacks: tuple[Requirement, ...] = ()
    blank: bool = False
    """No column for evidence holds anything, where the definition does not say what has to be in them."""

    @property
    def names_it(self) -> bool:
        return self.asked and not self.lacks and not self.blank


def evidence_columns(regime: Regime) -> dict[str, dict[str, frozenset[str]]]:
    """Register -> column -> the indicators that ask for evidence there; none named: whatever the row stands for.

    These are the column `evidence` and the text columns that a requirement about evidence looks at.
    """
    asked: dict[tuple[str, str], set[str]] = {}
    for indicator in regime.measured():
        for register, requirement in _requirements(indicator.rows):
            for column in columns_asked(requirement.must):
                asked.setdefault((register, column), set()).add(indicator.printed_no)
    return {
        register.key: {
            column.key: frozenset(() if column.key == EVIDENCE else asked[register.key, column.key])
            for column in register.columns
            if column.type == "text" and (column.key == EVIDENCE or (register.key, column.key) in asked)
        }
        for register in regime.registers
    }


def judged_rows(assessment: Assessment) -> list[JudgedRow]:
    """The rows that count but for evidence, whatever the reading makes of a row without it.

    A row without evidence is left out where a repeat of it with evidence counts in its place.
    """
    regime = assessment.regime
    if regime is None or assessment.under is None or not assessment.registers:
        return []
    lenient = verify(as_if_evidence(regime, "flagged"), assessment.registers, assessment.under)
    counted = {_key(verdict): verdict for verdict in assessment.verification.verdicts if verdict.miss is None}
    repeats = [one for one in lenient.verdicts if one.miss == "duplicate" and _key(one) in counted]
    replaced = {(one.register, one.first, one.indicator) for one in repeats}
    columns = evidence_columns(regime)
    demanding = {indicator.no for indicator in regime.measured() if any(_requirements(indicator.rows))}
    rows: dict[tuple[Any, ...], JudgedRow] = {}
    for verdict in (*lenient.verdicts, *(counted[_key(one)] for one in repeats)):
        lacks = tuple(requirement for requirement in verdict.flagged if requirement.about == "evidence")
        if verdict.miss is not None or verdict.decision is not None:
            continue
        if lacks and (verdict.register, verdict.index, verdict.indicator) in replaced:
            continue
        held = rows.get(_key(verdict))
        open_ended = verdict.indicator not in demanding
        rows[_key(verdict)] = JudgedRow(
            verdict.register,
            verdict.index,
            printed_no(verdict.indicator),
            verdict.period,
            asked=not open_ended or bool(columns[verdict.register]),
            lacks=tuple(dict.fromkeys([*(held.lacks if held else ()), *lacks])),
            blank=open_ended and _blank(assessment, verdict, columns[verdict.register]),
        )
    return list(rows.values())


def standing_for(assessment: Assessment, register: Register) -> list[tuple[str, ...]]:
    """For each row of a register, the indicators that it was judged for; else those that it says it is about."""
    judged: dict[int, dict[str, None]] = {}
    for block in assessment.verification.verdicts.by_rule:
        if block.register == register.key:
            for index in block.indexes:
                judged.setdefault(index, {})[printed_no(block.indicator)] = None
    rows = assessment.registers[register.key]
    return [
        tuple(judged[index])
        if index in judged
        else (said,)
        if (said := str(rows.value("indicator", index))) in register.indicators
        else register.indicators
        for index in range(len(rows))
    ]


def _key(verdict: RowVerdict) -> tuple[Any, ...]:
    return verdict.register, verdict.index, verdict.indicator, verdict.period


def _blank(assessment: Assessment, verdict: RowVerdict, columns: Mapping[str, object]) -> bool:
    rows = assessment.registers[verdict.register]
    return bool(columns) and all(rows.value(column, verdict.index) is None for column in columns)


def _requirements(node: object, register: str = "") -> Iterator[tuple[str, Requirement]]:
    """Every requirement about evidence within a rule over rows, with its register, whatever the kind of the rule."""
    if isinstance(node, Requirement):
        if node.about == "evidence" and node.effect != "ignored":
            yield register, node
        return
    if isinstance(node, msgspec.Struct):
        own = getattr(node, "register", register) if hasattr(node, "requires") else register
        for name in node.__struct_fields__:
            yield from _requirements(getattr(node, name), own)
    elif isinstance(node, tuple):
        for item in node:
            yield from _requirements(item, register)


def columns_asked(where: object) -> Iterator[str]:
    """The columns that a condition asks to be filled; what it only depends on is none of them."""
    if isinstance(where, Unless):
        where = where.then
    if isinstance(where, msgspec.Struct):
        yield from (getattr(where, "column", None) or "",) if hasattr(where, "column") else ()
        yield from getattr(where, "columns", ())
        for part in getattr(where, "of", ()) if not isinstance(getattr(where, "of", ()), str) else ():
            yield from columns_asked(part)
