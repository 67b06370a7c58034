"""Widths, wrapping and cleaning of text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhtcli.report.plain import encodable, one_line
from zhtcli.report.text.columns import clipped, display_width, hanging, table, wrapped


@given(st.text(alphabet="甲乙（）。，abc 12\n"), st.integers(6, 30))
def test_wrapping_loses_nothing_but_blanks(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(display_width(line) <= width for line in lines)


@given(st.text(alphabet="甲乙（）。，abc 12"), st.integers(2, 30))
def test_clipping_keeps_to_the_width_and_says_so(text: str, width: int) -> None:
    short = clipped(text, width)
    assert display_width(short) <= width
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))


def test_marks_stay_with_their_words() -> None:
    assert wrapped("甲乙丙丁。戊", 8) == ["甲乙丙", "丁。戊"]
    assert wrapped("甲乙丙（丁）", 8) == ["甲乙丙", "（丁）"]
    assert clipped("甲乙（丙丁）", 8) == "甲乙…"


def test_further_lines_hang_under_the_first() -> None:
    assert hanging("口径：", "甲乙丙丁", 12) == ["口径：甲乙丙", "      丁"]


def test_columns_stand_under_each_other() -> None:
    rows = [("1", "甲", "10.00"), ("12", "乙丙丁戊己", "9.5")]
    assert table(("序号", "指标", "得分"), rows, align="llr", width=22, elastic=1) == [
        "序号  指标        得分",
        "1     甲         10.00",
        "12    乙丙丁戊…    9.5",
    ]


def test_only_the_elastic_column_gives_way() -> None:
    rows = [("1", "甲乙丙丁戊", "很长很长的一句说明")]
    lines = table(("序号", "指标", "说明"), rows, align="lll", width=20, elastic=1)
    assert lines == ["序号 指标   说明", "1    甲乙…  很长很长的一句说明"]


@given(st.text())
def test_a_line_stays_a_line(text: str) -> None:
    line = one_line(text)
    assert len(line.splitlines()) <= 1
    line.encode()
    assert one_line(line) == line


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        ("a\r\nb\tc", "a b c"),
        ("\x1b[31m红\x1b[0m", "红"),
        ("\x1b]0;title\x07x", "x"),
        ("\u202e倒\u2066", "倒"),
        ("\ufeff３０\u200b", "３０"),
        ("m² 䶮 \u00a0x", "m² 䶮 \u00a0x"),
        (None, ""),
    ],
)
def test_one_line(raw: str | None, line: str) -> None:
    assert one_line(raw) == line


def test_surrogates_become_text() -> None:
    assert encodable("\udc80甲\ud800") == "\\x80甲\ufffd"
