"""How a verdict or a grant came about: figures, cells, formula, every cut, the readings and what others give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import msgspec

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.assessing.otherwise import Otherwise
from zhtcli.core.assessing.showing import showable_assessment
from zhtcli.core.conditions.values import near
from zhtcli.core.conditions.verdict import OUTCOME_WORDS, Verdict
from zhtcli.core.finding import CellRef, Finding
from zhtcli.core.graded.verdicts import GradedVerdict
from zhtcli.core.grants.grant import GRANT_STATES, Grant, steps, yuan
from zhtcli.core.rounding import shown
from zhtcli.core.rules.kinds import BASIS_WORDS
from zhtcli.core.years.pledges import TargetCell
from zhtcli.core.years.progress import Progress
from zhtcli.report.plain import one_line
from zhtcli.report.text.columns import Paint, hanging
from zhtcli.report.text.entitled import OUTCOME_STYLES, STATE_STYLES
from zhtcli.report.text.lines import finding_lines, joined_up, title_lines
from zhtcli.report.text.reachedexplained import graded_explained, target_explained

MOST_CELLS = 12
"""Cells that are named; how many more there are is said."""


def explain_entitled(
    one: Assessment,
    verdicts: Sequence[Verdict],
    grants: Sequence[Grant],
    otherwise: Mapping[str, Sequence[Otherwise]],
    graded: Sequence[GradedVerdict] = (),
    targets: Sequence[tuple[Progress, Sequence[TargetCell]]] = (),
    *,
    width: int = 80,
    color: bool = False,
) -> str:
    """Everything about some verdicts, grants, results and own targets of one form as text, ended by one newline.

    `otherwise` is what the other options of readings give, by the ids of verdicts and grants.
    """
    paint = Paint(color)
    lines = [*_lines(one, verdicts, grants, otherwise, width, paint)]
    seen = showable_assessment(one)
    for result in graded:
        lines += ["", *graded_explained(seen, result, width, paint)]
    for item, cells in targets:
        lines += ["", *target_explained(seen, item, cells, width, paint)]
    return joined_up(lines)


def _lines(
    one: Assessment,
    verdicts: Sequence[Verdict],
    grants: Sequence[Grant],
    otherwise: Mapping[str, Sequence[Otherwise]],
    width: int,
    paint: Paint,
) -> Iterator[str]:
    seen = showable_assessment(one)
    yield from title_lines(seen, width)
    for verdict in verdicts:
        yield ""
        yield from _verdict(seen, verdict, width, paint)
        yield from _readings(seen, verdict.outcome, otherwise.get(verdict.id, ()), width, paint)
        yield from _findings(_about_verdict(seen, verdict), paint)
    # What may be shown of a grant stands in the same place as the grant itself.
    shown_as = dict(zip(map(id, one.grants), seen.grants, strict=True))
    for grant in grants:
        told = shown_as[id(grant)]
        yield ""
        yield from _grant(seen, told, width, paint)
        yield from _readings(seen, grant.amount, otherwise.get(grant.id, ()), width, paint)
        yield from _findings([finding for finding in seen.findings if _about_grant(finding, told)], paint)


def _verdict(one: Assessment, verdict: Verdict, width: int, paint: Paint) -> Iterator[str]:
    regime = one.regime
    yield paint(f"{verdict.title}（{verdict.id}）", "bold")
    stage = next((stage.title for stage in regime.stages if stage.id == verdict.event), "") if regime else ""
    condition = next((c for c in regime.conditions if c.id == verdict.id), None) if regime else None
    if not verdict.overall:
        yield f"所属环节：{stage}"
    if condition is not None and condition.printed:
        yield f"原文要求：{condition.printed}"
    yield f"依据：{verdict.clause}（{BASIS_WORDS[verdict.basis]}）"
    by = "由人作出" if verdict.by == "person" and verdict.outcome in ("met", "not_met") else ""
    word = paint(OUTCOME_WORDS[verdict.outcome], OUTCOME_STYLES[verdict.outcome])
    yield f"结论：{word}{f'（{by}）' if by else ''}"
    yield from hanging("  说明：", one_line(verdict.explanation), width)
    if verdict.threshold is not None and isinstance(verdict.value, Fraction):
        unit = "%" if verdict.unit == "%" else f" {verdict.unit}"
        yield f"  数值：{near(verdict.value, verdict.threshold)}{unit}，要求不低于 {shown(verdict.threshold)}{unit}"
    for place, line in enumerate(verdict.formula):
        yield from hanging("  算式：" if not place else "        ", line, width)
    yield from _cells(verdict.cells, width)
    if verdict.decision is not None and verdict.by_rule is not None:
        yield f"  没有裁定时：{OUTCOME_WORDS[verdict.by_rule]}"
    if verdict.consequence:
        yield from hanging("  后续：", verdict.consequence, width)
    if verdict.overall:
        yield from _of_stage(one, verdict, width, paint)


def _of_stage(one: Assessment, whole: Verdict, width: int, paint: Paint) -> Iterator[str]:
    """The conditions that a stage goes by, then those that it does not."""
    own = [verdict for verdict in one.verdicts if verdict.event == whole.event and not verdict.overall]
    for verdict in sorted(own, key=lambda verdict: verdict.id not in whole.counted):
        word = paint(OUTCOME_WORDS[verdict.outcome], OUTCOME_STYLES[verdict.outcome])
        aside = "" if verdict.id in whole.counted else "，只列出"
        yield f"  {verdict.title}（{verdict.id}{aside}）：{word}"
    yield from hanging("  ", "逐项说明：zht explain 后面改写条件的编号", width)


def _grant(one: Assessment, grant: Grant, width: int, paint: Paint) -> Iterator[str]:
    yield paint(f"{grant.title}（{one_line(grant.id)}）", "bold")
    code = f"（{one_line(grant.uscc)}）" if grant.uscc else ""
    yield from hanging("对象：", f"{one_line(grant.payee)}{code}", width)
    if grant.platform and grant.platform != grant.payee:
        yield from hanging("平台：", one_line(grant.platform), width)
    yield f"年度：{grant.period or '没有写'}"
    yield f"依据：{grant.clause}"
    yield f"情况：{paint(GRANT_STATES[grant.state], STATE_STYLES[grant.state])}"
    for place, step in enumerate(steps(grant), 1):
        yield from hanging(f"  {place} ", one_line(step), width)
    if grant.decision is not None and grant.by_rule is not None:
        yield f"  没有裁定时：{GRANT_STATES[grant.by_rule]}"
    for figure in one.behind_grants:
        if grant.id == f"{grant.rule}/{figure.platform}":
            value = yuan(figure.value) if figure.unit == "元" else f"{shown(figure.value, 4)}{figure.unit}"
            yield f"  {figure.label}：{value}（{figure.clause}）"
    yield from _cells(grant.cells, width)


def _cells(cells: Sequence[CellRef], width: int) -> Iterator[str]:
    if cells:
        more = f"，共 {len(cells)} 格" if len(cells) > MOST_CELLS else ""
        yield from hanging("  单元格：", "、".join(map(str, cells[:MOST_CELLS])) + more, width)


def _readings(one: Assessment, now: object, others: Sequence[Otherwise], width: int, paint: Paint) -> Iterator[str]:
    """Each reading that moves it with what every option gives; those that do not are only named."""
    if not others or one.regime is None:
        return
    known = {reading.key: reading for reading in one.regime.readings}
    yield ""
    yield paint("有关的口径", "bold")
    moving = {other.reading for other in others if other.gives != now}
    for key in dict.fromkeys(other.reading for other in others if other.reading in moving):
        reading, option = known[key], one.readings[key]
        how = "已指定" if key in one.decided_readings else "默认"
        label = f"{key}={option} {reading.title}：{reading.options[option].label}（{how}；{reading.clause}）"
        yield from hanging("  ", label, width)
        for other in (other for other in others if other.reading == key):
            line = f"{other.option} {reading.options[other.option].label}：{_gives(other, now)}"
            yield from hanging("    换用 ", line, width)
    still = list(dict.fromkeys(other.reading for other in others if other.reading not in moving))
    if still:
        named = "、".join(f"{key}={one.readings[key]}（{known[key].title}）" for key in still)
        yield from hanging("  ", f"以下口径单独换用别的选项，结果不变：{named}", width)


def _gives(other: Otherwise, now: object) -> str:
    word = yuan(other.gives) if isinstance(other.gives, Fraction) else OUTCOME_WORDS[other.gives]
    return f"{word}（不变）" if other.gives == now else word


def _about_verdict(one: Assessment, verdict: Verdict) -> list[Finding]:
    """Findings about its cells, and about the fields and the register that its condition names."""
    condition = next((c for c in one.regime.conditions if c.id == verdict.id), None) if one.regime else None
    names = set(_texts(msgspec.to_builtins(condition.test))) if condition is not None and not verdict.overall else set()
    return [
        finding
        for finding in one.findings
        if (finding.at is not None and finding.at in verdict.cells) or (finding.register or finding.field) in names
    ]


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list | tuple) else ():
        yield from _texts(child)


def _about_grant(finding: Finding, grant: Grant) -> bool:
    rows = {grant.row, *grant.rows} - {None}
    return (finding.at is not None and finding.at in grant.cells) or (finding.row is not None and finding.row in rows)


def _findings(found: Sequence[Finding], paint: Paint) -> Iterator[str]:
    if found:
        yield ""
        yield paint("有关的问题", "bold")
        yield from finding_lines(found, paint)
