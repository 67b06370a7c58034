"""Cixi's registers of money written down in a few words, and what follows from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, cast

from core import forms
from zhtcli.core.forms.layout import Slot
from zhtcli.core.forms.submission import Entry, Submission
from zhtcli.core.forms.tablecolumns import Part
from zhtcli.core.grants.grant import Grant
from zhtcli.core.grants.grants import Books, rule_grants
from zhtcli.definitions.load import settled
from zhtcli.workflow.known import definition_of

Rows = Sequence[Mapping[str, Any]]
COVER = {"unit": "慈溪市某某创新平台", "level": "慈溪市级", "cycle_start": "2025-03-01"}


def spent(amount: Decimal | str, purpose: str = "平台及展厅", *, full_time: bool | None = None) -> dict[str, Any]:
    salary = {} if full_time is None else {"full_time": full_time}
    return {"date": "2026-03-01", "purpose": purpose, "payee": "甲", "amount": Decimal(amount), **salary}


def paid(amount: Decimal | str) -> dict[str, Any]:
    """A salary of somebody who works full-time."""
    return spent(amount, "专职薪酬", full_time=True)


def assessed(grade: str) -> dict[str, Any]:
    return {"year": 2026, "date": "2027-02-10", "kind": "annual", "grade": grade}


def complex_form(spending: Rows = (), events: Rows = (), **fields: Any) -> Submission:
    """A form of 2026; registers without rows are not filled."""
    registers = {key: [*rows] for key, rows in (("spending", spending), ("events", events)) if rows}
    return forms.submission({"form": "cixi-complex-2026", "fields": {**COVER, **fields}, "registers": registers})


def pledging(told: Submission, figures: Mapping[str, tuple[str, str]]) -> Submission:
    """The form with indicators' figures of 2026, each as (actual, pledged)."""
    entries = dict(told.entries)
    for no, pair in figures.items():
        for part, text in zip(("value", "pledged"), pair, strict=True):
            slot = Slot("indicator", no, "2026", cast("Part", part))
            entries[slot] = Entry(slot, "filled", Decimal(text), text)
    return replace(told, entries=entries)


def operating(told: Submission, **readings: str) -> Grant:
    """The grant of the year."""
    regime = settled(definition_of("cixi-complex"), readings)
    (grant,) = rule_grants(regime.grants[0], Books(regime, told, None))
    return grant
