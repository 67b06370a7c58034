"""What a finding code means and how to mend it (`zht rule`)."""

from __future__ import annotations

import string
from typing import Any

from zhtcli.core.catalogue import CATALOGUE
from zhtcli.core.finding import SEVERITY_WORDS, Rule
from zhtcli.report.json.assessment import dumped
from zhtcli.report.text.columns import Paint, hanging, table
from zhtcli.report.text.lines import joined_up

FAMILIES = {
    "FILE": "文件",
    "FORM": "表单",
    "CELL": "单元格",
    "ENTRY": "填报内容",
    "CHECK": "勾稽关系",
    "REGISTER": "台账",
    "ROW": "台账的行",
    "DECISION": "裁定",
    "SCORE": "计分",
}


def explain_rule(code: str, *, width: int = 80, color: bool = False) -> str:
    """One code in full; case does not matter. Raises KeyError for an unknown code."""
    rule = CATALOGUE[code.strip().upper()]
    paint = Paint(color)
    lines = [paint(f"{rule.code} {rule.title}", "bold"), f"程度：{SEVERITY_WORDS[rule.severity]}{_weight(rule)}"]
    lines += hanging("含义：", rule.meaning, width)
    lines += hanging("提示语：", _template(rule.message), width)
    lines += hanging("处理办法：", _template(rule.hint), width)
    return joined_up(lines)


def list_rules(*, width: int = 80, color: bool = False) -> str:
    """Every code by family."""
    paint = Paint(color)
    lines: list[str] = []
    for family, rules in by_family().items():
        lines += ["", paint(f"{FAMILIES.get(family, family)}（ZHT-{family}-…）", "bold")]
        rows = [(rule.code, SEVERITY_WORDS[rule.severity], rule.title) for rule in rules]
        lines += table(("代码", "程度", "标题"), rows, align="lll", width=width, elastic=2, paint=paint)
    lines += ["", "看某个代码的含义和处理办法：zht rule 代码"]
    return joined_up(lines)


def rules_json(code: str | None = None) -> str:
    """One code, or all of them, as JSON. Raises KeyError."""
    if code is not None:
        return dumped(_object(CATALOGUE[code.strip().upper()]))
    return dumped({"rules": [_object(rule) for rules in by_family().values() for rule in rules]})


def by_family() -> dict[str, list[Rule]]:
    """The rules by the middle part of their code, the known families first, each in the catalogue's order."""
    families: dict[str, list[Rule]] = {family: [] for family in FAMILIES}
    for rule in CATALOGUE.values():
        families.setdefault(family_of(rule.code), []).append(rule)
    return {family: rules for family, rules in families.items() if rules}


def family_of(code: str) -> str:
    """`ZHT-CELL-UNCACHED` is of the family CELL."""
    return code.split("-")[1]


def _weight(rule: Rule) -> str:
    if rule.refuses:
        return "，文件不再处理"
    return "，不计分" if rule.stops_score else ""


def _template(text: str) -> str:
    """A template with a mark where the place, the figure or the name of a case will stand."""
    parts = []
    for literal, name, _, _ in string.Formatter().parse(text):
        parts.append(literal + ("" if name is None else "〔…〕"))
    return "".join(parts)


def _object(rule: Rule) -> dict[str, Any]:
    return {
        "code": rule.code,
        "severity": rule.severity,
        "family": family_of(rule.code),
        "title": rule.title,
        "message": rule.message,
        "hint": rule.hint,
        "meaning": rule.meaning,
        "refuses": rule.refuses,
        "stops_score": rule.stops_score,
    }
