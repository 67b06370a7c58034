"""Names one slip apart among many: found as if each had been held against each, and quickly."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from zhtcli.core.identifiers import same_thing
from zhtcli.core.names import close_names
from zhtcli.core.registers.nearnames import LONGEST_NAME, MOST_PAIRS, near_spellings

PLACES = st.sampled_from(["", "重庆", "重庆市", "重庆市璧山区", "重庆市渝北区", "江苏省常州市", "A", "新"])
MIDDLE = st.text("创想享理三三六零1丁东A(𠮷重庆)", min_size=0, max_size=7)
FORMS = st.sampled_from(["", "有限公司", "有限责任公司", "股份有限公司", "公司", "(有限合伙)"])
NAMES = st.builds("".join, st.tuples(PLACES, MIDDLE, FORMS)) | st.text(max_size=8)


def one_by_one(names: list[str]) -> list[tuple[str, str]]:
    forms = sorted({same_thing(name) for name in names})
    return [(a, b) for a, b in combinations(forms, 2) if close_names(a, b)]


@given(st.lists(NAMES, max_size=12))
def test_the_search_finds_what_holding_each_against_each_finds(names: list[str]) -> None:
    assert near_spellings(map(same_thing, names)) == one_by_one(names)


@given(NAMES.filter(lambda name: len(name) > 3), st.data())
def test_no_slip_is_overlooked(name: str, data: st.DataObject) -> None:
    """Names of one another's making, so that most pairs are close."""
    at = data.draw(st.integers(0, len(name) - 2))
    slips = [
        name[:at] + name[at + 1 :],
        name[:at] + name[at + 1] + name[at] + name[at + 2 :],
        name[:at] + data.draw(st.sampled_from("创闯窗想享相项东冬")) + name[at + 1 :],
        "重庆" + name,
        name + "有限公司",
    ]
    assert near_spellings(map(same_thing, [name, *slips])) == one_by_one([name, *slips])


def test_two_registers_of_slips() -> None:
    told = near_spellings(["重庆创想科技有限公司", "重庆创享科技有限公司", "重庆理想科技有限公司", "创想科技有限公司"])
    assert told == [
        ("创想科技有限公司", "重庆创想科技有限公司"),
        ("重庆创享科技有限公司", "重庆创想科技有限公司"),
    ]


def test_the_order_and_number_of_names_do_not_matter() -> None:
    names = ["重庆创想科技有限公司", "重庆创享科技有限公司", "创想科技公司"]
    assert near_spellings(names) == near_spellings([*reversed(names), *names]) != []


def test_a_description_is_no_name() -> None:
    long = "创想" * LONGEST_NAME
    assert near_spellings([long, long + "有限公司"]) == []


def test_names_made_by_a_pattern_end_the_search() -> None:
    sounding = "创窗床闯疮炊锤垂春椿醇唇淳纯蠢戳绰疵茨磁"
    names = [f"重庆{a}{b}{c}科技有限公司" for a in sounding for b in sounding for c in sounding]
    assert len(near_spellings(names)) == MOST_PAIRS
    assert near_spellings(names) == near_spellings(reversed(names))


def test_numbers_make_no_near_names() -> None:
    assert near_spellings(f"重庆测试企业{number:04}有限公司" for number in range(2000)) == []
