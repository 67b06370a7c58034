"""The quarterly form as the tests fill it: a whole quarter that nothing is wrong with."""

from __future__ import annotations

from typing import Any

from zhtcli.core.forms.layout import Layout, lay_out
from zhtcli.core.period import Form
from zhtcli.core.rules.regime import Regime
from zhtcli.definitions.load import load_regime

REGIME: Regime = load_regime("jiaxing")
TASKS = [f"task{number}" for number in range(1, 7)]
SHARES, QUOTIENTS = ("3", "6", "20"), ("2", "4")
STOCKS = ("7", "9", "10", "11", "13", "15")


def layout(period: str = "2026q3") -> Layout:
    return lay_out(REGIME, Form("jiaxing", period))


def figures(period: str = "2026q3") -> dict[str, dict[str, Any]]:
    """Each indicator 10 % (shares one point) above the year before, and a flow's quarter 110 of 330 to date."""
    told = {}
    for indicator in REGIME.indicators:
        no = indicator.no
        if no in SHARES:
            own, before, last = (11, 11), (10, 10), (11, 11)
        elif no in (*STOCKS, *QUOTIENTS):
            base = 1000 if no == "9" else 100 if no == "7" else 50
            own, before, last = (base * 11 // 10,) * 2, (base,) * 2, (base * 11 // 10,) * 2
        elif no in ("12", "14"):
            own, before, last = (11, 33), (10, 30), (11, 22)
        elif no == "21":
            own, before, last = (55, 165), (50, 150), (55, 110)
        else:
            own, before, last = (110, 330), (100, 300), (110, 220)
        growth = 1 if no in SHARES else 10
        told[no] = {
            "2025q3": {"quarter": before[0], "to_date": before[1]},
            "2026q2": {"quarter": last[0], "to_date": last[1]},
            "2026q3": {
                "quarter": own[0],
                "quarter_growth": growth,
                "to_date": own[1],
                "to_date_growth": growth,
                "source": "调查",
            },
        }
    return told


def data() -> dict[str, Any]:
    """A form without a fault."""
    fields: dict[str, Any] = {
        "unit": "嘉兴甲综合体有限公司",
        "uscc": "91330400MA5U000000",
        "county": "嘉兴市秀洲区",
        "level": "省级",
        "started_on": "2022-05-01",
        "filler": "张三",
        "filled_on": "2026-10-12",
        **dict.fromkeys(TASKS, "完成"),
        "fund_province": 100,
        "fund_city": 50,
        "fund_county": 80,
        "fund_spent": 200,
        "submitted_at": "2026-10-12T09:30:00",
    }
    return {"form": "jiaxing-2026q3", "fields": fields, "indicators": figures(), "registers": {}}
