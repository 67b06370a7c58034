"""Who handed in what: units told by code or name, what each row of a list asks for, what is missing or late."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from core import quarterforms
from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.assessing.attendance import Attendance, agreed_deadline, areas, attendance, namesakes
from zhtcli.core.catalogue import quarters as rules
from zhtcli.core.period import Form
from zhtcli.core.quarters.deadline import Timeliness
from zhtcli.core.rules.regime import Regime
from zhtcli.core.rules.unit import Unit
from zhtcli.core.years.progress import progress
from zhtcli.definitions.load import load_regime

CODE, OTHER_CODE = "91330411MA2JX1A04H", "91330411MA2JX2B38X"
QUARTERLY, ONCE = load_regime("jiaxing"), load_regime("changzhou")


def handed(
    form: str, name: str = "甲", uscc: str = "", *, county: str = "", late: int | None = None, **more: Any
) -> Assessment:
    """A workbook that was handed in, in time where nothing else is said."""
    of = Form.parse(form)
    assert of is not None
    regime = {"jiaxing": QUARTERLY, "changzhou": ONCE}[of.regime]
    when = None if late is None else Timeliness(date(2026, 10, 25), date(2026, 10, 25), "reported_at", late)
    return Assessment(
        file=f"{name}-{form}.xlsx", sha256="", form=of, regime=regime, unit=name, uscc=uscc, county=county,
        timeliness=when, **more,
    )  # fmt: skip


def listed(name: str = "", uscc: str = "", form: str = "", deadline: date | None = None, county: str = "") -> Unit:
    return Unit(name=name, uscc=uscc, county=county, form=form, deadline=deadline, row=2)


def missing(attending: tuple[Attendance, ...]) -> dict[str, list[str]]:
    return {one.name or one.uscc: [form.id for form in one.missing] for one in attending}


class TestWhoIsWho:
    def test_the_code_decides_where_both_have_one(self) -> None:
        """A unit that took another name stays itself, and a namesake is somebody else."""
        own = handed("jiaxing-2026q3", "甲（原名）", CODE)
        namesake = handed("jiaxing-2026q3", "甲", OTHER_CODE)
        first, second = attendance([own, namesake], [listed("甲", CODE)])
        assert (first.name, first.uscc, first.listed, first.assessments) == ("甲", CODE, True, (own,))
        assert (second.uscc, second.listed, second.assessments) == (OTHER_CODE, False, (namesake,))

    @pytest.mark.parametrize(("on_list", "on_form"), [("", CODE), (CODE, ""), ("", "")])
    def test_the_name_stands_in_where_one_has_no_code(self, on_list: str, on_form: str) -> None:
        own = handed("jiaxing-2026q3", "嘉兴 甲（集团）", on_form)
        (one,) = attendance([own], [listed("嘉兴甲(集团)", on_list)])
        assert (one.listed, one.uscc, one.missing) == (True, on_list or on_form, ())

    def test_two_rows_of_one_unit_are_one_unit(self) -> None:
        rows = [listed("甲", CODE, "jiaxing-2026q2"), listed("甲", "", "jiaxing-2026q3")]
        (one,) = attendance([handed("jiaxing-2026q3", "甲", CODE)], rows)
        assert [form.id for form in one.missing] == ["jiaxing-2026q2"]

    def test_the_list_s_county_wins_over_the_form_s(self) -> None:
        own = handed("jiaxing-2026q3", county="海宁市")
        (one,) = attendance([own], [listed("甲", county="秀洲区")])
        assert one.county == "秀洲区"
        (one,) = attendance([own], [listed("甲")])
        assert one.county == "海宁市"

    def test_a_form_that_names_no_unit_goes_by_its_file_and_what_was_not_read_is_nobody_s(self) -> None:
        some = [handed(f"jiaxing-2026q{number}", "") for number in (2, 3)]
        unread = Assessment(file="坏.xlsx", sha256="", refused=True)
        assert [(one.label, len(one.assessments)) for one in attendance([*some, unread])] == [
            ("（没有写单位：-jiaxing-2026q2.xlsx）", 1), ("（没有写单位：-jiaxing-2026q3.xlsx）", 1),
        ]  # fmt: skip
        assert attendance([unread]) == ()
        assert missing(attendance([unread], [listed("甲")])) == {"甲": []}

    def test_units_of_one_name_are_told(self) -> None:
        some = [handed("jiaxing-2026q3", "甲", CODE), handed("jiaxing-2026q3", "甲"), handed("jiaxing-2026q3", "乙")]
        ((one, other),) = namesakes(attendance(some))
        assert [one.uscc, other.uscc] == [CODE, ""]


class TestWhatIsMissing:
    def test_a_row_without_a_form_asks_for_every_quarter_between(self) -> None:
        some = [handed("jiaxing-2026q1", "乙"), handed("jiaxing-2026q3", "乙"), handed("jiaxing-2026q2", "甲")]
        assert missing(attendance(some, [listed("甲"), listed("乙")])) == {
            "甲": ["jiaxing-2026q1", "jiaxing-2026q3"],
            "乙": ["jiaxing-2026q2"],
        }

    def test_a_row_with_a_quarter_asks_for_that_alone(self) -> None:
        some = [handed("jiaxing-2026q1", "乙"), handed("jiaxing-2026q3", "乙")]
        assert missing(
            attendance(some, [listed("甲", form="jiaxing-2025q4"), listed("乙", form="jiaxing-2026q3")])
        ) == {
            "甲": ["jiaxing-2025q4"],
            "乙": [],
        }

    @pytest.mark.parametrize("name", ["jiaxing", "JIAXING", QUARTERLY.title, QUARTERLY.short])
    def test_a_row_may_name_the_document(self, name: str) -> None:
        some = [handed("jiaxing-2026q3", "乙"), handed("changzhou", "丙")]
        found = attendance(some, [listed("甲", form=name)])
        assert missing(found)["甲"] == ["jiaxing-2026q3"]

    def test_a_document_that_is_filled_once_is_one_form(self) -> None:
        found = attendance([handed("changzhou", "乙")], [listed("甲"), listed("乙")])
        assert missing(found) == {"甲": ["changzhou"], "乙": []}

    def test_without_a_list_only_gaps_are_known(self) -> None:
        some = [handed("jiaxing-2025q4", "甲"), handed("jiaxing-2026q2", "甲"), handed("jiaxing-2026q3", "乙")]
        found = attendance(some)
        assert missing(found) == {"甲": ["jiaxing-2026q1"], "乙": []}
        assert [one.listed for one in found] == [None, None]


class TestLateAndTwice:
    def test_days_late_by_form(self) -> None:
        some = [handed("jiaxing-2026q3", late=3), handed("jiaxing-2026q2", late=0), handed("jiaxing-2026q1")]
        (one,) = attendance(some)
        assert (one.late, one.dated) == ({"jiaxing-2026q3": 3}, True)

    def test_nobody_says_when_it_came(self) -> None:
        (one,) = attendance([handed("jiaxing-2026q3")])
        assert (one.late, one.dated, one.returned) == ({}, False, None)

    def test_two_different_ones_of_a_quarter(self) -> None:
        found = (rules.TWICE.found(unit="甲", form="jiaxing-2026q3", count=2, files="a、b"),)
        some = [handed("jiaxing-2026q3", findings=found), handed("jiaxing-2026q3"), handed("jiaxing-2026q2")]
        (one,) = attendance(some)
        assert [form.id for form in one.twice] == ["jiaxing-2026q3"]
        assert [form.id for form in one.forms] == ["jiaxing-2026q2", "jiaxing-2026q3"]


class TestAgreedDeadline:
    OWN = quarterforms.form({}, fields={"unit": "甲", "uscc": CODE})

    def agreed(self, *units: Unit, regime: Regime = QUARTERLY) -> date | None:
        return agreed_deadline(units, regime, self.OWN)

    def test_a_row_for_this_form(self) -> None:
        day = date(2027, 6, 1)
        assert self.agreed(listed("甲", CODE, "jiaxing-2026q3", day)) == day

    def test_a_row_for_another_form_or_unit_says_nothing(self) -> None:
        day = date(2026, 10, 20)
        assert self.agreed(listed("甲", CODE, "jiaxing-2026q2", day)) is None
        assert self.agreed(listed("甲", OTHER_CODE, "jiaxing-2026q3", day)) is None
        assert self.agreed(listed("甲", CODE, "changzhou", day)) is None

    @pytest.mark.parametrize(
        ("day", "meant"),
        [
            (date(2026, 9, 30), False),  # the quarter's last day: still the quarter before
            (date(2026, 10, 1), True),
            (date(2026, 12, 31), True),
            (date(2027, 1, 1), False),
        ],
    )
    @pytest.mark.parametrize("form", ["", "jiaxing"])
    def test_a_row_for_no_quarter_means_the_one_that_ended_last(self, form: str, day: date, meant: bool) -> None:
        assert self.agreed(listed("甲", CODE, form, day)) == (day if meant else None)

    def test_a_row_without_a_day_leaves_it_to_the_next(self) -> None:
        day = date(2026, 10, 20)
        assert self.agreed(listed("甲", CODE, "jiaxing"), listed("甲", "", "jiaxing-2026q3", day)) == day


class TestAreas:
    def test_counties_then_all_over_every_quarter_between(self) -> None:
        some = [_followed("2026q1", "甲", "秀洲区", "10"), _followed("2026q3", "乙", "海宁市", "20")]
        found = areas(attendance(some))
        assert [(one.level, one.name, one.units) for one in found] == [
            ("county", "秀洲区", 1), ("county", "海宁市", 1), ("city", "", 2),
        ]  # fmt: skip
        city = {one.period: one.value for one in found[-1].totals if one.no == "15"}
        assert city == {"2026q1": Fraction(10), "2026q2": None, "2026q3": Fraction(20)}

    def test_documents_that_are_not_followed_have_none(self) -> None:
        assert areas(attendance([handed("changzhou", "乙")])) == ()

    def test_a_unit_of_which_there_is_no_workbook_is_left_out_by_name(self) -> None:
        found = areas(
            attendance([_followed("2026q3", "甲", "秀洲区", "10")], [listed("甲"), listed("乙", county="秀洲区")])
        )
        (city,) = (one for one in found[-1].totals if one.no == "15")
        assert (city.value, city.counted) == (Fraction(10), ("甲",))
        assert [(one.unit, one.why) for one in city.left_out] == [("乙", "没有这个季度的表")]

    def test_growth_does_not_depend_on_the_order_of_files(self) -> None:
        """2025q3 has no workbook; two later ones repeat it, and the quarter that grows takes what its own form says."""
        of = quarterforms.regime()
        some = []
        for period, repeats in (("2025q4", "5"), ("2026q3", "8")):
            told = {("15", period): {"quarter": "10"}, ("15", "2025q3"): {"quarter": repeats}}
            quarters = quarterforms.quarters(of, quarterforms.form(told, period=period))
            followed = progress(of, {}, period, quarters)
            some.append(handed(f"jiaxing-{period}", quarters=quarters, progress=followed))
        for order in (some, some[::-1]):
            (city,) = (one for one in areas(attendance(order))[-1].totals if (one.no, one.period) == ("15", "2026q3"))
            assert city.growth.value == 25


def _followed(period: str, name: str, county: str, figure: str) -> Assessment:
    of = quarterforms.regime()
    told = quarterforms.quarters(of, quarterforms.form({("15", period): {"quarter": figure}}, period=period))
    return handed(f"jiaxing-{period}", name, county=county, quarters=told, progress=progress(of, {}, period, told))
