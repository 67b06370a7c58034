"""Several years of one unit as one series; a year told in two ways is a finding, never settled in silence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from zhtcli.core.assessing.judging import Judged
from zhtcli.core.assessing.seriesfindings import series_findings
from zhtcli.core.catalogue import forms
from zhtcli.core.figures.figures import Figure, Figures
from zhtcli.core.finding import CellRef, Finding
from zhtcli.core.period import period_label
from zhtcli.core.rounding import shown
from zhtcli.core.rules.regime import Regime
from zhtcli.core.years.pledges import content


def unit_key(judged: Judged) -> str:
    """What makes two submissions the same unit's: the code where it is filled, else the name."""
    return judged.submission.uscc or judged.submission.unit


def join(regime: Regime, years: Sequence[Judged]) -> list[tuple[Figures, list[Finding], list[tuple[str, str]]]]:
    """For each of one unit's submissions: its figures with the other years' joined in, findings, files used (SHA-256).

    A year's own workbook speaks for that year; what a later one tells of it is compared. Two different
    workbooks of one year speak for nothing: the year stays as the other workbooks tell it, or unknown.
    """
    by_period: dict[str, list[Judged]] = {}
    for judged in years:
        by_period.setdefault(judged.submission.form.span, []).append(judged)
    disputed = {p: same for p, same in by_period.items() if len(same) > 1 and not _alike(regime, same)}
    speaking = {p: same[0] for p, same in by_period.items() if p not in disputed}

    joined: list[tuple[Figures, list[Finding], list[tuple[str, str]]]] = []
    for judged in years:
        own = judged.submission.form.span
        figures: dict[tuple[str, str], Figure] = dict(judged.figures)
        found: list[Finding] = []
        files: list[tuple[str, str]] = []
        if own not in disputed and len(by_period[own]) > 1:
            files_alike = "、".join(one.submission.file for one in by_period[own])
            unit, form = judged.submission.unit, judged.submission.form.id
            found.append(forms.YEAR_COPIED.found(unit=unit, form=form, count=len(by_period[own]), files=files_alike))
        if own in disputed:
            found.append(_twice(judged, disputed[own]))
            for key, figure in judged.figures.items():
                if key[1] == own:
                    figures[key] = replace(figure, state="unusable", value=None)
        for period, other in sorted(speaking.items()):
            if period >= own:
                continue
            files.append((other.submission.file, other.submission.sha256))
            for indicator in regime.indicators:
                key = (indicator.no, period)
                there, here = other.figures[key], judged.figures.get(key)
                if here is not None and _contradict(here, there):
                    found.append(_conflict(judged, other, here, there))
                if there.state != "blank" or here is None:
                    figures[key] = _from_file(there, other.submission.file)
        for period in regime.earlier(own):
            if period not in speaking:
                found += _among_later(regime, judged, years, period)
        missing = [p for p in regime.earlier(own) if p not in by_period]
        if missing and len(by_period) > 1:
            found.append(
                forms.YEAR_MISSING.found(unit=judged.submission.unit, years="、".join(map(period_label, missing)))
            )
        found += series_findings(regime, judged, [one for p, one in sorted(speaking.items()) if p < own])
        joined.append((figures, found, files))
    return joined


def _among_later(regime: Regime, judged: Judged, years: Sequence[Judged], period: str) -> list[Finding]:
    """Where a year without a workbook of its own is told in two ways by later ones; the latest of them says so."""
    own = judged.submission.form.span
    found = []
    for other in years:
        between = period < other.submission.form.span < own
        for indicator in regime.indicators if between else ():
            here, there = judged.figures[indicator.no, period], other.figures[indicator.no, period]
            if _contradict(here, there):
                found.append(_conflict(judged, other, here, there))
    return found


def _from_file(figure: Figure, file: str) -> Figure:
    """A figure of another workbook: its cells are named as spreadsheets do, `[2025.xlsx]指标填报!E5`."""
    name = file.replace("\\", "/").rpartition("/")[2]
    cells = tuple(CellRef(f"[{name}]{cell.sheet}", cell.row, cell.column) for cell in figure.cells)
    return replace(figure, cells=cells)


def _contradict(here: Figure, there: Figure) -> bool:
    """Two figures for one thing; a typed percentage stands for everything that rounds to it."""
    if here.value is None or there.value is None:
        return False
    return abs(here.value - there.value) > max(here.margin, there.margin)


def _alike(regime: Regime, same: Sequence[Judged]) -> bool:
    """Copies of one workbook, or workbooks that tell the same figures."""
    first, *others = ((_told(judged.figures), content(regime, judged.submission)) for judged in same)
    return all(other == first for other in others)


def _told(figures: Figures) -> Mapping[tuple[str, str], object]:
    return {key: (figure.state, figure.value) for key, figure in figures.items()}


def _twice(judged: Judged, same: Sequence[Judged]) -> Finding:
    return forms.YEAR_TWICE.found(
        unit=judged.submission.unit,
        form=judged.submission.form.id,
        count=len(same),
        files="、".join(one.submission.file for one in same),
    )


_OWN_YEAR, _OWN_TABLE = "汇总采用当年表里的数", "本表的累计采用本表所填的数"


def _conflict(judged: Judged, other: Judged, here: Figure, there: Figure) -> Finding:
    return forms.YEAR_TOLD_TWICE.found(
        here.cells[0] if here.cells else None,
        indicator=here.no,
        raw=shown(here.value),
        year=period_label(here.period),
        file=judged.submission.file,
        here=shown(here.value, 4),
        other=other.submission.file,
        there=shown(there.value, 4),
        used="汇总采用当年表里的数" if other.submission.form.span == here.period else "本表的累计采用本表所填的数",
    )
