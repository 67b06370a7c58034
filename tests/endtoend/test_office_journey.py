"""A form that went through LibreOffice: the same figures, points and findings in every format it can save."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import openpyxl
import pytest

from endtoend.odd_forms import GOOD, LAYOUT, entries, sample
from endtoend.runner import codes, sha256, told, zht
from zhtcli.core.forms.layout import COVER, SELF_CHECK, Part, Slot
from zhtcli.workflow.forming import make_form

pytestmark = [pytest.mark.office, pytest.mark.usefixtures("assessed_once")]

NAMES = ("good-2026", "mistakes-2026", "series-2025", "series-2026")
FORMATS = ("xlsx", "ods", "xls")
BY_FORMAT = {"ZHT-FILE-LEGACY"}
"""What is said of the format itself, not of what stands in it."""


@dataclass(frozen=True)
class Saved:
    """The forms as we wrote them, and as LibreOffice saved them in one format."""

    ours: Path
    theirs: Path
    form: str

    def pair(self, name: str) -> tuple[Path, Path]:
        return self.ours / f"{name}.xlsx", self.theirs / f"{name}.{self.form}"


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ours")
    for name in NAMES:
        (folder / f"{name}.xlsx").write_bytes(sample(name))
    (folder / "blank.xlsx").write_bytes(make_form("bishan-2026"))
    return folder


@pytest.fixture(params=FORMATS)
def saved(request: pytest.FixtureRequest, soffice: str, ours: Path, tmp_path: Path) -> Saved:
    """LibreOffice starts once a format, which is what takes the time."""
    saved = Saved(ours, tmp_path / request.param, request.param)
    files = sorted(ours.iterdir())
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    done = subprocess.run(
        [soffice, profile, "--headless", "--convert-to", saved.form, "--outdir", saved.theirs, *files],
        capture_output=True,
        timeout=180,
        check=False,
    )
    assert len(list(saved.theirs.iterdir())) == len(files), done.stderr
    return saved


def comparable(assessment: dict[str, Any]) -> list[tuple[str, ...]]:
    return sorted(
        tuple(str(finding[key]) for key in ("code", "severity", "sheet", "cell", "indicator", "raw", "message"))
        for finding in assessment["findings"]
        if finding["code"] not in BY_FORMAT
    )


def test_a_form_that_libreoffice_saved_is_the_same_form(saved: Saved, tmp_path: Path) -> None:
    """Findings, figures, points, progress, data, and what is carried into the next year."""
    before = {file.name: sha256(file) for file in saved.theirs.iterdir()}
    for name in NAMES:
        ours, theirs = saved.pair(name)
        for verb in ("score", "progress") if name == "good-2026" else ("score",):
            first, again = (zht(verb, file, "--format", "json") for file in (ours, theirs))
            assert told(again.assessment) == told(first.assessment), name
            assert comparable(again.assessment) == comparable(first.assessment), name
            assert again.code == first.code == zht("validate", theirs).code
        assert read(theirs) == json.loads(zht("read", ours).out), name

    ran = zht("validate", saved.pair("blank")[1], "--format", "json")
    assert (ran.code, codes(ran.assessment, "warning")) == (1, ["ZHT-FORM-EMPTY"])

    carried = []
    for number, source in enumerate(saved.pair("series-2026")):
        assert zht("template", "bishan-2027", "--from", source, "-o", tmp_path / f"{number}.xlsx").code == 0
        carried.append(json.loads(zht("read", tmp_path / f"{number}.xlsx").out))
    assert carried[0] == carried[1]

    older, newer = saved.pair("series-2025")[1], saved.pair("series-2026")
    joined = [zht("progress", older, year, "--format", "json") for year in newer]
    assert [told(one) for one in joined[1].json["assessments"]] == [told(one) for one in joined[0].json["assessments"]]
    assert [ran.code for ran in joined] == [0, 0]
    assert {file.name: sha256(file) for file in saved.theirs.iterdir()} == before

    if saved.form == "xlsx":
        check_filled_by_hand(saved, tmp_path)
        for name in ("good-2026", "mistakes-2026"):
            check_self_check(name, saved.pair(name)[1])
        names = openpyxl.load_workbook(saved.pair("good-2026")[1]).defined_names
        assert {slot.name for slot in LAYOUT.places} <= set(names), "they are how a cell is found under a new header"


def read(file: Path) -> Any:
    again = json.loads(zht("read", file).out)
    if file.suffix == ".xls":
        # No formula can be read there, so what the form computes from the two parts comes back as a value.
        for figure in again["indicators"].values():
            for parts in figure.values() if isinstance(figure, dict) and "2026" in figure else [figure]:
                if isinstance(parts, dict) and {"numerator", "denominator"} <= parts.keys():
                    assert parts.pop("value") == pytest.approx(100 * parts["numerator"] / parts["denominator"])
    return again


def check_filled_by_hand(saved: Saved, tmp_path: Path) -> None:
    """A blank form that LibreOffice saved, filled as openpyxl types: every figure of the good sample."""
    good, _ = saved.pair("good-2026")
    book = openpyxl.load_workbook(saved.pair("blank")[1])
    for key, value in GOOD["fields"].items():
        book[COVER][LAYOUT.places[Slot("field", key)].at.a1].value = value
    for no, periods in GOOD["indicators"].items():
        for period, parts in periods.items():
            for part, value in (parts if isinstance(parts, dict) else {"value": parts}).items():
                percent = no in ("8", "13", "14") and part == "value"
                at = LAYOUT.places[Slot("indicator", no, period, cast(Part, part))].at.a1
                entries(book)[at].value = value / 100 if percent else value
    book.save(tmp_path / "手填.xlsx")
    ours, again = (zht("score", file, "--format", "json") for file in (good, tmp_path / "手填.xlsx"))
    assert (again.code, codes(again.assessment)) == (0, [])
    assert told(again.assessment) == told(ours.assessment)


NUMBER_CODES = (
    "ZHT-CELL-INEXACT ZHT-CELL-UNIT ZHT-CELL-TEXTPERCENT ZHT-CELL-TEXTNUMBER ZHT-CELL-PLACEHOLDER ZHT-CELL-NUMBER"
)
ASKS: dict[str, str] = {
    "封面上标＊的栏目都已填写": "ZHT-ENTRY-FIELD ZHT-ENTRY-SIGNATURE",
    "统一社会信用代码为18位": "ZHT-ENTRY-USCC",
    "一、": "ZHT-ENTRY-MISSING:1-4",
    "二、": "ZHT-ENTRY-MISSING:5-17 ZHT-ENTRY-PART:5-17",
    "三、": "ZHT-ENTRY-MISSING:18-20",
    "四、": "ZHT-ENTRY-MISSING:21-30",
    "以前年份的实际数已填齐": "ZHT-ENTRY-EARLIER",
    "填报数与台账数一致": "ZHT-ENTRY-DIFFERS",
    "台账各行标＊的栏目都已填写": "ZHT-ROW-MISSING ZHT-ROW-INCOMPLETE",
    "数字格里填的都是数字": NUMBER_CODES,
    "没有负数": "ZHT-ENTRY-NEGATIVE",
    "按个数统计的填整数": "ZHT-CELL-NOTINTEGER",
    "没有超过各年最高目标20倍的数": "ZHT-ENTRY-ABSURD",
    "百分比没有超过上限": "ZHT-ENTRY-OVER100",
    "百分比与目标相差不到20倍": "ZHT-ENTRY-SCALE",
    "分子不大于分母": "ZHT-ENTRY-PARTOVER",
    "分子、分母都已填写，分母不为0": "ZHT-ENTRY-PART ZHT-ENTRY-ZERODENOM ZHT-ENTRY-NOPARTS",
    "百分比与分子除以分母一致": "ZHT-ENTRY-RATIO",
    "状态与填报数相符": "ZHT-ENTRY-STATE ZHT-ENTRY-NA ZHT-ENTRY-NAREASON",
    "解决的技术需求（第6项）": "ZHT-CHECK-ATMOST:6-6",
    "获批项目（第30项）": "ZHT-CHECK-ATMOST:30-30",
    "服务团队人数（第3项）": "ZHT-CHECK-SUM",
    "第29项": "ZHT-CHECK-TODATE:29-29",
    "第30项": "ZHT-CHECK-TODATE:30-30",
}
"""What a row of 自检 begins with -> the findings that say the same, of the items from-to where not all are meant."""

EITHER = {"mistakes-2026": {"解决的技术需求（第6项）"}}
"""Rows that wait for a figure (未填完) where `validate` has said why the figure is no good."""


def meant(asked: str, assessment: dict[str, Any]) -> bool:
    for one in asked.split():
        code, _, span = one.partition(":")
        first, last = (int(no) for no in span.split("-")) if span else (0, 99)
        if any(
            finding["code"] == code and first <= int(finding["indicator"] or 0) <= last
            for finding in assessment["findings"]
        ):
            return True
    return False


def check_self_check(name: str, recalculated: Path) -> None:
    """A row of 自检 is not 通过 where, and only where, `validate` has a finding that says the same."""
    assessment = zht("validate", recalculated, "--format", "json").assessment
    sheet = openpyxl.load_workbook(recalculated, data_only=True)[SELF_CHECK]
    verdicts = {str(row[1]): row[2] for row in sheet.iter_rows(min_row=6, max_col=3, values_only=True) if row[0]}
    asked = {start: sentence for start in ASKS for sentence in verdicts if sentence.startswith(start)}
    assert sorted(asked.values()) == sorted(verdicts)
    for start, sentence in asked.items():
        if start not in EITHER.get(name, ()):
            assert (verdicts[sentence] != "通过") == meant(ASKS[start], assessment), sentence
