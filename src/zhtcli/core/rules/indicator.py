"""An indicator of a document: a row of its table, and the conditions that it may be made of."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from zhtcli.core.rules.bands import extra
from zhtcli.core.rules.kinds import Basis, ByPeriod, Cited, Measure, Score, Step, Target, Unscored, Waiver
from zhtcli.core.rules.monitored import Nature
from zhtcli.core.rules.rowkinds import Rows


class SubItem(Cited, frozen=True, kw_only=True):
    """One of several conditions that an indicator is made of. `points` are its share where they are split."""

    id: str
    name: str
    unit: str
    unit_basis: Basis
    points: Decimal
    target: Target
    measure: Measure
    rows: Rows | None = None
    score: Score


class Indicator(Cited, frozen=True, kw_only=True):
    """A row of the document's table. Names, units and figures stand as printed.

    An indicator of several conditions has `parts`; each is measured and scored as an indicator of its own, whose
    number is the printed one with the part's id (`3.1`).
    """

    no: str
    name: str
    group: str
    section: str
    unit: str
    unit_basis: Basis
    points: Decimal = Decimal(0)
    bonus: bool = False
    printed_type: str = ""
    """定性 or 定量, where the document prints it."""
    target: Target | None = None
    """None where the points are given for what there is: by experts, by a table."""
    rollup: Literal["sum", "latest", "given"] = "latest"
    nature: Nature | None = None
    """How it adds up and grows, where the document follows it from quarter to quarter."""
    measure: Measure
    rows: Rows | None = None
    """What its register's rows come to: the verified value. Where experts judge, what they judge by."""
    score: Score = Unscored()
    parts: tuple[SubItem, ...] = ()
    figure: Literal["required", "optional"] = "required"
    """Whether the form asks for the figure although rows tell it too."""
    waiver: Waiver | None = None
    points_clause: str = ""
    """Where the points come from, where that is another paper than the document."""
    guidance: str
    """How to fill it, in our own words."""
    evidence: str
    """What the document wants to see, in our own words."""
    pitfall: str = ""
    """What goes wrong in practice; shown as a prompt on the cell."""

    @property
    def cited(self) -> str:
        """The clause of the document, and that of the paper which the points come from."""
        return "；".join(clause for clause in (self.clause, self.points_clause) if clause)

    @property
    def scored(self) -> bool:
        return not isinstance(self.score, Unscored)

    @property
    def extra(self) -> Fraction:
        """The most that can be earned beyond the points."""
        return extra(self.score, Fraction(self.points)) if isinstance(self.score, Step) else Fraction(0)

    @property
    def printed_no(self) -> str:
        """The number in the document; that of the whole indicator where this is a part."""
        return printed_no(self.no)

    @property
    def own_part(self) -> Literal["value", "quarter"]:
        """What the figure of a period is called: a followed one has a to-date figure beside that of the quarter."""
        return "value" if self.nature is None else "quarter"

    @property
    def is_part(self) -> bool:
        return "." in self.no

    @property
    def adds_to_date(self) -> bool:
        """Whether the target of a period counts everything up to its end."""
        return self.target is not None and self.target.to_date

    @property
    def printed_targets(self) -> Mapping[str, Decimal]:
        """The columns of the periods, where the document prints some."""
        return self.target.periods if isinstance(self.target, ByPeriod) else {}

    @property
    def printed_cumulative(self) -> Mapping[str, Decimal]:
        """The columns of the horizons, where the document prints some."""
        return self.target.cumulative if isinstance(self.target, ByPeriod) else {}

    @property
    def asked(self) -> str:
        """What is asked of it whatever the period, as the document prints it; that of all its parts."""
        if self.parts:
            return "；".join(part.target.printed for part in self.parts if not isinstance(part.target, ByPeriod))
        return "" if self.target is None or isinstance(self.target, ByPeriod) else self.target.printed

    def target_of(self, period: str) -> Decimal | Fraction | None:
        return None if self.target is None else self.target.of(period)

    def target_through(self, horizon: str) -> Decimal | Fraction | None:
        return None if self.target is None else self.target.through(horizon)

    def measured(self) -> tuple[Indicator, ...]:
        """What of it has a figure: its parts as indicators, or itself."""
        return tuple(
            Indicator(
                no=f"{self.no}.{part.id}",
                name=part.name,
                group=self.group,
                section=self.section,
                unit=part.unit,
                unit_basis=part.unit_basis,
                points=part.points,
                bonus=self.bonus,
                target=part.target,
                rollup=self.rollup,
                measure=part.measure,
                rows=part.rows,
                score=part.score,
                figure=self.figure,
                guidance=self.guidance,
                evidence=self.evidence,
                pitfall=self.pitfall,
                clause=part.clause,
                basis=part.basis,
            )
            for part in self.parts
        ) or (self,)


def printed_no(no: str) -> str:
    """`3.1` is a part of the document's 3."""
    return no.partition(".")[0]
