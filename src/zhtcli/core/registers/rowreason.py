"""Why a register row does not count, or what is said of one that does: the words that every output uses."""

from __future__ import annotations

from typing import assert_never

from zhtcli.core.forms.registers import RegisterRows
from zhtcli.core.forms.rowverdicts import RowVerdict
from zhtcli.core.period import period_label


def reason_of(verdict: RowVerdict, rows: RegisterRows) -> tuple[str, str]:
    """The reason, equal for all rows that share it, and what concerns this row alone; blank for a plain count."""
    if verdict.decision is not None:
        return f"按裁定{'计入' if verdict.miss is None else '不计入'}", f"：{verdict.decision.author}"
    first = "" if verdict.first is None else f"（见第{rows.numbers[verdict.first]}行）"
    when = f"（{period_label(verdict.period)}）" if verdict.period and period_label(verdict.period) else ""
    match verdict.miss:
        case None:
            return (f"已计入，但{'；'.join(flag.reason for flag in verdict.flagged)}" if verdict.flagged else ""), ""
        case "requirement" | "evidence":
            return verdict.requirement.reason if verdict.requirement else "不符合条件", ""
        case "undated":
            return "没有能用的日期", ""
        case "outside":
            return "不在考核期内", when
        case "later":
            return "日期在本表年度之后", when
        case "window":
            return "日期不在计算期间内", ""
        case "unrated":
            return "级别不在计分之列", ""
        case "superseded":
            return "同一对象已按更高或相同的级别计", first
        case "duplicate" if verdict.expected:
            return "同一对象已计一次", first
        case "duplicate":
            return "同一事项只计一次", first
        case "unusable":
            return "数量不能用（见问题清单）", ""
        case "decided":
            return "按裁定不计入", ""
        case _:
            assert_never(verdict.miss)
