"""The folder of each indicator for its evidence, named so that every system can hold it."""

from __future__ import annotations

import re

from zhtcli.core.rules.regime import Regime

LIST_NAME = "佐证清单.xlsx"
"""The list that stands beside the folders; it is no evidence itself."""

_LONGEST, _MOST_BYTES = 80, 240
"""Characters that a path on Windows can spare for one folder, and bytes that fit where a name has 255."""
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_PRINTED = re.compile(r"\d+")


def folder_names(regime: Regime) -> dict[str, str]:
    """Indicator -> folder: `05_挖掘企业创新（技术）需求数量（项）`, its number padded so that they sort as printed."""
    numbers = [found[0] for one in regime.indicators if (found := _PRINTED.match(one.no))]
    width = max(2, *(len(number) for number in numbers)) if numbers else 2
    return {one.no: _safe(f"{_padded(one.no, width)}_{one.name}") for one in regime.indicators}


def _padded(no: str, width: int) -> str:
    return _PRINTED.sub(lambda found: found[0].zfill(width), no, count=1)


def _safe(name: str) -> str:
    """Without what Windows forbids in a name, at its end, or in length."""
    name = _FORBIDDEN.sub("_", name.replace("★", ""))[:_LONGEST]
    while len(name.encode(errors="replace")) > _MOST_BYTES:
        name = name[:-1]
    return name.rstrip(". ")
