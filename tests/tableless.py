"""A document without indicators, as the tests need one: fields on the cover and a page, and two registers."""

from __future__ import annotations

import functools
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from zhtcli.core.forms.layout import Layout, lay_out
from zhtcli.core.period import Form
from zhtcli.core.rules.regime import Definition, Regime
from zhtcli.definitions import load as loading

FORM = "shop"
YEARLY = "rent-2026"
FUNCTIONS = ("研发设计", "小试中试", "通用制造", "市场营销", "投融资")


def _at(clause: str) -> dict[str, str]:
    return {"clause": clause, "basis": "T"}


def _fields() -> list[dict[str, Any]]:
    cover = loading.load("changzhou").tree["fields"]
    asked: list[dict[str, Any]] = [
        {"key": "functions", "label": "创新功能", "type": "choices", "required": True, "choices": list(FUNCTIONS)},
        {"key": "listed_on", "label": "入库日期", "type": "date", "required": True},
        {"key": "applied_on", "label": "申请日期", "type": "date"},
        {"key": "area", "label": "公共服务面积", "type": "number", "unit": "平方米"},
        {"key": "invested", "label": "投资额", "type": "money", "unit": "万元"},
        {"key": "equipment", "label": "设备投资", "type": "money", "unit": "万元"},
        {"key": "works", "label": "其他投资", "type": "money", "unit": "万元"},
        {"key": "resident", "label": "在本区实地经营", "type": "boolean"},
        {"key": "special", "label": "一事一议", "type": "choice", "choices": ["是", "否"]},
        {"key": "special_note", "label": "一事一议的理由", "type": "text"},
    ]
    shared = {"unit", "uscc", "filler", "filled_on"}
    kept = [field for field in cover if field["key"] in shared]
    kept.append({"key": "theme", "label": "产业方向", "type": "choices", "choices": ["新能源", "新材料"], **_at("三")})
    return kept + [{"guidance": "照实填写。", "page": "conditions", **_at("三（一）"), **field} for field in asked]


def _registers() -> list[dict[str, Any]]:
    return [
        {
            "key": "service",
            "title": "服务",
            "guidance": "每次服务一行。",
            "identity": ["user", "served_on"],
            "indicators": [],
            "dated": "served_on",
            "columns": [
                {"key": "user", "label": "服务对象", "type": "text", "required": True},
                {"key": "served_on", "label": "服务日期", "type": "date", "required": True},
                {"key": "fee", "label": "服务费", "type": "money", "unit": "万元"},
                {"key": "kinds", "label": "服务类别", "type": "choices", "choices": ["检测", "设计", "中试"]},
            ],
            **_at("三（二）6"),
        },
        {
            "key": "cases",
            "title": "案例",
            "guidance": "每个案例一行。",
            "identity": ["name"],
            "indicators": [],
            "columns": [
                {"key": "name", "label": "案例名称", "type": "text", "required": True},
                {"key": "amount", "label": "融资额", "type": "money", "unit": "万元"},
                {"key": "remark", "label": "情况说明", "type": "text"},
            ],
            **_at("三（二）8"),
        },
    ]


def _tree(id: str, **more: Any) -> dict[str, Any]:
    return {
        "id": id,
        "title": "创新平台认定申报表",
        "short": "平台认定",
        "version": "1",
        "source": {"title": "认定办法", "number": "试〔2026〕1号", "issuer": "某区科技局", "published": "2026-01-01"},
        "sections": [],
        "pages": [{"id": "conditions", "title": "认定条件", "guidance": "逐项照实填写。", **_at("三")}],
        "fields": _fields(),
        "indicators": [],
        "registers": _registers(),
        "checks": [
            {
                "kind": "required_when",
                "id": "why",
                "sentence": "一事一议的写明理由",
                "field": "special_note",
                "when": "special",
                "holds": "是",
                **_at("三（二）10"),
            },
            {
                "kind": "fields_add_up",
                "id": "adds_up",
                "sentence": "投资额等于各项之和",
                "whole": "invested",
                "parts": ["equipment", "works"],
                **_at("六（三）1"),
            },
            {
                "kind": "ordered",
                "id": "in_order",
                "sentence": "先入库，后申请",
                "fields": ["listed_on", "applied_on"],
                **_at("三（二）1"),
            },
        ],
        "instructions": [{"title": "怎样填", "text": "先填封面，再填“认定条件”页和台账。"}],
        **more,
    }


@functools.cache
def trees() -> dict[str, dict[str, Any]]:
    """One document that is applied once, and one by years."""
    return {"shop": _tree("shop"), "rent": _tree("rent", periods=["2026", "2027"])}


@functools.cache
def regime(id: str = "shop") -> Regime:
    return loading.settled(Definition(id, trees()[id], "0" * 12, {}), {})


def layout(name: str = FORM) -> Layout:
    form = Form.parse(name)
    assert form is not None
    return lay_out(regime(form.regime), form)


def ship(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Puts the documents among those that come with the program, for as long as the patch lasts."""
    regimes = folder / "regimes"
    shutil.copytree(Path(loading.__file__).parents[1] / "regimes", regimes)
    for id, tree in trees().items():
        (regimes / f"{id}.yaml").write_text(json.dumps(tree, ensure_ascii=False), encoding="utf-8")
    patch.setattr(loading, "_SHIPPED", regimes)
    forget()


def forget() -> None:
    loading.load.cache_clear()
    loading.load_regime.cache_clear()


def data(form: str = FORM) -> dict[str, Any]:
    """A form without a fault."""
    return {
        "form": form,
        "fields": {
            "unit": "甲平台有限公司",
            "uscc": "91330400MA5U000000",
            "filler": "张三",
            "filled_on": "2026-10-12",
            "theme": ["新材料"],
            "functions": ["研发设计", "投融资"],
            "listed_on": "2026-01-05",
            "applied_on": "2026-03-01",
            "area": 1200,
            "invested": 100,
            "equipment": 70,
            "works": 30,
            "resident": True,
            "special": "否",
        },
        "registers": {
            "service": [
                {"user": "乙公司", "served_on": "2026-02-01", "fee": 3.5, "kinds": ["检测", "中试"]},
                {"user": "丙公司", "served_on": "2026-02-03"},
            ],
            "cases": [{"name": "某应用", "amount": 12}],
        },
    }
