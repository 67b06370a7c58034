"""Markdown for a merge request or a document: what was found, the points, the progress."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.assessing.attendance import Attendance
from zhtcli.core.assessing.sourcing import source_word
from zhtcli.core.finding import SEVERITY_WORDS
from zhtcli.core.points.score import status_word
from zhtcli.core.points.scorecard import Scorecard
from zhtcli.core.rounding import shown
from zhtcli.report.sources import has_sources, register_title, total_notes
from zhtcli.report.tables.markdownpieces import escaped, reading_list, table_lines
from zhtcli.report.text.columns import Paint
from zhtcli.report.text.followed import growth_cell
from zhtcli.report.text.grades import gate_sentences, grade_sentences, grade_word
from zhtcli.report.text.lines import WHOLE_FILE, count_line, joined_up, overlay_sentence, reading_sentence
from zhtcli.report.text.progress import REACH_WORDS, horizon_gap, horizon_label, latest_of_each_unit, rollup_word
from zhtcli.report.text.scores import amount, completion, item_places, reasons, span
from zhtcli.report.text.spread import outcome_words, regrades, total_places
from zhtcli.report.units import Report, by_severity

_TITLES = {"validate": "校验结果", "score": "计分结果", "progress": "累计进度", "explain": "得分说明"}
_STATUS_WORDS = {"ok": "无须改正", "findings": "须改正", "refused": "未能处理"}


def as_markdown(report: Report) -> str:
    """A heading, a table of the files, then each file's findings, points or progress."""
    return joined_up(_lines(report))


def _lines(report: Report) -> Iterator[str]:
    yield f"# {_TITLES.get(report.command, report.command)}"
    yield ""
    yield count_line(report, Paint())
    yield ""
    if report.assessments:
        yield from _files(report)
    for one in report.assessments:
        if one.findings:
            yield from _findings(one)
    if report.command == "score":
        for one in report.assessments:
            yield from _scores(one)
    if report.command == "progress":
        if len(report.units) > 1:
            yield from _attendance(report.units)
        for one in latest_of_each_unit(report.assessments):
            yield from _progress(one)


def _name(one: Assessment) -> str:
    return escaped(one.file)


def _files(report: Report) -> Iterator[str]:
    rows = []
    for one in report.assessments:
        counts = by_severity(one.findings)
        card = one.main
        points = "" if card is None else _points(card.total, total_places(one)) + ("" if card.complete else "（暂计）")
        rows.append(
            (
                _name(one),
                escaped(one.unit),
                one.form.id if one.form else "",
                _STATUS_WORDS[one.status(report.fail_on)],
                *(str(count) for count in counts.values()),
                *([points] if report.command == "score" else []),
            )
        )
    scored = ["得分"] if report.command == "score" else []
    head = ["文件", "单位", "表单", "结果", *SEVERITY_WORDS.values(), *scored]
    yield from table_lines(head, "llllrrr" + "r" * len(scored), rows)


def _findings(one: Assessment) -> Iterator[str]:
    yield f"## 问题：{_name(one)}"
    yield ""
    of_rows = any(finding.register for finding in one.findings)
    rows = [
        (
            escaped(finding.place or WHOLE_FILE),
            *([escaped(register_title(one, finding.register)), escaped(finding.row)] if of_rows else ()),
            SEVERITY_WORDS[finding.severity],
            finding.code,
            f"{escaped(finding.message)}{escaped(finding.hint)}",
            escaped(finding.clause),
        )
        for finding in one.findings
    ]
    head = ("位置", *(("台账", "行标识") if of_rows else ()), "程度", "代码", "问题与处理办法", "条款")
    yield from table_lines(head, "l" * len(head), rows)


def _points(points: Fraction, places: int) -> str:
    return shown(points, places, fixed=True)


def _scores(one: Assessment) -> Iterator[str]:
    if one.verdicts or one.grants:
        from zhtcli.report.tables.entitledmarkdown import entitled_sections

        yield from entitled_sections(one)
    if one.graded:
        from zhtcli.report.tables.gradedmarkdown import graded_section

        yield from graded_section(one)
    card = one.main
    if card is None:
        return
    yield f"## 得分：{_name(one)}"
    yield ""
    if one.regime is not None and one.regime.overlay is not None:
        yield f"叠加规则：{escaped(overlay_sentence(one.regime.overlay))}。"
        yield ""
    yield from reading_list(one)
    yield ""
    graded = any(each.graded for each in one.scorecards)
    rows = [
        (
            each.scope.label,
            _points(each.total, total_places(one)) + ("" if each.complete else "（暂计）"),
            *([escaped(grade_word(each))] if graded else []),
            shown(each.max),
            _points(each.total_without_zero_targets, total_places(one)),
            "" if each.low == each.high else span(each, total_places(one)),
            escaped(reasons(one, each)),
        )
        for each in one.scorecards
    ]
    head = ("范围", "得分", *(["等次"] if graded else []), "满分", "不含目标为0", "可能范围", "说明")
    yield from table_lines(head, "lr" + "l" * graded + "rrll", rows)
    for sentence in (*gate_sentences(card, total_places(one)), *grade_sentences(one, card)):
        yield f"{escaped(sentence)}。"
        yield ""
    yield f"### {card.scope.label}"
    yield ""
    yield from _indicators(one, card)
    if one.spread:
        yield from _spread(one)


def _indicators(one: Assessment, card: Scorecard) -> Iterator[str]:
    places, sources = item_places(one), has_sources(one)
    rows = []
    for section in card.sections:
        earned = (_points(section.points, places), shown(section.max))
        bold = [f"**{escaped(text)}**" for text in (section.id, section.title, *earned)]
        rows.append((bold[0], bold[1], "", "", "", bold[2], bold[3], "", *[""] * sources))
        for item in (i for i in card.indicators if i.indicator.section == section.id):
            unit = item.indicator.unit
            rows.append(
                (
                    item.indicator.no,
                    escaped(item.indicator.name),
                    amount(None if item.target is None else Fraction(item.target), unit),
                    amount(item.actual, unit),
                    completion(item.completion),
                    "" if item.points is None else _points(item.points, places),
                    shown(item.indicator.points),
                    status_word(item),
                    *([source_word(one, item)] if sources else ()),
                )
            )
    head = ("序号", "指标", "目标", "实际", "完成率", "得分", "分值", "状态", *(["来源"] if sources else ()))
    yield from table_lines(head, "llrrrrrl" + "l" * sources, rows)
    for words, total in total_notes(one, card, total_places(one)):
        yield f"{escaped(words)}：{total}"
        yield ""


def _spread(one: Assessment) -> Iterator[str]:
    known = {reading.key: reading for reading in one.regime.readings} if one.regime else {}
    places = total_places(one)
    totals = {card.scope.id: (card.total, card.graded) for card in one.scorecards}
    rows = []
    for scope, spread in (one.spread or {}).items():
        if scope not in totals:
            continue
        rows.append((scope, "各种口径任意组合", f"{_points(spread.low, places)} 到 {_points(spread.high, places)}"))
        for move in spread.moves:
            if move.total != totals[scope][0] or regrades(move, totals[scope][1]):
                sentence = escaped(reading_sentence(known.get(move.reading), move.reading, move.option))
                rows.append((scope, sentence, escaped(outcome_words(move.total, move.graded, places))))
    yield "### 口径对总分的影响"
    yield ""
    yield from table_lines(("范围", "口径", "总分"), "llr", rows)


def _attendance(units: Sequence[Attendance]) -> Iterator[str]:
    """Who handed in what, where there are several units or a list of them."""
    yield "## 各单位报送情况"
    yield ""
    rows = [
        (
            escaped(unit.label),
            escaped(unit.county),
            f"{len(unit.forms)}/{len(unit.forms) + len(unit.missing)}",
            "、".join(form.id for form in unit.missing),
            "、".join(f"{form}（{days}天）" for form, days in unit.late.items()),
            "" if unit.returned is None else str(unit.returned),
            "、".join(form.id for form in unit.twice),
        )
        for unit in units
    ]
    yield from table_lines(("单位", "区县", "已报", "缺报", "迟报", "退回", "两份不同"), "llrllrl", rows)


def _quarters(one: Assessment) -> Iterator[str]:
    yield f"## 逐季数据：{escaped(one.unit) or _name(one)}"
    yield ""
    yield "各季为本季度数据，同比按去年同季复算，“—”是没有填报或不能采用的数；“点”是百分点。"
    yield ""
    own = one.form.span if one.form else ""
    periods = sorted({quarter.period for item in one.progress for quarter in item.quarters})
    rows = []
    for item in one.progress:
        known = {quarter.period: quarter for quarter in item.quarters}
        here = known.get(own)
        figures = [known[p].observed.quarter if p in known else None for p in periods]
        rows.append(
            (
                item.indicator.no,
                escaped(item.indicator.name),
                item.indicator.unit,
                *("—" if value is None else shown(value) for value in figures),
                growth_cell(here.growth.value if here else None, here.growth_unit if here else "%").text,
                "—" if here is None or here.observed.to_date is None else shown(here.observed.to_date),
                growth_cell(here.to_date_growth.value if here else None, here.growth_unit if here else "%").text,
            )
        )
    head = ("序号", "指标", "单位", *periods, "同比", "累计", "累计同比")
    yield from table_lines(head, "lll" + "r" * (len(periods) + 3), rows)


def _progress(one: Assessment) -> Iterator[str]:
    if any(item.quarters for item in one.progress):
        yield from _quarters(one)
        return
    yield f"## 进度：{escaped(one.unit) or _name(one)}"
    yield ""
    own = one.form.period if one.form and one.form.period else ""
    periods = [year.period for year in one.progress[0].by_period]
    yield "逐年为“实际/目标”，还没有到的年份只列目标，“—”是没有填报或不能采用的数。"
    yield ""
    rows = []
    for item in one.progress:
        to_date = item.indicator.adds_to_date
        years = []
        for year in item.by_period:
            held = year.to_date if to_date else year.actual
            told = "" if year.period > own else "—" if held is None else shown(held)
            nothing = year.target is None and held is None
            years.append("" if nothing else f"{told}/{shown(year.target)}")
        about = (item.indicator.no, escaped(item.indicator.name), item.indicator.unit, rollup_word(item.indicator))
        rows.append((*about, *years))
    yield from table_lines(("序号", "指标", "单位", "累计", *periods), "llll" + "r" * len(periods), rows)
    for place, horizon in enumerate(one.progress[0].cumulative):
        yield f"### {horizon_label(one, horizon.through)}"
        yield ""
        rows = []
        for item in one.progress:
            to = item.cumulative[place]
            rows.append(
                (
                    item.indicator.no,
                    escaped(item.indicator.name),
                    shown(to.target),
                    "—" if to.actual is None else shown(to.actual),
                    completion(to.completion),
                    horizon_gap(item.indicator, to.gap),
                    shown(to.pace_needed) if to.pace_needed else "",
                    REACH_WORDS[to.reach],
                )
            )
        head = ("序号", "指标", "目标", "实际", "完成率", "还差", "每年还需", "情况")
        yield from table_lines(head, "llrrrrrl", rows)
