"""What tells firms, persons, rights, certificates and contracts apart: codes and names, and what is odd about them.

A verdict is about the code alone. Whether a row with a malformed code still counts is for the definition to say
(decision D10a), and no code proves that what it names exists, is in force or belongs to the firm.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

Kind = Literal["uscc", "person", "patent", "software", "trademark", "hte", "sme", "contract"]
Verdict = Literal["valid", "doubtful", "malformed"]

REMEMBERED = 1 << 16
"""Judgements kept: a roster is typed once and picked in many rows, so that most calls repeat an earlier one."""

_USCC_UNUSED, _USCC_DEPARTMENTS = "IOSVZ", "123456789ANY"
_PROVINCES = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|9[0-9]")
_FOREIGN_OR_OFFSHORE = ("81", "82", "83", "9")
_SCIENTIFIC = re.compile(r"[0-9](\.[0-9]+)?E\+[0-9]+")
_PATENT_WEIGHTS, _PATENT_TYPES = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5), "12389"
_HEAD, _TAIL = 6, 4

_ONE_SPELLING = str.maketrans("[]{}〔〕【】〖〗・•", "()()()()()··")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a code is worth: `malformed` in length or alphabet, `doubtful` where real codes may fail too, or valid.

    `normal` is the code to compare and to count by. `reason` is a clause without a full stop, empty when valid.
    """

    verdict: Verdict
    normal: str
    reason: str = ""


class _MalformedError(Exception):
    """Carries the clause that says what is wrong with the shape of a code."""


def judge(kind: Kind, text: str) -> Judgement:
    """The verdict on a code as typed.

    `normal` has full-width forms unified (NFKC), letters in upper case and no blanks. Of a patent it also lacks
    ZL or CN and has the dot before the check digit, of a trademark it lacks 第…号. Superscripts and circled digits
    stay as they are, so that they are seen as wrong and never read as digits.
    """
    return _judged(kind, text)


@lru_cache(REMEMBERED)
def _judged(kind: Kind, text: str) -> Judgement:
    code = _normal(text)
    try:
        if not code:
            raise _MalformedError("没有填写")
        if _SCIENTIFIC.fullmatch(code):
            raise _MalformedError("曾按数字保存，后面的数位已经丢失，请设为文本后重填")
        code, doubts = _JUDGES[kind](code)
    except _MalformedError as wrong:
        return Judgement("malformed", code, str(wrong))
    return Judgement("doubtful", code, "；".join(doubts)) if doubts else Judgement("valid", code)


def hte_year(text: str) -> int | None:
    """The year in a 高新技术企业 certificate number, to hold against the day of issue; None where malformed."""
    return int(judged.normal[2:6]) if (judged := judge("hte", text)).verdict != "malformed" else None


def sme_year(text: str) -> int | None:
    """The year whose 31 December a 科技型中小企业 number serves until; None where malformed."""
    return int(judged.normal[:4]) if (judged := judge("sme", text)).verdict != "malformed" else None


def masked(kind: Kind, text: str) -> str:
    """A code as our outputs show it: of a person's number the first six and last four, other codes as typed.

    What is too short to hide anything between the two is hidden whole (个人信息保护法 第五十一条: 去标识化).
    """
    if kind != "person":
        return text
    code = _normal(text)
    hidden = len(code) - _HEAD - _TAIL
    return f"{code[:_HEAD]}{'*' * hidden}{code[-_TAIL:]}" if hidden > 0 else "*" * len(code)


def looks_like_person_id(text: str) -> bool:
    """Whether a text is an ID number, of 18 digits or of the first 15: personal data even when mistyped.

    Without the right check digit it needs a known region, and must not be a sound 统一社会信用代码.
    """
    if len(text) < 15:
        return False
    code = _normal(text)
    if re.fullmatch(r"[0-9]{15}", code):  # the first generation: no century, no check digit
        return bool(_PROVINCES.match(code)) and _is_birthday(f"19{code[6:12]}") and _region_known(code[:6])
    if not re.fullmatch(r"[0-9]{17}[0-9X]", code) or not _PROVINCES.match(code) or not _is_birthday(code[6:14]):
        return False
    return _ric_check(code) or (_region_known(code[:6]) and judge("uscc", code).verdict != "valid")


@lru_cache(REMEMBERED)
def same_thing(text: str) -> str:
    """A name as names are compared: NFKC, upper case, no blanks, one kind of brackets, 有限责任公司 as 有限公司."""
    return _normal(text).translate(_ONE_SPELLING).replace("有限责任公司", "有限公司")


def _normal(text: str) -> str:
    """Most texts are in one form already, and asking for that is quick; nothing of category Cf is printable."""
    if not (text.isascii() or (text.isprintable() and unicodedata.is_normalized("NFKC", text))):
        text = "".join(map(_unified, text))
    return "".join(text.split()).upper()


@lru_cache(4096)
def _unified(character: str) -> str:
    """NFKC would make plain digits of ² and ① (category No), which no one meant; Ⅹ for the check digit is meant."""
    match unicodedata.category(character):
        case "No":
            return character
        case "Cf":
            return ""
        case _:
            return unicodedata.normalize("NFKC", character)


def _length(code: str, *allowed: int, old: str = "") -> None:
    if len(code) not in allowed:
        hint = f"，可能是旧的{old}" if old and len(code) == 15 else ""
        raise _MalformedError(f"应为{'或'.join(map(str, allowed))}位，现为{len(code)}位{hint}")


def _alphabet(code: str, allowed: str) -> None:
    if strange := list(dict.fromkeys(re.findall(f"[^{allowed}]", code)))[:3]:
        shown = "、".join(c if c.isprintable() else f"U+{ord(c):04X}" for c in strange)
        raise _MalformedError(f"含有不该出现的字符“{shown}”")


def _uscc(code: str) -> tuple[str, list[str]]:
    """统一社会信用代码, GB 32100-2015. Codes taken over from old licence numbers may fail the check digit."""
    from stdnum.cn import uscc

    _length(code, 18, old="营业执照注册号")
    if letters := [letter for letter in _USCC_UNUSED if letter in code]:
        raise _MalformedError(f"不使用字母{'、'.join(letters)}，请核对是否把数字看成了字母")
    _alphabet(code, "0-9A-Z")
    if not re.fullmatch("[0-9]{6}", code[2:8]):
        raise _MalformedError("第3至8位应为数字")
    doubts = []
    if code[0] not in _USCC_DEPARTMENTS:
        doubts.append("第1位不是已公布的登记管理部门代码")
    if uscc.calc_check_digit(code[:17]) != code[17]:
        doubts.append("校验位不符")
    return code, doubts


def _person(code: str) -> tuple[str, list[str]]:
    """公民身份号码, GB 11643-1999.

    stdnum also compares the years in which a county's code was in use with the year of birth. That is left out:
    a code is that of the county when the number was given, often long after the birth.
    """
    _length(code, 18, old="身份证号")
    _alphabet(code[:17], "0-9")
    _alphabet(code[17], "0-9X")
    doubts = []
    if not _ric_check(code):
        lost = "，末三位是0，可能曾按数字保存而丢了数位" if code.endswith("000") else ""
        doubts.append(f"校验位不符{lost}")
    if not _is_birthday(code[6:14]):
        doubts.append("第7至14位不是出生日期")
    if code.startswith(_FOREIGN_OR_OFFSHORE):
        doubts.append("属于港澳台居民居住证或外国人永久居留证的号段，请对照证件")
    elif not _region_known(code[:6]):
        doubts.append("前6位不在行政区划代码表中")
    return code, doubts


def _patent(code: str) -> tuple[str, list[str]]:
    """专利号 and 专利申请号, ZC 0006-2003; before October 2003 two digits of the year and five of the serial.

    A dot left out changes nothing. A spreadsheet that keeps the number as a number drops a check digit 0.
    """
    bare = code.removeprefix("ZL").removeprefix("CN")
    if code.startswith("CN") and re.fullmatch(r"[0-9]{7,9}[A-Z][0-9]?", bare):
        raise _MalformedError("这像是公开号或公告号，应填专利号")
    if not (parts := re.fullmatch(r"([0-9]{12}|[0-9]{8})[.。·]?([0-9X])?", bare)):
        _alphabet(bare, "0-9X.。·")
        raise _MalformedError("应为12位数字加校验位（2003年9月以前申请的为8位加校验位）")
    number, check = parts.groups()
    doubts = []
    total = sum(int(digit) * weight for digit, weight in zip(number, _PATENT_WEIGHTS, strict=False)) % 11
    expected = "X" if total == 10 else str(total)
    if check is None and expected != "0":
        raise _MalformedError("缺少小数点后的校验位")
    if check != expected:
        doubts.append("校验位不符" if check else "缺少校验位0，可能曾按数字保存")
    long = len(number) == len(_PATENT_WEIGHTS)
    if not ("2003" <= number[:4] < "2100" if long else number[:2] >= "85" or number[:2] <= "03"):
        doubts.append("前4位不像申请年份" if long else "前2位不像申请年份")
    if number[4 if long else 2] not in _PATENT_TYPES:
        doubts.append("专利种类位不是1、2、3、8、9")
    return f"{number}.{check or expected}", doubts


def _software(code: str) -> tuple[str, list[str]]:
    """计算机软件著作权登记号: year, SR, seven digits; registers of the early years have fewer."""
    if code.startswith("软著登字"):
        raise _MalformedError("这是证书号，应填登记号（年份加SR加7位数字）")
    if not (parts := re.fullmatch("(20[0-9]{2})SR([0-9]{4,7})", code)):
        raise _MalformedError("应为4位年份加SR加7位数字")
    short = len(parts[2]) < 7 and parts[1] >= "2019"
    return code, [f"SR后应为7位数字，现为{len(parts[2])}位"] if short else []


def _trademark(code: str) -> tuple[str, list[str]]:
    """商标注册号: up to eight digits, A or B after a division. International ones start with G."""
    code = code.removeprefix("第").removesuffix("号")
    _alphabet(code, "0-9A-Z")
    if not re.fullmatch("G?[0-9]{1,8}[A-Z]?", code):
        raise _MalformedError("应为不超过8位的数字，末尾可带字母A或B")
    return code, [] if re.fullmatch("[0-9]{5,8}[AB]?", code) else ["不像国内的商标注册号"]


def _hte(code: str) -> tuple[str, list[str]]:
    """高新技术企业证书编号: GR (GF once renewed, until 2016), year, eight digits; none tells a region for sure."""
    if not code.startswith(("GR", "GF")):
        raise _MalformedError("应以GR开头（早年复审的为GF）")
    _alphabet(code[2:], "0-9")
    if len(code) != 14:
        raise _MalformedError(f"{code[:2]}后应为12位数字，现为{len(code) - 2}位")
    latest = "2016" if code.startswith("GF") else "2099"
    return code, [] if "2008" <= code[2:6] <= latest else [f"{code[2:6]}年没有{code[:2]}开头的证书"]


def _sme(code: str) -> tuple[str, list[str]]:
    """科技型中小企业入库登记编号: year, six digits of the area, eight digits or letters; given since 2017."""
    _length(code, 18)
    _alphabet(code, "0-9A-Z")
    if not re.fullmatch("20[0-9]{8}[0-9A-Z]{8}", code):
        raise _MalformedError("应以4位年份和6位行政区划代码开头")
    return code, [] if code[:4] >= "2017" else [f"{code[:4]}年还没有这种登记"]


def _contract(code: str) -> tuple[str, list[str]]:
    """技术合同登记编号: 14 digits on the printed forms, 16 on newer ones."""
    _alphabet(code, "0-9")
    _length(code, 14, 16)
    return code, []


_JUDGES: Mapping[Kind, Callable[[str], tuple[str, list[str]]]] = {
    "uscc": _uscc, "person": _person, "patent": _patent, "software": _software,
    "trademark": _trademark, "hte": _hte, "sme": _sme, "contract": _contract,
}  # fmt: skip


def _ric_check(code: str) -> bool:
    from stdnum.cn import ric

    return ric.calc_check_digit(code) == code[17]


def _is_birthday(digits: str) -> bool:
    try:
        return 1900 <= date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year < 2100
    except ValueError:
        return False


@lru_cache(4096)
def _region_known(prefix: str) -> bool:
    """Whether the six digits were ever a county of GB/T 2260, as far as python-stdnum's table goes."""
    from stdnum import numdb

    return any("county" in properties for _, properties in numdb.get("cn/loc").info(prefix))
