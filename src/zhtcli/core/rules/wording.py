"""How findings speak of a form: what becomes of a figure without points, and where the form has room for reasons."""

from __future__ import annotations

from typing import Any

from zhtcli.core.rules.regime import Regime


def words_of(regime: Regime) -> dict[str, Any]:
    """Words for the templates of findings.

    `unused` is what becomes of a figure that cannot be used, `unread` what becomes of a form that is not judged
    (`left` adds that to a sentence that says already that nothing is used), `approver` who decides,
    `taken` what a figure that is used is for.
    `remark` is the column for remarks, `explained` asks for an explanation there.
    """
    scored = {"unused": "不给分", "unread": "没有计分", "left": "，没有计分", "approver": "核定单位", "taken": "计分"}
    unscored = {"unused": "没有采用", "unread": "没有采用", "left": "", "approver": "审核单位", "taken": "采用"}
    remark = {"remark": "备注", "explained": "在备注说明"}
    followed = {"remark": "“说明”栏", "explained": "在“说明”栏写明"}
    return {**(scored if regime.scored else unscored), **(remark if regime.monitoring is None else followed)}
