"""The scripts of tools/ notice what they are there to notice."""

from __future__ import annotations

import importlib.util
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent

PAGE = """\
<!-- setup: zht fill bishan-2026 -o a.xlsx -->
Text.

<!-- run: zht regimes -->
```console
$ zht old
old
```

<!-- run exit=1 head=2: zht validate a.xlsx -->
```
old
```
"""


def tool(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def docs_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script, with a `zht` that prints its arguments and three lines more, and ends with 1 for validate."""
    stand_in = tmp_path / "zht"
    stand_in.write_text('#!/bin/sh\necho "$PWD $*"\necho two\necho three\n[ "$1" != validate ]\n')
    stand_in.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    return tool("docs_check")


def test_blocks_are_refreshed_and_then_stay(docs_check: ModuleType) -> None:
    after, blocks = docs_check.refreshed(PAGE)
    assert blocks == 2
    assert "```console\n$ zht regimes\n… regimes\ntwo\nthree\n```\n" in after
    assert "```\n… validate a.xlsx\ntwo\n…\n```\n" in after
    assert docs_check.refreshed(after) == (after, 2)


@pytest.mark.parametrize(
    ("page", "complaint"),
    [
        ("<!-- run: zht validate a -->\n```\n```\n", "exit code 1, expected 0"),
        ("<!-- run: zht show a -->\nno block\n", "no fenced block"),
        ("<!-- run: rm a -->\n```\n```\n", "only zht commands"),
        ("<!-- run tail=3: zht show a -->\n```\n```\n", "unknown option tail"),
        ("<!-- run zht show a -->\n```\n```\n", "is not written as this check reads it"),
    ],
)
def test_a_page_that_cannot_be_checked_is_a_fault(docs_check: ModuleType, page: str, complaint: str) -> None:
    with pytest.raises(docs_check.Fault, match=complaint):
        docs_check.refreshed(page)


def test_kept_workbooks_are_compared_part_by_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    difference = tool("generate").difference

    def package(name: str, content: str, packing: int) -> Path:
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", packing) as target:
            target.writestr(zipfile.ZipInfo("sheet1.xml"), content, packing)
        return path

    kept = package("kept.xlsx", "1" * 99, zipfile.ZIP_DEFLATED)
    repacked = package("repacked.xlsx", "1" * 99, zipfile.ZIP_STORED)
    changed = package("changed.xlsx", "2" * 99, zipfile.ZIP_DEFLATED)
    assert difference(kept, kept) is None
    assert difference(kept, changed) == "differs in sheet1.xml"
    assert difference(tmp_path / "none.xlsx", kept) == "is missing"
    monkeypatch.setenv("CI", "true")
    assert difference(kept, repacked) == "has the same parts in other bytes"
    monkeypatch.delenv("CI")
    assert difference(kept, repacked) is None
