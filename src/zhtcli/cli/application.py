"""The application that the verbs belong to."""

from __future__ import annotations

from zhtcli.cli import chinese

app = chinese.Application(
    "产业创新服务综合体考核表：出表、校验、计分、汇总。",
    epilog="第一次用：zht regimes 看有哪些表，zht template bishan-2026 出一张空表。",
)
