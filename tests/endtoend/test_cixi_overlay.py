"""A paper of the user's own laid over Cixi's form: points beside money and consequences, and what readings move."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from endtoend.runner import zht

OVERLAY = """overlay: xize
title: 综合体细则
regime: cixi-complex
source: 《综合体细则》
clause: 第二条
total: 100
score: {kind: proportional}
indicators: {"1": {points: 50}, "2": {points: 50}}
grades: [{name: 好, from: 80}, {name: 差, from: 0}]
"""
DATA: dict[str, Any] = {
    "form": "cixi-complex-2026",
    "fields": {
        "unit": "慈溪市某某协会",
        "uscc": "12330282688011591A",
        "level": "慈溪市级",
        "cycle_start": "2025-01-01",
        "filler": "某某",
        "filled_on": "2027-03-01",
        "granted": 50,
        "above_scale_firms": 100,
    },
    "indicators": {
        "1": {"2026": {"value": 80, "pledged": 100}, "2029": {"pledged": 160}},
        "2": {"2026": {"numerator": 10, "denominator": 400, "pledged": 20}, "2029": {"pledged": 20}},
        **{no: {"2026": {"value": 10, "pledged": 10}, "2029": {"pledged": 10}} for no in "345"},
    },
    "registers": {
        "events": [{"year": 2026, "date": "2027-02-01", "kind": "annual", "grade": "合格"}],
        "spending": [
            {"date": "2026-03-01", "purpose": "平台及展厅", "payee": "甲公司", "amount": 30},
            {"date": "2026-06-30", "purpose": "专职薪酬", "payee": "张三", "amount": 16, "full_time": True},
        ],
    },
}


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """The form and the paper."""
    data, form, overlay = tmp_path / "数据.json", tmp_path / "表.xlsx", tmp_path / "细则.yaml"
    data.write_text(json.dumps(DATA, ensure_ascii=False), encoding="utf-8")
    overlay.write_text(OVERLAY, encoding="utf-8")
    assert zht("fill", "cixi-complex-2026", data, "-o", form).code == 0
    return form, overlay


def test_points_grants_and_consequences_stand_in_one_text(files: tuple[Path, Path]) -> None:
    """80/100 × 50 = 40; 2.5 %/20 % × 50 = 6.25; 30 + 16 = 46."""
    form, overlay = files
    told = zht("score", form, "--overlay", overlay).out
    assert "46.25" in told
    assert "460,000.00" in told
    assert "建设单位与依托单位资格予以保留" in told


def test_the_spread_knows_pledges_and_measures_anew(files: tuple[Path, Path]) -> None:
    """Of 100 enterprises above scale 10 are 10 %, half of what was pledged: 40 + 25 = 65."""
    form, overlay = files
    ran = zht("score", form, "--overlay", overlay, "--spread", "--format", "json")
    spread = ran.assessment["spread"]
    year = spread["2026"]
    moved = {f"{one['reading']}={one['option']}": one["total"] for one in year["moves"] if one["total"] != 46.25}
    assert moved == {"high_tech_base=above_scale": 65}
    assert (year["low"], year["high"]) == (46.25, 65)
    grants = spread["grants"]
    assert (grants["low"], grants["high"]) == (450_000, 460_000)


def test_an_indicator_is_explained_beside_grants(files: tuple[Path, Path]) -> None:
    form, overlay = files
    told = zht("explain", form, "2", "--overlay", overlay)
    assert told.code == 0
    assert "50 分 × 2.5 ÷ 20 = 6.25 分" in told.out
    assert "运营经费补贴" in zht("explain", form, "operating-2026", "--overlay", overlay).out
