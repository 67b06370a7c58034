"""One unit of a list of those that have to hand in a form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhtcli.core.identifiers import same_thing
from zhtcli.core.rules.regime import Regime


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A row of a list of units; what the list does not say is blank, yet never both name and code.

    `form` is the form or regime as the list names it, `row` the row of the list's sheet.
    """

    name: str = ""
    uscc: str = ""
    county: str = ""
    form: str = ""
    contact: str = ""
    deadline: date | None = None
    row: int

    @property
    def label(self) -> str:
        """What people call it: the name, else the code."""
        return self.name or self.uscc


def names_in_lists(regime: Regime) -> frozenset[str]:
    """What a list may call a document: its id, title or short name, as `same_thing` writes them."""
    return frozenset(same_thing(name) for name in (regime.id, regime.title, regime.short))
