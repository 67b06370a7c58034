"""A large register read and validated as one would who knows the quick libraries: calamine, pandas and pandera.

It reads the one sheet into plain lists and checks the same columns as the form does: types, lists, codes, required
cells, repeats. It trusts the layout, joins no rows to indicators, scores nothing and names no clause.

usage: calamine_pandera.py FILE needs|entities
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors
from python_calamine import CalamineWorkbook
from stdnum.cn import uscc

SHEETS = {"needs": "台账_技术需求与榜单", "entities": "台账_入驻主体"}
REPEATS = {"needs": ["所属指标", "企业名称", "需求内容"], "entities": ["统一社会信用代码", "名称"]}
FIRST, LAST = date(1990, 1, 1), date(2100, 12, 31)


def text(required: bool = False, *checks: pa.Check) -> pa.Column:
    return pa.Column(object, list(checks), nullable=not required)


def each(holds: Callable[[object], bool]) -> pa.Check:
    return pa.Check(lambda values: values.map(holds).astype(bool))


def choice(*words: str, required: bool = False) -> pa.Column:
    return text(required, pa.Check.isin(words))


def number() -> pa.Column:
    return pa.Column(float, [pa.Check.ge(0)], nullable=True)


def day(required: bool = False) -> pa.Column:
    return text(required, each(lambda value: isinstance(value, date) and FIRST <= value <= LAST))


def code(pattern: str) -> pa.Column:
    return text(False, pa.Check.str_matches(pattern))


YES_NO = ("是", "否")
SCHEMAS = {
    "needs": {
        "所属指标": choice("5", "6", "7", required=True),
        "企业名称": text(True),
        "需求内容": text(True),
        "日期": day(True),
        "佐证材料": text(),
        "意向合作": text(),
        "资金支持": text(),
        "综合体在合同中的身份": choice("技术研发方", "委托代理方", "技术经纪方"),
        "技术合同登记编号": code(r"^(\d{14}|\d{16})$"),
        "发布部门": text(),
        "合同或榜单编号": text(),
        "级别或类别": text(),
        "数量": number(),
    },
    "entities": {
        "类型": choice("企业", "团队", required=True),
        "名称": text(True),
        "统一社会信用代码": text(False, each(lambda value: uscc.is_valid(str(value)))),
        "属于主导产业": choice(*YES_NO),
        "科技型中小企业入库编号": code(r"^20\d{8}[0-9A-Z]{8}$"),
        "入库年度": number(),
        "市高企培育库入库": choice(*YES_NO),
        "高新技术企业证书编号": code(r"^G[RF]\d{12}$"),
        "高企发证日期": day(),
        "属于数字经济领域": choice(*YES_NO),
        "高层次人才企业（团队）": choice(*YES_NO),
        "有效知识产权": choice(*YES_NO),
        "就业人数": number(),
        "硕士以上人数": number(),
        "其中在读": number(),
        "人才依据": text(),
    },
}


def main(file: str, key: str) -> None:
    schema = SCHEMAS[key]
    rows = CalamineWorkbook.from_path(file).get_sheet_by_name(SHEETS[key]).to_python()
    start, places = next(
        (number, places) for number, row in enumerate(rows) if len(places := _places(row, schema)) == len(schema)
    )
    frame = pd.DataFrame(
        {
            name: pd.Series(
                [None if row[place] == "" else row[place] for row in rows[start + 1 :]],
                dtype=float if str(schema[name].dtype) == "float64" else object,
            )
            for name, place in places.items()
        }
    )
    problems = 0
    try:
        pa.DataFrameSchema(schema).validate(frame, lazy=True)
    except SchemaErrors as failed:
        problems = len(failed.failure_cases)
        print(failed.failure_cases.head(100).to_string())
    repeats = frame[frame.duplicated(REPEATS[key], keep="first")]
    print(f"{len(frame)} rows, {problems} problems, {len(repeats)} repeats")


def _places(row: list[object], schema: dict[str, pa.Column]) -> dict[str, int]:
    """Header -> column; the form marks a required one."""
    told = {str(cell).lstrip("＊"): place for place, cell in enumerate(row)}
    return {name: told[name] for name in schema if name in told}


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
