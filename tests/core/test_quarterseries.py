"""One unit's quarters as one series: who speaks for a quarter, what contradicts, what is missing in between."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from core import quarterforms
from zhtcli.core.assessing.judging import Judged
from zhtcli.core.assessing.quarterseries import MOST_TOLD, Joined, join_quarters
from zhtcli.core.finding import Finding
from zhtcli.core.forms.layout import Slot
from zhtcli.core.period import previous, year_before

Q1, Q2, Q3, BASE = "2026q1", "2026q2", "2026q3", "2025q3"


def judged(
    period: str, told: Mapping[str, Any], file: str = "", unit: str = "甲", **earlier: Mapping[str, Any]
) -> Judged:
    """A workbook: indicator -> figure (or {part: figure}) of its own quarter, `last` and `base` of earlier ones."""
    when = {"last": previous(period), "base": year_before(period)}
    figures = {}
    for of, some in ({period: told} | {when[key]: value for key, value in earlier.items()}).items():
        for no, value in some.items():
            figures[no, of] = value if isinstance(value, Mapping) else {"quarter": value}
    submission = quarterforms.form(figures, period=period, fields={"unit": unit}, file=file)
    return Judged(submission, {}, (), quarterforms.quarters(quarterforms.regime(), submission))


def join(*own: Judged, others: Sequence[Sequence[Judged]] = ()) -> list[Joined]:
    return join_quarters(quarterforms.regime(), own, others)


def codes(found: Sequence[Finding]) -> list[tuple[str, str, str | None]]:
    return [(one.code, one.severity, one.indicator) for one in found]


def test_a_quarter_s_own_workbook_speaks_for_it_and_is_named() -> None:
    _, last = join(judged(Q2, {"15": "10"}), judged(Q3, {"15": "12"}))
    known = last.quarters["15", Q2].told["quarter"]
    assert (known.value, known.file, str(known.at)[:15]) == (Fraction(10), "2026q2.xlsx", "[2026q2.xlsx]指标")
    assert (last.quarters["15", Q3].told["quarter"].file, last.files, last.findings) == ("", (("2026q2.xlsx", ""),), ())


def test_an_earlier_workbook_is_not_told_what_came_later() -> None:
    first, _ = join(judged(Q2, {"15": "10"}), judged(Q3, {"15": "12"}))
    assert ("15", Q3) not in first.quarters
    assert (first.files, first.findings) == ((), ())


def test_a_contradiction_is_told_on_the_later_one_s_cell() -> None:
    _, last = join(judged(Q2, {"15": "10", "16": "7"}), judged(Q3, {}, last={"15": "11", "16": "7"}))
    (found,) = last.findings
    assert codes([found]) == [("ZHT-QUARTER-CONFLICT", "warning", "15")]
    assert found.at == quarterforms.layout().places[Slot("indicator", "15", Q2, "quarter")].at
    assert last.quarters["15", Q2].quarter == 10, "the quarter's own workbook"


def test_a_blank_and_a_rounded_figure_contradict_nothing() -> None:
    own = judged(Q2, {"1": "68.94", "15": None, "5": "10"})
    _, last = join(own, judged(Q3, {}, last={"1": "68.9", "15": "11", "5": None}))
    assert last.findings == ()


def test_many_contradictions_are_told_once() -> None:
    nos = [str(no) for no in range(15, 15 + MOST_TOLD)]
    _, few = join(judged(Q2, dict.fromkeys(nos, "10")), judged(Q3, {}, last=dict.fromkeys(nos, "11")))
    assert codes(few.findings) == [("ZHT-QUARTER-CONFLICT", "warning", no) for no in nos]
    nos.append("9")
    _, many = join(judged(Q2, dict.fromkeys(nos, "10")), judged(Q3, {}, last=dict.fromkeys(nos, "11")))
    assert codes(many.findings) == [("ZHT-QUARTER-CONFLICTS", "warning", None)]
    assert f"有{MOST_TOLD + 1}处" in many.findings[0].message


class TestBorrowed:
    LENT: Mapping[str, Any] = {
        "15": "40",
        "16": "300",
        "3": {"quarter": "33.11", "numerator": "33.1149", "denominator": "100"},
    }

    def test_figures_of_another_unit_are_told_as_such(self) -> None:
        theirs = judged(BASE, self.LENT, "乙-2025q3.xlsx", "乙")
        repeated = {"15": "40", "16": "300", "3": "33.11"}
        _, last = join(judged(BASE, {"15": "20", "16": "9"}), judged(Q3, {}, base=repeated), others=[[theirs]])
        borrowed = [one for one in last.findings if one.code == "ZHT-QUARTER-BORROWED"]
        assert codes(borrowed) == [("ZHT-QUARTER-BORROWED", "warning", None)]
        assert "“乙”" in borrowed[0].message
        assert "乙-2025q3.xlsx" in borrowed[0].message
        assert not [one for one in last.findings if one.code == "ZHT-QUARTER-CONFLICT"]

    def test_one_figure_of_its_own_and_it_is_a_contradiction(self) -> None:
        theirs = judged(BASE, self.LENT, "乙-2025q3.xlsx", "乙")
        repeated = {"15": "40", "16": "301", "3": "33.11"}
        _, last = join(judged(BASE, {"15": "20", "16": "9"}), judged(Q3, {}, base=repeated), others=[[theirs]])
        told = [one.code for one in last.findings if one.code != "ZHT-QUARTER-GAP"]
        assert told == ["ZHT-QUARTER-CONFLICT", "ZHT-QUARTER-CONFLICT"]

    def test_the_other_unit_s_other_quarter_is_no_match(self) -> None:
        theirs = judged(Q2, {"15": "40"}, "乙-2026q2.xlsx", "乙")
        _, last = join(judged(BASE, {"15": "20"}), judged(Q3, {}, base={"15": "40"}), others=[[theirs]])
        assert "ZHT-QUARTER-BORROWED" not in [one.code for one in last.findings]


class TestTwice:
    def test_two_different_ones_speak_for_nothing(self) -> None:
        one, other = judged(Q2, {"15": "10"}, "甲/2.xlsx"), judged(Q2, {"15": "11"}, "乙/2.xlsx")
        first, second, last = join(one, other, judged(Q3, {}, last={"15": "12"}))
        for told in (first, second):
            assert codes(told.findings) == [("ZHT-QUARTER-TWICE", "error", None)]
            assert "甲/2.xlsx、乙/2.xlsx" in told.findings[0].message
            assert ("15", Q2) not in told.quarters
        assert (last.findings, last.files) == ((), ())
        assert last.quarters["15", Q2].quarter == 12, "as the next quarter repeats it"

    def test_two_that_tell_the_same_are_one(self) -> None:
        one, other = judged(Q2, {"15": "10"}, "甲/2.xlsx"), judged(Q2, {"15": "10"}, "乙/2.xlsx")
        first, second, last = join(one, other, judged(Q3, {"15": "12"}))
        assert [codes(told.findings) for told in (first, second)] == [[("ZHT-SERIES-COPY", "warning", None)]] * 2
        assert last.quarters["15", Q2].quarter == Fraction(10)
        assert [path for path, _ in last.files] == ["甲/2.xlsx"]


class TestGaps:
    def test_the_quarter_after_a_gap_says_so_and_no_later_one(self) -> None:
        told = join(judged("2025q3", {}), judged(Q2, {}), judged(Q3, {}))
        assert [codes(one.findings) for one in told] == [[], [("ZHT-QUARTER-GAP", "warning", None)], []]
        assert "2025年第四季度、2026年第一季度" in told[1].findings[0].message

    def test_one_by_itself_misses_nothing(self) -> None:
        (only,) = join(judged(Q3, {"15": "12"}, last={"15": "11"}))
        assert (only.findings, only.files) == ((), ())

    def test_a_missing_quarter_is_as_the_next_workbook_repeats_it(self) -> None:
        """Known from the form at hand first, from the workbook nearest to the quarter else."""
        _, last = join(judged("2025q4", {"15": "5"}), judged(Q3, {"15": "9"}, last={"15": "8"}))
        assert last.quarters["15", Q2].quarter == 8
        assert codes(last.findings) == [("ZHT-QUARTER-GAP", "warning", None)]

    def test_the_order_of_files_does_not_matter(self) -> None:
        some = [judged(Q1, {"15": "1"}), judged(Q2, {"15": "2"}, last={"15": "3"}), judged(Q3, {"15": "4"})]
        there, back = join(*some), join(*reversed(some))
        assert there == back[::-1]
        assert codes(there[1].findings) == [("ZHT-QUARTER-CONFLICT", "warning", "15")]
