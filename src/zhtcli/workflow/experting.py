"""Experts' scores from their files: `--experts`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from zhtcli.core.figures.expertscore import ExpertScore
from zhtcli.core.period import Form
from zhtcli.core.points.expertsheet import ROLE, judged_items
from zhtcli.core.rules.unit import Unit
from zhtcli.workflow.faults import UnreadableInput, UsageFault
from zhtcli.workflow.known import definition_of, form_of, regime_of
from zhtcli.workflow.reviewing import BookReview, DataReview, Review, read_reviews, records, texts_of

_KEYS = ("unit", "no", "expert", "score", "reason")


def _silent(_: str) -> None:
    """Where nobody listens."""


def make_expert_form(name: str, units: Sequence[Unit] = ()) -> bytes:
    """The workbook for one expert; the units are those of a list, of this form alone. Raises UnknownForm."""
    from zhtcli.workbook.expert.form import write_expert_form

    form = form_of(name)
    return write_expert_form(regime_of(form.regime), definition_of(form.regime).digest, form, units)


def read_experts(
    paths: Sequence[Path], wanted: Form | None = None, say: Callable[[str], None] = _silent
) -> tuple[ExpertScore, ...]:
    """The scores of all files in order, all for one form: the wanted one where there is one.

    A file is JSON, `{"form", "expert_scores": [{unit, no, expert, score, reason}]}`, or an expert's workbook.
    Whether a score is within its limits and has the reason that it needs is judged with the form.
    Raises UnreadableInput, UsageFault, UnknownForm.
    """
    scores: list[ExpertScore] = []
    first: Review | None = None
    for review in read_reviews(paths, wanted, say):
        first = first or review
        if first.form != review.form:
            names = [one.form.id if one.form else "（没有写明）" for one in (first, review)]
            raise UsageFault(f"{first.path} 是“{names[0]}”的评分，{review.path} 是“{names[1]}”的，不能放在一起。")
        given = list(_from_data(review) if isinstance(review, DataReview) else _from_book(review, say))
        if not given:
            say(f"{review.path.name} 里没有得分。")
        _check_items(review, given)
        scores += given
    _check_once(scores)
    return tuple(scores)


def _from_data(review: DataReview) -> Iterator[ExpertScore]:
    for number, (where, one) in enumerate(records(review, "expert_scores", _KEYS, "评分"), 1):
        score, texts = one.get("score"), texts_of(one, ("unit", "no", "expert", "reason"))
        if not isinstance(score, Decimal):
            raise UsageFault(f"{where}的 score 应是数。")
        texts["no"] = (texts["no"] or "").strip().lstrip("★")
        if not texts["unit"] or not texts["no"]:
            raise UsageFault(f"{where}要写 unit（统一社会信用代码，没有的写名称）和 no（指标序号）。")
        if not texts["expert"]:
            raise UsageFault(f"{where}没有写专家姓名（expert）。")
        yield ExpertScore(**texts, score=Fraction(score), place=f"第{number}条评分", file=str(review.path))


def _from_book(review: BookReview, say: Callable[[str], None]) -> Iterator[ExpertScore]:
    from zhtcli.workbook.expert.book import ExpertFault, read_scores

    try:
        sheets = [] if review.submitted else read_scores(review.book)
    except ExpertFault as fault:
        raise UsageFault(f"{review.path}：{fault}。") from None
    if not sheets and review.identity.role == ROLE:
        raise UsageFault(f"{review.path} 里没有“评分”页，没有得分可用；裁定请用 --decisions。")
    if not sheets:
        raise UnreadableInput(f"{review.path} 不是专家评分表；请用 zht template FORM --for expert 生成的表评分。")
    known = [item.no for item in judged_items(regime_of(review.form.regime))] if review.form else []
    for sheet in sheets:
        if review.form is not None and (strange := next((no for no in sheet.numbers if no not in known), None)):
            what = f"由专家评分的有第{'、'.join(known)}项" if known else "这张表没有由专家评分的指标"
            raise UsageFault(f"{review.path}：{sheet.numbers[strange]} 的第{strange}项不由专家评分；{what}。")
        if missing := [no for no in known if no not in sheet.numbers]:
            say(f"{review.path.name} 的“{sheet.name}”页没有第{'、'.join(missing)}项的得分列。")
        if sheet.scores and not sheet.expert:
            raise UsageFault(f"{review.path} 的“{sheet.name}”页没有写专家姓名。")
        for one in sheet.scores:
            yield ExpertScore(
                unit=one.unit,
                no=one.no,
                expert=sheet.expert,
                score=one.score,
                reason=one.reason,
                place=str(one.at),
                file=review.path.name,
            )


def _check_items(review: Review, scores: Sequence[ExpertScore]) -> None:
    """Raises UsageFault for a score on what experts do not judge, and where nobody says for which form it is."""
    if not scores:
        return
    if review.form is None:
        raise UsageFault(f"{review.path} 没有写明是哪种表的评分；请用 --regime 指明，例如 --regime bishan-2026。")
    known = {item.no for item in judged_items(regime_of(review.form.regime))}
    if strange := next((one for one in scores if one.no not in known), None):
        raise UsageFault(f"{strange.file} {strange.place}：“{review.form.id}”的第{strange.no}项不由专家评分。")


def _check_once(scores: Sequence[ExpertScore]) -> None:
    """Raises UsageFault where one expert scores one thing twice."""
    seen: dict[tuple[str, str, str], ExpertScore] = {}
    for one in scores:
        other = seen.setdefault((one.unit, one.no, one.expert), one)
        if other is not one:
            raise UsageFault(
                f"专家“{one.expert}”给“{one.unit}”第{one.no}项评了两次"
                f"（{other.file} {other.place}，{one.file} {one.place}）；"
                "请只留一次，同名的专家请在姓名后加注单位。"
            )
