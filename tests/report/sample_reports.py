"""Assessments for the tests of the report: a small regime of our own, forms of it filled in by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.assessing.concluding import conclude, waived_fields
from zhtcli.core.assessing.judging import judge
from zhtcli.core.assessing.spread import Evidence, spread
from zhtcli.core.catalogue.entries import ABSURD
from zhtcli.core.catalogue.files import ENCRYPTED
from zhtcli.core.checks.schema import check_entries, compile_schema
from zhtcli.core.decision import Decision
from zhtcli.core.finding import CellRef, Finding
from zhtcli.core.forms.layout import Layout, Slot, lay_out
from zhtcli.core.forms.registers import RegisterRows
from zhtcli.core.forms.rowverdicts import Circumstances
from zhtcli.core.forms.submission import Entry, Submission
from zhtcli.core.period import Form
from zhtcli.core.rules.regime import Definition, Regime
from zhtcli.core.rules.resolve import chosen, resolve
from zhtcli.core.values import Value
from zhtcli.definitions.load import load, load_regime

USCC = "91500227MA5U5E0X4H"
OTHER_USCC = "91500120MA60A1B2CU"

CREDIT = {
    "by": "partial_credit",
    "cases": {
        "proportional": {"kind": "proportional"},
        "all_or_nothing": {"kind": "all_or_nothing"},
        "floor80": {"kind": "proportional", "floor": "0.8"},
    },
}


def _indicator(no: str, name: str, section: str, unit: str, points: str, years: str, to: str, **more: Any) -> Any:
    first, second, third = years.split()
    return {
        "no": no,
        "name": name,
        "group": "甲组",
        "section": section,
        "unit": unit,
        "unit_basis": "T",
        "points": points,
        "clause": f"附件 序号{no}",
        "basis": "T",
        "target": {
            "kind": "by_period",
            "periods": {"2025": first, "2026": second, "2027": third},
            "cumulative": {"2027": to},
            **more.pop("target", {}),
        },
        "rollup": "sum",
        "measure": {"kind": "entered", "type": "integer"},
        "score": CREDIT,
        "guidance": f"填{name}。",
        "evidence": "清单。",
        **more,
    }


TREE: dict[str, Any] = {
    "id": "demo",
    "title": "示范综合体考核指标",
    "short": "示范考核",
    "version": "1",
    "source": {
        "title": "示范综合体考核指标",
        "number": "示科〔2025〕1号",
        "issuer": "示范区",
        "published": "2025-01-02",
    },
    "periods": ["2025", "2026", "2027"],
    "horizons": ["2027"],
    "sections": [
        {"id": "一", "title": "运行条件", "points": "30", "clause": "附件 一", "basis": "T"},
        {"id": "二", "title": "创新服务", "points": "70", "clause": "附件 二", "basis": "T"},
    ],
    "fields": [
        {"key": "unit", "label": "填报单位", "type": "text", "required": True, "clause": "封面", "basis": "P"},
        {
            "key": "uscc",
            "label": "统一社会信用代码",
            "type": "code",
            "format": "uscc",
            "required": True,
            "clause": "封面",
            "basis": "P",
        },
        {"key": "as_of", "label": "核定基准日", "type": "date", "clause": "封面", "basis": "P"},
    ],
    "indicators": [
        _indicator("1", "聘请的技术专家（年累计数）", "一", "人", "10", "4 4 4", "4", rollup="latest"),
        _indicator("2", "新增综合体", "一", "个", "20", "0 0 1", "1"),
        _indicator(
            "3", "挖掘企业技术需求数量（项）", "二", "项", "30", "30 40 50", "120", pitfall="只填当年新收集的。"
        ),
        _indicator("4", "有效解决企业技术需求数量（项）", "二", "项", "20", "10 20 20", "50"),
        _indicator(
            "5",
            "研发投入强度",
            "二",
            "%",
            "10",
            "2.50 2.60 2.70",
            "2.70",
            rollup="latest",
            measure={
                "kind": "ratio",
                "numerator": "研发经费",
                "denominator": "营业收入",
                "parts_type": "money",
                "parts_unit": "万元",
            },
        ),
        _indicator("6", "新增申报高新技术企业（家）", "二", "家", "10", "4 6 10", "10", target={"counts": "to_date"}),
    ],
    "checks": [
        {
            "kind": "at_most",
            "id": "solved",
            "lesser": "4",
            "greater": "3",
            "over": "to_date",
            "sentence": "有效解决的需求（第4项）不应超过挖掘的需求（第3项）",
            "clause": "附件 序号3、4",
            "basis": "D",
        }
    ],
    "scoring": {
        "total": "100",
        "item_places": 2,
        "total_places": 2,
        "blank": "not_filled",
        "zero_target": {"by": "zero_target", "cases": {"full": "full", "exclude": "exclude", "zero": "zero"}},
        "carry": "none",
    },
    "readings": [
        {
            "key": "partial_credit",
            "title": "未完成目标时怎样给分",
            "default": "proportional",
            "options": {
                "proportional": {"label": "按完成比例给分，超额不加分"},
                "all_or_nothing": {"label": "完成给满分，未完成不给分"},
                "floor80": {"label": "完成率低于80%不给分，其余按比例"},
            },
            "clause": "附件 分值",
            "why": "原文只列分值，没有写未完成时怎样给分。",
        },
        {
            "key": "zero_target",
            "title": "目标为0的指标怎样给分",
            "default": "full",
            "options": {
                "full": {"label": "视为完成，给满分"},
                "exclude": {"label": "不参加考核，其余折算到100分"},
                "zero": {"label": "不给分"},
            },
            "clause": "附件 序号2",
            "why": "原文给目标为0的年份同样列了分值，没有写怎样计分。",
        },
    ],
    "anomalies": [
        {
            "id": "item6",
            "indicator": "6",
            "clause": "附件 序号6",
            "text": "各年目标4、6、10之和为20，累计列却印为10。",
        }
    ],
}
DEFINITION = Definition("demo", TREE, "0123456789ab", {})


def _column(key: str, label: str, type: str, **more: Any) -> Any:
    return {"key": key, "label": label, "type": type, **more}


def _needs(reason: str, *columns: str, clause: str, about: str = "rule", effect: Any = "not_counted") -> Any:
    must = {"kind": "filled", "columns": list(columns)}
    return {"must": must, "reason": reason, "clause": clause, "basis": "T", "about": about, "effect": effect}


REGISTERS: list[Any] = [
    {
        "key": "team",
        "title": "专家名册",
        "guidance": "每人一行。",
        "clause": "附件 序号1",
        "basis": "T",
        "indicators": ["1"],
        "identity": ["name", "code"],
        "since": "from",
        "until": "until",
        "columns": [
            _column("name", "姓名", "text", required=True),
            _column("from", "聘用日期", "date", required=True),
            _column("until", "离职日期", "date"),
            _column("contract", "聘用合同", "text"),
            _column("code", "身份证号", "code", format="person"),
        ],
    },
    {
        "key": "needs",
        "title": "需求清单",
        "guidance": "每条一行。",
        "clause": "附件 序号3",
        "basis": "T",
        "indicators": ["3"],
        "identity": ["subject", "title"],
        "dated": "date",
        "columns": [
            _column("subject", "企业名称", "text", required=True),
            _column("title", "需求内容", "text", required=True),
            _column("date", "日期", "date", required=True),
            _column("kind", "类别", "choice", choices=["工艺", "设备"]),
            _column("quantity", "数量", "integer", unit="项"),
            _column("evidence", "佐证材料", "text"),
        ],
    },
    {
        "key": "firms",
        "title": "企业名册",
        "guidance": "每家一行。",
        "clause": "附件 序号5",
        "basis": "T",
        "indicators": ["5"],
        "identity": ["name"],
        "columns": [
            _column("name", "企业名称", "text", required=True),
            _column("rd", "研发经费", "money", unit="万元"),
            _column("revenue", "营业收入", "money", unit="万元"),
        ],
    },
]
EVIDENCE = {"by": "missing_evidence", "cases": {"not_counted": "not_counted", "counted": "flagged"}}
RULES: dict[str, Any] = {
    "1": {
        "kind": "count",
        "register": "team",
        "distinct": [["code"], ["name"]],
        "stock": True,
        "requires": [_needs("没有聘用合同", "contract", clause="附件 序号1")],
    },
    "3": {
        "kind": "count",
        "register": "needs",
        "distinct": [["subject", "title"]],
        "quantity": "quantity",
        "requires": [
            _needs("没有写类别", "kind", clause="附件 序号3", effect="flagged"),
            _needs("没有写佐证材料", "evidence", clause="附件 序号3", about="evidence", effect=EVIDENCE),
        ],
    },
    "5": {
        "kind": "share",
        "numerator": {"kind": "total", "register": "firms", "column": "rd", "stock": True, "own_period": True},
        "denominator": {"kind": "total", "register": "firms", "column": "revenue", "stock": True, "own_period": True},
    },
}
LEDGER = Definition(
    "demo",
    {
        **TREE,
        "registers": REGISTERS,
        "indicators": [{**node, "rows": RULES.get(node["no"])} for node in TREE["indicators"]],
        "readings": [
            *TREE["readings"],
            {
                "key": "missing_evidence",
                "title": "没有写佐证的行怎样计",
                "default": "not_counted",
                "options": {"not_counted": {"label": "不计"}, "counted": {"label": "照计"}},
                "clause": "附件 佐证",
                "why": "原文没有写缺佐证的怎样处理。",
            },
        ],
    },
    "0123456789cd",
    {},
)
"""The same regime with registers behind the items 1, 3 and 5."""

PERSON, OTHER_PERSON = "500227198001010013", "500227198502020027"
"""Numbers of nobody: their check digits are wrong."""

_DAY = date(2026, 3, 15)
ROWS: dict[str, list[dict[str, Any]]] = {
    "team": [
        {"name": "张三", "from": date(2025, 1, 1), "contract": "一号", "code": PERSON},
        {"name": "张 三", "from": date(2025, 1, 1), "contract": "二号", "code": PERSON},
        {"name": "李四", "from": date(2025, 1, 1), "code": OTHER_PERSON},
        {"name": "王五", "from": date(2025, 1, 1), "until": date(2026, 6, 30), "contract": "四号"},
    ],
    "needs": [
        {"subject": "甲厂", "title": f"第{n}条", "date": _DAY, "kind": "工艺", "evidence": "一.pdf"}
        for n in range(1, 21)
    ]
    + [
        {
            "subject": "甲厂",
            "title": "成批",
            "date": _DAY,
            "quantity": Decimal(18),
            "kind": "设备",
            "evidence": "二.pdf",
        },
        {"subject": "甲厂", "title": "第1条", "date": _DAY, "kind": "工艺", "evidence": "三.pdf"},
        {"subject": "甲厂", "title": "早的", "date": date(2024, 12, 31), "kind": "工艺", "evidence": "四.pdf"},
        {"subject": "甲厂", "title": "无日期", "kind": "工艺", "evidence": "五.pdf"},
        {"subject": "甲厂", "title": "无类别", "date": _DAY, "evidence": "六.pdf"},
    ]
    + [{"subject": "乙厂", "title": f"缺{n}", "date": _DAY, "kind": "工艺"} for n in range(1, 13)],
    "firms": [
        {"name": "甲厂", "rd": Decimal(30), "revenue": Decimal(1000)},
        {"name": "乙厂", "rd": Decimal("20.5"), "revenue": Decimal(1000)},
    ],
}
"""39 of item 3 count: 20, a batch of 18, one without its kind. 12 lack evidence, three are nothing for this year."""


def filled_rows(regime: Regime, rows: Mapping[str, list[dict[str, Any]]]) -> dict[str, RegisterRows]:
    """Registers as they are read: from row 5 on, in the order of their columns."""
    filled = {}
    for key, told in rows.items():
        columns = regime.register(key).columns
        filled[key] = RegisterRows(
            key,
            f"台账_{regime.register(key).title}",
            tuple(range(5, 5 + len(told))),
            {column.key: [row.get(column.key) for row in told] for column in columns},
            {column.key: place for place, column in enumerate(columns, 1)},
        )
    return filled


GOOD: dict[str, Any] = {
    "1": {"2025": "4", "2026": "4"},
    "2": {"2025": "0", "2026": "0"},
    "3": {"2025": "31", "2026": "42"},
    "4": {"2025": "10", "2026": "20"},
    "5": {"2025": "2.5", "2026": {"numerator": "260", "denominator": "10000"}},
    "6": {"2025": "4", "2026": "2"},
}
"""Every target of 2025 and 2026 reached."""

MIXED: dict[str, Any] = {
    "1": {"2025": "4", "2026": "3"},
    "2": {"2025": "0", "2026": "0"},
    "3": {"2025": "31", "2026": "1001"},
    "4": {"2025": "10"},
    "5": {"2025": "2.5", "2026": {"numerator": "250", "denominator": "0"}},
    "6": {"2025": "4", "2026": {"value": "1", "self_score": "10"}},
}
"""A blank, a denominator of zero, a figure that is absurd, one that falls short, a self-score that is too high."""


def submission(layout: Layout, figures: Mapping[str, Any], *, file: str, unit: str, uscc: str = USCC) -> Submission:
    """A form with these figures typed into it: number -> period -> figure, or its parts."""
    told: dict[Slot, str] = {Slot("field", "unit"): unit, Slot("field", "uscc"): uscc}
    for no, by_period in figures.items():
        for period, figure in by_period.items():
            for part, raw in (figure if isinstance(figure, Mapping) else {"value": figure}).items():
                told[Slot("indicator", no, period, part)] = raw
    entries = {}
    for slot, place in layout.places.items():
        raw = told.get(slot, "")
        value: Value = None
        if raw:
            value = Decimal(raw) if slot.owner == "indicator" else raw
        entries[slot] = Entry(slot, "filled" if raw else "blank", value, raw, place.at)
    return Submission(
        file=file, sha256="ab" * 32, form=layout.form, version="1", digest=DEFINITION.digest, entries=entries
    )


_SCHEMAS: dict[object, Any] = {}


def _schema(regime: Regime, layout: Layout, key: object) -> Any:
    """Compiled once: it takes longer than everything that the report does."""
    if key not in _SCHEMAS:
        _SCHEMAS[key] = compile_schema(regime, layout)
    return _SCHEMAS[key]


def assess(
    figures: Mapping[str, Any],
    *,
    file: str = "甲公司.xlsx",
    unit: str = "示范区甲公司",
    uscc: str = USCC,
    period: str = "2026",
    readings: Mapping[str, str] | None = None,
    with_spread: bool = False,
    definition: Definition = DEFINITION,
    as_of: date | None = None,
    rows: Mapping[str, list[dict[str, Any]]] | None = None,
    decisions: Sequence[Decision] = (),
) -> Assessment:
    """The assessment of a form with these figures, through the core's own verbs."""
    decided = dict(readings or {})
    regime = resolve(definition, decided)
    layout = lay_out(regime, Form(regime.id, period))
    handed_in = replace(
        submission(layout, figures, file=file, unit=unit, uscc=uscc), registers=filled_rows(regime, rows or {})
    )
    schema = _schema(regime, layout, (definition.id, tuple(sorted(decided.items())), period))
    (entry_findings,) = check_entries(regime, layout, schema, [handed_in])
    other = resolve(definition, {**decided, "missing_evidence": "counted"}) if rows else None
    judged = judge(regime, layout, handed_in, entry_findings, other_evidence=other, as_of=as_of, decisions=decisions)
    done = conclude(
        regime,
        judged,
        version=definition.version,
        digest=definition.digest,
        readings=chosen(definition, decided),
        decided_readings=decided,
        as_of=as_of,
    )
    if with_spread:
        waived = waived_fields(regime, handed_in)
        done = replace(
            done,
            spread=spread(
                definition,
                decided,
                Evidence(judged.reported, handed_in, Circumstances(period), waived, judged.decided),
            ),
        )
    return done


@cache
def bishan() -> Assessment:
    """The last form of the shipped regime: every target reached, one indicator blank, with the spread."""
    definition = load("bishan")
    indicators = load_regime("bishan").indicators
    figures = {i.no: {period: str(target) for period, target in i.target.periods.items()} for i in indicators}
    del figures["12"]
    return assess(figures, definition=definition, period="2029", with_spread=True)


def mixed(**more: Any) -> Assessment:
    return assess(MIXED, **more)


def good(**more: Any) -> Assessment:
    return assess(GOOD, **{"file": "乙 公司（新）.xlsx", "unit": "示范区乙公司", "uscc": OTHER_USCC, **more})


def ledger(**more: Any) -> Assessment:
    """A form with registers: what they come to differs from what was reported."""
    return assess(GOOD, **{"definition": LEDGER, "rows": ROWS, **more})


def refused(file: str = "丙公司.xlsx") -> Assessment:
    """A file that could not be read."""
    return Assessment(file=file, sha256="cd" * 32, findings=(ENCRYPTED.found(),), refused=True)


HOSTILE = '=1+1\n::error::\x1b[31m|<b>]]>%0A\u202e\ufffe&"'


def hostile() -> Finding:
    """A finding whose cell holds what would break a line, a terminal, a table, a formula, a workflow command."""
    return ABSURD.found(
        CellRef("=表,:\x07", 9, 5),
        raw=HOSTILE,
        indicator="3",
        field="value",
        label="第3项",
        target="50",
    )
