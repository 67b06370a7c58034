"""Submissions of any form made in memory from the data that `fill` takes, and what the core makes of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.assessing.concluding import conclude
from zhtcli.core.assessing.judging import judge
from zhtcli.core.checks.schema import check_entries, compile_schema
from zhtcli.core.decision import Decision
from zhtcli.core.figures.expertscore import ExpertScore
from zhtcli.core.finding import Finding
from zhtcli.core.forms.exchange import to_registers, to_values
from zhtcli.core.forms.registers import RegisterRows
from zhtcli.core.forms.submission import Entry, Submission
from zhtcli.core.registers.registerschema import check_registers
from zhtcli.core.rules.resolve import chosen
from zhtcli.definitions.load import settled
from zhtcli.workflow.known import definition_of, form_of, layout_of, regime_of

FIRST_ROW = 5
"""Where the first row of each register stands; which row it is matters to no figure."""


def submission(data: Mapping[str, Any]) -> Submission:
    """The form as if it had been filled with `data` and read, every cell readable."""
    form = form_of(data["form"])
    layout, regime = layout_of(form), regime_of(form.regime)
    values = to_values(layout, data)
    registers = {}
    for key, rows in to_registers(layout, data).items():
        columns = regime.register(key).columns
        registers[key] = RegisterRows(
            key,
            f"台账_{key}",
            tuple(range(FIRST_ROW, FIRST_ROW + len(rows))),
            {column.key: [row.get(column.key) for row in rows] for column in columns},
            {column.key: number for number, column in enumerate(columns, 1)},
        )
    return Submission(
        file=f"{form.id}.xlsx",
        sha256="",
        form=form,
        version="1",
        digest="",
        entries={
            slot: Entry(slot, "filled", values[slot], str(values[slot]), place.at)
            if slot in values
            else Entry(slot, "blank", None, "", place.at)
            for slot, place in layout.places.items()
        },
        registers=registers,
    )


def entry_findings(many: Sequence[Submission]) -> list[list[Finding]]:
    """What the schemas find in submissions of one form, all in one frame."""
    form = many[0].form
    regime, layout = regime_of(form.regime), layout_of(form)
    in_entries = check_entries(regime, layout, compile_schema(regime, layout), many)
    return [[*one, *rows] for one, rows in zip(in_entries, check_registers(regime, many), strict=True)]


def assessed(
    one: Submission,
    found: Sequence[Finding],
    readings: Mapping[str, str] | None = None,
    *,
    experts: Sequence[ExpertScore] = (),
    decisions: Sequence[Decision] = (),
    as_of: date | None = None,
) -> Assessment:
    """Judged and scored under these readings; `found` is what the schemas found."""
    definition, decided = definition_of(one.form.regime), dict(readings or {})
    regime = settled(definition, decided)
    judged = judge(regime, layout_of(one.form), one, found, experts=experts, decisions=decisions, as_of=as_of)
    return conclude(regime, judged, readings=chosen(definition, decided), decided_readings=decided, as_of=as_of)
