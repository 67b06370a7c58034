"""What the options of the assessing verbs say together: the choices under which forms are assessed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from zhtcli.cli import console
from zhtcli.workflow.faults import UsageFault

if TYPE_CHECKING:
    from zhtcli.core.rules.unit import Unit
    from zhtcli.workflow.assuming import Assumed
    from zhtcli.workflow.choices import Choices


def choices_of(
    regime: str | None,
    reading: list[str] | None,
    readings_file: Path | None,
    experts: list[Path] | None,
    decisions: Path | None,
    as_of: str | None,
    *,
    spread: bool = False,
    units: Path | None = None,
    overlay: Path | None = None,
    what_if: list[str] | None = None,
) -> Choices:
    from zhtcli.workflow.choices import Choices
    from zhtcli.workflow.deciding import read_decisions
    from zhtcli.workflow.experting import read_experts
    from zhtcli.workflow.known import named
    from zhtcli.workflow.overlaying import read_overlay_file
    from zhtcli.workflow.readings import decide

    wanted = named(regime) if regime is not None else None
    return Choices(
        wanted,
        decide(reading or [], readings_file),
        _day(as_of),
        spread,
        decisions=read_decisions(decisions, wanted, console.notice) if decisions is not None else (),
        experts=read_experts(experts, wanted, console.notice) if experts else (),
        units=_listed(units) if units is not None else None,
        overlay=read_overlay_file(overlay, wanted) if overlay is not None else None,
        assumed=_supposed(what_if) if what_if else (),
    )


def _listed(path: Path) -> tuple[Unit, ...]:
    from zhtcli.workflow.units import read_units, tell_unknown_forms

    units = read_units(path, console.notice)
    tell_unknown_forms(path, units, console.notice)
    return units


def _supposed(pairs: list[str]) -> tuple[Assumed, ...]:
    from zhtcli.workflow.assuming import read_assumed

    return read_assumed(pairs)


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageFault(f"--as-of 的“{text}”不是日期，请写成 2026-12-31 的样子。") from None
