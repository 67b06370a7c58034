"""What the lint says of rules about money."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest

from zhtcli.definitions.lint import lint
from zhtcli.definitions.load import parsed


def _told(change: Callable[[Any, Any], object]) -> list[str]:
    shipped = parsed("wuqing-subsidy")
    tree: Any = deepcopy(dict(shipped.tree))
    change(*tree["grants"])
    return [complaint.message for complaint in lint(replace(shipped, tree=tree))]


def test_the_shipped_rules_hold() -> None:
    assert _told(lambda *_: None) == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda supply, _: supply["base"].update(register="spending"), "没有“spending”这个台账"),
        (lambda supply, _: supply["base"].update(amount="sum"), "台账“investments”没有“sum”这一列"),
        (lambda supply, _: supply["base"].update(day="amount"), "台账“investments”的“amount”列类型应是日期"),
        (lambda one, _: one["base"]["included"].append("差旅"), "台账“investments”的“category”列没有“差旅”这个选项"),
        (lambda supply, _: supply["base"]["included"].append("流动资金"), "类别“流动资金”列了两次"),
        (lambda supply, _: supply["assessments"].update(passed="优"), "台账“assessments”的“outcome”列没有“优”这个选项"),
        (lambda supply, _: supply["instalments"]["parts"][0].update(share="40"), "各笔拨付比例之和是 90%"),
        (lambda supply, _: supply["base"]["limited"].update(most="100"), "限额比例写 100%，应小于100%"),
        (lambda _, demand: demand.update(rate="800"), "补贴比例写 800%，应在0%到100%之间"),
        (lambda _, demand: demand.update(id="supply"), "“supply”出现了两次"),
        (lambda _, demand: demand["cap"].update(clause=""), "缺 clause"),
        (lambda _, demand: demand["landing"].pop("basis"), "缺 basis"),
    ],
)  # fmt: skip
def test_a_slip_is_told_once(change: Callable[[Any, Any], object], sentence: str) -> None:
    assert sentence in _told(change)
    assert len([one for one in _told(change) if one == sentence]) == 1
