"""How a step says that a workbook is not annotated, and why."""

from __future__ import annotations


class Unpatchable(Exception):
    """`reason` is a Chinese half-sentence: what about the workbook stands in the way."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


ODD = "它的内部结构不常见，改写后不能保证原有内容完整"
