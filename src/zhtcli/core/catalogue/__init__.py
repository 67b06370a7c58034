"""Every finding that `zht` can report: code, severity, sentence, and what to do."""

from __future__ import annotations

from zhtcli.core.finding import Rule


def _all() -> dict[str, Rule]:
    from zhtcli.core.catalogue import cells, decisions, entries, evidence, files, forms, registers, rows, scores

    rules: dict[str, Rule] = {}
    for family in (files, forms, cells, entries, registers, rows, decisions, scores, evidence):
        for rule in vars(family).values():
            if isinstance(rule, Rule):
                if rule.code in rules and rules[rule.code] is not rule:
                    raise ValueError(f"two rules share the code {rule.code}")
                rules[rule.code] = rule
    return rules


CATALOGUE: dict[str, Rule] = _all()
