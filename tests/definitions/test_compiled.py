"""Compiled definitions: the same as the YAML, and never believed once the YAML has changed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from zhtcli.core.rules.resolve import resolve
from zhtcli.definitions.compiled import FOLDER, compiled, write_compiled
from zhtcli.definitions.load import load, parsed, shipped

REGIMES = Path(__file__).parents[2] / "src" / "zhtcli" / "regimes"


@pytest.mark.parametrize("name", shipped())
def test_a_compiled_definition_is_what_its_file_says(name: str) -> None:
    quick = compiled(REGIMES, name, lambda: parsed(name))
    assert quick is not None, "make definitions"
    slow = parsed(name)
    assert (quick.id, quick.digest, quick.version) == (slow.id, slow.digest, slow.version)
    assert resolve(quick) == resolve(slow)
    assert dict(quick.lines) == dict(slow.lines)
    assert load(name).digest == slow.digest


@pytest.mark.parametrize("changed", ["changzhou.yaml", "shared/cover.yaml", "sources.yaml"])
def test_a_changed_file_makes_the_compiled_one_worthless(changed: str, tmp_path: Path) -> None:
    folder = tmp_path / "regimes"
    shutil.copytree(REGIMES, folder)
    assert compiled(folder, "changzhou", lambda: parsed("changzhou")) is not None
    file = folder.joinpath(*changed.split("/"))
    file.write_text(file.read_text(encoding="utf-8") + "\n# 改动\n", encoding="utf-8")
    assert compiled(folder, "changzhou", lambda: parsed("changzhou")) is None


def test_other_line_ends_are_no_change(tmp_path: Path) -> None:
    folder = tmp_path / "regimes"
    shutil.copytree(REGIMES, folder)
    file = folder / "bishan.yaml"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert compiled(folder, "bishan", lambda: parsed("bishan")) is not None


@pytest.mark.parametrize("text", ["", "{", "[]x"])
def test_a_broken_compiled_file_is_passed_over(text: str, tmp_path: Path) -> None:
    folder = tmp_path / "regimes"
    shutil.copytree(REGIMES, folder)
    (folder / FOLDER / "bishan.json").write_text(text, encoding="utf-8")
    assert compiled(folder, "bishan", lambda: parsed("bishan")) is None


def test_compiling_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    definitions = {"bishan": parsed("bishan")}
    (one,) = write_compiled(REGIMES, definitions, tmp_path / "a")
    (two,) = write_compiled(REGIMES, definitions, tmp_path / "b")
    assert one.read_bytes() == two.read_bytes()
    assert json.loads(one.read_text(encoding="utf-8"))["files"].keys() >= {"bishan.yaml", "shared/cover.yaml"}
