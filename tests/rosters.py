"""Registers of Changzhou written as short as a lawyer would put them down, spelled out as rows.

入驻主体 is told in numbers (企业 20、团队 20、主导产业 30…): each kind of subject is taken from the top of the list,
where the firms stand. All other registers are lines of words, one line a row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from zhtcli.core.decision import Decision
from zhtcli.core.figures.expertscore import ExpertScore

UNIT = "常州龙城智谷科创综合体有限公司"
USCC = "91320411MA1XCQ005G"
"""The unit's code, its check digits right."""

COVER: dict[str, Any] = {
    "unit": UNIT,
    "uscc": USCC,
    "as_of": "2026-06-30",
    "registered_address": "江苏省常州市新北区龙锦路1001号",
    "project_start": "2024-01-01",
    "project_end": "2026-06-30",
    "area_own": 10000,
    "area_managed": 20000,
    "area_leased": 10000,
    "area_used": 30000,
    "filler": "周婷",
    "reviewer": "吴刚",
    "head": "郑宏",
    "filled_on": "2026-07-01",
}
STANDARD: dict[str, Any] = {
    "企业": 20, "团队": 20, "主导产业": 30, "科小": 6, "培育库": 5, "两样都有": 1, "高企": 5, "数字经济": 1,
    "高层次人才": 8, "有效知识产权": 12, "就业人数": 400, "硕士以上": 40,
}  # fmt: skip
"""Forty subjects that meet every threshold exactly, and no more."""
JUDGED = {"1": 4, "5": 5, "10": 4, "11": 4, "13": 4, "17": 4}
"""What experts judge, with the most they can give."""

REGISTERS = {
    "知识产权": ("ip_rights", ("holder", "kind", "number", "granted_on", "in_force")),
    "成果奖励": ("awards", ("key", "title", "date")),
    "人才计划": ("talents", ("key", "level", "date", "team")),
    "孵化载体": ("carriers", ("key", "kind", "level", "date")),
    "独角兽瞪羚": ("unicorns", ("key", "level", "date")),
    "融资案例": ("finance_cases", ("enterprise", "institution", "contract", "amount", "date")),
}
"""Title -> key, and the columns in the order of the words of a line; 无 leaves one blank."""
WORDS: dict[str, Any] = {"有效": True, "失效": False, "无": None}
FIELDS = {
    "自有": "area_own",
    "受托": "area_managed",
    "租赁": "area_leased",
    "使用": "area_used",
    "就业人数": "employees",
    "硕士以上": "employees_masters",
    "核定基准日": "as_of",
    "实施期开始": "project_start",
    "实施期结束": "project_end",
}
"""Fields of the cover by short names; any other goes by its key."""


def data_of(case: Mapping[str, Any]) -> dict[str, Any]:
    """The case as `fill` takes it."""
    told: Mapping[str, Any] = case.get("台账") or {}
    registers = {"entities": _entities(told.get("入驻主体", {}))}
    for title, lines in {"融资案例": _loans(10), **told}.items():
        if title != "入驻主体":
            key, columns = REGISTERS[title]
            registers[key] = [_row(key, columns, line) for line in lines]
    cover = {FIELDS.get(key, key): value for key, value in (case.get("封面") or {}).items()}
    fields = {**COVER, **cover}
    return {
        "form": "changzhou",
        "fields": {key: _number(value) for key, value in fields.items() if value != "空白"},
        "indicators": dict(case.get("填报") or {}),
        "registers": registers,
    }


def experts_of(case: Mapping[str, Any]) -> list[ExpertScore]:
    """`{指标: {专家: 得分}}`; 满分 stands for one expert who gives all that there is, but no bonus.

    A list of points is what one expert gave one after the other.
    """
    told = case.get("专家") or {}
    if told == "满分":
        told = {no: {"甲": str(most)} for no, most in JUDGED.items() if no != "5"}
    return [
        ExpertScore(unit=USCC, no=no, expert=expert, score=Fraction(points), reason="见评审意见")
        for no, scores in told.items()
        for expert, given in scores.items()
        for points in (given if isinstance(given, list) else [given])
    ]


def decisions_of(case: Mapping[str, Any]) -> list[Decision]:
    """`[{项, 行, 值, 理由}]`: 计入 and 不计入 are about a row, a figure about the indicator."""
    words = {"计入": True, "不计入": False}
    return [
        Decision(
            unit=USCC,
            no=one["项"],
            row=one.get("行"),
            value=words[one["值"]] if one["值"] in words else Fraction(one["值"]),
            reason=one.get("理由", "现场核查"),
            by="评审组",
            date="2026-07-20",
        )
        for one in case.get("裁定") or ()
    ]


def _entities(told: Mapping[str, Any] | Sequence[Any] | str) -> list[dict[str, Any]]:
    """The roster: 无 for none, else numbers that replace those of the standard one, and 另有 with rows as they are."""
    if told == "无":
        return []
    assert isinstance(told, Mapping)
    numbers = {**STANDARD, **told}
    more = numbers.pop("另有", [])
    firms, teams = numbers.pop("企业"), numbers.pop("团队")
    rows = [_subject("企业", number) for number in range(1, firms + 1)]
    rows += [_subject("团队", number) for number in range(1, teams + 1)]
    year, issued = numbers.pop("科小年度", 2026), numbers.pop("发证日期", "2024-03-15")
    sme, both = numbers.pop("科小"), numbers.pop("两样都有")
    for place, row in enumerate(rows):
        row["main_industry"] = place < numbers["主导产业"]
        row["talent"] = place < numbers["高层次人才"]
        row["ip"] = place < numbers["有效知识产权"]
        row["pool"] = sme - both <= place < sme - both + numbers["培育库"]
        row["digital"] = place < numbers["数字经济"]
        if place < sme:
            row["sme_year"] = year
        if place < numbers["高企"]:
            row["hte_date"] = issued
    for column, label in (("staff", "就业人数"), ("masters", "硕士以上")):
        if numbers[label] != "空白":
            for row, share in zip(rows, _spread(numbers[label], len(rows)), strict=True):
                row[column] = share
    kinds = {"团队" if "团队" in str(row.get("name")) else "企业" for row in more}
    assert kinds <= {"企业", "团队"}
    return rows + [{"kind": "团队" if "团队" in row["name"] else "企业", **row} for row in more]


def _subject(kind: str, number: int) -> dict[str, Any]:
    return {"kind": kind, "name": f"{kind}{number:02}"}


def _spread(total: int, parts: int) -> Iterator[int]:
    """A total over so many subjects, as even as it goes."""
    for place in range(parts):
        yield total // parts + (place < total % parts)


def _loans(number: int) -> list[str]:
    return [f"企业{place:02} 江南银行 HT-{place:02} 100 2025-05-20" for place in range(1, number + 1)]


def _row(key: str, columns: Sequence[str], line: str) -> dict[str, Any]:
    """A line of words as a row; every row names its evidence, as what it is worth without is not the question here."""
    words = [WORDS.get(word, word) for word in line.split()]
    row = dict(zip(columns, words, strict=False))
    assert len(words) <= len(columns), line
    if "amount" in row:
        row["amount"] = _number(row["amount"])
    if key == "talents":
        row["name"] = row["key"]
    return row if key == "ip_rights" else {**row, "evidence": f"附件 {line}"}


def _number(value: Any) -> Any:
    """Figures of a case are texts, so that they stay exact."""
    if isinstance(value, str) and value.replace(".", "", 1).isdigit():
        return float(value) if "." in value else int(value)
    return value
