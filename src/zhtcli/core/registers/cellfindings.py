"""Findings about single cells of a register, each with its register, row, indicator and clause."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from zhtcli.core.finding import Finding, Rule
from zhtcli.core.forms.masking import showable
from zhtcli.core.forms.registers import RegisterRows, row_keys
from zhtcli.core.rules.regime import Regime, Register, RegisterColumn
from zhtcli.core.values import Value


class CellFindings:
    """Makes findings about the cells of one register; the row keys are made once, and only if there are any."""

    def __init__(self, regime: Regime, register: Register, rows: RegisterRows) -> None:
        self._regime, self._register, self._rows = regime, register, rows

    @cached_property
    def _keys(self) -> list[str]:
        return row_keys(self._register, self._rows)

    def found(self, rule: Rule, column: RegisterColumn, index: int, raw: str | None = None, **words: Any) -> Finding:
        """A finding about a cell; `raw` is what stands there. Numbers of persons in it and in `words` are hidden.

        `choices` and `unit` are the form's own words, all others may quote the cell.
        """
        no = indicator_of(self._register, self._rows, index)
        shown: dict[str, Any] = {
            name: showable(word, column.format) if isinstance(word, str) and name not in _OURS else word
            for name, word in words.items()
        }
        return rule.found(
            self._rows.at(column.key, index),
            indicator=no,
            field=column.key,
            raw=None if raw is None else showable(raw, column.format),
            clause=self._regime.indicator(no).clause if no else self._register.clause,
            register=self._register.key,
            row=self._keys[index],
            **shown,
        )


_OURS = frozenset(("choices", "unit", "label", "reason"))


def indicator_of(register: Register, rows: RegisterRows, index: int) -> str | None:
    """The indicator that a row says it is about, or the only one that its register has."""
    told: Value = rows.value("indicator", index)
    if isinstance(told, str) and told in register.indicators:
        return told
    return register.indicators[0] if len(register.indicators) == 1 else None
