"""What an overlay's score rules, grades and gates need of themselves and of their regime."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import assert_never

from zhtcli.core.rounding import shown
from zhtcli.core.rules.bands import ends
from zhtcli.core.rules.kinds import AllOrNothing, Bands, Proportional, Step
from zhtcli.core.rules.overlay import CompletionBelow, SaysYes
from zhtcli.core.rules.resolve import Path as NodePath
from zhtcli.definitions.overlayfile import OverlayFile, OverlayScore


def check_score(file: OverlayFile, path: NodePath, score: OverlayScore, points: Decimal, no: str) -> None:
    """A rule for an indicator of so many points. Raises BrokenOverlay."""
    match score:
        case Proportional(floor=floor):
            if floor is not None and not 0 < floor < 1:
                raise file.fault((*path, "floor"), "floor 写成大于 0、小于 1 的小数：完成率60%写 0.6")
        case AllOrNothing():
            pass
        case Bands():
            _check_bands(file, path, score, points, no)
        case Step():
            _check_step(file, path, score, points)
        case _:
            assert_never(score)


def _check_bands(file: OverlayFile, path: NodePath, score: Bands, points: Decimal, no: str) -> None:
    if not score.bands:
        raise file.fault((*path, "bands"), "至少要写一档")
    full = points if score.unit == "points" else Decimal(100)
    for place, band in enumerate(score.bands):
        at = (*path, "bands", place)
        low, high = ends(band)
        if band.least < 0:
            raise file.fault((*at, "from"), "完成率不能小于 0")
        if not 0 <= low <= high:
            raise file.fault((*at, "points"), "一档的分数从小到大写，不能小于 0")
        if place == 0:
            continue
        better = score.bands[place - 1]
        if band.least >= better.least:
            raise file.fault((*at, "from"), "各档按完成率从高到低写，不能重复")
        if high > ends(better)[0]:
            raise file.fault((*at, "points"), "完成率低的一档，分数不能高过上一档")
    first = ends(score.bands[0])
    if score.inside == "linear" and first[0] != first[1]:
        raise file.fault((*path, "bands", 0, "points"), "档内按比例计分时，最高一档没有上限，只能写一个分数")
    if first[1] != full:
        of = f"第{no}项分值 {shown(points)} 分" if score.unit == "points" else "分值的 100%"
        raise file.fault((*path, "bands", 0, "points"), f"最高一档写 {shown(first[1])}，应等于{of}")


def _check_step(file: OverlayFile, path: NodePath, score: Step, points: Decimal) -> None:
    for key, figure in (("each", score.each), ("minus", score.minus), ("over_each", score.over_each),
                        ("plus", score.plus), ("up_to", score.up_to)):  # fmt: skip
        if figure is not None and figure <= 0:
            raise file.fault((*path, key), f"{key} 要大于 0")
    beyond = (score.over_each, score.plus, score.up_to)
    if any(figure is None for figure in beyond) and any(figure is not None for figure in beyond):
        raise file.fault(path, "超额加分要把 over_each、plus、up_to 三项都写上")
    if score.minus > (points if score.unit == "points" else Decimal(100)):
        raise file.fault((*path, "minus"), f"一次扣 {shown(score.minus)}，比分值还多")


def check_grades(file: OverlayFile, reachable: Decimal) -> None:
    """A closed list from the best grade to the worst, which begins at 0. Raises BrokenOverlay."""
    grades = file.grades
    named = isinstance(file.written.grades, str)
    for place, grade in enumerate(grades):
        at: NodePath = ("grades",) if named else ("grades", place)
        if grade.least > reachable:
            raise file.fault(at, f"“{grade.name}”要 {shown(grade.least)} 分，最高只能得 {shown(reachable)} 分")
        if place and grade.least >= grades[place - 1].least:
            raise file.fault(at, "各等次按分数从高到低写，不能重复")
        if grade.name in {other.name for other in grades[:place]}:
            raise file.fault(at, f"等次“{grade.name}”写了两次")
    if grades and (grades[-1].least != 0 or not grades[-1].inclusive):
        raise file.fault(("grades", len(grades) - 1), "最低的等次要从 0 分起（from: 0），每个分数才都有等次")


def check_gates(file: OverlayFile, scored: Collection[str], booleans: Collection[str], reachable: Decimal) -> None:
    """Gates name what there is, and do one thing each. Raises BrokenOverlay."""
    names = {grade.name for grade in file.grades}
    for place, gate in enumerate(file.written.gates):
        at: NodePath = ("gates", place)
        done = {"grade": gate.grade, "grade_at_most": gate.grade_at_most, "total": gate.total,
                "total_at_most": gate.total_at_most}  # fmt: skip
        if sum(what is not None for what in done.values()) != 1:
            raise file.fault(at, f"结果只能写一样：{'、'.join(done)}")
        for key, what in done.items():
            if isinstance(what, str) and what not in names:
                raise file.fault((*at, key), f"grades 里没有“{what}”这个等次")
            if isinstance(what, Decimal) and not 0 <= what <= reachable:
                raise file.fault((*at, key), f"总分要在 0 到 {shown(reachable)} 之间")
        match gate.when:
            case CompletionBelow(indicators=nos, percent=percent):
                if not nos:
                    raise file.fault((*at, "when", "indicators"), "至少要写一项指标")
                for no in nos:
                    if no not in scored:
                        raise file.fault((*at, "when", "indicators"), f"第{no}项不计分，不能作条件")
                if percent <= 0:
                    raise file.fault((*at, "when", "percent"), "完成率要大于 0")
            case SaysYes(field=field):
                if field not in booleans:
                    known = f"；可写 {'、'.join(sorted(booleans))}" if booleans else "，这份表没有填是或否的栏目"
                    raise file.fault((*at, "when", "field"), f"没有“{field}”这个填是或否的栏目{known}")
            case _:
                assert_never(gate.when)
