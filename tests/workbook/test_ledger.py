"""Lists that people keep anyway: headers matched, values typed, and a sentence for all that found no place."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import openpyxl
import pytest

from core import builders
from zhtcli.workbook.files.book import Cell, Sheet
from zhtcli.workbook.files.csvsheet import CsvFault, csv_sheet
from zhtcli.workbook.reading.ledger import Ledger, LedgerFault, LedgerMap, read_ledger
from zhtcli.workflow.faults import UnreadableInput, UsageFault
from zhtcli.workflow.ledgers import read_ledgers

REGISTERS = {key: table.register for key, table in builders.layout().registers.items()}
PERSON = "110101199003074514"

ROSTER: list[list[Any]] = [
    ["2026年服务人员名册"],
    ["序号", "人员姓名", "职务", "入职日期", "合同编号", "社保", "手机"],
    [1, "张三", "技术专家", date(2026, 3, 15), "HT-1", "是", "13900000000"],
    [2, "李四", "技术经纪人", "2026.4.1", "HT-2", "√", ""],
    [],
    [3, "王五", "主任", "2026年5月", "HT-3", "待定", ""],
    ["合计", "3人"],
]


def sheet(rows: Sequence[Sequence[Any]], name: str = "Sheet1", **parts: Any) -> Sheet:
    cells = [
        Cell(row, column, *_content(value))
        for row, values in enumerate(rows, 1)
        for column, value in enumerate(values, 1)
        if value not in ("", None)
    ]
    return Sheet(name, "visible", cells, **parts)


def _content(value: Any) -> Any:
    if isinstance(value, date):
        return "date", value.isoformat()
    return ("number", float(value)) if isinstance(value, int | float) else ("text", value)


def read(rows: Sequence[Sequence[Any]], key: str, **told: Any) -> Ledger:
    return read_ledger([sheet(rows)], REGISTERS[key], LedgerMap(**told))


def test_a_roster_finds_its_columns_by_synonyms() -> None:
    ledger = read(ROSTER, "team")
    assert ledger.rows == (
        {
            "name": "张三",
            "role": "技术专家",
            "from": date(2026, 3, 15),
            "contract": "HT-1",
            "social_insurance": True,
        },
        {
            "name": "李四",
            "role": "技术经纪人",
            "from": date(2026, 4, 1),
            "contract": "HT-2",
            "social_insurance": True,
        },
        {"name": "王五", "role": "主任", "from": "2026年5月", "contract": "HT-3", "social_insurance": "待定"},
    )
    assert ledger.notices == (
        "“序号”、“手机”不知道对应台账的哪一列，没有填入",
        "第7行是合计行，没有填入",
        "“岗位”有1格照原文填入（第6行“主任”），校验时会说明",
        "“聘用起始日”有1格照原文填入（第6行“2026年5月”），校验时会说明",
        "“在璧山缴纳社保”有1格照原文填入（第6行“待定”），校验时会说明",
    )


def test_required_columns_that_are_missing_are_named() -> None:
    ledger = read([["成果名称", "持有单位"], ["芯片", "甲"]], "achievements")
    assert ledger.notices == ("找不到必填的“入库日期”，填入的行里没有这些内容",)


def test_the_map_decides_before_synonyms_and_fixes_values() -> None:
    rows = [["项目名称", "名称", "时间", "类型", "私下"], ["甲", "乙", "20260315", "一", "丙"]]
    ledger = read(
        rows,
        "achievements",
        headers={"名称": "title", "时间": "date", "私下": None, "没有的": "note"},
        constants={"indicator": "9", "level": "市级"},
    )
    assert ledger.rows == ({"title": "乙", "date": date(2026, 3, 15), "indicator": "9", "level": "市级"},)
    assert list(ledger.rows[0]) == ["title", "date", "level", "indicator"]
    assert ledger.notices == (
        "对照表写的“没有的”在清单的表头里没有",
        "“项目名称”、“类型”不知道对应台账的哪一列，没有填入",
    )


def test_a_fixed_value_wins_over_the_list_and_says_so() -> None:
    rows = [["成果名称", "入库日期", "级别"], ["甲", date(2026, 1, 1), "省级"]]
    ledger = read(rows, "achievements", constants={"level": "市级"})
    assert ledger.rows[0]["level"] == "市级"
    assert ledger.notices == ("“级别或类别”按对照表写定的值填，没有用清单里的这一列",)


def test_the_best_sheet_is_taken_or_the_named_one() -> None:
    notes = sheet([["姓名", "备注"], ["甲", "乙"]], "说明")
    roster, other = sheet(ROSTER, "名册"), sheet(ROSTER[:3], "去年")
    assert read_ledger([notes, roster, other], REGISTERS["team"], LedgerMap()).sheet == "名册"
    assert read_ledger([notes, roster, other], REGISTERS["team"], LedgerMap(sheet=" 去年")).sheet == "去年"
    with pytest.raises(LedgerFault, match="现有：说明、名册、去年"):
        read_ledger([notes, roster, other], REGISTERS["team"], LedgerMap(sheet="前年"))
    with pytest.raises(LedgerFault, match="--map"):
        read_ledger([sheet([["甲", "乙"], ["丙", "丁"]])], REGISTERS["team"], LedgerMap())


def test_the_header_row_can_be_told() -> None:
    rows = [["姓名", "岗位", "聘用合同"], ["旧", "旧", "旧"], ["姓名", "岗位"], ["张三", "技术专家"]]
    assert len(read(rows, "team").rows) == 3
    assert read(rows, "team", header_row=3).rows == ({"name": "张三", "role": "技术专家"},)
    with pytest.raises(LedgerFault, match="第4行"):
        read(rows, "team", header_row=4)


def test_digits_that_a_spreadsheet_lost_are_not_made_up() -> None:
    rows = [
        ["姓名", "培训日期", "身份证号码"],
        ["张三", date(2026, 1, 1), int(PERSON)],
        ["李四", date(2026, 1, 1), 5001],
    ]
    ledger = read(rows, "trainees")
    assert [row["code"] for row in ledger.rows] == ["1.10101199003075E+17", "5001"]
    assert ledger.notices == (
        "“身份证号”有1格照原文填入（第2行“1.1010**********E+17”），校验时会说明",
        "“身份证号”第3行的编号在清单里是数字，开头若有 0 已经丢失，请核对",
    )


def test_merged_and_hidden_rows_are_said() -> None:
    rows = [["机构名称", "加入日期"], ["甲", date(2026, 1, 1)], ["", date(2026, 1, 2)]]
    ledger = read_ledger([sheet(rows, merged=[(2, 1, 3, 1)], hidden_rows=[3])], REGISTERS["institutions"], LedgerMap())
    assert ledger.rows == ({"subject": "甲", "date": date(2026, 1, 1)}, {"date": date(2026, 1, 2)})
    assert ledger.notices == (
        "A2:A3是合并的单元格，内容只填入第一行，其余各行留空",
        "第3行在清单里被隐藏或筛选掉，照样填入",
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_in_the_encodings_and_with_the_marks_that_occur(encoding: str, delimiter: str) -> None:
    lines = [["成果名称", "入库日期", "数量"], ['"封装，\n测试"', "2026/3/15", "12"]]
    data = "\r\n".join(delimiter.join(line) for line in lines).encode(encoding)
    ledger = read_ledger([csv_sheet(data, "a")], REGISTERS["achievements"], LedgerMap())
    assert ledger.rows == ({"title": "封装，\n测试", "date": date(2026, 3, 15), "quantity": Decimal(12)},)


@pytest.mark.parametrize("data", [b"\x81\x20\xff\xff", b"a,b\0c", b'a,"' + b"x" * 200_000])
def test_what_is_no_csv_is_refused(data: bytes) -> None:
    with pytest.raises(CsvFault):
        csv_sheet(data, "a")


def workbook(path: Path, rows: Sequence[Sequence[Any]]) -> Path:
    book = openpyxl.Workbook()
    book.properties.created = book.properties.modified = datetime(2026, 1, 1)
    assert book.active is not None
    for row in rows:
        book.active.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    path.write_bytes(stream.getvalue())
    return path


Run = Callable[..., CompletedProcess[str]]


def test_fill_takes_ledgers_beside_data(zht: Run, tmp_path: Path) -> None:
    workbook(tmp_path / "名册.xlsx", ROSTER)
    (tmp_path / "成果.csv").write_bytes("成果,完成时间\n芯片,2026-05-06\n".encode("gb18030"))
    (tmp_path / "map.yaml").write_text(
        "achievements:\n  成果: title\n  完成时间: date\n  columns: {indicator: 9}\n", encoding="utf-8"
    )
    (tmp_path / "data.json").write_text(json.dumps({"fields": {"unit": "璧芯"}}), encoding="utf-8")
    told = ["--register", "team=名册.xlsx", "--register", "achievements=成果.csv", "--map", "map.yaml"]
    done = zht("fill", "bishan-2026", "data.json", *told, "-o", "form.xlsx", cwd=tmp_path)
    assert (done.returncode, done.stdout.split()[0]) == (0, "已生成")
    assert "名册.xlsx（Sheet）：填入“服务团队”3行。" in done.stderr
    assert "名册.xlsx：“序号”、“手机”不知道对应台账的哪一列，没有填入。" in done.stderr
    back = json.loads(zht("read", "form.xlsx", cwd=tmp_path).stdout)
    assert back["fields"] == {"unit": "璧芯"}
    assert back["registers"]["achievements"] == [{"title": "芯片", "date": "2026-05-06", "indicator": "9"}]
    assert [row["name"] for row in back["registers"]["team"]] == ["张三", "李四", "王五"]
    assert back["registers"]["team"][2]["from"] == "2026年5月"


def test_fill_without_data_or_ledger_is_a_usage_fault(zht: Run, tmp_path: Path) -> None:
    done = zht("fill", "bishan-2026", "-o", "form.xlsx", cwd=tmp_path)
    assert done.returncode == 2
    assert "--register" in done.stderr
    assert not (tmp_path / "form.xlsx").exists()


def ledgers(told: Sequence[str], map_file: Path | None = None) -> dict[str, Any]:
    return read_ledgers("bishan-2026", told, map_file, lambda sentence: None)


def test_two_ledgers_of_one_register_follow_each_other(tmp_path: Path) -> None:
    one = workbook(tmp_path / "1.xlsx", ROSTER[:3])
    two = tmp_path / "2.csv"
    two.write_text("姓名,岗位\n赵六,职业经理人\n", encoding="utf-8")
    assert [row["name"] for row in ledgers([f"team={one}", f"team={two}"])["team"]] == ["张三", "赵六"]


@pytest.mark.parametrize("told", ["staff=a.xlsx", "team", "team=", "=a.xlsx"])
def test_a_register_that_the_form_does_not_have_is_a_usage_fault(told: str) -> None:
    with pytest.raises(UsageFault):
        ledgers([told])


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("staff: {姓名: name}", "staff"),
        ("team: {姓名: fullname}", "fullname"),
        ("team: 姓名", "team"),
        ("- team", "分段"),
        ("team: {header_row: 第二行}", "header_row"),
        ("team: {header_row: 0}", "header_row"),
        ("team: {columns: {salary: 1}}", "salary"),
        ("team: {columns: name}", "columns"),
        ("team: {姓名: name, columns: {name: 甲}}", "name"),
        ("team: {sheet: [1]}", "sheet"),
        ("team: {sheet: 没有}", "没有“没有”这一页"),
        ("team: {", "合法"),
    ],
)
def test_a_bad_map_is_a_usage_fault(tmp_path: Path, text: str, named: str) -> None:
    roster = workbook(tmp_path / "名册.xlsx", ROSTER)
    file = tmp_path / "map.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UsageFault, match=named):
        ledgers([f"team={roster}"], file)


def test_an_unreadable_ledger_is_said_so(tmp_path: Path) -> None:
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"PK\x03\x04 no package")
    binary = tmp_path / "坏.csv"
    binary.write_bytes(b"\x00\x01\xff")
    for path in (broken, binary, tmp_path / "没有.xlsx", tmp_path / "没有.csv"):
        with pytest.raises(UnreadableInput):
            ledgers([f"team={path}"])
    with pytest.raises(UnreadableInput):
        ledgers([], tmp_path / "没有.yaml")
