"""`fill` and `read` are inverse: what data says goes into the form and comes back the same."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from endtoend.odd_forms import LAYOUT, SAMPLES, sample
from endtoend.runner import known
from zhtcli.core.forms.layout import STATES
from zhtcli.workbook.files.parse import parse
from zhtcli.workflow.forming import fill_form, read_data, read_form
from zhtcli.workflow.reading import submission_of

HALVES, QUOTIENTS = (2.5, 0.1, 99.99), (100 / 3, 95.45454545454545)
RATIOS = ("8", "13", "14")
OTHERS = tuple(no for no in LAYOUT.rows if no not in RATIOS)


def through_a_file(data: Mapping[str, Any]) -> dict[str, Any]:
    """Filled, written, and read in the contained child, as the command does it."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "表.xlsx")
        file.write_bytes(fill_form("bishan-2026", data))
        return read_form(file)


def told(data: Mapping[str, Any], part: str) -> Any:
    return through_a_file(data)[part]


# A text that means itself: no blanks to trim, nothing invisible to take out, on one line.
plain_text = st.text(
    st.characters(codec="utf-8", categories=["L", "N", "P", "S"], exclude_characters="\u2800￼"), min_size=1, max_size=40
).filter(lambda text: not text.startswith("不适用"))
nasty_text = st.sampled_from(
    ["=1+1", "@SUM(1)", "+1", "-x", "'abc", "{=1}", "http://x.y", "mailto:a@b", "<b>&amp;", "䶮😀", "#REF!", "约30",
     "1,200", "2.5%", "１２", "二〇二六", "TRUE", "nan", "1e5", "30项", "a_x0041_b", "x" * 32000, "e\u0301"]
)  # fmt: skip
texts = plain_text | nasty_text
counts = st.integers(min_value=-(10**14), max_value=10**14)
amounts = st.decimals(min_value=0, max_value=10**9, places=2).map(float)
percents = st.decimals(min_value=0, max_value=200, places=4).map(float)


def indicator(no: str) -> st.SearchStrategy[Any]:
    ratio = no in RATIOS
    value = (percents if ratio else counts) | texts
    own: dict[str, st.SearchStrategy[Any]] = {
        "value": value,
        "state": st.sampled_from(STATES[:2]),
        "self_score": st.decimals(min_value=0, max_value=10, places=2).map(float),
        "evidence": texts,
        "remark": texts,
    }
    if ratio:
        parts = amounts if no == "8" else st.integers(min_value=0, max_value=10**6)
        own |= {"numerator": parts, "denominator": parts}
    this_year = st.fixed_dictionaries({}, optional=own).filter(lambda parts: parts and parts.keys() != {"value"})
    periods = st.fixed_dictionaries({"2025": value}, optional={"2026": value | this_year})
    return value | this_year | periods | st.fixed_dictionaries({"na": plain_text})


fields = st.fixed_dictionaries(
    {},
    optional={
        "unit": texts,
        "uscc": st.sampled_from(["91500120MA6ABCD128", "不是代码"]),
        "county": texts,
        "filler": texts,
        "filled_on": st.dates(min_value=__import__("datetime").date(1990, 1, 1)).map(str).filter(lambda d: d < "2100"),
        "no_demand_20": st.booleans(),
    },
)
chosen = st.lists(st.sampled_from([*OTHERS[:6], *RATIOS]), unique=True, max_size=4)
forms = st.builds(
    lambda fields, indicators: {"form": "bishan-2026", "fields": fields, "indicators": indicators, "registers": {}},
    fields,
    chosen.flatmap(lambda nos: st.fixed_dictionaries({no: indicator(no) for no in nos})),
)


def read_here(form: bytes) -> dict[str, Any]:
    """The same as `read_form`, without a child of its own for every example."""
    from zhtcli.core.forms.exchange import from_submission
    from zhtcli.core.forms.submission import Submission

    submission = submission_of(parse(form, "表.xlsx"), "表.xlsx", None)
    assert isinstance(submission, Submission)
    return from_submission(LAYOUT, submission)


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(forms)
def test_data_comes_back_as_it_was_given(data: dict[str, Any]) -> None:
    assert read_here(fill_form("bishan-2026", data)) == data


@pytest.mark.parametrize("name", sorted(path.stem for path in SAMPLES.glob("*.json")))
def test_the_samples_come_back(name: str) -> None:
    """A bare figure and `{"value": …}` are the same; so are a missing key and null."""
    data = read_data(SAMPLES / f"{name}.json")
    form = str(data["form"])
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "表.xlsx")
        file.write_bytes(sample(name))
        once = read_form(file)
        file.write_bytes(fill_form(form, once))
        assert read_form(file) == once
    assert once["fields"] == data["fields"]
    assert once["indicators"].keys() == data["indicators"].keys()


def test_null_and_nothing_leave_a_cell_blank() -> None:
    data = {
        "fields": {"unit": None},
        "indicators": {"5": None, "6": {"2025": None, "2026": {"value": None, "remark": None}}, "7": {}},
    }
    assert through_a_file(data) == {"form": "bishan-2026", "fields": {}, "indicators": {}, "registers": {}}


@pytest.mark.parametrize("value", [0, -1, *HALVES])
def test_a_number_that_does_not_belong_stays_a_number(value: float) -> None:
    """Half a need: `validate` rejects it, `read` still gives what was typed."""
    assert told({"indicators": {"5": value}}, "indicators") == {"5": value}


@pytest.mark.parametrize("value", [2.6, *QUOTIENTS])
def test_a_percentage_with_all_its_digits_stays_a_number(value: float) -> None:
    """What a script divides has sixteen digits; a cell keeps fifteen."""
    back = told({"indicators": {"8": value}}, "indicators")["8"]
    assert isinstance(back, int | float)
    assert back == pytest.approx(value, rel=1e-14)


@pytest.mark.parametrize(("no", "unit"), [("5", ""), ("8", "%")])
def test_a_whole_number_longer_than_a_cell_keeps_is_text(no: str, unit: str) -> None:
    """A cell keeps fifteen digits; the sixteenth would silently become 0. A share stays in percent as text too."""
    assert told({"indicators": {no: 999_999_999_999_999}}, "indicators") == {no: 999_999_999_999_999}
    assert told({"indicators": {no: 1_234_567_890_123_457}}, "indicators") == {no: f"1234567890123457{unit}"}


@pytest.mark.parametrize("value", [True, False])
def test_a_truth_value_comes_back(value: bool) -> None:
    assert told({"fields": {"no_demand_20": value}}, "fields") == {"no_demand_20": value}


@known("a truth value in a number cell becomes the text 是 or 否")
@pytest.mark.parametrize("value", [True, False])
def test_a_truth_value_that_does_not_belong_comes_back(value: bool) -> None:
    assert told({"indicators": {"5": value}}, "indicators") == {"5": value}


def test_not_applicable_in_an_earlier_year() -> None:
    """KEYS: V may stand under any period, and `{"na": reason}` is a V; `read` itself gives it."""
    data = {"5": {"2025": {"na": "当年没有这项工作"}, "2026": 3}}
    assert told({"indicators": data}, "indicators") == data


def test_what_read_gives_for_an_earlier_not_applicable_can_be_filled() -> None:
    once = through_a_file({"indicators": {"5": {"2025": "不适用：当年没有这项工作"}}})
    assert through_a_file(once) == once


def test_a_percentage_is_in_percent_and_a_text_is_text() -> None:
    data = {"8": 2.6, "13": "95%", "14": {"numerator": 20, "denominator": 22}}
    assert told({"indicators": data}, "indicators") == data


@known("read as the character that it spells")
def test_an_underscore_code_is_no_character() -> None:
    assert told({"indicators": {"5": {"remark": "_x000D_"}}}, "indicators") == {"5": {"remark": "_x000D_"}}


def test_lines_of_a_text_stay() -> None:
    data = {"5": {"evidence": "第一行\n第二行", "value": 3}}
    assert told({"indicators": data}, "indicators") == {"5": {"value": 3, "evidence": "第一行\n第二行"}}
