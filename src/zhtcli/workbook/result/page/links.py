"""Where the cells of 问题清单 lead to, and where the tables lead back to: places of this workbook alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from zhtcli.workbook.result.page.cell import Link
from zhtcli.workbook.writing import MOST_LINKS


@dataclass(frozen=True, slots=True)
class FindingLinks:
    """Where the number of a finding, its register and its indicator lead to; None where there is nowhere.

    These are cells of ours: what a person typed, such as a row's key, leads nowhere.
    """

    best: Link | None = None
    row: Link | None = None
    indicator: Link | None = None

    @property
    def count(self) -> int:
        return sum(one is not None for one in (self.best, self.row, self.indicator))


NOWHERE = FindingLinks()


@dataclass(frozen=True, slots=True)
class Links:
    """The links of the findings in order, cut off where a sheet can hold no more, and those back to them by indicator.

    `findings` is how many findings there are, `linked` how many of them could have their links.
    """

    of_findings: Sequence[FindingLinks] = ()
    findings: int = 0
    back: Mapping[str, Link] = field(default_factory=dict)

    def of(self, number: int) -> FindingLinks:
        """The links of the finding with this number, 1-based."""
        return self.of_findings[number - 1] if number <= len(self.of_findings) else NOWHERE

    @property
    def linked(self) -> int:
        return len(self.of_findings)

    @property
    def said(self) -> str:
        """What the list says of its links; blank where it has none."""
        if not any(one.count for one in self.of_findings):
            return ""
        told = "带下划线的单元格可以点击，跳到它说的那一行。"
        if self.linked < self.findings:
            told += f"一页最多放{MOST_LINKS}个链接，只有前{self.linked}条带链接。"
        return told


NO_LINKS = Links()


def within_limit(every: Sequence[FindingLinks], most: int = MOST_LINKS) -> Sequence[FindingLinks]:
    """The first ones, as many as have room for all their links on one sheet."""
    room = most
    for place, one in enumerate(every):
        room -= one.count
        if room < 0:
            return every[:place]
    return every
