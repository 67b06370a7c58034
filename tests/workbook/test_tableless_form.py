"""Forms of documents without indicators: what is written, what is read again, and what each verb says of them."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from openpyxl.packaging.custom import CustomPropertyList
from openpyxl.workbook import Workbook

import tableless
from core.test_tableless import FIELDS, REGISTERS
from endtoend.runner import codes, zht
from workbook.recalculating import recalculated
from workbook.test_form import KNOWN_TO_OLD_PROGRAMS, formulas
from zhtcli.core.catalogue import cells, forms
from zhtcli.core.forms.exchange import from_submission
from zhtcli.core.forms.layout import COVER, GUIDE, IDENTITY, SELF_CHECK
from zhtcli.core.forms.submission import Submission
from zhtcli.core.period import Form
from zhtcli.workbook.files.contained import ContainedReader
from zhtcli.workflow.forming import fill_form, make_form
from zhtcli.workflow.reading import Refused, submission_of

PAGE, SERVICE, CASES = "认定条件", "台账_服务", "台账_案例"
SHOP = Form("shop", None)


@pytest.fixture(scope="module", autouse=True)
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        tableless.ship(tmp_path_factory.mktemp("shipped"), patch)
        yield
    tableless.forget()


@pytest.fixture(scope="module")
def reader() -> Iterator[ContainedReader]:
    with ContainedReader() as contained:
        contained.start()
        yield contained


def book_of(data: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def edited(change: Callable[[Workbook], object], data: bytes | None = None) -> bytes:
    book = book_of(data or fill_form("shop", tableless.data()))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(reader: ContainedReader, data: bytes, wanted: Form | None = None) -> Submission | Refused:
    return submission_of(reader.read(data, "a.xlsx"), "a.xlsx", wanted)


def found(reader: ContainedReader, data: bytes, wanted: Form | None = None) -> Submission:
    one = read(reader, data, wanted)
    assert isinstance(one, Submission), one.sentence
    return one


class TestBlank:
    def test_the_sheets_are_those_that_there_is_something_for(self) -> None:
        book = book_of(make_form("shop"))
        assert book.sheetnames == [COVER, GUIDE, PAGE, SELF_CHECK, SERVICE, CASES, IDENTITY]
        assert "zht_list_state" not in book.defined_names
        assert [name for name in book.defined_names if name.startswith("zht_i")] == []

    def test_nothing_in_it_speaks_of_indicators(self) -> None:
        book = book_of(make_form("shop"))
        told = [str(cell.value) for name in book.sheetnames for row in book[name] for cell in row if cell.value]
        assert [text for text in told if "指标" in text or "考核年度" in text or "备注" in text] == []

    def test_the_same_call_gives_the_same_bytes(self) -> None:
        assert make_form("rent-2026") == make_form("rent-2026")

    def test_old_programs_know_every_function(self) -> None:
        used = {name for text in formulas(make_form("shop")) for name in re.findall(r"([A-Z][A-Z0-9.]+)\(", text)}
        assert {"SUMPRODUCT", "LEN"} <= used <= KNOWN_TO_OLD_PROGRAMS

    @pytest.mark.parametrize(("sheet", "cell"), [(PAGE, "C4"), (COVER, "C9"), (SERVICE, "D5")])
    def test_several_choices_are_named_with_what_separates_them(self, sheet: str, cell: str) -> None:
        """A list would put one choice in place of the others."""
        (rule,) = (
            one for one in book_of(make_form("shop"))[sheet].data_validations.dataValidation if cell in one.sqref
        )
        assert rule.type is None
        assert rule.prompt.replace("必填。", "").startswith("可选几项，用“、”隔开：")

    def test_what_separates_choices_stands_on_the_page_too(self) -> None:
        guidance = book_of(make_form("shop"))[PAGE]["D4"].value
        assert guidance == "可选几项，用“、”隔开：研发设计、小试中试、通用制造、市场营销、投融资。照实填写。"

    def test_dates_of_a_page_are_held_to_dates(self) -> None:
        (rule,) = (one for one in book_of(make_form("shop"))[PAGE].data_validations.dataValidation if "C5" in one.sqref)
        assert (rule.type, rule.errorStyle) == ("date", "warning")
        assert rule.prompt.endswith("按 2026-01-15 的样子填写。")


class TestRead:
    @settings(max_examples=12)
    @given(fields=FIELDS, registers=REGISTERS)
    def test_whatever_is_filled_in_is_read_back(
        self, reader: ContainedReader, fields: dict[str, Any], registers: dict[str, Any]
    ) -> None:
        data = {"form": "shop", "fields": fields, "registers": registers}
        one = found(reader, fill_form("shop", data))
        assert from_submission(tableless.layout(), one) == data

    @pytest.mark.parametrize(
        ("typed", "expected"),
        [
            ("研发设计、投融资", ("研发设计", "投融资")),
            ("投融资，研发设计；市场营销", ("投融资", "研发设计", "市场营销")),
            ("研发设计\n研发设计", ("研发设计",)),
            (" 小试中试 ", ("小试中试",)),
        ],
    )
    def test_several_choices_as_people_type_them(
        self, reader: ContainedReader, typed: str, expected: tuple[str, ...]
    ) -> None:
        told = tableless.data()
        told["fields"]["functions"] = typed
        entry = found(reader, fill_form("shop", told)).field("functions")
        assert entry is not None
        assert (entry.state, entry.value) == ("filled", expected)

    def test_a_word_that_is_no_choice_spoils_the_cell(self, reader: ContainedReader) -> None:
        told = tableless.data()
        told["fields"]["functions"] = "研发设计、造飞机"
        told["registers"]["service"][0]["kinds"] = "检测、不知道"
        one = found(reader, fill_form("shop", told))
        entry = one.field("functions")
        assert {(f.code, str(f.at)) for f in one.findings} == {
            (cells.NOT_A_CHOICE.code, f"{PAGE}!C4"),
            (cells.NOT_A_CHOICE.code, f"{SERVICE}!D5"),
        }
        assert entry is not None
        assert (entry.state, entry.value) == ("unreadable", None)

    def test_a_form_without_a_fault_is_read_without_a_word(self, reader: ContainedReader) -> None:
        assert found(reader, fill_form("shop", tableless.data())).findings == ()

    @pytest.mark.parametrize(
        ("lost", "expected"),
        [
            ((PAGE,), {("ZHT-FORM-SHEET", f"缺少“{PAGE}”页")}),
            ((SERVICE,), {("ZHT-REGISTER-SHEET", f"缺少“{SERVICE}”页")}),
            (
                (SERVICE, CASES),
                {("ZHT-REGISTER-SHEET", f"缺少“{SERVICE}”页"), ("ZHT-REGISTER-SHEET", f"缺少“{CASES}”页")},
            ),
        ],
    )
    def test_each_lost_sheet_is_told(
        self, reader: ContainedReader, lost: tuple[str, ...], expected: set[tuple[str, str]]
    ) -> None:
        one = found(reader, edited(lambda book: [book.remove(book[name]) for name in lost]))
        assert {(f.code, f.message.partition("，")[0]) for f in one.findings if f.severity == "error"} == expected


def nameless(book: Workbook) -> None:
    """Nothing is left that says which form this is."""
    del book[IDENTITY]
    book[COVER]["C6"] = None
    book.custom_doc_props = CustomPropertyList()
    for name in list(book.defined_names):
        del book.defined_names[name]


def without(*sheets: str) -> bytes:
    def change(book: Workbook) -> None:
        nameless(book)
        for name in sheets:
            del book[name]

    return edited(change)


class TestWithoutIdentity:
    @pytest.mark.parametrize("lost", [(), (SERVICE, CASES), (PAGE, CASES), (GUIDE, SELF_CHECK, COVER)])
    def test_pages_or_registers_tell_the_form_that_was_asked_for(
        self, reader: ContainedReader, lost: tuple[str, ...]
    ) -> None:
        one = found(reader, without(*lost), SHOP)
        assert forms.IDENTITY_LOST.code in {f.code for f in one.findings}
        if SERVICE not in lost:
            assert len(one.registers["service"]) == 2

    def test_a_renamed_register_is_known_by_its_header(self, reader: ContainedReader) -> None:
        def change(book: Workbook) -> None:
            nameless(book)
            del book[PAGE], book[CASES]
            book[SERVICE].title = "我们的服务"

        assert len(found(reader, edited(change), SHOP).registers["service"]) == 2

    @pytest.mark.parametrize(
        ("data", "wanted", "seen"),
        [
            (lambda: without(PAGE, SERVICE, CASES), SHOP, "也没有“shop”的页和台账"),
            (lambda: edited(nameless, make_form("bishan-2026")), SHOP, "也没有“shop”的页和台账"),
            (lambda: without(), Form("bishan", "2026"), "也没有“bishan-2026”的表头"),
            (lambda: without(), None, "页和台账像是“rent”、“shop”的，但表上没有写明"),
            (lambda: without(PAGE, SERVICE, CASES), None, "也没有“指标填报”页，无法判断是哪种表"),
        ],
    )
    def test_no_other_workbook_is_taken_for_it(
        self, reader: ContainedReader, data: Callable[[], bytes], wanted: Form | None, seen: str
    ) -> None:
        one = read(reader, data(), wanted)
        assert isinstance(one, Refused)
        assert [f.code for f in one.findings] == [forms.NOT_A_FORM.code]
        assert seen in one.sentence


@pytest.fixture(scope="module")
def folder(shipped: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Filled forms of both documents, one with nothing but rows, and a blank one."""
    made = tmp_path_factory.mktemp("forms")
    (made / "认定.xlsx").write_bytes(fill_form("shop", tableless.data()))
    (made / "年度.xlsx").write_bytes(fill_form("rent-2026", tableless.data("rent-2026")))
    rows = {"registers": tableless.data()["registers"]}
    (made / "只有台账.xlsx").write_bytes(fill_form("rent-2027", rows))
    (made / "空表.xlsx").write_bytes(make_form("shop"))
    return made


@pytest.mark.usefixtures("assessed_once")
class TestVerbs:
    def test_a_folder_gives_the_filled_ones(self, folder: Path) -> None:
        ran = zht("validate", folder, "--format", "json")
        assert [Path(one["file"]).stem for one in ran.json["assessments"]] == ["只有台账", "年度", "认定"]
        assert f"略过 {folder / '空表.xlsx'}：空表。" in ran.err

    def test_a_blank_form_is_empty(self, folder: Path) -> None:
        ran = zht("validate", folder / "空表.xlsx", "--format", "json")
        assert (ran.code, codes(ran.assessment)) == (1, ["ZHT-FORM-EMPTY"])

    def test_a_form_without_a_fault(self, folder: Path) -> None:
        ran = zht("validate", folder / "认定.xlsx", "--format", "json")
        # The code of the sample has a wrong check digit.
        assert (ran.code, codes(ran.assessment)) == (0, ["ZHT-ENTRY-USCCCHECK"])

    @pytest.mark.parametrize("verb", ["validate", "score", "progress"])
    @pytest.mark.parametrize("format", ["text", "json", "jsonl", "csv", "markdown", "sarif", "junit"])
    def test_every_verb_has_something_to_say(self, verb: str, format: str, folder: Path) -> None:
        ran = zht(verb, folder, "--format", format)
        assert ran.code in (0, 1, 2)
        assert ran.out.strip()
        if format == "json":
            assert all(one["scorecards"] == [] for one in ran.json["assessments"])

    @pytest.mark.parametrize("options", [(), ("--format", "json")])
    def test_there_is_no_indicator_to_explain(self, folder: Path, options: tuple[str, ...]) -> None:
        ran = zht("explain", folder / "认定.xlsx", "1", *options)
        assert (ran.code, ran.out, ran.err.strip()) == (
            2,
            "",
            "“shop”没有指标、条件和补助，没有可以逐项说明的；问题请看 zht validate。",
        )

    def test_progress_says_why_there_is_none(self, folder: Path, tmp_path: Path) -> None:
        ran = zht("progress", folder / "年度.xlsx", "-o", tmp_path / "进度.xlsx")
        assert ran.code == 0
        assert "“rent-2026”没有指标，没有进度可列；问题看 zht validate。" in ran.out
        assert not (tmp_path / "进度.xlsx").exists()

    def test_fill_and_read(self, tmp_path: Path) -> None:
        (tmp_path / "a.json").write_text(json.dumps(tableless.data(), ensure_ascii=False), encoding="utf-8")
        assert zht("fill", "shop", tmp_path / "a.json", "-o", tmp_path / "a.xlsx").code == 0
        assert json.loads(zht("read", tmp_path / "a.xlsx").out) == tableless.data()
        (tmp_path / "b.json").write_text('{"indicators": {"1": 3}}', encoding="utf-8")
        ran = zht("fill", "shop", tmp_path / "b.json", "-o", tmp_path / "b.xlsx")
        assert (ran.code, ran.err.strip()) == (
            2,
            "“shop”没有指标，不能写 indicators；请把数据写在 fields 和 registers 里。",
        )

    def test_rows_of_last_year_are_carried_over(self, folder: Path, tmp_path: Path) -> None:
        target = tmp_path / "2027.xlsx"
        assert zht("template", "rent-2027", "--from", folder / "年度.xlsx", "-o", target).code == 0
        told = json.loads(zht("read", target).out)
        assert told["fields"] == {"unit": "甲平台有限公司", "uscc": "91330400MA5U000000"}
        assert told["registers"] == tableless.data()["registers"]

    def test_what_regimes_and_show_say(self) -> None:
        assert "  内容：15个栏目，2个台账，0项口径，定义第1版" in zht("regimes").out
        shown = zht("show", "shop").out
        assert "指标" not in shown
        assert "台账（每项一行，列出必填的列）" in shown
        told = json.loads(zht("show", "shop", "--format", "json").out)
        assert (told["indicators"], told["total"], len(told["registers"])) == ([], None, 2)
        assert zht("lint").code == 0

    def test_there_are_no_folders_to_make(self, tmp_path: Path) -> None:
        ran = zht("evidence", "shop", "--out", tmp_path / "佐证")
        assert (ran.code, ran.err.strip()) == (2, "“shop”没有指标，没有可以按指标建的佐证文件夹。")
        assert not (tmp_path / "佐证").exists()

    def test_evidence_of_such_a_form_is_checked(self, folder: Path, tmp_path: Path) -> None:
        (tmp_path / "1.pdf").write_bytes(b"1")
        assert zht("evidence", folder / "认定.xlsx", "--dir", tmp_path).code == 0

    @pytest.mark.parametrize("option", ["--experts", "--decisions"])
    def test_it_is_no_reviewers_workbook(self, option: str, folder: Path) -> None:
        assert zht("score", folder / "认定.xlsx", option, folder / "认定.xlsx").code == 3


@pytest.fixture(scope="module")
def lines(shipped: None, soffice: str, tmp_path_factory: pytest.TempPathFactory) -> Any:
    bad = tableless.data()
    del bad["fields"]["functions"], bad["fields"]["filler"]
    bad["fields"] |= {"uscc": "123", "special": "是", "works": 40}
    bad["registers"]["service"].append({"user": "丁公司"})
    bad["registers"]["cases"].append({"amount": 3})
    forms = {name: fill_form("shop", data) for name, data in (("good", tableless.data()), ("bad", bad), ("blank", {}))}
    told = {}
    for name, made in recalculated(soffice, forms, tmp_path_factory.mktemp("checked")).items():
        sheet = openpyxl.load_workbook(made, data_only=True)[SELF_CHECK]
        rows = sheet.iter_rows(min_row=6, max_row=11, min_col=2, max_col=4, values_only=True)
        told[name] = (sheet["A3"].value, {sentence: (result, note or "") for sentence, result, note in rows})
    return told


@pytest.mark.office
class TestSelfCheck:
    """自检 as LibreOffice computes it."""

    def test_a_form_without_a_fault_passes(self, lines: Any) -> None:
        summary, rows = lines["good"]
        assert summary == "各条均已通过，可以签字盖章后上报。"
        assert rows == dict.fromkeys(rows, ("通过", ""))
        assert len(rows) == 6

    def test_what_is_wrong_is_told(self, lines: Any) -> None:
        summary, rows = lines["bad"]
        assert summary == "2条请核对，4条未填完。"
        assert rows == {
            "封面上标＊的栏目都已填写": ("未填完", "还缺填表人"),
            f"“{PAGE}”页标＊的栏目都已填写": ("未填完", "还缺创新功能"),
            "统一社会信用代码为18位": ("请核对", "现为3位"),
            "投资额等于各项之和": ("请核对", "投资额为100，各项相加为110"),
            "一事一议的写明理由": ("未填完", "还没有写明：一事一议"),
            "台账各行标＊的栏目都已填写": ("未填完", "未填齐的有服务1行、案例1行"),
        }

    def test_a_blank_form_is_not_finished(self, lines: Any) -> None:
        summary, rows = lines["blank"]
        assert summary == "3条未填完。"
        assert rows["台账各行标＊的栏目都已填写"] == ("通过", "")
