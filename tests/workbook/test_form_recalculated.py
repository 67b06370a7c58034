"""自检 and the computed cells as LibreOffice computes them: what the form tells people while they fill it."""

from __future__ import annotations

import datetime
import subprocess
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from zhtcli.core.forms.layout import ENTRIES, SELF_CHECK, Slot, lay_out
from zhtcli.core.period import Form
from zhtcli.definitions.load import load, load_regime
from zhtcli.workbook.form.form import write_form
from zhtcli.workbook.writing import Typed

pytestmark = pytest.mark.office

REGIME = load_regime("bishan")
LAYOUT = lay_out(REGIME, Form("bishan", "2026"))
NEW_OF_THE_YEAR = {"29": {"2025": 4, "2026": 2}, "30": {"2025": 2, "2026": 2}}
PASSED, LOOK, UNDONE = "通过", "请核对", "未填完"

Change = dict[tuple[str, str, str], Typed | None]
"""(indicator, period, part) -> what stands there instead; None leaves the cell blank."""


def good() -> dict[Slot, Typed]:
    """Every target of 2025 and 2026 met exactly, ratios by their parts."""
    values: dict[Slot, Typed] = {
        Slot("field", "unit"): "重庆璧山综合体运营有限公司",
        Slot("field", "uscc"): "91500227MA5U000000",
        Slot("field", "filler"): "张三",
        Slot("field", "filled_on"): datetime.date(2027, 1, 15),
    }
    for slot in LAYOUT.places:
        if slot.owner == "field" or slot.period is None:
            continue
        indicator = REGIME.indicator(slot.key)
        ratio = slot.key in ("8", "13", "14")
        match slot.part:
            case "value" if not (ratio and slot.period == "2026"):
                values[slot] = NEW_OF_THE_YEAR.get(slot.key, {}).get(slot.period, indicator.target.periods[slot.period])
            case "numerator":
                values[slot] = indicator.target.periods["2026"]
            case "denominator":
                values[slot] = 100
            case "state":
                values[slot] = "已填"
            case _:
                pass
    return values


@dataclass(frozen=True)
class Case:
    """A good form with changes; every row of 自检 that is not `通过`, with what its note says."""

    change: Change = field(default_factory=dict)
    results: dict[str, tuple[str, str]] = field(default_factory=dict)
    summary: str = "2026年实际数已填30/30。1条请核对。"
    fields: dict[str, Typed | None] = field(default_factory=dict)
    computed: dict[tuple[str, str], object] = field(default_factory=dict)
    blank: bool = False


STATE_ADVICE = "选“已填”的应有数；选“未开展”的不应有大于0的数；选“不适用”的不填数，并在备注写明理由"
ALL_GOOD = "2026年实际数已填30/30。各条均已通过，可以签字盖章后上报。"
CASES = {
    "good": Case(
        summary=ALL_GOOD,
        computed={
            ("8", "value"): 0.026, ("8", "to_date"): 0.026, ("5", "to_date"): 70, ("1", "to_date"): 4,
            ("29", "to_date"): 6,
        },
    ),
    "blank": Case(
        blank=True,
        summary="2026年实际数已填0/30。12条未填完。",
        results={
            "封面上标＊的栏目都已填写": (UNDONE, "还缺填报单位、统一社会信用代码、填表人、填表日期"),
            "统一社会信用代码为18位": (UNDONE, ""),
            "一、完善运行条件：2026年实际数已填齐": (UNDONE, "已填0/4，还缺第1、2、3、4项"),
            "二、赋能科技创新：2026年实际数已填齐": (
                UNDONE, "已填0/13，还缺第5、6、7、8、9、10、11、12、13、14、15、16、17项",
            ),
            "三、赋能招商引资：2026年实际数已填齐": (UNDONE, "已填0/3，还缺第18、19、20项"),
            "四、赋能产业培育：2026年实际数已填齐": (
                UNDONE, "已填0/10，还缺第21、22、23、24、25、26、27、28、29、30项",
            ),
            "以前年份的实际数已填齐": (UNDONE, "2025年缺30项"),
            "team_is_sum": (UNDONE, ""),
            "solved_within_found": (UNDONE, ""),
            "approved_within_applied": (UNDONE, ""),
            "applied_tracks_to_date": (UNDONE, ""),
            "approved_tracks_to_date": (UNDONE, ""),
        },
        computed={("8", "value"): None, ("5", "to_date"): None, ("1", "to_date"): None},
    ),
    "missing": Case(
        change={("7", "2026", "value"): None, ("7", "2026", "state"): None, ("18", "2025", "value"): None},
        fields={"filler": None, "uscc": "9150022"},
        results={
            "封面上标＊的栏目都已填写": (UNDONE, "还缺填表人"),
            "统一社会信用代码为18位": (LOOK, "现为7位"),
            "二、赋能科技创新：2026年实际数已填齐": (UNDONE, "已填12/13，还缺第7项"),
            "以前年份的实际数已填齐": (UNDONE, "2025年缺1项"),
        },
        summary="2026年实际数已填29/30。1条请核对，3条未填完。",
    ),
    "not started": Case(
        change={("19", "2026", "value"): None, ("19", "2026", "state"): "未开展"},
        computed={("19", "to_date"): 0},
        summary=ALL_GOOD,
    ),
    "not applicable": Case(
        change={
            ("20", "2026", "value"): None, ("20", "2026", "state"): "不适用", ("20", "2026", "remark"): "区内未提需求",
        },
        summary=ALL_GOOD,
    ),
    "states": Case(
        change={
            ("4", "2026", "value"): None,  # stays 已填
            ("20", "2026", "value"): None, ("20", "2026", "state"): "不适用",
            ("21", "2026", "state"): "不适用", ("21", "2026", "remark"): "本年停办",
            ("22", "2026", "state"): "未开展",
        },
        results={
            "一、完善运行条件：2026年实际数已填齐": (UNDONE, "已填3/4，还缺第4项"),
            "状态与填报数相符": (LOOK, f"第4、20、21、22项：{STATE_ADVICE}"),
        },
        summary="2026年实际数已填29/30。1条请核对，1条未填完。",
    ),
    "6 over 5": Case(
        change={("6", "2026", "value"): 61},
        results={"solved_within_found": (LOOK, "累计：第6项为71，第5项为70")},
    ),
    "6 up to 5": Case(change={("6", "2026", "value"): 60}, summary=ALL_GOOD),
    "3 unlike 1 and 2": Case(
        change={("3", "2026", "value"): 15, ("2", "2025", "value"): 9},
        results={"team_is_sum": (LOOK, "2025年第3项为14，应等于13；2026年第3项为15，应等于14")},
    ),
    "to date on 29": Case(
        change={("29", "2026", "value"): 6, ("30", "2026", "value"): 3},
        results={"applied_tracks_to_date": (LOOK, "2026年填6，目标列印的到年末累计数是6。请确认填的是当年新增数")},
    ),
    "text": Case(
        change={("5", "2026", "value"): "约40", ("9", "2025", "value"): "100项", ("8", "2026", "numerator"): "二百"},
        results={
            "数字格里填的都是数字": (LOOK, "第5、8、9项：请改填数字，不带单位和文字"),
            "二、赋能科技创新：2026年实际数已填齐": (UNDONE, "已填12/13，还缺第8项"),
            "状态与填报数相符": (LOOK, f"第8项：{STATE_ADVICE}"),
            "solved_within_found": (UNDONE, ""),
        },
        summary="2026年实际数已填29/30。2条请核对，2条未填完。",
    ),
    "figures": Case(
        change={
            ("9", "2025", "value"): -1, ("10", "2026", "value"): Decimal("5.5"),
            ("14", "2026", "numerator"): Decimal("94.5"),
            ("25", "2026", "value"): 200001,
        },
        results={
            "没有负数": (LOOK, "第9项：不应有负数"),
            "按个数统计的填整数": (LOOK, "第10、14项：应为整数"),
            "没有超过各年最高目标20倍的数": (LOOK, "第25项：数值异常大，请看单位和位数"),
        },
        summary="2026年实际数已填30/30。3条请核对。",
    ),
    "percent": Case(
        change={
            ("8", "2026", "value"): Decimal("0.026"),
            ("8", "2026", "numerator"): None, ("8", "2026", "denominator"): None,
            ("13", "2026", "numerator"): 101,
            ("14", "2026", "value"): Decimal("94.9"), ("14", "2025", "value"): 250,
        },
        results={
            "百分比没有超过上限": (LOOK, "第13、14项：超过上限，请看是否多乘了100"),
            "百分比与目标相差不到20倍": (LOOK, "第8项：请看小数点是否错了位"),
            "分子不大于分母": (LOOK, "第13项：分子应包含在分母之内"),
            "分子、分母都已填写，分母不为0": (LOOK, "第8项：请补齐分子、分母，分母不能为0"),
            "百分比与分子除以分母一致": (LOOK, "第14项：直接填的百分比与分子、分母算出的不一致"),
        },
        summary="2026年实际数已填30/30。5条请核对。",
    ),
    "percent as rounded": Case(
        change={
            ("8", "2026", "value"): Decimal("2.6"), ("8", "2026", "numerator"): Decimal("2.649"),
            ("13", "2026", "value"): 67, ("13", "2026", "numerator"): 2, ("13", "2026", "denominator"): 3,
        },
        summary=ALL_GOOD,
    ),
    "parts": Case(
        change={("8", "2026", "denominator"): 0, ("13", "2026", "denominator"): None, ("14", "2026", "state"): None},
        results={
            "分子、分母都已填写，分母不为0": (LOOK, "第8、13项：请补齐分子、分母，分母不能为0"),
            "二、赋能科技创新：2026年实际数已填齐": (UNDONE, "已填11/13，还缺第8、13项"),
            "状态与填报数相符": (LOOK, f"第8、13项：{STATE_ADVICE}"),
        },
        summary="2026年实际数已填28/30。2条请核对，1条未填完。",
    ),
}  # fmt: skip


def filled(case: Case) -> bytes:
    values: dict[Slot, Typed | None] = {} if case.blank else dict(good())
    values |= {Slot("indicator", no, period, part): value for (no, period, part), value in case.change.items()}  # type: ignore[arg-type]
    values |= {Slot("field", key): value for key, value in case.fields.items()}
    typed = {slot: value for slot, value in values.items() if value is not None}
    return write_form(REGIME, load("bishan").digest, LAYOUT, typed)


@pytest.fixture(scope="module")
def recalculated(soffice: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every case, opened and saved by LibreOffice in one go."""
    folder, target = tmp_path_factory.mktemp("forms"), tmp_path_factory.mktemp("recalculated")
    for name, case in CASES.items():
        (folder / f"{name}.xlsx").write_bytes(filled(case))
    profile = tmp_path_factory.mktemp("libreoffice")
    subprocess.run(
        [
            soffice,
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--convert-to",
            "xlsx",
            "--outdir",
            str(target),
            *(str(folder / f"{name}.xlsx") for name in CASES),
        ],
        capture_output=True,
        timeout=180,
        check=True,
    )
    return {name: target / f"{name}.xlsx" for name in CASES}


@pytest.mark.parametrize("name", CASES)
def test_self_check_says_what_is_wrong_and_nothing_else(name: str, recalculated: dict[str, Path]) -> None:
    case = CASES[name]
    book = openpyxl.load_workbook(recalculated[name], data_only=True)
    sentences = {check.id: check.sentence for check in REGIME.checks}
    expected = {sentences.get(key, key): found for key, found in case.results.items()}
    table = [row[1:5] for row in book[SELF_CHECK].iter_rows(min_row=6, max_col=5, values_only=True) if row[0]]
    assert len(table) == 24
    told = {str(sentence): (result, note or "") for sentence, result, note, _ in table}
    assert {sentence: found for sentence, found in told.items() if found[0] != PASSED} == expected
    assert all(clause for *_, clause in table)
    notes = {note for result, note in told.values() if result == PASSED}
    assert all(note == "" or note.startswith("已填") or note == "台账没有本年的数，未作比较" for note in notes)
    assert book[SELF_CHECK]["A3"].value == case.summary


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.computed])
def test_computed_cells(name: str, recalculated: dict[str, Path]) -> None:
    sheet = openpyxl.load_workbook(recalculated[name], data_only=True)[ENTRIES]
    for (no, key), expected in CASES[name].computed.items():
        shown = sheet.cell(LAYOUT.rows[no], LAYOUT.column(key)).value
        assert (None if isinstance(shown, str) and not shown.strip() else shown) == expected, (no, key)


def test_a_form_fits_its_pages(libreoffice, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """Cover, instructions, 自检 and each blank register on a page, the thirty indicators on two."""
    form = tmp_path / "form.xlsx"
    form.write_bytes(filled(CASES["good"]))
    printed = libreoffice(form, "pdf").read_bytes()
    assert printed.count(b"/Type/Page/") + printed.count(b"/Type/Page\n") == 5 + 11
