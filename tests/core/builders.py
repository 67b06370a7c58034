"""Submissions made in memory from a few figures, and what the core makes of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import yaml

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.assessing.concluding import conclude
from zhtcli.core.assessing.judging import Judged, judge
from zhtcli.core.assessing.spread import Evidence, Spread, spread
from zhtcli.core.checks.schema import check_entries, compile_schema
from zhtcli.core.decision import Decided
from zhtcli.core.figures.figures import Figures, measure
from zhtcli.core.finding import CellRef, Finding
from zhtcli.core.forms.layout import Layout, Part, Slot, lay_out
from zhtcli.core.forms.rowverdicts import Circumstances
from zhtcli.core.forms.submission import Entry, Submission
from zhtcli.core.period import Form
from zhtcli.core.points.scorecard import Scorecard, scorecards
from zhtcli.core.rules.regime import Definition, Regime
from zhtcli.core.rules.resolve import chosen, resolve
from zhtcli.core.values import State, Value
from zhtcli.definitions.load import load

if TYPE_CHECKING:
    import pandera.pandas as pa

Told = Mapping[tuple[str, str], Any]
"""(indicator, year) -> a figure, or {part: figure}."""

COVER = {
    "unit": "重庆璧芯产业创新服务有限公司",
    "uscc": "91500120MA6ABCD128",
    "filler": "李敏",
    "reviewer": "王建国",
    "head": "陈立",
    "filled_on": "2027-01-12",
}
"""A cover without a finding."""

YEARS = ("2025", "2026", "2027", "2028", "2029")
RATIOS = ("8", "13", "14")
DATA = Path(__file__).resolve().parent.parent / "data"

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_PARTS: tuple[Part, ...] = get_args(Part)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell in a state of its own, as the reader would hand it over."""

    state: State = "filled"
    value: Value = None
    raw: str = ""
    formula: bool = False
    confirmed: bool = False


NOT_APPLICABLE = Cell("not_applicable", raw="不适用")
UNREADABLE = Cell("unreadable", raw="约30")
PLACEHOLDER = Cell("blank", raw="/")


def definition() -> Definition:
    return load("bishan")


@cache
def regime(readings: tuple[tuple[str, str], ...] = ()) -> Regime:
    return resolve(definition(), dict(readings))


def under(**readings: str) -> Regime:
    """The shipped regime under these readings."""
    return regime(tuple(sorted(readings.items())))


KEYS = (
    "rounding", "missing_value", "partial_credit", "zero_target", "over_achievement", "item4", "items29_30",
    "item20_demand",
)  # fmt: skip
"""The readings that matter without registers."""


def options() -> dict[str, tuple[str, ...]]:
    """Those readings with their options, the default first."""
    told = {reading.key: reading for reading in definition().readings}
    return {key: (told[key].default, *(o for o in told[key].options if o != told[key].default)) for key in KEYS}


def narrowed(offered: Mapping[str, tuple[str, ...]], nos: Sequence[str] | None = None) -> Definition:
    """The shipped definition with these options of its readings, of all others the default alone.

    With `nos`, with these indicators only.
    """
    shipped = definition().tree
    tree: dict[str, Any] = {**shipped, "checks": [], "instructions": [], "fields": []}
    if nos is not None:
        tree["indicators"] = [node for node in shipped["indicators"] if node["no"] in nos]
        total = sum(Decimal(node["points"]) for node in tree["indicators"])
        tree["scoring"] = {**shipped["scoring"], "total": str(total)}
    tree["readings"] = []
    for node in shipped["readings"]:
        kept = offered.get(node["key"], (node["default"],))
        some = {option: node["options"][option] for option in kept}
        tree["readings"].append({**node, "default": kept[0], "options": some})
    return replace(definition(), tree=tree)


@cache
def layout(year: str = "2026") -> Layout:
    return lay_out(regime(), Form("bishan", year))


@cache
def schema(year: str) -> pa.DataFrameSchema:
    return compile_schema(regime(), layout(year))


def at(no: str, part: str = "value", year: str = "2026", form: str = "2026") -> CellRef:
    """Where a datum of an indicator stands in a fresh form."""
    return next(p.at for s, p in layout(form).places.items() if (s.key, s.period, s.part) == (no, year, part))


def submission(
    year: str,
    told: Told,
    *,
    fields: Mapping[str, Any] = COVER,
    printed: Mapping[tuple[str, str], str] | None = None,
    lost: Iterable[tuple[str, str]] = (),
    file: str = "",
    findings: tuple[Finding, ...] = (),
) -> Submission:
    """A form of a year as if it had been read: what is not told is blank, `lost` cells were not found at all.

    `printed` replaces figures that the form prints. Figures are texts, so that they stay exact.
    """
    plan = layout(year)
    values: dict[Slot, Any] = {Slot("field", key): value for key, value in fields.items()}
    for (no, period), what in told.items():
        for part, value in what.items() if isinstance(what, Mapping) else [("value", what)]:
            (known,) = (name for name in _PARTS if name == part)
            values[Slot("indicator", no, period, known)] = value
    if strange := values.keys() - plan.places.keys():
        raise KeyError(f"no such cell: {strange}")
    gone = set(lost)
    edited = printed or {}
    return Submission(
        file=file or f"bishan-{year}.xlsx",
        sha256="",
        form=plan.form,
        version="1",
        digest="",
        entries={
            slot: _entry(slot, place.at, values.get(slot))
            for slot, place in plan.places.items()
            if (slot.key, slot.period) not in gone
        },
        printed={
            key: _entry(Slot("indicator", key[0]), plan.cell(*key), edited.get(key, str(figure)))
            for key, figure in plan.printed.items()
        },
        findings=findings,
    )


def _entry(slot: Slot, place: CellRef, value: Any) -> Entry:
    match value:
        case None:
            return Entry(slot, "blank", None, "", place)
        case Cell():
            return Entry(slot, value.state, value.value, value.raw, place, value.confirmed, value.formula)
        case str() if slot.owner == "indicator" and _NUMBER.fullmatch(value):
            return Entry(slot, "filled", Decimal(value), value, place)
        case Decimal():
            return Entry(slot, "filled", value, str(value), place)
        case _:
            return Entry(slot, "filled", value, str(value), place)


@cache
def printed_table() -> Any:
    """The document's table as transcribed from its text, independently of the definition."""
    return yaml.safe_load((DATA / "bishan_printed.yaml").read_text(encoding="utf-8"))


def on_target(year: str) -> dict[tuple[str, str], Any]:
    """Every figure of a form exactly on the printed target; of 29 and 30 the new ones of each year.

    The ratios of the form's own year are told as parts, a hundred in the denominator.
    """
    figures: dict[tuple[str, str], Any] = {}
    for row in printed_table()["指标"]:
        no, before = row["序号"], Decimal(0)
        for period, target in zip(YEARS, map(Decimal, row["年度"]), strict=True):
            if period > year:
                break
            figures[no, period] = str(target - before)
            if no in ("29", "30"):
                before = target
        if no in RATIOS:
            figures[no, year] = {"numerator": figures[no, year], "denominator": "100"}
    return figures


def entry_findings(many: Sequence[Submission]) -> list[list[Finding]]:
    """What the schema finds in submissions of one year, all in one frame."""
    year = str(many[0].form.period)
    return check_entries(regime(), layout(year), schema(year), many)


def judged(
    one: Submission, readings: Mapping[str, str] | None = None, found: Sequence[Finding] | None = None
) -> Judged:
    """Validated and measured; the schema's findings are `found` where they are known already."""
    told = entry_findings([one])[0] if found is None else found
    return judge(under(**(readings or {})), layout(str(one.form.period)), one, told)


def assessed(
    one: Submission, readings: Mapping[str, str] | None = None, found: Sequence[Finding] | None = None
) -> Assessment:
    """Judged and scored under these readings."""
    decided = readings or {}
    options = chosen(definition(), decided)
    return conclude(under(**decided), judged(one, decided, found), readings=options, decided_readings=decided)


def cards(
    year: str, told: Told, readings: Mapping[str, str] | None = None, waived: frozenset[str] = frozenset()
) -> dict[str, Scorecard]:
    """Scope -> scorecard, straight from the figures, nothing validated."""
    figures = figures_of(year, told)
    return {card.scope.id: card for card in scorecards(under(**(readings or {})), figures, year, waived)}


def spreads(
    of: Definition,
    year: str,
    told: Told,
    readings: Mapping[str, str] | None = None,
    waived: frozenset[str] = frozenset(),
) -> dict[str, Spread]:
    """The spread of every scope of figures without registers."""
    evidence = Evidence(
        reported=measure(resolve(of), submission(year, told)),
        submission=submission(year, told),
        under=Circumstances(year),
        waived=waived,
        decided=Decided(),
    )
    return spread(of, readings or {}, evidence)


def figures_of(year: str, told: Told) -> Figures:
    return measure(regime(), submission(year, told))
