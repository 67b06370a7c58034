"""What follows in LibreOffice from a figure typed over 完成情况, and whose amounts an overview picks out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from workbook.recalculating import Cells, changed, differences, faults, recalculated, stripped, values
from zhtcli.core.assessing.assessment import Assessment
from zhtcli.definitions.overlaid import overlaid
from zhtcli.workbook.result import write_result
from zhtcli.workflow.assessing import assess_one
from zhtcli.workflow.choices import Choices
from zhtcli.workflow.forming import fill_form

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
Data = dict[str, Any]
Change = Callable[[Data], None]


def sample(name: str, *changes: Change) -> Data:
    data: Data = json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    for change in changes:
        change(data)
    return data


def assessed(data: Data, folder: Path, choices: Choices | None = None) -> Assessment:
    file = folder / "form.xlsx"
    file.write_bytes(fill_form(data["form"], data))
    assessment, _ = assess_one(file, choices)
    return assessment


def told(no: str, year: str, **figures: float | None) -> Change:
    """Figures of a year of one indicator."""

    def change(data: Data) -> None:
        data["indicators"].setdefault(no, {}).setdefault(year, {}).update(figures)

    return change


def row(number: int, **figures: float | None) -> Change:
    """Figures of a row of one's own targets."""

    def change(data: Data) -> None:
        data["registers"]["targets"][number].update(figures)

    return change


def last_year(data: Data) -> None:
    """The form of the cycle's last year; the pledge stands in its plan."""
    data["form"] = "cixi-complex-2030"
    data["fields"] |= {"filled_on": "2030-03-01"}
    data["registers"] = {}
    data["indicators"] = {"1": {"2030": {"value": 1400, "pledged": 1500}}}


def typed(book: bytes, cell: str, figure: str) -> bytes:
    """The result with a figure typed over a cell of its second sheet, as a person would; nothing is stored any more."""

    def over(text: str) -> str:
        there = rf'<c r="{cell}"(?P<style> s="[0-9]+")?[^>]*?(?:/>|>.*?</c>)'
        text, count = re.subn(there, rf'<c r="{cell}"\g<style>><v>{figure}</v></c>', text)
        assert count == 1
        return text

    return stripped(changed(book, over, "xl/worksheets/sheet2"))


def alive(book: bytes) -> Cells:
    """Figures and words of 完成情况, the figures of 计分表, and on 总览 what it tells of the same indicators."""
    cells = values(book)
    names = {value for (sheet, line, at), value in cells.items() if (sheet, at) == ("完成情况", 2) and line > 3}
    labels = {
        line: value
        for (sheet, line, at), value in cells.items()
        if (sheet, at) == ("总览", 1) and str(value).partition("（")[0] in names
    }
    # a list above may have become longer: lines of the overview go by what they are about
    again = {(f"总览 {labels[line]}", 1, at): value
             for (sheet, line, at), value in cells.items() if sheet == "总览" and line in labels}  # fmt: skip
    own = {
        (sheet, line, at): value
        for (sheet, line, at), value in cells.items()
        if sheet == "完成情况" or (sheet == "计分表" and isinstance(value, float))
    }
    assert len(labels) == len(names)
    return {**own, **again}


CASES: Mapping[str, tuple[Data, Change, str, str]] = {
    "more than the plan": (sample("cixi/complex-2026"), told("1", "2026", value=1400), "H4", "1400"),
    "a share that reaches the pledge": (
        sample("cixi/complex-2026"), told("2", "2026", numerator=507), "H5", "0.195",
    ),
    "a plan": (sample("cixi/complex-2026"), told("5", "2026", pledged=6000), "G8", "6000"),
    "a plan of nothing": (sample("cixi/complex-2026"), told("5", "2026", pledged=0), "G8", "0"),
    "a pledge": (sample("cixi/complex-2026"), told("5", "2030", pledged=5000), "M8", "5000"),
    "a figure that was blank": (
        sample("cixi/complex-2026", told("5", "2026", value=None)), told("5", "2026", value=5399), "H8", "5399",
    ),
    "the last year": (sample("cixi/complex-2026", last_year), told("1", "2030", value=1500), "T4", "1500"),
    "a target of one's own": (sample("cixi/center-2028"), row(2, actual=26), "N5", "26"),
}  # fmt: skip


@pytest.mark.office
def test_a_figure_typed_over_what_was_reached_moves_what_follows_as_in_the_form(soffice: str, tmp_path: Path) -> None:
    before, given, wanted = {}, {}, {}
    for name, (data, change, cell, figure) in CASES.items():
        before[name] = write_result(assessed(data, tmp_path), "1.0")
        given[name] = typed(before[name], cell, figure)
        data = json.loads(json.dumps(data))
        change(data)
        wanted[name] = write_result(assessed(data, tmp_path), "1.0")
    scored = Choices(overlay=overlaid(SAMPLES / "overlays" / "cixi-shili.yaml"))
    before["points"] = write_result(assessed(sample("cixi/complex-2026"), tmp_path, scored), "1.0")
    given["points"] = typed(before["points"], "F5", "1100")
    less = sample("cixi/complex-2026", told("1", "2026", value=1100))
    wanted["points"] = write_result(assessed(less, tmp_path, scored), "1.0")

    made = recalculated(soffice, given, tmp_path)
    for name, path in made.items():
        after = path.read_bytes()
        assert alive(after) != alive(before[name]), name
        assert not differences(alive(wanted[name]), alive(after)) + faults(after), name


def words(book: bytes, label: str) -> list[Any]:
    """What stands behind a label on 总览, from left to right."""
    cells = values(book)
    (line,) = (line for (sheet, line, at), value in cells.items() if (sheet, at, value) == ("总览", 1, label))
    return [value for (sheet, own, at), value in sorted(cells.items()) if (sheet, own) == ("总览", line) and at > 1]


def payees(*names: tuple[str, str | None]) -> Change:
    """Claims of 1万元, 2万元 and so on by users with these names and codes."""

    def change(data: Data) -> None:
        claim = data["registers"]["claims"][0]
        data["registers"]["claims"] = [
            {**claim, "id": f"C{number:02}", "enterprise": name, "uscc": code, "fee": number}
            for number, (name, code) in enumerate(names, 1)
        ]

    return change


@pytest.mark.office
def test_amounts_are_picked_out_by_the_whole_name_and_nothing_else(soffice: str, tmp_path: Path) -> None:
    """Wild cards and comparison signs in names are names; where names do not tell payees apart, amounts are values."""
    code = "91120222MA06T5XG8K"
    book = write_result(
        assessed(
            sample("wuqing/subsidy-2026", payees(("天津*", None), ("天津甲公司", None), (">天津", None),
                                                 ("天津乙公司", code), ("天津乙公司（原名）", code))),
            tmp_path,
        ),
        "1.0",
    )  # fmt: skip
    assert words(book, "天津*")[:2] == [1, 8000]
    assert words(book, "天津甲公司")[:2] == [1, 16_000]
    assert words(book, ">天津")[:2] == [1, 24_000]
    assert words(book, "天津乙公司")[:2] == [2, 72_000]
    assert words(book, "天津乙公司")[-1].endswith("同一对象有几种写法或者几个对象同名，笔数和金额是数值")
    (made,) = recalculated(soffice, {"names": stripped(book)}, tmp_path).values()
    assert differences(values(book), values(made.read_bytes())) == []
