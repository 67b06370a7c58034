"""The links of a result, told before any sheet is written: which finding leads to which row, and which row back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from zhtcli.core.finding import CellRef, Finding
from zhtcli.core.forms.registers import row_keys
from zhtcli.core.grants.grant import Grant
from zhtcli.core.grants.use import row_uses
from zhtcli.workbook.result.formulas.money import GRANTS, GRANTS_HEAD
from zhtcli.workbook.result.formulas.places import POINTS, points_places
from zhtcli.workbook.result.formulas.reachedplaces import REACHED
from zhtcli.workbook.result.page.cell import Link
from zhtcli.workbook.result.page.links import FindingLinks, Links, within_limit
from zhtcli.workbook.result.page.terms import Place
from zhtcli.workbook.result.page.told import Told
from zhtcli.workbook.result.sheets.conditionsheet import CONDITIONS, condition_rows
from zhtcli.workbook.result.sheets.evidenceplan import LIST as EVIDENCE
from zhtcli.workbook.result.sheets.evidenceplan import EvidencePlan
from zhtcli.workbook.result.sheets.gradedsheet import GRADED, graded_rows
from zhtcli.workbook.result.sheets.grantdetails import FIRST_ROW
from zhtcli.workbook.result.sheets.problems import LIST, problem_place
from zhtcli.workbook.result.sheets.reachedsheet import reached_rows
from zhtcli.workbook.result.sheets.registers import FIRST_LINE, LAST_ROW, judged_rows
from zhtcli.workbook.result.sheets.rowtallies import LEDGERS

_RowKey = tuple[str, str]
"""A register and the key of a row in it."""


def links_of(told: Told, evidence: EvidencePlan | None) -> Links:
    """The links of one result. `evidence` is the plan of 佐证清单, where there is that sheet."""
    places = _Places(told, evidence)
    findings = told.assessment.findings
    every = [places.of(number, finding) for number, finding in enumerate(findings, 1)]
    return Links(within_limit(every), len(findings), dict(places.back()))


class _Places:
    """Rows of one result's sheets, by what findings name."""

    def __init__(self, told: Told, evidence: EvidencePlan | None) -> None:
        self.told, self.evidence = told, evidence
        self.findings = told.assessment.findings
        self.wanted = {(one.register, one.row) for one in self.findings if one.register and one.row}

    def of(self, number: int, finding: Finding) -> FindingLinks:
        row = self._ledger(finding)
        indicator = self._indicator(finding.indicator)
        about_evidence = self.evidence.place(number) if self.evidence is not None else None
        if about_evidence is not None:
            best: Link | None = Link(about_evidence, f"到“{EVIDENCE}”看这份佐证")
        else:
            best = self._grant(finding) or self._conclusion(finding) or row or indicator
        return FindingLinks(best, row, indicator)

    def back(self) -> Iterator[tuple[str, Link]]:
        """Each indicator that findings are about, with the first of them."""
        about: dict[str, list[int]] = {}
        for number, finding in enumerate(self.findings, 1):
            if finding.indicator is not None:
                about.setdefault(finding.indicator, []).append(number)
        for no, numbers in about.items():
            said = f"有{len(numbers)}条问题，第一条是“{LIST}”第{numbers[0]}条"
            yield no, Link(problem_place(numbers[0]), said)

    @cached_property
    def _of_indicators(self) -> Mapping[str, Place]:
        """Its row on 计分表, else on 完成情况."""
        points = points_places(self.told)
        if points is not None:
            nos = (one.no for item in self.told.regime.indicators for one in (item, *item.measured()))
            return {no: Place(POINTS, points.full(no).row, 1) for no in nos if points.has(no)}
        if self.told.regime.cycle is not None:
            return {no: Place(REACHED, row, 1) for no, row in reached_rows(self.told)}
        return {}

    def _indicator(self, no: str | None) -> Link | None:
        place = self._of_indicators.get(no or "")
        return None if place is None else Link(place, f"到“{place.sheet}”看第{no}项")

    @cached_property
    def _ledgers(self) -> Mapping[tuple[str, str, str], int]:
        """(register, row, indicator) -> its line on 台账核定; a blank indicator stands for the row's first line."""
        found: dict[tuple[str, str, str], int] = {}
        if self.told.counts_rows and self.wanted:
            for number, (register, rows, line) in enumerate(judged_rows(self.told), FIRST_LINE):
                if number > LAST_ROW:
                    break
                key = row_keys(register, rows)[line.index]
                if (register.key, key) in self.wanted:
                    for no in ("", *(one.partition(".")[0] for one in line.indicators)):
                        found.setdefault((register.key, key, no), number)
        elif self.wanted:
            for (register_key, key), (number, _) in self._uses.items():
                found[register_key, key, ""] = number
        return found

    @cached_property
    def _uses(self) -> Mapping[_RowKey, tuple[int, Grant | None]]:
        """Rows that money is reckoned on: their line on 台账核定, and the grant that rests on them."""
        one = self.told.assessment
        found: dict[_RowKey, tuple[int, Grant | None]] = {}
        if one.grants:
            uses = row_uses(self.told.regime, one.registers, one.grants, one.findings)
            for number, use in enumerate(uses, FIRST_ROW):
                key = use.rows.register, use.key
                if key in self.wanted and (key not in found or found[key][1] is None):
                    found[key] = number, use.grant
        return found

    def _ledger(self, finding: Finding) -> Link | None:
        register, row, no = finding.register or "", finding.row or "", finding.indicator or ""
        number = self._ledgers.get((register, row, no)) or self._ledgers.get((register, row, ""))
        return None if number is None else Link(Place(LEDGERS, number, 1), f"到“{LEDGERS}”看这一行怎样核定")

    @cached_property
    def _grants(self) -> Mapping[int, int]:
        return {id(one): row for row, one in enumerate(self.told.assessment.grants, GRANTS_HEAD + 1)}

    @cached_property
    def _grant_cells(self) -> Mapping[CellRef, Grant]:
        return {at: grant for grant in reversed(self.told.assessment.grants) for at in grant.cells}

    def _grant(self, finding: Finding) -> Link | None:
        _, grant = self._uses.get((finding.register or "", finding.row or ""), (0, None))
        if grant is None and finding.at is not None:
            grant = self._grant_cells.get(finding.at)
        if grant is None:
            return None
        return Link(Place(GRANTS, self._grants[id(grant)], 1), f"到“{GRANTS}”看这笔补助")

    @cached_property
    def _concluded(self) -> Mapping[CellRef, Place]:
        """The cells that a conclusion rests on."""
        found: dict[CellRef, Place] = {}
        rows = condition_rows(self.told.assessment.verdicts)
        for verdict in (one for one in self.told.assessment.verdicts if not one.overall):
            place = Place(CONDITIONS, rows[verdict.event, verdict.id], 1)
            found |= {at: place for at in verdict.cells if at not in found}
        for graded, row in graded_rows(self.told):
            found |= {at: Place(GRADED, row, 1) for at in graded.cells if at not in found}
        return found

    def _conclusion(self, finding: Finding) -> Link | None:
        place = None if finding.at is None else self._concluded.get(finding.at)
        return None if place is None else Link(place, f"到“{place.sheet}”看据它得出的结论")
