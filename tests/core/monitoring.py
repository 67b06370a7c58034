"""A document of a few fields that has a deadline and a chain of review, and forms of it made in memory."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import msgspec

from zhtcli.core.finding import CellRef
from zhtcli.core.forms.layout import Slot
from zhtcli.core.forms.submission import Entry, Submission
from zhtcli.core.period import Form
from zhtcli.core.rules.monitored import Deadline
from zhtcli.core.rules.regime import Regime

FIELDS = {
    "filler": ("填报人", "text"),
    "submitted_at": ("填报时间", "datetime"),
    "auditor": ("县级审核人", "text"),
    "reviewed_at": ("县级审核时间", "datetime"),
    "review": ("县级审核结果", "choice"),
    "reporter": ("报送人", "text"),
    "reported_at": ("报送时间", "datetime"),
    "returns": ("退回次数", "integer"),
}
_COLUMN = 3

DEADLINE: dict[str, Any] = {
    "months_after": 1,
    "day": 25,
    "day_counts": True,
    "shift": "none",
    "reported": ["reported_at", "submitted_at"],
    "clause": "四.二",
    "basis": "T",
}
PROCEDURE: dict[str, Any] = {
    "start": "草稿",
    "returned": "returns",
    "clause": "四.二",
    "basis": "T",
    "steps": [
        {"id": "submit", "state": "已填报", "at": "submitted_at", "by": "filler"},
        {
            "id": "review",
            "state": "县级审核通过",
            "at": "reviewed_at",
            "by": "auditor",
            "outcome": "review",
            "back": "退回",
            "back_state": "县级审核退回",
        },
        {"id": "report", "state": "已报送", "at": "reported_at", "by": "reporter"},
    ],
}


def deadline(**changes: Any) -> Deadline:
    return msgspec.convert({**DEADLINE, **changes}, Deadline)


def monitored(*, required: tuple[str, ...] = (), **changes: Any) -> Regime:
    """The document; `changes` replace its deadline or its procedure, None takes them away."""
    cited = {"clause": "附表", "basis": "T"}
    fields = [
        {"key": key, "label": label, "type": kind, "required": key in required, **cited}
        for key, (label, kind) in FIELDS.items()
    ]
    source = {"title": "监测方案", "number": "1号", "issuer": "科技局", "published": "2020-01-01"}
    tree = {
        "id": "watched",
        "title": "监测",
        "short": "监测",
        "version": "1",
        "source": source,
        "calendar": {"every": "quarter", "first": "2020q1", "example": "2026q1"},
        "sections": [],
        "fields": fields,
        "indicators": [],
        "deadline": DEADLINE,
        "procedure": PROCEDURE,
        **changes,
    }
    return msgspec.convert(tree, Regime)


def place(key: str) -> CellRef:
    return CellRef("封面", list(FIELDS).index(key) + 1, _COLUMN)


def form(period: str | None = "2026q1", lost: tuple[str, ...] = (), **told: Any) -> Submission:
    """A form as if it had been read: fields not told are blank, `lost` ones were not found, `...` is unreadable."""
    return Submission(
        file="form.xlsx",
        sha256="",
        form=Form("watched", period),
        version="1",
        digest="",
        entries={Slot("field", key): _entry(key, told.get(key)) for key in FIELDS if key not in lost},
    )


def _entry(key: str, value: Any) -> Entry:
    slot = Slot("field", key)
    match value:
        case None:
            return Entry(slot, "blank", None, "", place(key))
        case _ if value is ...:
            return Entry(slot, "unreadable", None, "四月中旬", place(key))
        case datetime():
            return Entry(slot, "filled", value, value.isoformat(" ", "minutes"), place(key))
        case int():
            return Entry(slot, "filled", Decimal(value), str(value), place(key))
        case date() | str():
            return Entry(slot, "filled", value, str(value), place(key))
        case _:
            raise TypeError(f"no field holds {value!r}")
