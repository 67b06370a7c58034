"""Lists of the units that have to hand in a form: `--units`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from zhtcli.core.finding import column_letters
from zhtcli.core.forms.masking import showable
from zhtcli.core.identifiers import judge, same_thing
from zhtcli.core.period import Form
from zhtcli.core.rules.regime import Register, RegisterColumn
from zhtcli.core.rules.unit import Unit, names_in_lists
from zhtcli.workflow.faults import UsageFault
from zhtcli.workflow.known import regime_of
from zhtcli.workflow.ledgers import sheets_of

if TYPE_CHECKING:
    from zhtcli.core.values import Value
    from zhtcli.workbook.files.book import Sheet
    from zhtcli.workbook.reading.listheader import Header

_LIST = Register(
    key="units",
    title="单位名单",
    guidance="",
    columns=(
        RegisterColumn(
            key="name", label="单位", type="text", synonyms=("单位名称", "填报单位", "单位全称", "企业名称", "名称")
        ),
        RegisterColumn(
            key="uscc",
            label="统一社会信用代码",
            type="code",
            synonyms=("信用代码", "社会信用代码", "统一信用代码", "代码"),
        ),
        RegisterColumn(
            key="county",
            label="区县",
            type="text",
            synonyms=("所在区县", "所属区县", "县区", "县（市、区）", "所属地区", "所在地"),
        ),
        RegisterColumn(key="form", label="表单", type="text", synonyms=("表单名", "表名", "填报表")),
        RegisterColumn(key="contact", label="联系人", type="text", synonyms=("联系人姓名", "联络人")),
        RegisterColumn(key="deadline", label="截止日期", type="date", synonyms=("截止时间", "报送期限", "截止")),
    ),
    identity=("name", "uscc"),
    indicators=(),
    clause="",
    basis="P",
)


def read_units(path: Path, say: Callable[[str], None]) -> tuple[Unit, ...]:
    """The units of a list, each once for a form; `say` gets a sentence for what was passed over or looks odd.

    The header names at least two of the known columns, the unit's name or code among them. Raises
    UnreadableInput, UsageFault.
    """
    tell = _teller(path, say)
    (sheets,) = sheets_of([path], say)
    units = list(_rows(*_best(path, sheets), tell))
    if not units:
        raise UsageFault(f"{path} 的表头下面没有单位。")
    for unit in units:
        if unit.uscc and (judged := judge("uscc", unit.uscc)).verdict == "malformed":
            tell(f"第{unit.row}行的统一社会信用代码“{showable(unit.uscc)}”不对（{judged.reason}），照原样列入")
    once = _once(units, tell)
    _tell_namesakes(once, tell)
    return once


def units_of(form: Form, path: Path, say: Callable[[str], None]) -> tuple[Unit, ...]:
    """The units of a list that have to hand in this form; those of other forms are left out, and `say` told so.

    A unit for which the list names no form has to hand in every one. Raises UnreadableInput, UsageFault, also
    where no unit is left.
    """
    from zhtcli.workbook.reading.listrows import spans

    tell, regime = _teller(path, say), regime_of(form.regime)
    units = read_units(path, say)
    own = {same_thing(form.id), *names_in_lists(regime)}
    others = [unit for unit in units if unit.form and same_thing(unit.form) not in own]
    if others:
        named = "、".join(dict.fromkeys(f"“{unit.form}”" for unit in others))
        tell(f"第{spans([unit.row for unit in others])}行的表单是{named}，没有列入“{form.id}”")
    kept = [unit for unit in units if unit not in others]
    if not kept:
        raise UsageFault(f"{path} 里没有“{form.id}”的单位。")
    once = {unit.row for unit in _once([replace(unit, form="") for unit in kept], tell)}
    return tuple(unit for unit in kept if unit.row in once)


def tell_unknown_forms(path: Path, units: Iterable[Unit], say: Callable[[str], None]) -> None:
    """`say` gets a sentence for each form that a list names and nobody knows: nobody can be missing from it."""
    from zhtcli.workflow.known import all_regimes

    regimes = all_regimes()
    names = {name for regime in regimes for name in names_in_lists(regime)}
    tell = _teller(path, say)
    for unit in units:
        form = Form.parse(unit.form) if unit.form else None
        known = form is not None and any(regime.has(form) for regime in regimes)
        if unit.form and not known and same_thing(unit.form) not in names:
            tell(f"第{unit.row}行的表单“{unit.form}”不是已知的表单，没有据以核对这一行的单位是否缺报")


def _teller(path: Path, say: Callable[[str], None]) -> Callable[[str], None]:
    return lambda notice: say(f"{path.name}：{notice}。")


def _best(path: Path, sheets: Iterable[Sheet]) -> tuple[Sheet, Header]:
    """The sheet whose header names most columns. Raises UsageFault."""
    from zhtcli.workbook.reading.listheader import SEARCHED_ROWS, find_header

    found = [(sheet, header) for sheet in sheets if (header := find_header(sheet, _LIST))]
    if not found:
        raise UsageFault(
            f"{path} 各页的前{SEARCHED_ROWS}行里找不到单位名单的表头；表头要有“单位”或“统一社会信用代码”，"
            "以及区县、表单、联系人、截止日期中的一项。"
        )
    sheet, header = max(found, key=lambda one: len(one[1].columns))
    for key, numbers in header.twice.items():
        places = "、".join(f"{column_letters(number)}列" for number in numbers)
        raise UsageFault(f"{path} 的{places}都像“{_LIST.column(key).label}”，不知道以哪一列为准，请只留一列。")
    if not header.columns.keys() & {"name", "uscc"}:
        raise UsageFault(f"{path} 的“{sheet.name}”页没有“单位”和“统一社会信用代码”列，不知道是哪些单位。")
    return sheet, header


def _rows(sheet: Sheet, header: Header, tell: Callable[[str], None]) -> Iterator[Unit]:
    from zhtcli.workbook.reading.columnvalues import read_column
    from zhtcli.workbook.reading.listrows import merged_areas, rows_below, spans
    from zhtcli.workbook.reading.understood import Expected

    found = rows_below(sheet, header)
    if found.totals:
        tell(f"第{spans(found.totals)}行是合计行，没有列入")
    if areas := merged_areas(sheet, header, found):
        tell(f"{'、'.join(area.range for area in areas)}是合并的单元格，内容只算第一行的，其余各行留空")
    if hidden := sorted(set(found.numbers).intersection(sheet.hidden_rows)):
        tell(f"第{spans(hidden)}行在名单里被隐藏或筛选掉，照样列入")
    index_of = {row: index for index, row in enumerate(found.numbers)}
    values: dict[str, list[Value]] = {}
    for key, column in found.columns.items():
        read = read_column(column, index_of, Expected(_LIST.column(key).type))
        values[key] = read.values
        for index, understood in read.remarked:
            if understood.state == "unreadable":
                what = f"“{_LIST.column(key).label}”的“{showable(understood.raw)}”"
                tell(f"第{found.numbers[index]}行{what}看不懂（{understood.remarks[0].rule.title}），按没有填处理")
    for index, row in enumerate(found.numbers):
        told = {key: column[index] for key, column in values.items()}
        deadline = told.pop("deadline", None)
        texts = {key: str(value).strip() for key, value in told.items() if value is not None}
        if not texts.get("name") and not texts.get("uscc"):
            tell(f"第{row}行没有单位名称和统一社会信用代码，没有列入")
            continue
        if code := texts.get("uscc"):
            texts["uscc"] = judge("uscc", code).normal
        yield Unit(**texts, deadline=deadline if isinstance(deadline, date) else None, row=row)


def _once(units: Sequence[Unit], tell: Callable[[str], None]) -> tuple[Unit, ...]:
    """Each unit once for a form, the first row kept: told apart by code, by name where one of two has no code."""
    kept: list[Unit] = []
    for unit in units:
        other = next((one for one in kept if one.form == unit.form and _same(one, unit)), None)
        if other is None:
            kept.append(unit)
        else:
            tell(f"第{unit.row}行与第{other.row}行是同一个单位“{other.label}”，只用第{other.row}行")
    return tuple(kept)


def _same(one: Unit, other: Unit) -> bool:
    if one.uscc and other.uscc:
        return one.uscc == other.uscc
    return bool(one.name) and same_thing(one.name) == same_thing(other.name)


def _tell_namesakes(units: Sequence[Unit], tell: Callable[[str], None]) -> None:
    first: dict[str, Unit] = {}
    for unit in units:
        other = first.setdefault(same_thing(unit.name), unit) if unit.name else unit
        if other.uscc and unit.uscc and other.uscc != unit.uscc:
            tell(f"第{unit.row}行与第{other.row}行的单位都叫“{unit.name}”，统一社会信用代码不同，都列入，请核对")
