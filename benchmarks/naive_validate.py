"""Validation of a filled Bishan form as one writes it in an afternoon: the peer that `zht validate` is held against.

It trusts its input (layout, types, size), names no cell and no clause, and knows five checks. Typer, rich, openpyxl,
pandas and pandera are imported at the top, as everybody does.
"""

from __future__ import annotations

import openpyxl
import pandas as pd
import pandera.pandas as pa
import typer
from pandera.errors import SchemaErrors
from rich.console import Console
from rich.table import Table

STATES = ["已填", "未开展", "不适用"]
PARTS_OF = [("6", "5"), ("30", "29")]

app = typer.Typer()


@app.command()
def validate(file: str) -> None:
    rows = list(openpyxl.load_workbook(file, data_only=True)["指标填报"].values)
    start = next(number for number, row in enumerate(rows) if row[0] == "序号")
    frame = pd.DataFrame(rows[start + 1 :], columns=rows[start])
    frame["序号"] = pd.to_numeric(frame["序号"], errors="coerce").astype(float)
    frame = frame[frame["序号"].notna()].reset_index(drop=True)
    actual = next(name for name in frame.columns if str(name).endswith("年实际"))
    frame["实际"] = pd.to_numeric(frame[actual], errors="coerce").astype(float)
    if "分子" in frame.columns:
        share = pd.to_numeric(frame["分子"], errors="coerce") / pd.to_numeric(frame["分母"], errors="coerce") * 100
        frame["实际"] = frame["实际"].fillna(share)

    schema = pa.DataFrameSchema(
        {
            "序号": pa.Column(float, [pa.Check.in_range(1, 30)], unique=True),
            "实际": pa.Column(float, [pa.Check.ge(0), pa.Check.le(1_000_000)], nullable=False),
            "状态": pa.Column(object, [pa.Check.isin(STATES)], nullable=True, required=False, coerce=True),
        }
    )
    problems = []
    try:
        schema.validate(frame, lazy=True)
    except SchemaErrors as failed:
        for case in failed.failure_cases.to_dict("records"):
            problems.append((str(case["index"]), str(case["column"]), f"{case['check']}: {case['failure_case']}"))
    values = {str(int(no)): value for no, value in zip(frame["序号"], frame["实际"], strict=True)}
    for part, whole in PARTS_OF:
        if values.get(part, 0) > values.get(whole, 0):
            problems.append((part, "实际", f"大于第{whole}项"))

    table = Table("行", "列", "问题")
    for problem in problems:
        table.add_row(*problem)
    Console().print(table if problems else "没有问题")
    raise typer.Exit(1 if problems else 0)


if __name__ == "__main__":
    app()
