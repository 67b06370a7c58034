"""Choices that have a code for programs and a label for people: the workbook shows the label, the JSON the code."""

from __future__ import annotations

from collections.abc import Sequence

from zhtcli.core.rules.kinds import Node


class Code(Node, frozen=True, kw_only=True):
    """One choice of a list: its code in the JSON, its label in the workbook."""

    code: str
    label: str


def code_of(codes: Sequence[Code], text: str) -> str:
    """The code of a label, or of itself; any other text as it is."""
    return next((one.code for one in codes if text in (one.label, one.code)), text)


def label_of(codes: Sequence[Code], text: str) -> str:
    """The label of a code, or of itself; any other text as it is."""
    return next((one.label for one in codes if text in (one.label, one.code)), text)
