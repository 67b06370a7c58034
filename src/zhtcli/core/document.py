"""The published document behind a regime, what it prints in two ways, and what its form tells people first."""

from __future__ import annotations

from zhtcli.core.kinds import Node


class Source(Node, frozen=True, kw_only=True):
    """A published document."""

    title: str
    number: str
    issuer: str
    published: str
    note: str = ""


class Anomaly(Node, frozen=True, kw_only=True):
    """Something that the document prints in two ways; nothing is repaired, it is shown."""

    id: str
    indicator: str | None = None
    clause: str
    text: str
    reading: str | None = None


class Instruction(Node, frozen=True, kw_only=True):
    """What the form asks people to know before they start (one page)."""

    title: str
    text: str
