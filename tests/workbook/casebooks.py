"""The result workbooks of all cases (tests/cases), by document: what a user would get of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import cyclecases
import entitledcases
import gradedcases
import quartercases
import test_cases as cases
import test_money_cases as money
from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.assessing.attendance import areas, attendance
from zhtcli.workbook.result import write_result
from zhtcli.workbook.result.quarterly.quarterbook import write_quarters
from zhtcli.workbook.result.quarterly.unitsbook import write_units
from zhtcli.workflow.results import has_result

DOCUMENTS = ("bishan", "changzhou", "cixi", "jiaxing", "wuqing")


def named(document: str) -> list[str]:
    """The cases of a document: those of each kind, and of a year's money."""
    every = [name for name in cases.CASES if name.startswith(f"{document}/")]
    return every + [f"cixi/补助/{name}" for name in money.CASES] if document == "cixi" else every


def books(document: str) -> dict[str, bytes]:
    """A workbook for every case that has a result; one more for each reading that a case about money turns over."""
    made = {name: write_result(one, "1.0") for name, one in _assessments(document) if has_result(one)}
    return made | dict(_quarters(document))


def _of(some: Mapping[str, Any], document: str) -> dict[str, Any]:
    return {name: case for name, case in some.items() if name.startswith(f"{document}/")}


def _assessments(document: str) -> Iterator[tuple[str, Assessment]]:
    scored = _of(cases.SCORED, document)
    for name, (submission, found) in cases.read(scored).items():
        yield name, cases.assessed(scored[name], submission, found)
    for name, case in _of(cases.ENTITLED, document).items():
        yield name, entitledcases.assessed(case)
        for key, options in (case.get("不同口径") or {}).items():
            option = [*options][-1]
            yield f"{name} {key}={option}", entitledcases.assessed({**case, "口径": {key: option}})
    for name, case in _of(cases.CYCLES, document).items():
        yield name, cyclecases.assessed(case)
    for name, case in _of(cases.GRADED, document).items():
        yield name, gradedcases.told(case).assessment
    for name, case in money.CASES.items() if document == "cixi" else ():
        yield f"cixi/补助/{name}", money.assessed(case)


def _quarters(document: str) -> Iterator[tuple[str, bytes]]:
    """What `zht progress -o` writes: one unit's quarters, or several units."""
    followed = _of(cases.FOLLOWED, document)
    for name, found in quartercases.read(followed).items():
        case = followed[name]
        every = quartercases.assessed(case, found)
        attending = attendance(every, quartercases.listed(case) or None)
        if len(attending) > 1 or "名单" in case:
            yield name, write_units(every, attending, areas(attending), "1.0")
        else:
            latest = max(every, key=lambda one: one.form.span if one.form else "")
            yield name, write_quarters(latest, every, "1.0")
