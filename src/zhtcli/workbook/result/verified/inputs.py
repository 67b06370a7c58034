"""What people settled and a result rests on, kept on its hidden sheet so that it can be computed once more.

Whoever holds a result sees no more of the experts here than its other sheets say: an expert whom no finding names goes
by a number, and of a reason only that there is one. Where on the expert's sheet a score stood is printed on 计分表; the
name of the file only where a finding prints it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.decision import Decision
from zhtcli.core.figures.expertscore import ARBITRATION, ExpertScore
from zhtcli.core.forms.evidencefolder import EvidenceFile, Listing, Skipped
from zhtcli.core.forms.masking import showable
from zhtcli.workbook.result.verified.exact import exact_text

FOLDER, FOLDER_FILE, FOLDER_INSIDE, FOLDER_SKIPPED = (
    "evidence_folder", "evidence_file", "evidence_inside", "evidence_skipped",
)  # fmt: skip
HIDDEN = "hidden"
DECIDED, DEFAULT = "选定", "默认"
"""Who chose a reading: somebody, or nobody."""
DECISION, EXPERT, EXPERTS_ASKED, SPREAD = "decision", "expert", "experts_asked", "spread"
WITH_REASON = "（有理由）"
_YES = "yes"


def input_rows(one: Assessment) -> Iterator[tuple[str, ...]]:
    """Rows of texts for the hidden sheet; none where nobody settled anything.

    `decision | unit | no | row | period | value | reason | by | date`, `expert | unit | no | expert | score | reason |
    place | file`, `experts_asked | yes`, `spread | yes`. A value is `true`, `false` or an exact figure.
    """
    if one.spread is not None:
        yield SPREAD, _YES
    for told in one.decisions:
        value = str(told.value).lower() if isinstance(told.value, bool) else exact_text(told.value)
        yield (
            DECISION, told.unit, told.no, told.row or "", told.period or "", value, told.reason, told.by, told.date,
        )  # fmt: skip
    if one.experts_asked:
        yield EXPERTS_ASKED, _YES
    printed = _printed(one)
    names = expert_names(one)
    for score in one.experts:
        open_hand = score.expert == ARBITRATION
        yield (
            EXPERT,
            score.unit,
            score.no,
            names[score.expert],
            exact_text(score.score),
            score.reason if open_hand or not score.reason else WITH_REASON,
            score.place,
            score.file_name if score.file_name in printed else "",
        )
    yield from folder_rows(one.evidence_folder)


def expert_names(one: Assessment) -> dict[str, str]:
    """Expert -> what a result calls that one: a number, but for the panel and for those whom a finding names."""
    printed = _printed(one)
    told = dict.fromkeys(score.expert for score in one.experts)
    return {
        name: name if name == ARBITRATION or name in printed else f"专家{number}" for number, name in enumerate(told, 1)
    }


def _printed(one: Assessment) -> str:
    return "\n".join(text for finding in one.findings for text in (finding.message, finding.hint))


def folder_rows(folder: Listing | None) -> Iterator[tuple[str, ...]]:
    """What a folder of evidence held, paths within it: `evidence_folder | name | hidden`, `evidence_inside | path` of
    a folder in it, `evidence_file | path | size | sha256`, `evidence_skipped | path | reason | unreadable`.

    `hidden` marks a listing with numbers of persons in its paths: these are kept without them.
    """
    if folder is None:
        return
    paths = [folder.name, *folder.folders, *(one.path for one in folder.files), *(one.path for one in folder.skipped)]
    yield FOLDER, showable(folder.name), HIDDEN if any(showable(path) != path for path in paths) else ""
    for path in folder.folders:
        yield FOLDER_INSIDE, showable(path)
    for file in folder.files:
        yield FOLDER_FILE, showable(file.path), str(file.size), file.sha256
    for one in folder.skipped:
        yield FOLDER_SKIPPED, showable(one.path), one.reason, _YES if one.unreadable else ""


def folder_of(rows: Sequence[tuple[str, ...]]) -> Listing | None:
    """The listing that these rows keep; None where they keep none. Raises ValueError."""
    names = [texts[1] for texts in rows if texts[0] == FOLDER]
    if not names:
        return None
    return Listing(
        "",
        names[0],
        tuple(EvidenceFile(texts[1], int(texts[2]), texts[3]) for texts in rows if texts[0] == FOLDER_FILE),
        tuple(texts[1] for texts in rows if texts[0] == FOLDER_INSIDE),
        tuple(Skipped(texts[1], texts[2], bool(texts[3])) for texts in rows if texts[0] == FOLDER_SKIPPED),
    )


def decision_of(texts: tuple[str, ...]) -> Decision:
    """A decision from its row. Raises ValueError."""
    _, unit, no, row, period, value, reason, by, date = texts[:9]
    return Decision(
        unit=unit,
        no=no,
        row=row or None,
        period=period or None,
        value=value == "true" if value in ("true", "false") else _fraction(value),
        reason=reason,
        by=by,
        date=date,
    )


def score_of(texts: tuple[str, ...]) -> ExpertScore:
    """A score from its row. Raises ValueError."""
    _, unit, no, expert, score, reason, place, file = texts[:8]
    return ExpertScore(unit=unit, no=no, expert=expert, score=_fraction(score), reason=reason, place=place, file=file)


def _fraction(text: str) -> Fraction:
    try:
        return Fraction(text)
    except ZeroDivisionError:
        raise ValueError(text) from None
