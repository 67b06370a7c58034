"""A submission held against its regime: every finding in one run, follow-on ones left out."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from zhtcli.core.catalogue import entries as rules
from zhtcli.core.catalogue import followed, forms
from zhtcli.core.checks.leftblank import FOLLOWED_MISSING, start_untold, to_date_missing, unpublished
from zhtcli.core.figures.fieldfigures import check_fields as _fields
from zhtcli.core.figures.fieldfigures import telling_fields
from zhtcli.core.figures.figures import Figure, Figures, below, quotient_of
from zhtcli.core.finding import Finding, Rule
from zhtcli.core.forms.layout import COVER, NOT_APPLICABLE, NOT_STARTED, Layout, Slot
from zhtcli.core.forms.submission import Entry, Submission
from zhtcli.core.forms.tablecolumns import Part
from zhtcli.core.period import period_label
from zhtcli.core.rounding import shown
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.rules.kinds import Judged, Quotient, Ratio
from zhtcli.core.rules.regime import Regime
from zhtcli.core.rules.wording import words_of
from zhtcli.core.values import half_unit


def preflight(regime: Regime, layout: Layout, submission: Submission) -> list[Finding]:
    """Whether the form was filled at all, and whether what it prints is still what the document prints."""
    found = []
    span = submission.form.span
    cells = ((s, e) for s, e in submission.entries.items() if s.owner == "indicator")
    own = [entry for slot, entry in cells if slot.period == span or slot.part == "pledged"]
    own += [e for key in telling_fields(regime) if (e := submission.field(key)) is not None]
    if own and all(entry.state == "blank" for entry in own) and not submission.registers:
        found.append(forms.EMPTY_FORM.found(seen=_untouched(regime)))
    for (no, column), printed in layout.printed.items():
        entry = submission.printed.get((no, column))
        if entry is None or entry.value == printed:
            continue
        header = next(c.header for c in layout.columns if c.key == column)
        percent = isinstance(regime.indicator(no).measure, Ratio) and column != "points"
        found.append(
            forms.EDITED.found(
                entry.at,
                indicator=no,
                field=column,
                raw=entry.raw or "空白",
                clause=regime.indicator(no).clause,
                name=header,
                printed=f"{shown(printed)}{'%' if percent else ''}",
            )
        )
    return found


def _untouched(regime: Regime) -> str:
    if regime.indicators:
        return f"{len(regime.indicators)}项指标一项都没有填，{words_of(regime)['unread']}"
    return f"{'栏目和台账' if regime.registers else '栏目'}都没有填，没有往下核对"


def is_empty(findings: Iterable[Finding]) -> bool:
    return any(finding.code == forms.EMPTY_FORM.code for finding in findings)


def check_ratios(regime: Regime, submission: Submission, blocked: Collection[Slot]) -> list[Finding]:
    """Numerator, denominator and percentage of each ratio: complete, possible, and agreeing.

    A ratio with a cell that is ruled out already is not judged again.
    """
    own = submission.form.span
    found: list[Finding] = []
    for indicator in regime.measured():
        found += _fields(regime, indicator, submission)
        cells = {Slot("indicator", indicator.no, own, part) for part in (indicator.own_part, *_PARTS)}
        if isinstance(indicator.measure, Ratio | Quotient) and not cells & set(blocked):
            found += _ratio(regime, indicator, indicator.measure, submission)
    return found


ROUNDED_OFF = Fraction(1, 10)
"""A percentage typed as a fraction with few digits stands for what is within this share of it."""

_PARTS: tuple[Part, Part] = ("numerator", "denominator")


def _ratio(regime: Regime, indicator: Indicator, ratio: Ratio | Quotient, submission: Submission) -> list[Finding]:
    period, own, words = submission.form.span, indicator.own_part, words_of(regime)
    value = submission.figure(indicator, period)
    parts = {
        "numerator": (submission.entry(indicator.no, period, "numerator"), ratio.numerator),
        "denominator": (below(ratio, indicator, period, submission), ratio.denominator),
    }
    told = {part: entry for part, (entry, _) in parts.items() if entry is not None and entry.state != "blank"}
    if not told:
        # What is followed may be told without its parts.
        if value is not None and value.state == "filled" and indicator.nature is None:
            label = f"第{indicator.printed_no}项{period_label(period)}实际"
            return [_at(rules.NO_PARTS, value, indicator, own, label=label, **words)]
        return []
    if len(told) == 1:
        (present,) = told
        missing = "denominator" if present == "numerator" else "numerator"
        place = parts[missing][0] or told[present]
        names = {"present": parts[present][1], "missing": parts[missing][1]}
        return [_at(rules.PART_MISSING, place, indicator, missing, **names, **words)]
    top, bottom = told["numerator"].value, told["denominator"].value
    if not isinstance(top, Decimal) or not isinstance(bottom, Decimal) or top < 0 or bottom < 0:
        return []
    if bottom == 0:
        name = ratio.denominator
        return [_at(rules.DENOMINATOR_ZERO, told["denominator"], indicator, "denominator", name=name, **words)]
    found = []
    if isinstance(ratio, Ratio) and ratio.part_of_whole and top > bottom:
        names = {"numerator": ratio.numerator, "denominator": ratio.denominator}
        shown_parts = {"top": shown(top), "bottom": shown(bottom)}
        found.append(
            _at(rules.PART_EXCEEDS, told["numerator"], indicator, "numerator", **names, **shown_parts, **words)
        )
    computed = quotient_of(ratio, top, bottom)
    if not found and isinstance(ratio, Ratio) and computed > Fraction(ratio.max):
        label, raw = f"第{indicator.no}项按分子分母计算", f"{shown(computed)}%"
        entry = told["numerator"]
        found.append(
            rules.SHARE_OVER.found(
                entry.at,
                indicator=indicator.no,
                field="numerator",
                raw=raw,
                clause=indicator.clause,
                label=label,
                limit=shown(ratio.max),
            )
        )
    typed = value.value if value is not None and not value.formula else None
    if isinstance(typed, Decimal) and abs(computed - Fraction(typed)) > half_unit(typed):
        quotient = f"{shown(computed, 4)}{indicator.unit}"
        if indicator.nature is None:
            treated = f"这一项{words['unused']}"
            found.append(_at(rules.PARTS_DISAGREE, value, indicator, own, computed=quotient, treated=treated))
        elif indicator.unit == "%" and _as_fraction(typed, computed):
            found.append(_at(followed.PARTS_FRACTION, value, indicator, own, computed=quotient, typed=shown(typed, 4)))
        else:
            treated = "采用按分子分母计算的数"
            found.append(
                _at(
                    rules.PARTS_DISAGREE,
                    value,
                    indicator,
                    own,
                    computed=quotient,
                    treated=treated,
                    severity="warning",
                )
            )
    return found


def _as_fraction(typed: Decimal, share: Fraction) -> bool:
    """Whether a percentage was typed as the fraction of 1 that it is, give or take the digits left out."""
    close = min(half_unit(typed) * 100, share * ROUNDED_OFF)
    return typed > 0 and abs(Fraction(typed) * 100 - share) <= close


def check_states(regime: Regime, submission: Submission, figures: Figures) -> list[Finding]:
    """The state column against the figure beside it."""
    own = submission.form.span
    found = []
    for indicator in regime.measured():
        figure = figures[indicator.no, own]
        state = submission.entry(indicator.no, own, "state")
        value = submission.figure(indicator)
        chosen = state.value if state is not None and state.state == "filled" else None
        if figure.state == "not_applicable":
            place = state if chosen == NOT_APPLICABLE and state else value
            found.append(_at(rules.NOT_APPLICABLE, place, indicator, "state", **words_of(regime)))
            remark = submission.entry(indicator.no, own, "remark")
            if remark is None or remark.state == "blank":
                found.append(_at(rules.NA_WITHOUT_REASON, remark or place, indicator, "remark", **words_of(regime)))
        elif figure.declared_zero:
            found.append(_at(rules.NOT_STARTED_ZERO, state, indicator, "state"))
        elif figure.state == "filled" and _contradicts(chosen, figure):
            raw = f"{shown(figure.value, 4)}{indicator.unit}"
            found.append(_at(rules.STATE_CONTRADICTS, state, indicator, "state", raw=raw, state=chosen))
    return found


def _contradicts(chosen: object, figure: Figure) -> bool:
    return chosen == NOT_APPLICABLE or (chosen == NOT_STARTED and bool(figure.value))


def check_complete(regime: Regime, submission: Submission, reported: Figures, figures: Figures) -> list[Finding]:
    """What is required and blank; earlier periods in one finding each, the signature block in one.

    A figure that may be left to the register is lacking only where the register says nothing either; one that is
    followed and may not be known yet only where no remark says why.
    """
    own = submission.form.span
    found: list[Finding] = []
    unsigned = []
    pages = {page.id: f"“{page.title}”页" for page in regime.pages}
    for field in regime.fields:
        entry = submission.field(field.key)
        if entry is None or entry.state != "blank" or not field.required:
            continue
        if field.signature:
            unsigned.append((field.label, entry))
        else:
            words: dict[str, Any] = {"place": pages.get(field.page, COVER), "name": field.label}
            found.append(rules.FIELD_MISSING.found(entry.at, field=field.key, clause=field.clause, **words))
    if unsigned:
        names = "、".join(label for label, _ in unsigned)
        found.append(rules.SIGNATURE_MISSING.found(unsigned[0][1].at, names=names))
    for indicator in regime.measured():
        value = submission.figure(indicator)
        typed = not indicator.bonus and not isinstance(indicator.measure, Judged)
        told = reported if indicator.figure == "required" else figures
        if typed and told[indicator.no, own].state == "blank" and value is not None and not value.raw:
            found.append(_missing(regime, indicator, value, submission))
    return [*found, *to_date_missing(regime, submission, figures), *start_untold(regime, submission)]


def _missing(regime: Regime, indicator: Indicator, value: Entry, submission: Submission) -> Finding:
    treated = _BLANK_WORDS[regime.scoring.blank]
    if indicator.nature is not None and indicator.figure == "optional":
        return unpublished(indicator, value, submission, treated)
    rule = rules.MISSING if indicator.nature is None else FOLLOWED_MISSING
    words = {"name": indicator.name, "year": period_label(submission.form.span), "treated": treated}
    return _at(rule, value, indicator, indicator.own_part, **words)


def check_earlier(regime: Regime, submission: Submission, figures: Figures) -> list[Finding]:
    """What is not known of earlier periods, in one finding for each; `figures` may join other years' workbooks."""
    own = submission.form.span
    found: list[Finding] = []
    # What is followed says of each figure that has nothing to be held against.
    asked = regime.earlier_periods and regime.monitoring is None
    for period in regime.earlier(own) if asked else ():
        blank = [
            i.no
            for i in regime.indicators
            if figures[i.no, period].state == "blank" and submission.figure(i, period) is not None
        ]
        if blank:
            entry = submission.figure(regime.indicator(blank[0]), period)
            nos = "、".join(blank) if len(blank) < len(regime.indicators) else f"{blank[0]}至{blank[-1]}"
            found.append(
                rules.EARLIER_MISSING.found(
                    entry.at if entry else None,
                    field="value",
                    year=period_label(period),
                    count=len(blank),
                    nos=nos,
                    treated=_EARLIER_WORDS[regime.scoring.blank],
                )
            )
    return found


_BLANK_WORDS = {"not_filled": "按未填报处理，不当作0", "zero": "按所选口径以0计"}
_EARLIER_WORDS = {"not_filled": "该年这些项不给分，各年相加的累计也无法计算", "zero": "按所选口径以0计"}


def blocked_slots(submission: Submission, findings: Iterable[Finding]) -> frozenset[Slot]:
    """The slots whose entries a finding of severity error rules out."""
    cells = {finding.at for finding in findings if finding.severity == "error" and finding.at is not None}
    return frozenset(slot for slot, entry in submission.entries.items() if entry.at in cells)


def _at(rule: Rule, entry: Entry | None, indicator: Indicator, part: str, **words: Any) -> Finding:

    raw = words.pop("raw", None) or (entry.raw if entry is not None else None)
    return rule.found(
        entry.at if entry is not None else None,
        indicator=indicator.printed_no,
        field=part,
        raw=str(raw) if raw else None,
        clause=indicator.clause,
        **words,
    )
