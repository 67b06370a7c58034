"""Everything that one form names as evidence, resolved against what a folder holds, be it nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.evidence.folders import folder_names
from zhtcli.core.evidence.names import Candidate, Names, Piece, comparable
from zhtcli.core.evidence.rows import evidence_columns, judged_rows, standing_for
from zhtcli.core.evidence.use import Mention, Use
from zhtcli.core.forms.evidencefolder import Listing
from zhtcli.core.forms.registers import row_keys
from zhtcli.core.forms.submission import Entry
from zhtcli.core.rules.regime import Regime


class Named:
    """One assessed form and one folder, looked through once."""

    def __init__(self, regime: Regime, assessment: Assessment, listing: Listing) -> None:
        self.regime, self.assessment = regime, assessment
        self.cells: Mapping[str, Entry] = assessment.evidence_cells
        self.names = Names(listing)
        self.homes = {no: comparable(name) for no, name in folder_names(regime).items()}
        self.rows = judged_rows(assessment)
        self.order = {indicator.no: place for place, indicator in enumerate(regime.indicators)}
        self.keys = {key: row_keys(regime.register(key), rows) for key, rows in assessment.registers.items()}

    @cached_property
    def used(self) -> list[Use]:
        """Everything that is named, resolved."""
        return [self._resolved(mention, piece) for mention in self._mentions() for piece in self._read(mention)]

    def _read(self, mention: Mention) -> tuple[Piece, ...]:
        return self.names.read(mention.text)

    def _mentions(self) -> Iterator[Mention]:
        for indicator in self.regime.indicators:
            entry = self.cells.get(indicator.no)
            if entry is not None:
                text = str(entry.value)
                yield Mention(text, (indicator.no,), entry.at, "evidence", clause=indicator.clause)
        columns = evidence_columns(self.regime)
        judged = self.assessment.verification.verdicts.by_rule
        counting = {(block.register, index) for block in judged for index in block.counted()}
        for key, rows in self.assessment.registers.items():
            stands = standing_for(self.assessment, self.regime.register(key))
            for column, asking in columns[key].items():
                for index, value in enumerate(rows.values.get(column, ())):
                    if value is None:
                        continue
                    nos = tuple(no for no in stands[index] if no in asking) or stands[index]
                    yield Mention(
                        str(value),
                        nos,
                        rows.at(column, index),
                        column,
                        register=key,
                        row=self.keys[key][index],
                        counts=(key, index) in counting,
                    )

    def _resolved(self, mention: Mention, piece: Piece) -> Use:
        """Which files a name means: all places where they are equal, else the one in the indicator's own folder."""
        if piece.kind != "file":
            near = self.names.near(piece.name) if piece.kind == "missing" else None
            return Use(mention, piece, near=near)
        places = piece.candidates
        if len(places) == 1:
            return Use(mention, piece, places)
        homes = {self.homes[no] for no in mention.indicators if no in self.homes}
        at_home = tuple(place for place in places if _within(place, homes))
        if len(at_home) == 1:
            return Use(mention, piece, at_home, preferred=_differ(places))
        return Use(mention, piece, ambiguous=True) if _differ(places) else Use(mention, piece, places)

    def sorted(self, nos: Iterable[str]) -> tuple[str, ...]:
        """Each once, in the order of the document."""
        return tuple(sorted(set(nos), key=lambda no: self.order.get(no, -1)))


def _within(place: Candidate, homes: Iterable[str]) -> bool:
    parts = comparable(place.path).split("/")
    return any(home in parts for home in homes)


def _differ(places: Sequence[Candidate]) -> bool:
    return len({place.contents for place in places}) > 1
