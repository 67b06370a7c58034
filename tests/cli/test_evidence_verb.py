"""`zht evidence`: the folders that it makes, and a filled form held against a folder of files."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from core import builders
from endtoend.runner import zht
from zhtcli.workflow.forming import fill_form, make_form

NEEDS = [
    {"indicator": "5", "subject": "甲公司", "title": "需求A", "date": "2026-03-01", "evidence": "05/清单.pdf；合同"},
    {"indicator": "5", "subject": "甲公司", "title": "需求B", "date": "2026-03-02", "evidence": "没有的.pdf"},
    {"indicator": "5", "subject": "甲公司", "title": "需求C", "date": "2026-03-03"},
    {"indicator": "6", "subject": "甲公司", "title": "需求D", "date": "2026-03-04", "evidence": "合同.PDF"},
    {
        "indicator": "6",
        "subject": "甲公司",
        "title": "需求E",
        "date": "2026-03-05",
        "evidence": "HT-26、https://a.cn/7",
    },
]
POOL = [
    {"title": "成果A", "subject": "某大学", "date": "2026-01-05", "evidence": "身份证500227198001011236.jpg"},
    {"title": "成果B", "subject": "某大学", "date": "2026-01-06", "evidence": "换名.docx"},
    {"title": "成果C", "subject": "某大学", "date": "2026-01-07"},
]
DATA = {
    "form": "bishan-2026",
    "fields": {"unit": "甲综合体", "uscc": "91500120MA6ABCD128"},
    "indicators": {"5": {"2026": 3}, "22": {"2026": {"value": 9, "evidence": "台账.xlsx"}}, "23": {"2026": 4}},
    "registers": {"needs": NEEDS, "achievements": POOL},
}


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("form") / "填报件.xlsx"
    path.write_bytes(fill_form("bishan-2026", DATA))
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "佐证"
    for name, content in {
        "05/清单.pdf": "清单",
        "合同.pdf": "合同",
        "身份证500227198001011236.jpg": "成果",
        "换名.docx": "成果",
        "台账.xlsx": "",
        "多余.txt": "多余",
        "佐证清单.xlsx": "ours",
        "~$台账.xlsx": "owner",
        "05/Thumbs.db": "system",
        "__MACOSX/._清单.pdf": "system",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    return folder


def told(*arguments: object) -> tuple[int, dict[str, Any]]:
    ran = zht("evidence", *arguments, "--format", "json")
    return ran.code, json.loads(ran.out)


class TestCheck:
    def test_everything_is_found(self, form: Path, folder: Path) -> None:
        code, check = told(form, "--dir", folder)
        assert code == 1
        assert (check["command"], check["form"], check["status"]) == ("evidence", "bishan-2026", "findings")
        assert {(f["code"], f["severity"], f["sheet"], f["cell"], f["indicator"]) for f in check["findings"]} == {
            ("ZHT-EVIDENCE-MISSING", "error", "台账_技术需求与榜单", "E6", "5"),
            ("ZHT-EVIDENCE-SHARED", "warning", "台账_技术需求与榜单", "E5", None),
            ("ZHT-EVIDENCE-UNNAMED", "warning", "台账_技术需求与榜单", "E7", "5"),
            ("ZHT-EVIDENCE-UNNAMED", "warning", "台账_科技成果库", "D7", "9"),
            ("ZHT-EVIDENCE-COPIED", "warning", "台账_科技成果库", "D5", "9"),
            ("ZHT-EVIDENCE-EMPTY", "error", "指标填报", builders.layout("2026").cell("22", "evidence").a1, "22"),
            ("ZHT-EVIDENCE-UNUSED", "warning", None, None, None),
            ("ZHT-EVIDENCE-NOTFILE", "note", None, None, None),
            ("ZHT-EVIDENCE-NONE", "note", None, None, None),
        }
        assert len(check["findings"]) == 9
        (row,) = [f for f in check["findings"] if f["cell"] == "E7"]
        assert (row["register"], row["row"], row["field"]) == ("needs", "5/甲公司/需求C", "evidence")

    def test_counts(self, form: Path, folder: Path) -> None:
        _, check = told(form, "--dir", folder)
        files = check["files"]
        assert (files["count"], files["used"], files["system"]) == (6, 5, 3)
        assert (files["unused"], files["empty"]) == (["多余.txt"], ["台账.xlsx"])
        (contract,) = [one for one in files["listed"] if one["path"] == "合同.pdf"]
        assert contract["sha256"] == hashlib.sha256("合同".encode()).hexdigest()
        assert (contract["size"], contract["indicators"]) == (6, ["5", "6"])
        rows = {one["no"]: (one["rows"], one["rows_with_evidence"]) for one in check["indicators"]}
        assert (rows["5"], rows["6"], rows["9"], rows["22"]) == ((3, 2), (2, 2), (3, 2), (None, None))
        (five,) = [one for one in check["indicators"] if one["no"] == "5"]
        assert five["files"] == ["05/清单.pdf", "合同.pdf"]
        assert five["missing"] == ["没有的.pdf"]
        assert five["wanted"].startswith("企业技术需求清单")
        (six,) = [one for one in check["indicators"] if one["no"] == "6"]
        assert six["others"] == 2

    def test_points_with_and_without(self, form: Path, folder: Path) -> None:
        points = {
            option: told(form, "--dir", folder, "--reading", f"missing_evidence={option}")[1]["points"]
            for option in ("not_counted", "counted")
        }
        assert points["not_counted"]["total"] < points["counted"]["total"]
        assert points["not_counted"]["total_without_evidence"] == points["counted"]["total"]
        assert points["counted"]["total_without_evidence"] == points["not_counted"]["total"]

    def test_text(self, form: Path, folder: Path) -> None:
        ran = zht("evidence", form, "--dir", folder)
        assert ran.code == 1
        assert "台账_技术需求与榜单!E6 错误 ZHT-EVIDENCE-MISSING 第5项写明的佐证文件“没有的.pdf”" in ran.out
        assert "佐证文件夹 警告 ZHT-EVIDENCE-UNUSED 佐证文件“多余.txt”没有任何一行写到。" in ran.out
        assert "文件 提示 ZHT-EVIDENCE-NOTFILE 1处写的是链接，1处写的是文号或说明" in ran.out
        assert "共 6 个佐证文件：错误 2，警告 5，提示 2" in ran.out
        assert "没有佐证的行也计：" in ran.out
        assert f"下一步：补齐或改正后重新核对：zht evidence {form} --dir {folder}" in ran.out

    def test_numbers_of_persons_are_hidden(self, form: Path, folder: Path) -> None:
        for shape in ("text", "json"):
            ran = zht("evidence", form, "--dir", folder, "--format", shape)
            assert "500227198001011236" not in ran.out
            assert "身份证500227********1236.jpg" in ran.out

    def test_the_folder_is_only_read(self, form: Path, folder: Path) -> None:
        def state() -> list[tuple[str, int, int]]:
            return [(str(p), p.stat().st_mtime_ns, p.stat().st_size) for p in sorted(folder.rglob("*"))]

        before = state()
        told(form, "--dir", folder)
        assert state() == before

    def test_what_has_no_fault_ends_in_0(self, tmp_path: Path) -> None:
        path = tmp_path / "填报件.xlsx"
        path.write_bytes(fill_form("bishan-2026", {**DATA, "indicators": {}, "registers": {"needs": NEEDS[3:4]}}))
        (tmp_path / "合同.pdf").write_text("合同")
        code, check = told(path, "--dir", tmp_path)
        assert (code, check["findings"], check["files"]["count"]) == (0, [], 1), "the form itself is no evidence"

    @pytest.mark.parametrize(("fail_on", "code"), [("error", 0), ("warning", 1)])
    def test_fail_on(self, fail_on: str, code: int, form: Path, tmp_path: Path) -> None:
        path = tmp_path / "填报件.xlsx"
        path.write_bytes(fill_form("bishan-2026", {**DATA, "indicators": {}, "registers": {"needs": NEEDS[2:3]}}))
        (tmp_path / "佐证").mkdir()
        assert told(path, "--dir", tmp_path / "佐证", "--fail-on", fail_on)[0] == code

    def test_an_empty_form(self, tmp_path: Path) -> None:
        (tmp_path / "空表.xlsx").write_bytes(make_form("bishan-2026"))
        (tmp_path / "佐证").mkdir()
        code, check = told(tmp_path / "空表.xlsx", "--dir", tmp_path / "佐证")
        assert (code, check["findings"], len(check["indicators"])) == (0, [], 30)

    def test_links(self, form: Path, folder: Path, tmp_path: Path) -> None:
        outside = tmp_path / "外面"
        outside.mkdir()
        (outside / "没有的.pdf").write_text("外面")
        (folder / "外").symlink_to(outside, target_is_directory=True)
        (folder / "没有的.pdf").symlink_to(outside / "没有的.pdf")
        (folder / "回").symlink_to(folder, target_is_directory=True)
        (folder / "断").symlink_to(folder / "无")
        _, check = told(form, "--dir", folder)
        assert {one["path"]: one["reason"][:4] for one in check["files"]["skipped"]} == {
            "外": "链接指向",
            "没有的.pdf": "链接指向",
            "回": "是指向另",
            "断": "链接已经",
        }
        assert check["files"]["count"] == 6
        codes = [finding["code"] for finding in check["findings"]]
        assert codes.count("ZHT-EVIDENCE-SKIPPED") == 4
        assert codes.count("ZHT-EVIDENCE-MISSING") == 1

    def test_a_file_that_cannot_be_read_is_there(
        self, form: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        plain = Path.open

        def guarded(self: Path, *arguments: Any, **more: Any) -> Any:
            if self.name == "合同.pdf":
                raise PermissionError
            return plain(self, *arguments, **more)

        monkeypatch.setattr(Path, "open", guarded)
        _, check = told(form, "--dir", folder)
        (unreadable,) = [f for f in check["findings"] if f["code"] == "ZHT-EVIDENCE-UNREADABLE"]
        assert (unreadable["severity"], unreadable["raw"]) == ("error", "合同.pdf")
        assert [f["cell"] for f in check["findings"] if f["code"] == "ZHT-EVIDENCE-MISSING"] == ["E6"]
        (contract,) = [one for one in check["files"]["listed"] if one["path"] == "合同.pdf"]
        assert (contract["size"], contract["sha256"]) == (6, None)


class TestFolders:
    def test_one_for_each_indicator_and_the_list(self, tmp_path: Path) -> None:
        ran = zht("evidence", "bishan-2026", "--out", tmp_path / "佐证")
        assert ran.code == 0
        assert ran.out.startswith(f"已生成 {tmp_path / '佐证'}：")
        names = sorted(path.name for path in (tmp_path / "佐证").iterdir())
        assert len(names) == 31
        assert "05_挖掘企业创新（技术）需求数量（项）" in names
        sheet = openpyxl.load_workbook(tmp_path / "佐证" / "佐证清单.xlsx").active
        assert sheet is not None
        rows = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
        (five,) = [row for row in rows if row[0] == "5"]
        assert five[2].startswith("企业技术需求清单")
        assert five[3:] == ["台账_技术需求与榜单：佐证材料；指标填报：佐证材料", names[4], "附件4 序号5"]
        assert os.listdir(tmp_path) == ["佐证"], "nothing is left beside it"

    def test_what_they_hold_is_matched_by_indicator(self, tmp_path: Path) -> None:
        zht("evidence", "bishan-2026", "--out", tmp_path / "佐证")
        for number in ("05", "06"):
            (home,) = (tmp_path / "佐证").glob(f"{number}_*")
            (home / "清单.pdf").write_text(number)
        path = tmp_path / "填报件.xlsx"
        rows = [{**NEEDS[0], "evidence": "清单.pdf"}, {**NEEDS[3], "evidence": "清单.pdf"}]
        path.write_bytes(fill_form("bishan-2026", {**DATA, "indicators": {}, "registers": {"needs": rows}}))
        code, check = told(path, "--dir", tmp_path / "佐证")
        assert code == 0
        assert [finding["code"] for finding in check["findings"]] == ["ZHT-EVIDENCE-OWNFOLDER"]
        assert {one["path"][:2]: one["indicators"] for one in check["files"]["listed"]} == {"05": ["5"], "06": ["6"]}

    def test_what_is_there_stays(self, tmp_path: Path) -> None:
        out = tmp_path / "佐证"
        assert zht("evidence", "bishan-2026", "--out", out).code == 0
        (home,) = out.glob("05_*")
        (home / "我的.txt").write_text("我的")
        (gone,) = out.glob("06_*")
        gone.rmdir()
        refused = zht("evidence", "bishan-2026", "--out", out)
        assert (refused.code, refused.out) == (5, "")
        assert "不是空的" in refused.err
        assert not gone.exists()
        assert zht("evidence", "bishan-2026", "--out", out, "--force").code == 0
        assert (home / "我的.txt").read_text() == "我的"
        assert gone.is_dir()

    def test_an_empty_folder_needs_no_force(self, tmp_path: Path) -> None:
        (tmp_path / "空").mkdir()
        assert zht("evidence", "bishan-2026", "--out", tmp_path / "空").code == 0
        assert len(os.listdir(tmp_path / "空")) == 31

    def test_a_folder_may_bear_the_name_of_the_form(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        assert zht("evidence", "bishan-2026", "--out", "bishan-2026").code == 0
        assert zht("evidence", "bishan-2026", "--out", "bishan-2026", "--force").code == 0

    @pytest.mark.parametrize("target", ["文件", "没有/佐证"])
    def test_where_none_can_be(self, target: str, tmp_path: Path) -> None:
        (tmp_path / "文件").write_text("")
        assert zht("evidence", "bishan-2026", "--out", tmp_path / target).code == 5
        assert os.listdir(tmp_path) == ["文件"]

    def test_nothing_half_done_is_left(self, tmp_path: Path) -> None:
        """A file in the way of one of the folders is seen before any is made."""
        out = tmp_path / "佐证"
        out.mkdir()
        (out / "30_协助企业获批政策争资项目数量（个）").write_text("")
        ran = zht("evidence", "bishan-2026", "--out", out, "--force")
        assert (ran.code, len(os.listdir(out))) == (5, 1)


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        ("bishan-2026", 2, "请用 --out 写明在哪里建文件夹。"),
        ("甲.xlsx", 2, "请用 --dir 写明佐证文件夹。"),
        ("没有", 2, "请用 --out 或 --dir 写明文件夹。"),
        ("bishan-2026 --dir .", 2, "“bishan-2026”是表单名，只能用 --out 建文件夹；"),
        ("甲.xlsx --out x", 2, "“甲.xlsx”是文件，只能用 --dir 核对；"),
        ("bishan-2026 --out x --dir .", 2, "--out 和 --dir 不能一起用"),
        ("bishan-2077 --out x", 4, "“bishan”没有2077年的表"),
        ("没有 --out x", 4, "“没有”不是表单名"),
        ("甲.xlsx --dir 没有", 3, "读不了佐证文件夹 没有：没有这个文件夹。"),
        ("甲.xlsx --dir 乙", 3, "读不了佐证文件夹 乙：它不是文件夹。"),
        ("甲.xlsx --dir . --reading x=y", 4, "没有口径“x”"),
    ],
)
def test_what_is_refused(
    arguments: str, code: int, sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("乙").write_text("")
    ran = zht("evidence", *arguments.split())
    assert (ran.code, ran.out) == (code, "")
    assert ran.err.startswith(sentence)
    assert os.listdir() == ["乙"]


@pytest.mark.parametrize(("name", "content"), [("没有.xlsx", None), ("坏.xlsx", b"%PDF-1.7"), ("没有", None)])
def test_a_form_that_cannot_be_read(name: str, content: bytes | None, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    (tmp_path / "佐证").mkdir()
    code, check = told(tmp_path / name, "--dir", tmp_path / "佐证")
    assert (code, check["status"], check["form"], check["indicators"]) == (3, "refused", None, [])
    assert [finding["code"][:9] for finding in check["findings"]] == ["ZHT-FILE-"]
    ran = zht("evidence", tmp_path / name, "--dir", tmp_path / "佐证")
    assert (ran.code, "填报件未能处理" in ran.out) == (3, True)
