"""The kinds of assessments of a document as text: who assesses what when, the grades, and what follows from each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from zhtcli.core.rules.cyclekinds import Cycle
from zhtcli.core.rules.gradedkinds import AfterCycle, AssessmentKind, AtMidterm, Grading, Yearly
from zhtcli.report.text.columns import Paint, hanging


def kind_lines(grading: Grading, cycle: Cycle | None, width: int, paint: Paint) -> Iterator[str]:
    """A paragraph for each kind."""
    yield ""
    yield paint("考核评价", "bold") + "（结果由人填写，后果照原文列出）"
    for kind in grading.kinds:
        yield from hanging(
            f"  {kind.title}：", f"{when_words(kind, cycle)}。{grade_words(kind)}（{kind.clause}）", width
        )


def when_words(kind: AssessmentKind, cycle: Cycle | None) -> str:
    """`市科技局，每年一次`."""
    levels = f"，只对{'、'.join(kind.levels)}" if kind.levels else ""
    match kind.held:
        case Yearly():
            when = "每年一次"
        case AtMidterm():
            when = f"满{cycle.midterm_years}年以后" if cycle is not None else "中期"
        case AfterCycle():
            when = f"{f'{cycle.years}年' if cycle is not None else ''}周期届满以后"
        case _:
            assert_never(kind.held)
    return f"{kind.assessor}，{when}{levels}"


def grade_words(kind: AssessmentKind) -> str:
    """The printed grades, each with what follows from it."""
    told = [f"“{one.grade}”{f'的，{one.follows}' if one.follows else '的后果原文没有印'}" for one in kind.grades]
    if not kind.closed:
        told.append("其他等次照录，没有印后果")
    return "；".join(told)
