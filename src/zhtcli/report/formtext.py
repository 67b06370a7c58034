"""A form as text (`zht show`, `zht regimes`): what the document prints, leaves open, and tells in two ways."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from zhtcli.core.indicator import Indicator
from zhtcli.core.kinds import Judged
from zhtcli.core.period import Form, period_label
from zhtcli.core.regime import Reading, Regime
from zhtcli.core.rounding import shown
from zhtcli.core.scorecard import with_bonus
from zhtcli.core.values import ValueType
from zhtcli.report.columns import Cell, Paint, Row, hanging, table
from zhtcli.report.lines import joined_up, next_step
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
    if regime.periods:
        yield from hanging("表单：", "、".join(form.id for form in regime.forms()), width)
    yield ""
    yield paint("指标、目标和分值", "bold")
    yield from _indicators(regime, width, paint)
    yield ""
    yield paint("封面栏目", "bold")
    rows: list[Row] = [
        (field.key, field.label, _TYPE_WORDS[field.type], "是" if field.required else "", field.clause)
        for field in regime.fields
    ]
    head = ("键", "栏目", "类型", "必填", "条款")
    yield from table(head, rows, align="lllll", width=width, elastic=1, wrap=True, paint=paint)
    if regime.registers:
        yield ""
        yield paint("台账", "bold") + "（每项一行，用来核定指标的数；列出必填的列）"
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
    return table(("键", "台账", "指标", "必填的列"), rows, align="llll", width=width, elastic=3, wrap=True, paint=paint)


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
        lines += hanging("  表单：", "、".join(form.id for form in regime.forms()), width)
        lines.append(f"  内容：{_contents(regime)}，定义第{regime.version}版")
    lines += ["", next_step(f"看一种表单的指标和目标：zht show {_first_form(regimes)}")] if regimes else []
    return joined_up(lines)


def _contents(regime: Regime) -> str:
    return f"{len(regime.indicators)}项指标，满分 {_full(regime)} 分，{len(regime.readings)}项口径"


def _first_form(regimes: Iterable[Regime]) -> str:
    return next(iter(regimes)).forms()[0].id


def _full(regime: Regime) -> str:
    extra = regime.bonus_points()
    return with_bonus(Fraction(regime.scoring.total + extra), Fraction(extra))
