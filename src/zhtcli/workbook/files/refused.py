"""How a step of the reading says that a file is not read, and why."""

from __future__ import annotations

from zhtcli.core.finding import Rule
from zhtcli.workbook.files.book import Seen


class Refused(Exception):
    """Ends the reading of one file; `seen` is the finding that the person gets."""

    def __init__(self, rule: Rule, **words: str | int | float) -> None:
        super().__init__(rule.code)
        self.seen = Seen(rule.code, dict(words))
