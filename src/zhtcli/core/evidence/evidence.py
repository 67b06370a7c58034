"""Evidence that a form names, held against the files of a folder: what is missing, empty, unused or used twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.catalogue import evidence as rules
from zhtcli.core.catalogue import rows as row_rules
from zhtcli.core.evidence.named import Named
from zhtcli.core.evidence.rows import columns_asked, evidence_columns
from zhtcli.core.evidence.use import Use, distinct, use_findings
from zhtcli.core.finding import Finding, in_reading_order
from zhtcli.core.forms.evidencefolder import EvidenceFile, Listing
from zhtcli.core.forms.layout import COVER, ENTRIES
from zhtcli.core.forms.submission import Submission
from zhtcli.core.forms.tablecolumns import Part
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.rules.regime import Regime

_BLANK = "没有写佐证材料"
_LACKING = (row_rules.NO_EVIDENCE.code, row_rules.FLAGGED.code)
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
    return EvidenceCheck(
        replace(assessment, findings=tuple(in_reading_order(survey.findings(), (COVER, ENTRIES)))),
        listing,
        tuple(survey.summary()),
        survey.uses(),
    )


def with_evidence(assessment: Assessment, submission: Submission, listing: Listing) -> Assessment:
    """An assessment with what a folder of evidence adds to its findings.

    A row whose lack of evidence was found already is not reported once more.
    """
    if assessment.regime is None:
        return assessment
    known = {(one.register, one.row) for one in assessment.findings if one.code in _LACKING}
    told = (
        one
        for one in _Survey(assessment.regime, assessment, submission, listing).findings()
        if one.code != rules.UNNAMED.code or (one.register, one.row) not in known
    )
    findings = tuple(in_reading_order([*assessment.findings, *told], (COVER, ENTRIES)))
    return replace(assessment, findings=findings, evidence_folder=listing)


class _Survey(Named):
    """What there is to say of the evidence of one form."""

    def __init__(self, regime: Regime, assessment: Assessment, submission: Submission, listing: Listing) -> None:
        super().__init__(regime, assessment, listing)
        self.submission = submission
        self.listing = listing
        self.own = assessment.form.span if assessment.form else None

    def findings(self) -> list[Finding]:
        uses = use_findings(self.regime, self.listing, self.used)
        return [*self.row_findings(), *self.unclaimed(), *(told.finding for told in uses)]

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
            nos = self.sorted(indicators)
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
        told_of: dict[str, dict[str, tuple[int, int]]] = {}
        for row in self.rows:
            if row.asked:
                of = told_of.setdefault(row.indicator, {})
                valid, naming = of.get(str(row.period), (0, 0))
                of[str(row.period)] = valid + 1, naming + row.names_it
        about: dict[str, list[Use]] = {}
        for use in self.used:
            for no in use.mention.indicators:
                about.setdefault(no, []).append(use)
        for indicator in self.regime.indicators:
            uses = about.get(indicator.no, [])
            entry = self.cells.get(indicator.no)
            yield IndicatorEvidence(
                indicator,
                dict(sorted(told_of.get(indicator.no, {}).items())),
                cell="" if entry is None else str(entry.value),
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
        return {path: self.sorted(found) for path, found in nos.items()}


def _names(uses: Iterable[Use]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(use.piece.name for use in uses))
