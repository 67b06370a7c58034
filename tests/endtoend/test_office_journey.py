"""A form that went through LibreOffice: the same figures, points and findings in every format it can save."""

from __future__ import annotations

import io
import json
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from endtoend.odd_forms import GOOD, LAYOUT, SAMPLES, edited, entries, place, sample, sheet_part
from endtoend.runner import codes, sha256, told, zht
from zhtcli.core.layout import COVER, SELF_CHECK, Slot
from zhtcli.workflow.forming import make_form

pytestmark = pytest.mark.office

NAMES = ("good-2026", "mistakes-2026", "series-2025", "series-2026")
FORMATS = ("xlsx", "ods", "xls")
BY_FORMAT = {"ZHT-FILE-LEGACY"}
"""What is said of the format itself, not of what stands in it."""


@pytest.fixture(scope="module")
def saved(soffice: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Folder of each format, `ours` being the forms as written; LibreOffice runs once a format."""
    folders = {form: tmp_path_factory.mktemp(form) for form in ("ours", *FORMATS)}
    for name in NAMES:
        (folders["ours"] / f"{name}.xlsx").write_bytes(sample(name))
    (folders["ours"] / "blank.xlsx").write_bytes(make_form("bishan-2026"))
    profile = tmp_path_factory.mktemp("profile")
    files = sorted(folders["ours"].iterdir())
    for form in FORMATS:
        done = subprocess.run(
            [
                soffice,
                f"-env:UserInstallation={profile.as_uri()}",
                "--headless",
                "--convert-to",
                form,
                "--outdir",
                str(folders[form]),
                *map(str, files),
            ],
            capture_output=True,
            timeout=180,
            check=False,
        )
        assert len(list(folders[form].iterdir())) == len(files), done.stderr
    return folders


def file_of(saved: dict[str, Path], form: str, name: str) -> Path:
    return saved[form] / f"{name}.{'xlsx' if form == 'ours' else form}"


def comparable(assessment: dict[str, Any]) -> list[tuple[str, ...]]:
    return sorted(
        tuple(str(finding[key]) for key in ("code", "severity", "sheet", "cell", "indicator", "raw", "message"))
        for finding in assessment["findings"]
        if finding["code"] not in BY_FORMAT
    )


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("verb", ["validate", "score", "progress"])
def test_the_same_figures_points_and_findings(verb: str, name: str, form: str, saved: dict[str, Path]) -> None:
    ours = zht(verb, file_of(saved, "ours", name), "--format", "json")
    file = file_of(saved, form, name)
    before = sha256(file)
    again = zht(verb, file, "--format", "json")
    assert told(again.assessment) == told(ours.assessment)
    assert comparable(again.assessment) == comparable(ours.assessment)
    assert again.code == ours.code
    assert sha256(file) == before


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", NAMES)
def test_the_same_data_is_read(name: str, form: str, saved: dict[str, Path]) -> None:
    ours = json.loads(zht("read", file_of(saved, "ours", name)).out)
    again = json.loads(zht("read", file_of(saved, form, name)).out)
    if form == "xls":
        # No formula can be read there, so what the form computes from the two parts comes back as a value.
        for told_of in again["indicators"].values():
            for parts in told_of.values() if isinstance(told_of, dict) and "2026" in told_of else [told_of]:
                if isinstance(parts, dict) and {"numerator", "denominator"} <= parts.keys():
                    assert parts.pop("value") == pytest.approx(100 * parts["numerator"] / parts["denominator"])
    assert again == ours


@pytest.mark.parametrize("form", FORMATS)
def test_a_blank_form_is_still_a_blank_form(form: str, saved: dict[str, Path]) -> None:
    ran = zht("validate", file_of(saved, form, "blank"), "--format", "json")
    assert (ran.code, codes(ran.assessment, "warning")) == (1, ["ZHT-FORM-EMPTY"])


@pytest.mark.parametrize("form", FORMATS)
def test_earlier_years_are_carried_from_any_format(form: str, saved: dict[str, Path], tmp_path: Path) -> None:
    carried = []
    for source in ("ours", form):
        target = tmp_path / f"{source}.xlsx"
        assert zht("template", "bishan-2027", "--from", file_of(saved, source, "series-2026"), "-o", target).code == 0
        carried.append(json.loads(zht("read", target).out))
    assert carried[0] == carried[1]


def test_years_in_several_formats_are_joined(saved: dict[str, Path]) -> None:
    ours = zht("progress", *(file_of(saved, "ours", f"series-{year}") for year in (2025, 2026)), "--format", "json")
    mixed = zht(
        "progress", file_of(saved, "ods", "series-2025"), file_of(saved, "xls", "series-2026"), "--format", "json"
    )
    assert [told(one) for one in mixed.json["assessments"]] == [told(one) for one in ours.json["assessments"]]
    assert mixed.code == ours.code == 0


def test_a_blank_form_saved_by_libreoffice_and_filled_then(saved: dict[str, Path], tmp_path: Path) -> None:
    """By hand, as openpyxl types: every figure of the good sample, into the cells where they stand."""
    book = openpyxl.load_workbook(file_of(saved, "xlsx", "blank"))
    for key, value in GOOD["fields"].items():
        book[COVER][LAYOUT.places[Slot("field", key)].at.a1].value = value
    for no, periods in GOOD["indicators"].items():
        for period, parts in periods.items():
            for part, value in (parts if isinstance(parts, dict) else {"value": parts}).items():
                percent = no in ("8", "13", "14") and part == "value"
                entries(book)[place(no, part, period=period)].value = value / 100 if percent else value
    book.save(tmp_path / "手填.xlsx")
    ours = zht("score", file_of(saved, "ours", "good-2026"), "--format", "json")
    again = zht("score", tmp_path / "手填.xlsx", "--format", "json")
    assert again.code == 0
    assert codes(again.assessment) == []
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


@pytest.mark.parametrize("form", ["xlsx", "ods"])
@pytest.mark.parametrize("name", ["good-2026", "mistakes-2026"])
def test_the_self_check_agrees_with_validate(
    name: str, form: str, saved: dict[str, Path], libreoffice: Any, tmp_path: Path
) -> None:
    file = file_of(saved, form, name)
    assessment = zht("validate", file, "--format", "json").assessment
    recalculated = file if form == "xlsx" else libreoffice(file, "xlsx")
    sheet = openpyxl.load_workbook(recalculated, data_only=True)[SELF_CHECK]
    verdicts = {str(row[1]): row[2] for row in sheet.iter_rows(min_row=6, max_col=3, values_only=True) if row[0]}
    asked = {start: sentence for start in ASKS for sentence in verdicts if sentence.startswith(start)}
    assert sorted(asked.values()) == sorted(verdicts)
    for start, sentence in asked.items():
        if start not in EITHER.get(name, ()):
            assert (verdicts[sentence] != "通过") == meant(ASKS[start], assessment), sentence


def test_libreoffice_keeps_every_defined_name(saved: dict[str, Path]) -> None:
    """They are how a cell is found when a header was changed."""
    book = openpyxl.load_workbook(file_of(saved, "xlsx", "good-2026"))
    assert {slot.name for slot in LAYOUT.places} <= set(book.defined_names)


def test_the_forms_that_were_converted_are_ours(saved: dict[str, Path]) -> None:
    assert sheet_part(file_of(saved, "ours", "blank").read_bytes())
    assert {path.stem for path in SAMPLES.glob("*.json")} >= set(NAMES)
    assert edited(io.BytesIO(sample("good-2026")).getvalue(), lambda book: None)
