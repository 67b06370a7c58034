"""Evidence that a form names, held against the files of a folder: what is missing, empty, unused or used twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.catalogue import evidence as rules
from zhtcli.core.evidence.folders import folder_names
from zhtcli.core.evidence.names import Candidate, EvidenceFile, Listing, Names, Piece, comparable
from zhtcli.core.evidence.rows import columns_asked, evidence_columns, judged_rows, standing_for
from zhtcli.core.evidence.use import Mention, Use, distinct, use_findings
from zhtcli.core.finding import Finding, in_reading_order
from zhtcli.core.forms.layout import COVER, ENTRIES
from zhtcli.core.forms.registers import row_keys
from zhtcli.core.forms.submission import Submission
from zhtcli.core.forms.tablecolumns import Part
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.rules.regime import Regime

_BLANK = "没有写佐证材料"
_CLAIMS: tuple[Part, ...] = ("value", "numerator")


@dataclass(frozen=True, slots=True)
class IndicatorEvidence:
    """What an indicator wants, and what stands for it.

    `rows` holds, by period, the rows that count but for evidence, and how many of them name theirs; it is empty
    where no evidence is asked of rows. `cell` is the text of its own evidence cell. `files` are paths in the
    folder, `missing` and `ambiguous` names; `others` counts links, document numbers and descriptions.
    """

    indicator: Indicator
    rows: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    cell: str = ""
    files: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    others: int = 0

    @property
    def silent(self) -> bool:
        """Nothing is said about its evidence, and no row asks for any."""
        return not (self.rows or self.cell or self.files or self.missing or self.ambiguous or self.others)


@dataclass(frozen=True, slots=True)
class EvidenceCheck:
    """One form against one folder. The findings of `assessment` are those about evidence, or why it was refused.

    `uses` maps the path of each file that is named to the indicators that name it, in the order of the document.
    """

    assessment: Assessment
    listing: Listing
    indicators: tuple[IndicatorEvidence, ...] = ()
    uses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def unused(self) -> tuple[EvidenceFile, ...]:
        return tuple(file for file in self.listing.files if file.path not in self.uses)


def check_evidence(assessment: Assessment, submission: Submission, listing: Listing) -> EvidenceCheck:
    """Match what an assessed form names as evidence against a folder's files.

    An assessment without a regime (a refused file) comes back as it is.
    """
    if assessment.regime is None:
        return EvidenceCheck(assessment, listing)
    survey = _Survey(assessment.regime, assessment, submission, listing)
    found = [*survey.row_findings(), *survey.unclaimed(), *use_findings(assessment.regime, listing, survey.used)]
    return EvidenceCheck(
        replace(assessment, findings=tuple(in_reading_order(found, (COVER, ENTRIES)))),
        listing,
        tuple(survey.summary()),
        survey.uses(),
    )


class _Survey:
    """One form and one folder, looked through once."""

    def __init__(self, regime: Regime, assessment: Assessment, submission: Submission, listing: Listing) -> None:
        self.regime, self.assessment, self.submission = regime, assessment, submission
        self.own = assessment.form.span if assessment.form else None
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
            entry = self.submission.entry(indicator.no, self.own, "evidence")
            if entry is not None and entry.value is not None:
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

    def row_findings(self) -> Iterator[Finding]:
        """Each row that counts otherwise and names no evidence, once for each thing that it lacks."""
        columns = evidence_columns(self.regime)
        lacking: dict[tuple[str, int, str, str], list[str]] = {}
        for row in self.rows:
            places = columns[row.register]
            told = [(lack.reason, [key for key in columns_asked(lack.must) if key in places]) for lack in row.lacks]
            for reason, asked in told or [(_BLANK, list(places))] * row.blank:
                column = asked[0] if asked else ""
                lacking.setdefault((row.register, row.index, reason, column), []).append(row.indicator)
        for (register, index, reason, column), indicators in lacking.items():
            nos = self._sorted(indicators)
            yield rules.UNNAMED.found(
                self.assessment.registers[register].at(column, index),
                register=register,
                row=self.keys[register][index],
                indicator=nos[0] if len(nos) == 1 else None,
                field=column or None,
                clause=self.regime.indicator(nos[0]).clause,
                nos="、".join(nos),
                reason=reason,
            )

    def unclaimed(self) -> Iterator[Finding]:
        """The indicators with a figure and no word about evidence anywhere."""
        named = {no for use in self.used for no in use.mention.indicators} | {row.indicator for row in self.rows}
        nos = [no for no in self.order if no not in named and self._claims(no)]
        if nos:
            yield rules.NO_CLAIM.found(nos="、".join(nos))

    def _claims(self, no: str) -> bool:
        entries = (self.submission.entry(no, self.own, part) for part in _CLAIMS)
        return any(entry is not None and isinstance(entry.value, Decimal) and entry.value > 0 for entry in entries)

    def summary(self) -> Iterator[IndicatorEvidence]:
        rows: dict[str, dict[str, tuple[int, int]]] = {}
        for row in self.rows:
            if row.asked:
                of = rows.setdefault(row.indicator, {})
                valid, naming = of.get(str(row.period), (0, 0))
                of[str(row.period)] = valid + 1, naming + row.names_it
        about: dict[str, list[Use]] = {}
        for use in self.used:
            for no in use.mention.indicators:
                about.setdefault(no, []).append(use)
        for indicator in self.regime.indicators:
            uses = about.get(indicator.no, [])
            entry = self.submission.entry(indicator.no, self.own, "evidence")
            yield IndicatorEvidence(
                indicator,
                dict(sorted(rows.get(indicator.no, {}).items())),
                cell="" if entry is None or entry.value is None else str(entry.value),
                files=tuple(sorted({file.path for use in distinct(uses) for file in use.files})),
                missing=_names(use for use in uses if use.piece.kind == "missing"),
                ambiguous=_names(use for use in uses if use.ambiguous),
                others=sum(use.piece.kind in ("link", "text") for use in uses),
            )

    def uses(self) -> dict[str, tuple[str, ...]]:
        """Each file that is named, also where it stays open which of several is meant."""
        nos: dict[str, set[str]] = {}
        for use in distinct(self.used):
            for file in use.named_files:
                nos.setdefault(file.path, set()).update(use.mention.indicators)
        return {path: self._sorted(found) for path, found in nos.items()}

    def _sorted(self, nos: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(set(nos), key=lambda no: self.order.get(no, -1)))


def _within(place: Candidate, homes: Iterable[str]) -> bool:
    parts = comparable(place.path).split("/")
    return any(home in parts for home in homes)


def _differ(places: Sequence[Candidate]) -> bool:
    return len({place.contents for place in places}) > 1


def _names(uses: Iterable[Use]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(use.piece.name for use in uses))
