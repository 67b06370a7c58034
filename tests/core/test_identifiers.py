"""Codes and names: what is valid, doubtful or malformed, what is hidden, and what may be one firm twice."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from zhtcli.core.identifiers import (
    Judgement,
    Kind,
    Verdict,
    hte_year,
    judge,
    looks_like_person_id,
    masked,
    same_thing,
    sme_year,
)
from zhtcli.core.names import close_names

KINDS: tuple[Kind, ...] = get_args(Kind)
USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def with_uscc_check(body: str) -> str:
    """GB 32100-2015: 31 less the weighted sum modulo 31, and 0 for 31."""
    total = sum(USCC_ALPHABET.index(character) * 3**place for place, character in enumerate(body))
    return body + USCC_ALPHABET[(31 - total % 31) % 31]


def with_person_check(body: str) -> str:
    """GB 11643-1999."""
    total = sum(int(d) * w for d, w in zip(body, (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), strict=True))
    return body + "10X98765432"[total % 11]


def with_patent_check(number: str) -> str:
    """ZC 0006-2003, written another way: the weight of a place is 2 plus its distance, modulo 8."""
    return f"{number}.{'0123456789X'[sum(int(d) * (2 + place % 8) for place, d in enumerate(number)) % 11]}"


PERSON = with_person_check("50022719900101001")
FIRM = with_uscc_check("91500120MA5YWXYQ0")


@pytest.mark.parametrize(
    ("kind", "text", "normal"),
    [
        ("uscc", "91110000600037341L", "91110000600037341L"),
        ("uscc", " 9111 0000 6000 3734 1l ", "91110000600037341L"),
        ("uscc", "９１１１００００６０００３７３４１Ｌ", "91110000600037341L"),
        ("uscc", "\u200b91110000600037341L\ufeff", "91110000600037341L"),
        ("uscc", with_uscc_check("N2330282MF1234567"), with_uscc_check("N2330282MF1234567")),
        ("person", "360426199101010071", "360426199101010071"),
        ("person", "360426 19910101 0071", "360426199101010071"),
        ("patent", "ZL201710601862.3", "201710601862.3"),
        ("patent", "zl 2017 1 0601862．3", "201710601862.3"),
        ("patent", "CN201710601862.3", "201710601862.3"),
        ("patent", "2017106018623", "201710601862.3"),
        ("patent", "201710601862。3", "201710601862.3"),
        ("patent", "95115608.x", "95115608.X"),
        ("patent", "ZL95115608X", "95115608.X"),
        ("patent", with_patent_check("02112345"), with_patent_check("02112345")),
        ("software", "2023SR0123456", "2023SR0123456"),
        ("software", "2023 sr 0123456", "2023SR0123456"),
        ("software", "2009SR012345", "2009SR012345"),
        ("trademark", "12345678", "12345678"),
        ("trademark", "第1234567号", "1234567"),
        ("trademark", "12345678a", "12345678A"),
        ("hte", "GR202333102308", "GR202333102308"),
        ("hte", "gr2023 5110 0123", "GR202351100123"),
        ("hte", "GF201451100001", "GF201451100001"),
        ("sme", "2023330282A8000123", "2023330282A8000123"),
        ("sme", "202350012008001234", "202350012008001234"),
        ("contract", "20235001200012", "20235001200012"),
        ("contract", "2023500120001234", "2023500120001234"),
    ],
)
def test_valid_codes_and_their_normal_form(kind: Kind, text: str, normal: str) -> None:
    assert judge(kind, text) == Judgement("valid", normal, "")


@pytest.mark.parametrize(
    ("kind", "text", "reason"),
    [
        ("uscc", "916201055811843000", "校验位不符"),  # a real one, taken over from an old licence number
        ("uscc", "91110000600037341X", "校验位不符"),
        ("uscc", with_uscc_check("B1500120MA5YWXYQ0"), "第1位不是已公布的登记管理部门代码"),
        ("person", "360426199101010072", "校验位不符"),
        ("person", "360426199101010000", "校验位不符，末三位是0，可能曾按数字保存而丢了数位"),
        ("person", with_person_check("50022719900230001"), "第7至14位不是出生日期"),
        ("person", with_person_check("50022717900101001"), "第7至14位不是出生日期"),
        ("person", with_person_check("50099919900101001"), "前6位不在行政区划代码表中"),
        (
            "person",
            with_person_check("83000019900101001"),
            "属于港澳台居民居住证或外国人永久居留证的号段，请对照证件",
        ),
        (
            "person",
            with_person_check("91115619900101001"),
            "属于港澳台居民居住证或外国人永久居留证的号段，请对照证件",
        ),
        ("patent", "ZL201710601862.4", "校验位不符"),
        ("patent", "95115608.1", "校验位不符"),
        ("patent", with_patent_check("199811234567"), "前4位不像申请年份"),
        ("patent", with_patent_check("45115608"), "前2位不像申请年份"),
        ("patent", with_patent_check("201750601862"), "专利种类位不是1、2、3、8、9"),
        ("software", "2023SR123456", "SR后应为7位数字，现为6位"),
        ("trademark", "G1075234", "不像国内的商标注册号"),
        ("trademark", "12345678C", "不像国内的商标注册号"),
        ("trademark", "12", "不像国内的商标注册号"),
        ("hte", "GR200751100123", "2007年没有GR开头的证书"),
        ("hte", "GF202351100123", "2023年没有GF开头的证书"),
        ("sme", "201650012008001234", "2016年还没有这种登记"),
    ],
)
def test_what_real_codes_may_fail_is_doubtful(kind: Kind, text: str, reason: str) -> None:
    judged = judge(kind, text)
    assert (judged.verdict, judged.reason) == ("doubtful", reason)


@pytest.mark.parametrize(
    ("kind", "text", "reason"),
    [
        ("uscc", "9111000060003734L", "应为18位，现为17位"),
        ("uscc", "500227000012345", "应为18位，现为15位，可能是旧的营业执照注册号"),
        ("uscc", "91110000600O37341L", "不使用字母O，请核对是否把数字看成了字母"),
        ("uscc", "9111000060-037341L", "含有不该出现的字符“-”"),
        ("uscc", "9111A000600037341L", "第3至8位应为数字"),
        ("uscc", "9.15E+17", "曾按数字保存，后面的数位已经丢失，请设为文本后重填"),
        ("uscc", "", "没有填写"),
        ("uscc", " \u3000\u200b", "没有填写"),
        ("person", "36042619910101007²", "含有不该出现的字符“²”"),
        ("person", "36042619910101007A", "含有不该出现的字符“A”"),
        ("person", "X60426199101010071", "含有不该出现的字符“X”"),
        ("person", "٣60426199101010071", "含有不该出现的字符“٣”"),
        ("person", "360426910101007", "应为18位，现为15位，可能是旧的身份证号"),
        ("person", "E12345678", "应为18位，现为9位"),
        ("patent", "201710601862", "缺少小数点后的校验位"),
        ("patent", "CN107245678B", "这像是公开号或公告号，应填专利号"),
        ("patent", "20171060186.3", "应为12位数字加校验位（2003年9月以前申请的为8位加校验位）"),
        ("patent", "ZL201710601862.3等", "含有不该出现的字符“等”"),
        ("software", "软著登字第1234567号", "这是证书号，应填登记号（年份加SR加7位数字）"),
        ("software", "2023SR01234567", "应为4位年份加SR加7位数字"),
        ("software", "1998SR0123456", "应为4位年份加SR加7位数字"),
        ("trademark", "123456789", "应为不超过8位的数字，末尾可带字母A或B"),
        ("trademark", "1234/5678", "含有不该出现的字符“/”"),
        ("hte", "202333102308", "应以GR开头（早年复审的为GF）"),
        ("hte", "GR2023331023081", "GR后应为12位数字，现为13位"),
        ("hte", "GR20233310230O", "含有不该出现的字符“O”"),
        ("sme", "2023330282A800012", "应为18位，现为17位"),
        ("sme", "91110000600037341L", "应以4位年份和6位行政区划代码开头"),
        ("sme", "2023330282A8000\x0023", "含有不该出现的字符“U+0000”"),
        ("contract", "202350012000123", "应为14或16位，现为15位"),
        ("contract", "渝2023500120001", "含有不该出现的字符“渝”"),
    ],
)
def test_length_and_alphabet_make_a_code_malformed(kind: Kind, text: str, reason: str) -> None:
    judged = judge(kind, text)
    assert (judged.verdict, judged.reason) == ("malformed", reason)


def test_several_doubts_are_all_told() -> None:
    typed = "500999" + "19900230" + "0010"
    assert judge("person", typed).reason == "校验位不符；第7至14位不是出生日期；前6位不在行政区划代码表中"


def test_a_county_may_have_got_its_code_after_the_birth() -> None:
    """璧山 is 500120 since 2014 and was 500227 from 1997: people born before carry both."""
    for region in ("500120", "500227"):
        assert judge("person", with_person_check(f"{region}19750101001")).verdict == "valid"


def test_the_roman_numeral_stands_for_the_check_digit() -> None:
    number = next(n for n in (with_person_check(f"50022719900101{i:03}") for i in range(50)) if n.endswith("X"))
    assert judge("person", number[:17] + "Ⅹ") == Judgement("valid", number)
    assert judge("person", number[:17] + "x") == Judgement("valid", number)


def test_a_check_digit_zero_that_a_spreadsheet_dropped_is_told_and_counted_as_one_patent() -> None:
    whole = next(n for n in (with_patent_check(f"2017106018{i:02}") for i in range(50)) if n.endswith("0"))
    assert judge("patent", whole).verdict == "valid"
    assert judge("patent", whole[:-2]) == Judgement("doubtful", whole, "缺少校验位0，可能曾按数字保存")


@pytest.mark.parametrize("mod_zero", [with_uscc_check(f"91500120{i:09}") for i in range(100)])
def test_sums_that_leave_nothing_over_take_the_digit_zero(mod_zero: str) -> None:
    """Where 31 divides the sum, many programs look for a 32nd character and reject the code."""
    assert judge("uscc", mod_zero).verdict == "valid"


def test_some_of_those_sums_leave_nothing_over() -> None:
    assert any(with_uscc_check(f"91500120{i:09}").endswith("0") for i in range(100))


@given(st.text("0123456789", min_size=9, max_size=9), st.integers(0, 17), st.sampled_from(USCC_ALPHABET))
def test_one_wrong_character_never_leaves_a_firm_valid(body: str, place: int, wrong: str) -> None:
    code = with_uscc_check("91500120" + body)
    assume(code[place] != wrong)
    assert judge("uscc", code).verdict == "valid"
    assert judge("uscc", code[:place] + wrong + code[place + 1 :]).verdict != "valid"


@given(st.integers(0, 999), st.integers(0, 17), st.sampled_from("0123456789"))
def test_one_wrong_digit_never_leaves_a_person_valid(serial: int, place: int, wrong: str) -> None:
    code = with_person_check(f"50012019900228{serial:03}")
    assume(code[place] != wrong)
    assert judge("person", code).verdict == "valid"
    assert judge("person", code[:place] + wrong + code[place + 1 :]).verdict != "valid"


@given(
    st.integers(2003, 2099), st.sampled_from("12389"), st.integers(0, 9999999), st.integers(0, 11), st.integers(1, 9)
)
def test_one_wrong_digit_never_leaves_a_patent_valid(year: int, sort: str, serial: int, place: int, by: int) -> None:
    code = with_patent_check(f"{year}{sort}{serial:07}")
    wrong = str((int(code[place]) + by) % 10)
    assert judge("patent", f"ZL{code}") == Judgement("valid", code)
    assert judge("patent", code[:place] + wrong + code[place + 1 :]).verdict == "doubtful"


@given(st.sampled_from(KINDS), st.text(max_size=24) | st.text("0123456789XGRSZLN.第号 ２²Ⅹ", max_size=24))
def test_any_text_gets_a_verdict(kind: Kind, text: str) -> None:
    judged = judge(kind, text)
    assert judged.verdict in get_args(Verdict)
    assert (judged.reason == "") is (judged.verdict == "valid")
    assert not judged.reason.endswith("。")
    if judged.verdict == "valid":
        assert judge(kind, judged.normal) == judged


def test_years_in_numbers() -> None:
    assert hte_year("gr２０２３33102308") == 2023
    assert hte_year("GR200751100123") == 2007
    assert hte_year("GR2023") is None
    assert sme_year("2023330282A8000123") == 2023
    assert sme_year("91110000600037341L") is None


def test_only_ids_of_persons_are_masked() -> None:
    assert masked("person", "360426199101010071") == "360426********0071"
    assert masked("person", "360426 19910101 007１") == "360426********0071"
    assert masked("person", "360426910101007") == "360426*****1007"
    assert masked("person", "E12345678") == "*********"
    assert masked("person", "") == ""
    assert masked("uscc", " 91110000600037341l") == " 91110000600037341l"


@given(st.text(max_size=30))
def test_a_mask_hides_all_but_ten(text: str) -> None:
    shown = masked("person", text)
    assert len(shown.replace("*", "")) <= 10
    assert text.strip() == "" or len(shown) == len(judge("person", text).normal)


@pytest.mark.parametrize(
    ("text", "looks"),
    [
        (PERSON, True),
        (f" {PERSON[:6]} {PERSON[6:14]} {PERSON[14:]}", True),
        (PERSON[:17] + ("0" if PERSON[17] != "0" else "1"), True),  # mistyped, and still somebody's
        (with_person_check("91115619900101001"), True),
        (with_person_check("50022719901301001"), False),
        (with_person_check("20022719900101001"), False),
        (FIRM, False),
        ("202350012008001234", False),
        ("2023500120001234", False),
        ("重庆创想科技有限公司", False),
        ("", False),
    ],
)
def test_ids_of_persons_are_noticed_in_any_column(text: str, looks: bool) -> None:
    assert looks_like_person_id(text) is looks


def test_the_code_of_a_public_body_is_not_taken_for_a_person() -> None:
    """Digits only, a known county in front and a day in the right place: its own check digit tells."""
    body = next(
        code
        for code in (with_uscc_check(f"52230120010715{serial:03}") for serial in range(1000))
        if code.isdigit() and with_person_check(code[:17]) != code
    )
    wrong = next(digit for digit in "0123456789" if digit not in (body[-1], with_person_check(body[:17])[-1]))
    assert not looks_like_person_id(body)
    assert looks_like_person_id(body[:-1] + wrong)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("重庆创想科技有限责任公司", "重庆创想科技有限公司"),
        ("创想（重庆）科技有限公司", "创想 (重庆) 科技有限公司"),
        ("创想〔重庆〕科技有限公司", "创想【重庆】科技有限公司"),
        ("ＡＢＣ科技", "abc\u3000科技"),
        ("阿依古丽・买买提", "阿依古丽·买买提"),
    ],
)
def test_one_name_in_two_spellings_is_the_same_thing(one: str, other: str) -> None:
    assert same_thing(one) == same_thing(other)
    assert close_names(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("重庆创想科技有限公司", "重庆创想科技股份有限公司"),
        ("重庆创想科技有限公司", "重庆创享科技有限公司"),
        ("重庆创想科技有限公司", "重庆创想科有限公司"),
        ("重庆创想科技有限公司", "重庆想创科技有限公司"),
        ("重庆创想科技有限公司", "重庆市创想科技有限公司"),
        ("重庆创想科技有限公司", "重庆市璧山区创想科技有限公司"),
        ("常州创想科技有限公司", "江苏省常州市创想科技有限公司"),
        ("重庆创想科技有限公司", "创想科技有限公司"),
        ("创想（重庆）科技有限公司", "重庆创想科技有限公司"),
        ("创想有限公司", "创想股份有限公司"),
        ("璧山育才投资（有限合伙）", "璧山育材投资"),
    ],
)
def test_what_may_be_one_firm_is_asked_about(one: str, other: str) -> None:
    assert same_thing(one) != same_thing(other)
    assert close_names(one, other)
    assert close_names(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("重庆创想科技有限公司", "重庆理想科技有限公司"),
        ("重庆创想科技有限公司", "重庆创想科技集团有限公司"),
        ("重庆创想科技有限公司", "重庆创想科技有限公司璧山分公司"),
        ("重庆创想科技一厂", "重庆创想科技二厂"),
        ("重庆创想科技厂", "重庆创想科技三厂"),
        ("重庆创想科技1号", "重庆创想科技12号"),
        ("重庆创想科技12号", "重庆创想科技21号"),
        ("重庆创想六厂", "重庆创想零厂"),
        ("重庆市璧山区人民医院", "重庆市渝北区人民医院"),
        ("李晓明", "李小明"),
        ("创想", "创享"),
        ("有限公司", "股份有限公司"),
        ("", ""),
    ],
)
def test_what_names_two_firms_is_left_alone(one: str, other: str) -> None:
    assert not close_names(one, other)
    assert not close_names(other, one)


@given(st.text(max_size=15), st.text(max_size=15))
def test_closeness_has_no_direction(one: str, other: str) -> None:
    assert close_names(one, other) == close_names(other, one)
    assert close_names(one, one) == (same_thing(one) != "")
