"""Names and codes that do not agree within a register or between two: asked about, never merged."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import builders
from core.test_identifiers import with_person_check, with_uscc_check
from core.test_register_rows import filled
from zhtcli.core.finding import Finding
from zhtcli.core.forms.naming import Naming, namings
from zhtcli.core.identifiers import same_thing
from zhtcli.core.registers.identityfindings import MOST_TOLD, identity_findings
from zhtcli.definitions.load import load, settled

REGIME = settled(load("bishan"), {})
PREFIX = "ZHT-IDENTITY-"

ONE = with_uscc_check("91500120MA6ABCD12")
TWO = with_uscc_check("91500120MA6XYWW34")
LI, LI_TWICE = with_person_check("50022719900101001"), with_person_check("50022719850607002")
Row = dict[str, Any]


def found(**registers: list[Row]) -> list[Finding]:
    submission = replace(builders.submission("2026", {}), registers=filled(registers))
    return identity_findings(REGIME, submission)


def codes(findings: list[Finding]) -> list[str]:
    assert all(finding.code.startswith(PREFIX) for finding in findings)
    return [finding.code.removeprefix(PREFIX) for finding in findings]


def firm(name: str, uscc: str | None = None) -> Row:
    return {"name": name, "uscc": uscc}


def person(name: str, code: str | None = None) -> Row:
    return {"name": name, "code": code, "role": "技术专家", "from": "2025-01-01", "contract": "合同"}


def need(subject: str, title: str = "需求") -> Row:
    return {"indicator": "5", "subject": subject, "title": title, "date": "2026-03-01"}


def test_which_columns_name_firms_and_persons() -> None:
    told = {register.key: namings(register) for register in REGIME.registers}
    assert told == {
        "team": (Naming("name", "code", "person"),),
        "enterprises": (Naming("name", "uscc", "uscc"),),
        "needs": (Naming("subject"),),
        "achievements": (Naming("subject"),),
        "institutions": (Naming("subject", "code", "uscc"),),
        "investments": (Naming("subject", "code", "uscc"), Naming("party")),
        "activities": (Naming("subject"),),
        "leads": (Naming("subject"),),
        "trainees": (Naming("subject", "code", "person"),),
        "pilot_services": (Naming("subject"),),
        "others": (Naming("subject"), Naming("partner", "partner_code", "uscc")),
    }


def test_which_columns_name_firms_and_persons_in_changzhou() -> None:
    told = {register.key: namings(register) for register in settled(load("changzhou"), {}).registers}
    assert told["entities"] == (Naming("name", "uscc", "uscc"),)
    assert told["talents"] == (Naming("key"), Naming("name"))
    assert told["finance_cases"] == (Naming("enterprise"), Naming("institution"))
    assert [told[key] for key in ("unicorns", "carriers", "awards")] == [(Naming("key"),)] * 3
    assert told["ip_rights"] == (Naming("holder"),)


def test_one_name_in_two_columns_of_a_row_is_told_once() -> None:
    names = ["重庆创想科技有限公司", "重庆创享科技有限公司"]
    rows = [{**need(name, "项目"), "indicator": "27", "partner": name} for name in names]
    assert codes(found(others=rows)) == ["SPELLING"]


def test_one_firm_in_two_spellings() -> None:
    told = found(needs=[need("重庆创想科技有限公司"), need("理想电子厂"), need("重庆创享科技有限公司", "另一需求")])
    assert codes(told) == ["SPELLING"]
    (one,) = told
    assert (one.severity, one.register, one.indicator, one.field) == ("warning", "needs", "5", "subject")
    assert one.row == "5/重庆创享科技有限公司/另一需求"
    assert str(one.at) == "台账_needs!B7"
    assert one.clause == REGIME.indicator("5").clause
    for words in ("第7行", "“重庆创享科技有限公司”", "第5行", "“重庆创想科技有限公司”"):
        assert words in one.message


def test_what_is_the_same_thing_is_no_second_spelling() -> None:
    names = [
        "创想（重庆）科技有限公司",
        "创想 (重庆) 科技有限责任公司",
        "创想【重庆】科技有限公司",
        "ＡＢＣ电子厂",
        "abc电子厂",
    ]
    assert found(needs=[need(name) for name in names]) == []


def test_a_firm_that_stands_in_many_rows_is_told_once() -> None:
    rows = [
        *[need("重庆创想科技有限公司", str(n)) for n in range(5)],
        *[need("创想科技有限公司", str(n)) for n in range(5)],
    ]
    assert codes(found(needs=rows)) == ["SPELLING"]


def test_every_character_of_a_person_tells() -> None:
    rows = [person(name) for name in ("张三", "张山", "欧阳修文", "欧阳秀文")]
    assert found(team=rows) == []


@pytest.mark.parametrize(
    ("there", "expected"),
    [
        (firm("重庆创享科技有限公司", TWO), []),
        (firm("重庆市创想科技股份有限公司", TWO), ["SPELLING"]),
        (firm("重庆创享科技有限公司", TWO[:-1] + ("1" if TWO[-1] != "1" else "2")), ["SPELLING"]),
        (firm("重庆创享科技有限公司", "待补"), ["SPELLING"]),
        (firm("重庆创享科技有限公司", ONE), ["CODE"]),
    ],
)
def test_two_sound_codes_tell_two_firms_apart(there: Row, expected: list[str]) -> None:
    """Unless the names differ only in legal form and place. One code for both is told, and that alone."""
    assert codes(found(enterprises=[firm("重庆创想科技有限公司", ONE), there])) == expected


def test_one_code_under_two_names() -> None:
    (one,) = found(enterprises=[firm("甲电子厂", ONE.lower()), firm("乙机械厂", TWO), firm("丙化工厂", ONE)])
    assert (one.code, one.severity, one.row) == ("ZHT-IDENTITY-CODE", "warning", f"{ONE}/丙化工厂")
    assert str(one.at) == "台账_enterprises!A7"
    assert one.indicator is None
    assert one.clause == REGIME.register("enterprises").clause
    for words in ("“甲电子厂”", "“丙化工厂”", "第5行", "第7行", ONE, "统一社会信用代码"):
        assert words in one.message


def test_the_odd_name_out_is_told_wherever_it_stands() -> None:
    rows = [firm("丙化工厂", ONE), firm("甲电子厂", ONE), firm("甲电子厂", ONE)]
    (one,) = found(enterprises=rows)
    assert "第5行的“丙化工厂”" in one.message
    assert one.at is not None
    assert one.at.row == 5


@pytest.mark.parametrize("code", ["待补", "无", "0", "12345"])
def test_what_is_no_code_makes_nobody_the_same(code: str) -> None:
    assert found(enterprises=[firm("甲电子厂", code), firm("丙化工厂", code)]) == []


def test_one_name_under_two_codes() -> None:
    (one,) = found(enterprises=[firm("甲电子有限公司", ONE), firm("甲电子有限责任公司", TWO)])
    assert (one.code, one.severity, one.field) == ("ZHT-IDENTITY-NAME", "warning", "uscc")
    assert str(one.at) == "台账_enterprises!B6"
    assert ONE in one.message
    assert TWO in one.message


def test_numbers_of_persons_are_masked() -> None:
    wrong = LI[:-1] + ("1" if LI[-1] != "1" else "2")
    told = [
        *found(team=[person("李敏", LI), person("王芳", LI)]),
        *found(team=[person("李敏", LI), person("李敏", wrong)]),
        *found(team=[person("李敏", LI), person("李敏", LI_TWICE)]),
        *found(team=[person("李敏", LI)], trainees=[{"subject": "王芳", "code": LI, "date": "2026-01-01"}]),
        *found(team=[person("李敏", LI), person("李敏")]),
    ]
    assert codes(told) == ["CODE", "NAME", "NAMESAKE", "CODEACROSS", "UNCODED"]
    assert [one.severity for one in told] == ["warning", "warning", "note", "warning", "warning"]
    for one in told:
        shown = f"{one}"
        assert "李敏" in one.message
        assert not any(number in shown for number in (LI, LI_TWICE, wrong, LI[:14], LI[6:]))
        assert ("500227********" in one.message) == (one.code != "ZHT-IDENTITY-UNCODED")


def test_a_person_with_a_number_and_without_counts_twice() -> None:
    (one,) = found(team=[person("李敏"), person("李 敏", LI)])
    assert (one.code, one.field) == ("ZHT-IDENTITY-UNCODED", "code")
    assert str(one.at) == "台账_team!I5"
    assert "第6行填了身份证号，在第5行没有填" in one.message


def test_a_row_without_a_code_is_fine_where_codes_tell_no_rows_apart() -> None:
    row = {"indicator": "11", "subject": "甲公司", "title": "T", "date": "2026-01-01", "mode": "股权投资"}
    assert found(investments=[{**row, "code": ONE}, {**row, "title": "S"}]) == []


def test_two_registers_disagree_about_a_firm() -> None:
    body = {"date": "2026-02-01", "evidence": "协议"}
    roster = [firm("甲电子有限公司", ONE), firm("乙机械有限公司", TWO)]
    same = {"subject": "甲电子有限责任公司", "code": ONE, **body}
    assert found(enterprises=roster, institutions=[same]) == []

    (name,) = found(enterprises=roster, institutions=[{**same, "subject": "丙化工厂"}])
    assert (name.code, name.severity, name.register) == ("ZHT-IDENTITY-CODEACROSS", "warning", "institutions")
    assert (str(name.at), name.indicator) == ("台账_institutions!A5", "10")
    for words in ("台账_institutions!A5", "台账_enterprises!A5", "“丙化工厂”", "“甲电子有限公司”", ONE):
        assert words in name.message

    other = with_uscc_check("91500120MA6QRTU56")
    (code,) = found(enterprises=roster, institutions=[{**same, "code": other}])
    assert (code.code, code.field, str(code.at)) == ("ZHT-IDENTITY-NAMEACROSS", "code", "台账_institutions!E5")
    for words in ("台账_institutions!E5", "台账_enterprises!B5", ONE, other):
        assert words in code.message


def test_namesakes_in_two_registers_are_two_people() -> None:
    trainee = {"subject": "李敏", "code": LI_TWICE, "date": "2026-01-01"}
    assert found(team=[person("李敏", LI)], trainees=[trainee]) == []


def test_many_of_a_kind_are_told_by_number() -> None:
    firms = [with_uscc_check(f"91500120MA6{number:06}") for number in range(MOST_TOLD + 3)]
    rows = [firm(f"{name}{number:02}号厂", uscc) for name in ("甲", "乙") for number, uscc in enumerate(firms)]
    told = found(enterprises=rows)
    assert codes(told) == ["CODE"] * MOST_TOLD + ["MORE"]
    assert (told[-1].severity, told[-1].sheet, told[-1].register) == ("warning", "台账_enterprises", "enterprises")
    assert "还有3处" in told[-1].message
    assert [one.at.row for one in told[:-1] if one.at] == sorted(one.at.row for one in told[:-1] if one.at)


NAMES = st.sampled_from(
    [
        "重庆创想科技有限公司",
        "重庆创想科技有限责任公司",
        "重庆创享科技有限公司",
        "创想科技公司",
        "甲电子厂",
        "甲 电子厂",
        "乙厂",
    ]
)
CODES = st.sampled_from([None, ONE, TWO, ONE.lower(), TWO[:-1], "无"])
ROWS = st.lists(st.builds(firm, NAMES, CODES), max_size=8)


def about(findings: list[Finding]) -> set[tuple[str, frozenset[str]]]:
    """Which names and codes are told together, whatever the rows."""
    return {(finding.code, quoted(finding) | _codes_in(finding.message)) for finding in findings}


def quoted(finding: Finding) -> frozenset[str]:
    return frozenset(same_thing(part.partition("”")[0]) for part in finding.message.split("“")[1:])


def _codes_in(message: str) -> frozenset[str]:
    return frozenset(re.findall("[0-9A-Z]{17,18}", message.upper()))


@given(st.data(), ROWS)
def test_the_order_of_rows_does_not_change_what_is_told(data: st.DataObject, rows: list[Row]) -> None:
    shuffled = data.draw(st.permutations(rows))
    assert about(found(enterprises=rows)) == about(found(enterprises=shuffled))


@given(ROWS)
def test_equal_names_with_equal_codes_are_never_told(rows: list[Row]) -> None:
    """Two names are told, or two codes of one, and no pair of names as both."""
    told: dict[str, list[frozenset[str]]] = {}
    for finding in found(enterprises=rows):
        names = quoted(finding)
        told.setdefault(finding.code, []).append(names)
        if finding.code in ("ZHT-IDENTITY-SPELLING", "ZHT-IDENTITY-CODE"):
            assert len(names) == 2
        else:
            (name,) = names
            assert len({same_thing(row["uscc"] or "") for row in rows if same_thing(row["name"]) == name}) > 1
    spelling = told.get("ZHT-IDENTITY-SPELLING", [])
    assert len(spelling) == len(set(spelling))
    assert not set(spelling) & set(told.get("ZHT-IDENTITY-CODE", []))


@given(ROWS)
def test_rows_that_agree_are_silent(rows: list[Row]) -> None:
    """One name to a code and one code to a name, none of them near another."""
    kept: list[Row] = []
    for row in rows:
        if row["uscc"] not in (ONE, TWO) or "创" in row["name"]:
            continue
        if all((same_thing(row["name"]) == same_thing(o["name"])) == (row["uscc"] == o["uscc"]) for o in kept):
            kept.append(row)
    assert found(enterprises=kept) == []
