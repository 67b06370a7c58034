"""A form as text (`zht show`, `zht regimes`): what the document prints, leaves open, and tells in two ways."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from zhtcli.core.period import Form, period_label
from zhtcli.core.points.scorecard import with_bonus
from zhtcli.core.rounding import shown
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.rules.kinds import Judged
from zhtcli.core.rules.monitored import GROWTH_WORDS, NATURE_WORDS, Deadline, Nature, Procedure
from zhtcli.core.rules.regime import Field, Reading, Regime
from zhtcli.core.values import ValueType
from zhtcli.report.text.columns import Cell, Paint, Row, hanging, table
from zhtcli.report.text.cycles import of_regime
from zhtcli.report.text.gradedkinds import kind_lines
from zhtcli.report.text.lines import joined_up, next_step
from zhtcli.report.widths import wrapped

_TYPE_WORDS: dict[ValueType, str] = {
    "text": "文字",
    "code": "编码",
    "number": "数",
    "integer": "整数",
    "percent": "百分比",
    "money": "金额",
    "date": "日期",
    "datetime": "日期和时刻",
    "boolean": "是或否",
    "choice": "单选",
    "choices": "多选",
}


def show(
    regime: Regime,
    period: str | None = None,
    *,
    digest: str = "",
    readings: Mapping[str, str] | None = None,
    width: int = 80,
    color: bool = False,
) -> str:
    """A regime, or one form of it, ended by one newline. `readings` are those it was resolved under."""
    return joined_up(_form(regime, period, digest, readings or {}, width, Paint(color)))


def _form(
    regime: Regime, period: str | None, digest: str, readings: Mapping[str, str], width: int, paint: Paint
) -> Iterator[str]:
    year = f"，{period_label(period)}" if period else ""
    for line in wrapped(f"{Form(regime.id, period).id} {regime.title}{year}", width):
        yield paint(line, "bold")
    source = regime.source
    yield from hanging("文件：", f"{source.title}，{source.number}，{source.issuer}，{source.published}", width)
    if source.note:
        yield from hanging("说明：", source.note, width)
    yield f"定义：第{regime.version}版" + (f"（{digest}）" if digest else "")
    if regime.by_period:
        yield from hanging("表单：", regime.form_names(), width)
    yield from of_regime(regime, width)
    if regime.indicators:
        yield ""
        yield paint("指标、目标和分值" if regime.scored else "指标", "bold")
        yield from (_indicators if regime.scored else _unscored)(regime, width, paint)
    yield from _followed(regime, width, paint)
    if regime.grading is not None:
        yield from kind_lines(regime.grading, regime.cycle, width, paint)
    yield ""
    yield paint("封面栏目", "bold")
    yield from _fields((field for field in regime.fields if not field.page), width, paint)
    for page in regime.pages:
        yield ""
        yield paint(f"“{page.title}”页栏目", "bold")
        yield from hanging("  ", page.guidance, width) if page.guidance else ()
        yield from _fields((field for field in regime.fields if field.page == page.id), width, paint)
    if regime.registers:
        yield ""
        what = "用来核定指标的数；列出必填的列" if regime.indicators else "列出必填的列"
        yield paint("台账", "bold") + f"（每项一行，{what}）"
        yield from _registers(regime, width, paint)
    if regime.readings:
        yield ""
        yield paint("口径", "bold") + "（文件没有写明的地方，可用 --reading 键=选项 改变）"
        for reading in regime.readings:
            yield from _reading(reading, readings.get(reading.key, reading.default), width, paint)
    if regime.anomalies:
        yield ""
        yield paint("原文矛盾", "bold") + "（照原文保留，不代为更正）"
        for anomaly in regime.anomalies:
            by = f"由口径 {anomaly.reading} 决定。" if anomaly.reading else ""
            yield from hanging("  ", f"{anomaly.clause}：{anomaly.text}{by}", width)
    if period:
        yield ""
        yield next_step(f"生成空表：zht template {Form(regime.id, period).id}")


def _indicators(regime: Regime, width: int, paint: Paint) -> list[str]:
    """Every target of every period; `到2027` heads the printed cumulative ones."""
    periods, horizons = regime.periods, regime.horizons
    rows: list[Row] = []
    for section in regime.sections:
        blanks = [""] * (len(periods) + len(horizons) or 1)
        extra = regime.bonus_points(section.id)
        full = with_bonus(Fraction(section.points + extra), Fraction(extra))
        rows.append([Cell(text, "bold") for text in (section.id, section.title, full, *blanks)])
        for indicator in (i for i in regime.indicators if i.section == section.id):
            rows.append(
                (
                    f"{'★' if indicator.bonus else ''}{indicator.no}",
                    with_unit(indicator),
                    shown(indicator.points),
                    *(shown(indicator.printed_targets.get(p)) for p in periods),
                    *(shown(indicator.printed_cumulative.get(h)) for h in horizons),
                    *([] if periods else [requirement(indicator)]),
                )
            )
    head = ("序号", "指标", "分值", *periods, *(f"到{horizon}" for horizon in horizons), *([] if periods else ["要求"]))
    align = "llr" + ("r" * (len(periods) + len(horizons)) or "l")
    return table(head, rows, align=align, width=width, elastic=1, wrap=True, gap=1, paint=paint)


def _unscored(regime: Regime, width: int, paint: Paint) -> list[str]:
    """The indicators of a document without points; of those that are followed how they add up and grow."""
    rows: list[Row] = []
    for section in regime.sections:
        rows.append([Cell(text, "bold") for text in (section.id, section.title, "", "")])
        for indicator in (i for i in regime.indicators if i.section == section.id):
            nature = indicator.nature
            told = ("", "") if nature is None else (_nature(nature), GROWTH_WORDS[nature.growth])
            rows.append((indicator.no, with_unit(indicator), *told))
    wide = 4 if regime.monitoring is not None else 2
    head = ("序号", "指标", "性质", "同比")[:wide]
    rows = [row[:wide] for row in rows]
    return table(head, rows, align="l" * wide, width=width, elastic=1, wrap=True, gap=1, paint=paint)


def _nature(nature: Nature) -> str:
    """`时期数（区域，当年）`."""
    more = ("区域" * nature.region, "当年" * nature.year_to_date, "从启动算起" * (nature.since == "start"))
    told = "，".join(filter(None, more))
    return NATURE_WORDS[nature.kind] + (f"（{told}）" if told else "")


def _followed(regime: Regime, width: int, paint: Paint) -> Iterator[str]:
    """When a monitoring form is due, who passes it on, where its figures come from, what is told as a warning."""
    told: list[tuple[str, str]] = []
    if regime.deadline is not None:
        told.append(("期限", _deadline(regime.deadline)))
    if regime.procedure is not None:
        told.append(("流程", _procedure(regime.procedure)))
    if regime.monitoring is not None:
        signal = regime.monitoring.signal
        sources = "、".join(regime.monitoring.sources)
        row = "一个季度" if signal.quarters == 1 else f"连续{signal.quarters}个季度"
        told.append(("来源", f"每个数注明来源：{sources}（{regime.monitoring.clause}）。"))
        told.append(("预警", f"{row}{signal.title}的指标（{signal.clause}）。"))
    if told:
        yield ""
        yield paint("报送和预警" if regime.monitoring is not None else "办理程序", "bold")
    for name, text in told:
        yield from hanging(f"  {name}：", text, width)


def _deadline(deadline: Deadline) -> str:
    month = {0: "当月", 1: "次月"}.get(deadline.months_after, f"之后第{deadline.months_after}个月的")
    day = f"{deadline.day}日"
    counts = "算按时" if deadline.day_counts else "不算按时"
    shift = "顺延到下一个工作日" if deadline.shift == "next_workday" else "不顺延"
    return f"每期结束后，{month}{day}前报送；{day}当天{counts}，遇休息日{shift}（{deadline.clause}）。"


def _procedure(procedure: Procedure) -> str:
    states = " → ".join((procedure.start, *(step.state for step in procedure.steps)))
    back = "".join(f"；{step.back}的为“{step.back_state}”" for step in procedure.steps if step.back)
    return f"{states}{back}（{procedure.clause}）。"


def _fields(fields: Iterable[Field], width: int, paint: Paint) -> list[str]:
    rows: list[Row] = [
        (field.key, field.label, _TYPE_WORDS[field.type], "是" if field.required else "", field.clause)
        for field in fields
    ]
    head = ("键", "栏目", "类型", "必填", "条款")
    return table(head, rows, align="lllll", width=width, elastic=1, wrap=True, paint=paint)


def requirement(indicator: Indicator) -> str:
    """What a document without periods asks: its threshold, or how the points come about."""
    if indicator.asked:
        return indicator.asked
    match indicator.measure:
        case Judged():
            return "专家评分"
        case _:
            return "按台账计分" if indicator.rows is not None else ""


def _registers(regime: Regime, width: int, paint: Paint) -> list[str]:
    rows: list[Row] = [
        (
            register.key,
            register.title,
            "、".join(register.indicators),
            "、".join(column.label for column in register.columns if column.required),
        )
        for register in regime.registers
    ]
    head: tuple[str, ...] = ("键", "台账", "指标", "必填的列")
    if not regime.indicators:
        head, rows = ("键", "台账", "必填的列"), [(row[0], row[1], row[3]) for row in rows]
    return table(head, rows, align="l" * len(head), width=width, elastic=len(head) - 1, wrap=True, paint=paint)


def with_unit(indicator: Indicator) -> str:
    """The name with its unit, which many names or requirements print already; additional points are marked."""
    unit = f"（{indicator.unit}）"
    said = not indicator.unit or unit in indicator.name or indicator.unit == "分" or bool(indicator.asked)
    told = indicator.name if said else indicator.name + unit
    return told + ("［加分项］" if indicator.bonus else "")


def _reading(reading: Reading, option: str, width: int, paint: Paint) -> Iterator[str]:
    yield from hanging(f"  {reading.key}：", f"{reading.title}（{reading.clause}；{reading.why}）", width)
    for key, choice in reading.options.items():
        mark = "默认" if key == reading.default else ""
        if key == option and option != reading.default:
            mark = "已选"
        label = choice.label + (f"（{choice.note}）" if choice.note else "") + (f"［{mark}］" if mark else "")
        yield from hanging(f"    {key} ", label, width)


def regimes_text(regimes: Sequence[Regime], *, width: int = 80, color: bool = False) -> str:
    """The regimes that there are, each with its document and its forms."""
    paint = Paint(color)
    lines: list[str] = []
    for regime in regimes:
        lines.append(paint(f"{regime.id} {regime.title}", "bold"))
        source = regime.source
        lines += hanging("  文件：", f"{source.number}，{source.issuer}，{source.published}", width)
        lines += hanging("  表单：", regime.form_names(), width)
        lines.append(f"  内容：{_contents(regime)}，定义第{regime.version}版")
    lines += ["", next_step(f"看一种表单的指标和目标：zht show {_first_form(regimes)}")] if regimes else []
    return joined_up(lines)


def _contents(regime: Regime) -> str:
    if not regime.indicators:
        registers = f"{len(regime.registers)}个台账，" if regime.registers else ""
        return f"{len(regime.fields)}个栏目，{registers}{len(regime.readings)}项口径"
    points = f"满分 {_full(regime)} 分" if regime.scored else "不计分"
    return f"{len(regime.indicators)}项指标，{points}，{len(regime.readings)}项口径"


def _first_form(regimes: Iterable[Regime]) -> str:
    return next(iter(regimes)).forms()[0].id


def _full(regime: Regime) -> str:
    extra = regime.bonus_points()
    return with_bonus(Fraction(regime.scoring.total + extra), Fraction(extra))
