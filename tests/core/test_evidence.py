"""What evidence cells name, which files that means, and what is said where it does not fit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import builders
from zhtcli.core.evidence.evidence import EvidenceCheck, check_evidence
from zhtcli.core.evidence.folders import folder_names
from zhtcli.core.evidence.names import Names
from zhtcli.core.evidence.rows import evidence_columns
from zhtcli.core.finding import Finding
from zhtcli.core.forms.evidencefolder import EvidenceFile, Listing, Skipped
from zhtcli.core.forms.exchange import to_registers
from zhtcli.core.forms.registers import RegisterRows
from zhtcli.core.rules.regime import Regime

Registers = Mapping[str, list[dict[str, Any]]]


def listing(*told: str | tuple[str, str], folders: tuple[str, ...] = ()) -> Listing:
    """Files by path; each of its own content unless a pair says which, `""` for none."""
    files = []
    for one in told:
        path, content = one if isinstance(one, tuple) else (one, one)
        files.append(EvidenceFile(path, len(content), f"hash of {content}"))
    above = {path.rpartition("/")[0] for path in (file.path for file in files)} - {""}
    return Listing("D/佐证", "佐证", tuple(files), tuple(sorted({*folders, *above})))


def rows_of(registers: Registers) -> dict[str, RegisterRows]:
    """Registers as a form of 2026 holds them, row 5 first."""
    told = to_registers(builders.layout("2026"), {"registers": registers})
    regime = builders.regime()
    return {
        key: RegisterRows(
            key,
            f"台账_{regime.register(key).title}",
            tuple(range(5, 5 + len(rows))),
            {c.key: [row.get(c.key) for row in rows] for c in regime.register(key).columns},  # type: ignore[misc]
            {c.key: n for n, c in enumerate(regime.register(key).columns, 1)},
        )
        for key, rows in told.items()
    }


def checked(
    files: Listing, registers: Registers | None = None, cells: Mapping[str, Any] | None = None, **readings: str
) -> EvidenceCheck:
    told = {(no, "2026"): parts for no, parts in (cells or {}).items()}
    submission = replace(builders.submission("2026", told), registers=rows_of(registers or {}))
    return check_evidence(builders.assessed(submission, readings), submission, files)


def found(check: EvidenceCheck, code: str = "") -> list[Finding]:
    return [finding for finding in check.assessment.findings if finding.code == f"ZHT-EVIDENCE-{code}" or not code]


def codes(check: EvidenceCheck) -> dict[str, str]:
    """Code -> severity, without the family."""
    return {finding.code.removeprefix("ZHT-EVIDENCE-"): finding.severity for finding in check.assessment.findings}


class TestNames:
    FOLDER = listing(
        "05_需求/清单.pdf", "06_合同/清单.pdf", "甲、乙.pdf", "合同（终稿）.PDF", "佐证12-1/x.jpg", "佐证12-1/y.jpg",
        "b.pdf", "PY-2025-01.pdf", "需求 清单.xlsx",
    )  # fmt: skip

    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("b.pdf", [("file", ["b.pdf"])]),
            ("b", [("file", ["b.pdf"])]),
            ("ｂ．ＰＤＦ", [("file", ["b.pdf"])]),
            ("《b.pdf》", [("file", ["b.pdf"])]),
            ("合同(终稿).pdf", [("file", ["合同（终稿）.PDF"])]),
            ("甲、乙.pdf", [("file", ["甲、乙.pdf"])]),
            ("甲、乙.pdf；b.pdf\n丙.pdf", [("file", ["甲、乙.pdf"]), ("file", ["b.pdf"]), ("missing", "丙.pdf")]),
            ("清单", [("file", ["05_需求/清单.pdf", "06_合同/清单.pdf"])]),
            ("05_需求/清单.pdf", [("file", ["05_需求/清单.pdf"])]),
            ("佐证\\06_合同\\清单", [("file", ["06_合同/清单.pdf"])]),
            ("D:\\资料\\佐证\\06_合同\\清单.pdf", [("file", ["06_合同/清单.pdf"])]),
            ("./b.pdf", [("file", ["b.pdf"])]),
            ("07_其他/b.pdf", [("missing", "07_其他/b.pdf")]),
            ("../b.pdf", [("missing", "../b.pdf")]),
            ("转化协议（佐证12-1）", [("file", ["佐证12-1"])]),
            ("见附件（缺.pdf）", [("missing", "缺.pdf")]),
            ("附件1：b.pdf", [("file", ["b.pdf"])]),
            ("b.pdf和c.pdf等3份", [("file", ["b.pdf"]), ("missing", "c.pdf")]),
            ("b.pdf c.pdf", [("file", ["b.pdf"]), ("missing", "c.pdf")]),
            ("合同.pdf（2026年3月签订）", [("missing", "合同.pdf")]),
            ("https://a.b/c,d.pdf，b", [("link", "https://a.b/c,d.pdf"), ("file", ["b.pdf"])]),
            ("www.a.cn/x.html", [("link", "www.a.cn/x.html")]),
            ("PY-2025-01", [("file", ["PY-2025-01.pdf"])]),
            ("PY-2025.02", [("text", "PY-2025.02")]),
            ("渝科〔2026〕1号", [("text", "渝科〔2026〕1号")]),
            ("聘用合同5份、资质证书5份", [("text", "聘用合同5份"), ("text", "资质证书5份")]),
            (" ／、/ ；", [("text", "／")]),
            ("", []),
        ],
    )
    def test_what_a_cell_names(self, text: str, told: list[Any]) -> None:
        pieces = Names(self.FOLDER).read(text)
        assert [
            (piece.kind, [place.path for place in piece.candidates] if piece.kind == "file" else piece.name)
            for piece in pieces
        ] == told

    def test_a_near_name_is_offered_and_not_taken(self) -> None:
        names = Names(self.FOLDER)
        (piece,) = names.read("需求清单.docx")
        assert (piece.kind, names.near(piece.name)) == ("missing", "需求 清单.xlsx")

    @given(st.text(max_size=40))
    def test_only_a_known_ending_makes_a_missing_file(self, text: str) -> None:
        for piece in Names(listing()).read(text):
            assert piece.kind != "missing" or "." in piece.name

    @given(st.lists(st.sampled_from(["甲.pdf", "乙 2.docx", "丙（终稿）.jpg", "丁.xlsx"]), min_size=1), st.data())
    def test_files_that_are_there_are_found_in_order(self, names: list[str], data: st.DataObject) -> None:
        text = "".join(name + data.draw(st.sampled_from(["、", "；", "，", "\n", "; "])) for name in names)
        folder = listing(*{f"x/{name}" for name in names})
        told = [piece.candidates[0].path for piece in Names(folder).read(text)]
        assert told == [f"x/{name}" for name in names]


class TestFolders:
    def test_of_the_form(self) -> None:
        names = folder_names(builders.regime())
        assert names["5"] == "05_挖掘企业创新（技术）需求数量（项）"
        assert list(names.values()) == sorted(names.values())
        assert len(names) == 30

    @given(st.text(min_size=1, max_size=150))
    def test_every_system_holds_the_name(self, name: str) -> None:
        regime = builders.regime()
        odd = msgspec.structs.replace(regime.indicators[0], no="7", name=name)
        folder = folder_names(msgspec.structs.replace(regime, indicators=(odd,)))["7"]
        assert folder.startswith("07_")
        assert not set('<>:"/\\|?*★') & set(folder)
        assert folder[-1] not in ". "
        assert len(folder) <= 80
        assert len(folder.encode(errors="replace")) <= 240
        assert min(folder) >= " "


def test_columns_come_from_what_the_definition_asks() -> None:
    columns = evidence_columns(builders.regime())
    assert columns["team"] == {"contract": frozenset("123"), "certificate": frozenset("12")}
    assert columns["trainees"] == {"evidence": frozenset(), "certificate": frozenset({"21"})}
    assert columns["enterprises"] == {}
    assert columns["needs"] == {"evidence": frozenset()}


NEED = {"indicator": "5", "subject": "甲公司", "title": "需求A", "date": "2026-03-01"}
STORY = {"indicator": "15", "title": "活动", "date": "2026-03-01"}
POOLED = {"title": "成果A", "subject": "某大学", "date": "2026-01-05"}


def test_a_missing_file_is_told_once_at_the_first_row_that_counts() -> None:
    later = {**NEED, "title": "需求B", "evidence": "清单.pdf"}
    check = checked(
        listing("清 单.pdf"),
        {"needs": [{**NEED, "date": "2031-01-01", "evidence": "清单.pdf"}, {**NEED, "evidence": "清单.pdf"}, later]},
    )
    (missing,) = found(check, "MISSING")
    assert (missing.severity, str(missing.at), missing.indicator) == ("error", "台账_技术需求与榜单!E6", "5")
    assert (missing.register, missing.row, missing.field) == ("needs", "5/甲公司/需求A#2", "evidence")
    assert "相近的有“清 单.pdf”" in missing.message
    assert "共3处写到" in missing.message


def test_a_file_that_only_idle_rows_name_is_a_warning() -> None:
    check = checked(listing(), {"needs": [{**NEED, "date": "2031-01-01", "evidence": "清单.pdf"}]})
    assert codes(check) == {"MISSING": "warning"}


def test_empty_files_and_folders() -> None:
    check = checked(
        listing(("a.pdf", ""), ("b.pdf", ""), folders=("照片",)),
        {"needs": [{**NEED, "evidence": "a.pdf、照片"}]},
    )
    assert [(f.severity, f.raw) for f in found(check, "EMPTY")] == [("warning", "b.pdf"), ("error", "a.pdf、照片")]
    assert [f.severity for f in found(check, "NOFILES")] == ["error"]
    assert [f.raw for f in found(check, "UNUSED")] == ["b.pdf"]
    assert found(check, "COPIED") == [], "nothing is no content"


def test_a_folder_stands_for_all_its_files() -> None:
    check = checked(listing("照片/1.jpg", "照片/深/2.jpg", "3.jpg"), {"activities": [{**STORY, "evidence": "照片"}]})
    assert check.uses == {"照片/1.jpg": ("15",), "照片/深/2.jpg": ("15",)}
    assert [f.raw for f in found(check)] == ["3.jpg"]


def test_unused_files_name_their_twin() -> None:
    check = checked(listing(("a.pdf", "x"), ("b.pdf", "x")), {"needs": [{**NEED, "evidence": "a"}]})
    (unused,) = found(check)
    assert (unused.code, unused.severity, unused.raw) == ("ZHT-EVIDENCE-UNUSED", "warning", "b.pdf")
    assert "内容与“a.pdf”相同" in unused.message


class TestOneFileForMany:
    def test_one_file_for_rows_of_two_indicators(self) -> None:
        rows: Registers = {"needs": [{**NEED, "evidence": "a"}], "activities": [{**STORY, "evidence": "a.pdf"}]}
        (shared,) = found(checked(listing("a.pdf"), rows))
        assert (shared.code, shared.severity) == ("ZHT-EVIDENCE-SHARED", "warning")
        assert "“a.pdf”被第5、15项" in shared.message

    def test_one_file_for_rows_of_one_indicator_is_a_list(self) -> None:
        rows: Registers = {"needs": [{**NEED, "evidence": "a"}, {**NEED, "title": "B", "evidence": "a"}]}
        assert found(checked(listing("a.pdf"), rows)) == []

    def test_one_row_that_counts_for_two_indicators_shares_nothing(self) -> None:
        person = {"name": "张三", "role": "技术专家", "from": "2025-03-01", "certificate": "证书.pdf"}
        people: Registers = {"team": [{**person, "contract": "合同.pdf", "social_insurance": True}]}
        check = checked(listing("合同.pdf", "证书.pdf"), people)
        assert found(check) == []
        assert check.uses == {"合同.pdf": ("1", "3"), "证书.pdf": ("1",)}

    def test_copies_under_two_names(self) -> None:
        rows: Registers = {"needs": [{**NEED, "evidence": "a"}, {**NEED, "title": "B", "evidence": "b.pdf"}]}
        (copied,) = found(checked(listing(("a.pdf", "x"), ("b.pdf", "x")), rows))
        assert (copied.code, copied.severity, copied.indicator) == ("ZHT-EVIDENCE-COPIED", "warning", "5")
        assert copied.message.startswith("“a.pdf”、“b.pdf”内容完全相同")

    def test_equal_copies_of_one_name_are_one_file(self) -> None:
        rows: Registers = {"needs": [{**NEED, "evidence": "a.pdf"}]}
        check = checked(listing(("x/a.pdf", "x"), ("y/a.pdf", "x")), rows)
        assert found(check) == []
        assert set(check.uses) == {"x/a.pdf", "y/a.pdf"}

    def test_files_that_could_not_be_read_are_equal_to_none(self) -> None:
        folder = replace(
            listing(),
            files=(EvidenceFile("a.pdf", 3, ""), EvidenceFile("b.pdf", 3, "")),
            skipped=(Skipped("a.pdf", "没有读取权限", unreadable=True), Skipped("外", "链接指向佐证文件夹以外")),
        )
        check = checked(folder, {"needs": [{**NEED, "evidence": "a、b"}]})
        assert codes(check) == {"UNREADABLE": "error", "SKIPPED": "warning"}


LISTED: Registers = {"needs": [{**NEED, "evidence": "清单.pdf"}]}


class TestSameName:
    def test_in_two_folders_is_never_chosen_in_silence(self) -> None:
        check = checked(listing("甲/清单.pdf", "乙/清单.pdf"), LISTED)
        (ambiguous,) = found(check)
        assert (ambiguous.code, ambiguous.severity) == ("ZHT-EVIDENCE-AMBIGUOUS", "error")
        assert str(ambiguous.at) == "台账_技术需求与榜单!E5"
        assert "“甲/清单.pdf”、“乙/清单.pdf”" in ambiguous.message
        (five,) = [item for item in check.indicators if item.indicator.no == "5"]
        assert (five.files, five.ambiguous) == ((), ("清单.pdf",))

    def test_a_file_at_the_top_can_be_named_beyond_doubt(self) -> None:
        files = listing("清单.pdf", "乙/清单.pdf")
        (ambiguous,) = found(checked(files, LISTED))
        assert "./清单.pdf" in ambiguous.hint
        check = checked(files, {"needs": [{**NEED, "evidence": "./清单.pdf"}]})
        assert codes(check) == {"UNUSED": "warning"}
        assert set(check.uses) == {"清单.pdf"}

    def test_the_indicator_s_own_folder_decides_and_says_so(self) -> None:
        names = folder_names(builders.regime())
        check = checked(listing(f"{names['5']}/清单.pdf", f"{names['6']}/清单.pdf"), LISTED)
        assert codes(check) == {"OWNFOLDER": "note", "UNUSED": "warning"}
        assert set(check.uses) == {f"{names['5']}/清单.pdf"}

    def test_two_kinds_of_file_in_one_folder_belong_together(self) -> None:
        check = checked(listing("甲/清单.pdf", "甲/清单.xlsx"), {"needs": [{**NEED, "evidence": "清单"}]})
        assert found(check) == []
        assert set(check.uses) == {"甲/清单.pdf", "甲/清单.xlsx"}


class TestRows:
    def told(self, check: EvidenceCheck, no: str) -> Mapping[str, tuple[int, int]]:
        (item,) = [item for item in check.indicators if item.indicator.no == no]
        return item.rows

    @pytest.mark.parametrize("reading", ["not_counted", "counted"])
    def test_that_name_none_are_told_whatever_the_reading(self, reading: str) -> None:
        rows = [
            {**POOLED, "evidence": "文号1"},
            {**POOLED, "title": "B"},
            {**POOLED, "title": "C", "date": "2031-01-01"},
        ]
        check = checked(listing(), {"achievements": rows}, missing_evidence=reading)
        (unnamed,) = found(check, "UNNAMED")
        assert (unnamed.severity, str(unnamed.at), unnamed.indicator) == ("warning", "台账_科技成果库!D6", "9")
        assert self.told(check, "9") == {"2026": (2, 1)}
        (note,) = found(check, "NOTFILE")
        assert (note.severity, note.message) == ("note", "1处写的是文号或说明，没有当作文件名查找。")

    def test_by_period(self) -> None:
        earlier = {**POOLED, "title": "B", "date": "2025-05-01", "evidence": "一号"}
        assert self.told(checked(listing(), {"achievements": [POOLED, earlier]}), "9") == {
            "2025": (1, 1),
            "2026": (1, 0),
        }

    def test_a_repeat_with_evidence_stands_for_the_row_without(self) -> None:
        check = checked(listing(), {"achievements": [POOLED, {**POOLED, "evidence": "一号"}]})
        assert found(check, "UNNAMED") == []
        assert self.told(check, "9") == {"2026": (1, 1)}

    def test_each_thing_that_lacks_is_told_once_a_row(self) -> None:
        person = {"name": "张三", "role": "技术专家", "from": "2025-03-01", "social_insurance": True}
        check = checked(listing(), {"team": [person]})
        told = [(str(finding.at), finding.field, finding.message) for finding in found(check, "UNNAMED")]
        assert [(at, field) for at, field, _ in told] == [
            ("台账_服务团队!D5", "contract"),
            ("台账_服务团队!E5", "certificate"),
        ]
        assert "第1、3项，但没有聘用合同" in told[0][2]

    def test_registers_that_ask_for_none(self) -> None:
        firm = {"name": "甲", "uscc": "91500120MA6ABCD128", "rd": 100, "revenue": 4000}
        check = checked(listing(), {"enterprises": [firm]})
        assert found(check, "UNNAMED") == []
        assert self.told(check, "8") == {}


def test_cells_of_indicators_and_forms_without_registers() -> None:
    check = checked(
        listing("需求.pdf"),
        cells={"5": {"value": "30", "evidence": "需求.pdf；合同.pdf"}, "6": {"value": "3"}, "7": {"value": "0"}},
    )
    assert codes(check) == {"NONE": "note", "MISSING": "error"}
    (missing,) = found(check, "MISSING")
    assert missing.at == builders.layout("2026").cell("5", "evidence")
    (none,) = found(check, "NONE")
    assert none.message.startswith("第6项填了数")


def test_a_regime_without_registers() -> None:
    bare: Regime = msgspec.structs.replace(
        builders.regime(),
        registers=(),
        indicators=tuple(msgspec.structs.replace(one, rows=None) for one in builders.regime().indicators),
    )
    submission = builders.submission("2026", {("5", "2026"): {"value": "30", "evidence": "a.pdf"}})
    assessment = replace(builders.assessed(submission), regime=bare)
    check = check_evidence(assessment, submission, listing("a.pdf"))
    assert found(check) == []
    assert check.uses == {"a.pdf": ("5",)}
