"""What `zht fill` is given: data, ledgers, and the map that says what the ledgers' headers mean."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from zhtcli.workflow.faults import UsageFault
from zhtcli.workflow.forming import fill_form, read_data
from zhtcli.workflow.ledgers import read_ledgers


@dataclass(frozen=True, slots=True)
class Sources:
    """`ledgers` are written `KEY=FILE`. Raises UsageFault where there is nothing to fill in."""

    data: Path | None = None
    ledgers: tuple[str, ...] = ()
    map: Path | None = None

    def __post_init__(self) -> None:
        if self.data is None and not self.ledgers:
            raise UsageFault("没有要填的内容：请写 DATA.json，或用 --register 写明清单。")
        if self.map is not None and not self.ledgers:
            raise UsageFault("--map 要和 --register 一起用。")

    @property
    def paths(self) -> list[Path]:
        """The files that are read."""
        ledgers = [Path(told.partition("=")[2].strip()) for told in self.ledgers if "=" in told]
        return [path for path in (self.data, self.map, *ledgers) if path is not None]

    def fill(self, form: str, say: Callable[[str], None]) -> bytes:
        """The filled form; `say` gets a sentence for all that could not be placed.

        Raises UnknownForm, UsageFault, UnreadableInput.
        """
        ledgers = read_ledgers(form, self.ledgers, self.map, say)
        return fill_form(form, read_data(self.data) if self.data is not None else {}, ledgers)
