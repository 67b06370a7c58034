"""A definition held against itself: each fault planted in a copy of Bishan gives its complaint, at its line."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import pytest

from zhtcli.definitions.lint import Complaint, lint
from zhtcli.definitions.load import BrokenDefinition, load, load_file, settled, shipped

SHIPPED = (resources.files("zhtcli") / "regimes" / "bishan.yaml").read_text(encoding="utf-8")
FLOOR80 = '        floor80: {kind: proportional, floor: "0.8"}\n'


@dataclass(frozen=True)
class Fault:
    """`new` stands where `old` stood first after `after`; the complaint says `words` at the line that holds `near`.

    `near` is looked for from the same place on, in the text with the fault in it.
    """

    old: str
    new: str
    words: tuple[str, ...]
    near: str
    after: str = ""

    def plant(self) -> str:
        start = SHIPPED.index(self.after)
        assert self.old in SHIPPED[start:]
        return SHIPPED[:start] + SHIPPED[start:].replace(self.old, self.new, 1)

    def line(self) -> int:
        text = self.plant()
        return text.count("\n", 0, text.index(self.near, text.index(self.after))) + 1


FAULTS = {
    "section total": Fault('points: "35"', 'points: "36"', ("赋能科技创新", "36", "35"), "id: 二"),
    "whole": Fault('  total: "100"', '  total: "99"', ("99", "100"), "  total:"),
    "points of an item": Fault('points: "3"', 'points: "4"', ("赋能科技创新", "35", "36"), "id: 二"),
    "cumulative target": Fault('"2027": "120"', '"2027": "121"', ("第5项", "2027", "121", "120"), "target:", 'no: "5"'),
    "cumulative target of a stock": Fault(
        '"2029": "4"}}', '"2029": "20"}}', ("第1项", "2029", "20", "4"), "target:", 'no: "1"'
    ),
    "yearly target": Fault('"2028": "60"', '"2028": "61"', ("第5项", "2029", "260", "261"), "target:", 'no: "5"'),
    "year left out": Fault('"2028": "60", ', "", ("第5项", "2028"), "target:", 'no: "5"'),
    "horizon left out": Fault('"2027": "120", ', "", ("第5项", "2027"), "target:", 'no: "5"'),
    "contradiction not owned to": Fault(
        '    indicator: "4"\n', "", ("第4项", "2027", "0", "1", "原文矛盾"), "as_printed: &item4"
    ),
    "clause blank": Fault("clause: 附件4 序号5\n", 'clause: ""\n', ("clause",), '- no: "5"', '- no: "4"'),
    "guidance blank": Fault("guidance: 填当年新吸收的科创服务机构家数。", "guidance: ''", ("guidance",), '- no: "10"'),
    "option without a case": Fault(FLOOR80, "", ("partial_credit", "floor80"), "score: &credit"),
    "case without an option": Fault(
        FLOOR80, FLOOR80 + FLOOR80.replace("80", "90"), ("partial_credit", "floor90"), "score: &credit"
    ),
    "number twice": Fault('no: "6"', 'no: "5"', ("5", "两次"), '- no: "5"\n    name: 有效解决'),
    "field twice": Fault("key: no_demand_20", "key: unit", ("unit", "两次"), "- key: unit"),
    "check twice": Fault("id: team_is_sum", "id: solved_within_found", ("found", "两次"), "- kind: sum_of"),
    "no such section": Fault("section: 一", "section: 五", ("五",), "section: 五"),
    "check of nothing": Fault('lesser: "6"', 'lesser: "66"', ("66",), "- kind: at_most"),
    "part of nothing": Fault('parts: ["1", "2"]', 'parts: ["1", "32"]', ("32",), "- kind: sum_of"),
    "field of nothing": Fault('indicator: "20"', 'indicator: "40"', ("40",), "- key: no_demand_20"),
}  # fmt: skip


@pytest.fixture
def planted(tmp_path: Path) -> Path:
    return tmp_path / "mine.yaml"


def complaints(path: Path, text: str) -> list[Complaint]:
    path.write_text(text, encoding="utf-8")
    return lint(load_file(path))


def test_what_is_shipped_is_without_complaint() -> None:
    assert "bishan" in shipped()
    assert [str(one) for name in shipped() for one in lint(load(name))] == []


def test_a_copy_is_without_complaint_and_is_the_same_regime(planted: Path) -> None:
    assert complaints(planted, SHIPPED) == []
    assert load_file(planted).digest == load("bishan").digest


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_complained_of_where_it_stands(planted: Path, name: str) -> None:
    fault = FAULTS[name]
    found = complaints(planted, fault.plant())
    assert len(found) == 1, [str(one) for one in found]
    assert all(word in found[0].message for word in fault.words), found[0].message
    assert (found[0].file, found[0].line) == ("mine.yaml", fault.line())
    assert str(found[0]).startswith(f"mine.yaml:{fault.line()}")


def test_complaints_come_in_the_order_of_the_file(planted: Path) -> None:
    text = SHIPPED.replace('points: "35"', 'points: "36"').replace('lesser: "6"', 'lesser: "66"')
    found = complaints(planted, text.replace('"2027": "120"', '"2027": "121"'))
    assert [one.line for one in found] == sorted(one.line for one in found)
    assert [one.path for one in found] == ["sections.1.points", "indicators.4.target", "checks.0"]


def test_a_yearly_target_that_no_total_agrees_with_is_one_complaint(planted: Path) -> None:
    (found,) = complaints(planted, SHIPPED.replace('"2026": "40"', '"2026": "41"', 1))
    for words in ("第5项", "到2027年累计印 120，按年度目标应为 121", "到2029年累计印 260，按年度目标应为 261"):
        assert words in found.message


def test_a_reading_that_nothing_asks_is_complained_of_in_its_own_file(planted: Path) -> None:
    found = complaints(planted, SHIPPED.replace("blank: {by: missing_value,", "blank: not_filled #"))
    assert [(one.file, "missing_value" in one.message) for one in found] == [("readings.yaml", True)]
    part = (resources.files("zhtcli") / "regimes" / "shared" / "readings.yaml").read_text(encoding="utf-8")
    assert part.splitlines()[found[0].line - 1] == "- key: missing_value"


BROKEN = {
    "no YAML": ('sections:\n  - {id: 一', "sections:\n  - {id: [一", "- {id: [一", "YAML"),
    "key twice": ("    rollup: latest\n", "    rollup: latest\n    rollup: sum\n", "    rollup: sum", "rollup"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_says_nothing_or_says_it_twice_is_refused_at_its_line(planted: Path, name: str) -> None:
    old, new, near, word = BROKEN[name]
    text = SHIPPED.replace(old, new, 1)
    planted.write_text(text, encoding="utf-8")
    line = text.count("\n", 0, text.index(near)) + 1
    with pytest.raises(BrokenDefinition, match=f"mine.yaml 第{line}行.*{word}"):
        load_file(planted)


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"\xff\xfe\x00", "UTF-8"), (b"- a\n", "第1行"), (b"", "第1行"), (b"a: &a [*a]\n", "YAML"),
     (b"a: \t- b\n c", "YAML")],
)  # fmt: skip
def test_a_file_that_is_no_definition_is_refused(planted: Path, data: bytes, words: str) -> None:
    planted.write_bytes(data)
    with pytest.raises(BrokenDefinition, match=words) as refused:
        load_file(planted)
    assert "mine.yaml" in str(refused.value)


def test_a_missing_part_is_named(planted: Path) -> None:
    planted.write_text(SHIPPED.replace("shared/cover.yaml", "shared/nothere.yaml"), encoding="utf-8")
    with pytest.raises(BrokenDefinition, match=r"shared/nothere\.yaml"):
        load_file(planted)


def test_a_part_of_one_s_own_stands_where_it_is_included(planted: Path) -> None:
    (planted.parent / "own.yaml").write_text(
        "# a part\n- {key: phone, label: 电话, type: text, clause: '', basis: P}\n", encoding="utf-8"
    )
    found = complaints(planted, SHIPPED.replace("  - include: shared/cover.yaml", "  - include: own.yaml"))
    assert [(one.file, one.line, one.message) for one in found] == [("own.yaml", 2, "缺 clause")]
    assert [field["key"] for field in load_file(planted).tree["fields"]] == ["phone", "no_demand_20"]


def test_figures_and_dates_stay_text_and_no_stays_a_key(planted: Path) -> None:
    planted.write_text(
        'id: x\nno: "1"\nyes: on\nday: 2025-01-01\ntime: 1:30\nrate: "2.50"\nempty: ~\n', encoding="utf-8"
    )
    assert load_file(planted).tree == {
        "id": "x",
        "no": "1",
        "yes": "on",
        "day": "2025-01-01",
        "time": "1:30",
        "rate": "2.50",
        "empty": None,
    }


def test_a_blank_node_is_null(planted: Path) -> None:
    """YAML 1.2.2, 10.3.2: the empty plain scalar is null in the core schema."""
    planted.write_text("id: x\nempty:\n", encoding="utf-8")
    assert load_file(planted).tree == {"id": "x", "empty": None}


STRUCTURAL = {
    "clause missing": ("    clause: 附件4 序号5\n", "", '- no: "5"', "缺 clause"),
    "key not known at the top": ("scoring:\n", "skoring:\n", "skoring:", "skoring"),
    "part missing": ("short: 璧山综合体考核\n", "", "id: bishan", "缺 short"),
    "reading not declared": ("      by: partial_credit", "      by: partial", "by: partial", "partial"),
    "key not known": ("    pitfall: 填年末在聘", "    pitfal: 填年末在聘", "pitfal: 填年末在聘", "pitfal"),
    "key not known in a case": (
        '{kind: proportional, floor: "0.6"}', '{kind: proportional, flor: "0.6"}', "floor60: {kind", "flor"
    ),
    "no number": ('    points: "2"', '    points: "两分"', 'points: "两分"', "不是数"),
    "no such kind": ("    measure: {kind: entered,", "    measure: {kind: typed,", "measure: {kind: typed", "typed"),
    "text for a list": (
        'periods: ["2025", "2026", "2027", "2028", "2029"]\n', "periods: 2025至2029\n", "periods: 2025至", "列表"
    ),
    "default without a case": ("    default: full\n", "    default: fill\n", "default: fill", "fill"),
    "reading's key not known": ("    why: 原文只列分值", "    whi: 原文只列分值", "whi: 原文只列分值", "whi"),
    "reading that is no key": ("      by: partial_credit", "      by: [partial_credit]", "by: [partial", "口径"),
    "cases that are none": (
        "item_places: &places {by: rounding, cases: {per_item: 2, total_only: null, one_place: 1}}",
        "item_places: &places {by: rounding, cases: 2}",
        "item_places:",
        "选项",
    ),
}  # fmt: skip
BY_OPTION = {"key not known in a case"}
"""Faults that the default readings never come to."""
UNSETTLED = {"reading that is no key", "cases that are none"}
"""What cannot even be looked through for choices; only the lint goes as far as this."""


@pytest.mark.parametrize("name", STRUCTURAL)
def test_a_definition_that_is_no_regime_is_complained_of_once_where_it_stands(planted: Path, name: str) -> None:
    old, new, near, words = STRUCTURAL[name]
    assert old in SHIPPED
    text = SHIPPED.replace(old, new, 1)
    found = complaints(planted, text)
    assert len(found) == 1, [str(one) for one in found]
    assert words in found[0].message
    line = text.count("\n", 0, text.index(near)) + 1
    assert (found[0].file, found[0].line) == ("mine.yaml", line)


@pytest.mark.parametrize("name", [name for name in STRUCTURAL if name not in BY_OPTION | UNSETTLED])
def test_a_definition_that_is_no_regime_is_refused_at_its_file_and_line(planted: Path, name: str) -> None:
    planted.write_text(SHIPPED.replace(*STRUCTURAL[name][:2], 1), encoding="utf-8")
    with pytest.raises(BrokenDefinition, match=r"^mine\.yaml 第\d+行"):
        settled(load_file(planted), {})


def test_each_broken_node_is_told_in_one_run(planted: Path) -> None:
    text = SHIPPED.replace('    points: "2"', '    points: "两分"', 1).replace("  - kind: sum_of", "  - kind: sum", 1)
    assert [one.path for one in complaints(planted, text)] == ["indicators.0.points", "checks.2.kind"]


def test_a_missing_part_is_complained_of_where_it_is_asked_for(planted: Path) -> None:
    text = SHIPPED.replace("shared/cover.yaml", "shared/nothere.yaml")
    planted.write_text(text, encoding="utf-8")
    line = text.count("\n", 0, text.index("shared/nothere")) + 1
    with pytest.raises(BrokenDefinition, match=f"mine.yaml 第{line}行"):
        load_file(planted)


POINTING = {
    "waiver": ("{field: no_demand_20,", "{field: no_demand_21,", "{field: no_demand_21", "no_demand_21"),
    "anomaly's reading": ("    reading: item4\n", "    reading: item44\n", "- id: item4_cumulative", "item44"),
    "anomaly's indicator": (
        '  - id: item29_to_date\n    indicator: "29"', '  - id: item29_to_date\n    indicator: "92"',
        "- id: item29_to_date", "92",
    ),
    "order of years": ('periods: ["2025", "2026"', 'periods: ["2026", "2025"', "periods:", "从早到晚"),
}  # fmt: skip


@pytest.mark.parametrize("name", POINTING)
def test_what_is_named_has_to_be_there(planted: Path, name: str) -> None:
    old, new, near, words = POINTING[name]
    assert old in SHIPPED
    text = SHIPPED.replace(old, new, 1)
    found = complaints(planted, text)
    assert len(found) == 1, [str(one) for one in found]
    assert words in found[0].message
    assert (found[0].file, found[0].line) == ("mine.yaml", text.count("\n", 0, text.index(near)) + 1)


@pytest.mark.parametrize(
    ("option", "old", "new", "words"),
    [
        ("items29_30=annual", '"2029": "54"}', '"2029": "55"}', "第29项到2029年累计印 55，按年度目标应为 54"),
        ("item4=recomputed", '{"2027": "1", "2029": "1"}', '{"2027": "2", "2029": "1"}', "到2027年累计印 2，"),
    ],
)
def test_totals_that_only_another_reading_has_follow_from_the_years(
    planted: Path, option: str, old: str, new: str, words: str
) -> None:
    """The anomalies of items 4 and 29 excuse what the document prints, not what was worked out from it."""
    text = SHIPPED.replace(old, new, 1)
    (found,) = complaints(planted, text)
    assert found.message.startswith(f"取 {option} 时：")
    assert words in found.message
    assert (found.file, found.line) == ("mine.yaml", text.count("\n", 0, text.index(new)) + 1)


def test_a_printed_total_is_excused_under_every_reading_once_an_anomaly_owns_to_it(planted: Path) -> None:
    """`literal` keeps the printed 10 and 20 beside years that come to 20 and 54."""
    text = SHIPPED.replace('  - id: item29_to_date\n    indicator: "29"', "  - id: item29_to_date", 1)
    (found,) = complaints(planted, text)
    assert found.message.startswith("取 items29_30=literal 时：第29项到2027年累计印 10，按年度目标应为 20")
