"""Every finding that `zht` can report: code, severity, sentence, and what to do."""

from __future__ import annotations

from importlib import import_module

from zhtcli.core.finding import Rule

FAMILIES = (
    "files",
    "forms",
    "cells",
    "dates",
    "entries",
    "registers",
    "rows",
    "identity",
    "checks",
    "conditions",
    "followed",
    "series",
    "quarters",
    "deadlines",
    "decisions",
    "experts",
    "scores",
    "evidence",
    "grants",
    "cycles",
    "events",
    "settlement",
    "results",
)
"""The modules of this package, in the order in which `zht rule` lists what they hold."""


def _all() -> dict[str, Rule]:
    rules: dict[str, Rule] = {}
    for family in FAMILIES:
        for rule in vars(import_module(f"{__name__}.{family}")).values():
            if isinstance(rule, Rule):
                if rule.code in rules and rules[rule.code] is not rule:
                    raise ValueError(f"two rules share the code {rule.code}")
                rules[rule.code] = rule
    return rules


CATALOGUE: dict[str, Rule] = _all()
