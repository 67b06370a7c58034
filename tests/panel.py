"""A regime in which experts judge two indicators: Bishan with 第1项 (2 points) and ★第5项 (3 points) changed."""

from __future__ import annotations

import copy
import functools
import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from zhtcli.core.rules.regime import Definition, Regime
from zhtcli.core.rules.resolve import resolve
from zhtcli.definitions import load as loading

LONG_NAME = "具有独立法人资格，在常州市境内注册，发展方向明确，具备完善的运营管理体系和孵化服务机制"
FORM = "panel-2026"
ONE, TWO = "91500120MA6ABCD128", "91320400MA1MABCD0U"


@functools.cache
def definition() -> Definition:
    shipped = loading.load("bishan")
    tree: dict[str, Any] = copy.deepcopy(dict(shipped.tree))
    tree |= {"id": "panel", "short": "试评"}
    for node in tree["indicators"]:
        if node["no"] in ("1", "5"):
            node |= {"measure": {"kind": "judged"}, "score": {"kind": "as_is"}, "bonus": node["no"] == "5"}
            node.pop("target")
            node.pop("rows", None)
        if node["no"] == "1":
            node["name"] = LONG_NAME
    return replace(shipped, id="panel", tree=tree)


@functools.cache
def regime() -> Regime:
    return resolve(definition(), {})


def ship(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Puts the regime among those that come with the program, for as long as the patch lasts."""
    regimes = folder / "regimes"
    shutil.copytree(Path(loading.__file__).parents[1] / "regimes", regimes)
    (regimes / "panel.yaml").write_text(json.dumps(definition().tree, ensure_ascii=False), encoding="utf-8")
    patch.setattr(loading, "_SHIPPED", regimes)
    forget()


def forget() -> None:
    loading.load.cache_clear()
    loading.load_regime.cache_clear()
