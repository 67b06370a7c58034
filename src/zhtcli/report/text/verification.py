"""What `zht verify` tells people: whether the result holds, then every cell that does not, then what people settled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from zhtcli.core.assessing.showing import showable_assessment
from zhtcli.core.catalogue import results
from zhtcli.core.forms.masking import showable
from zhtcli.core.versions.confirming import Confirmation, Difference, Ruled, Seen, Verified
from zhtcli.report.plain import one_line
from zhtcli.report.text.columns import Paint, hanging
from zhtcli.report.text.lines import finding_line, joined_up, next_step, shell_word, title_lines
from zhtcli.report.widths import clipped

MOST = 40
"""So many lines of one list; the rest is counted."""
LONGEST = 60
"""Columns of a cell's text within a line."""
NOTHING = "（空白）"
_OTHER_INPUTS = {results.OTHER_SUBMISSION.code, results.OTHER_OVERLAY.code, results.OTHER_DECISIONS.code}


def verify_text(verified: Verified, *, width: int = 80, color: bool = False) -> str:
    """The verification as lines; a refused submission is told as its finding."""
    return joined_up(_lines(verified, width, Paint(color)))


def _lines(verified: Verified, width: int, paint: Paint) -> Iterator[str]:
    one, told = showable_assessment(verified.assessment), verified.confirmation
    if told is None:
        yield from (finding_line(finding, paint, one.file) for finding in one.findings)
        yield "填报件未能处理，没有复核。"
        return
    if one.file and not verified.joined:
        bare = replace(one, joined=())
        file = set(hanging("文件：", one_line(one.file), width))
        yield from (line for line in title_lines(bare, width) if line not in file)
    yield from hanging("结果：", one_line(verified.result), width)
    if verified.joined:
        yield f"填报件：{len(verified.joined)}份，按“核验”页的次序合起来算"
    elif one.file:
        yield from hanging("填报件：", one_line(one.file), width)
    yield ""
    yield _verdict(told, paint)
    yield from _list("输入的核对", [finding_line(finding, paint, "结果") for finding in told.findings], paint)
    yield from _list(f"不一致的地方（{len(told.differences)}）", [_line(one) for one in told.differences], paint)
    yield from _list(f"由人决定的（{len(told.ruled)}），照此计算", [_ruled_line(one) for one in told.ruled], paint)
    yield ""
    yield next_step(_step(verified, told))


def _verdict(told: Confirmation, paint: Paint) -> str:
    if not told.differences and not told.compared:
        return paint("复核未通过：填报件不齐，没有逐格核对。", "red")
    if not told.differences:
        same = f"核对了 {told.compared} 个单元格，逐格一致"
        if told.verdict == "same":
            return paint(f"复核通过：{same}。", "green")
        return paint(f"复核未通过：{same}，但输入不是结果所记的那一份。", "red")
    sheets: dict[str, int] = {}
    for one in told.differences:
        sheets[one.at.sheet] = sheets.get(one.at.sheet, 0) + 1
    counts = "，".join(f"“{one_line(sheet)}”{count} 处" for sheet, count in sheets.items())
    return paint(f"复核未通过：核对了 {told.compared} 个单元格，{len(told.differences)} 处不一致（{counts}）。", "red")


def _list(title: str, lines: Sequence[str], paint: Paint) -> Iterator[str]:
    if not lines:
        return
    yield ""
    yield paint(title, "bold")
    yield from (f"  {line}" for line in lines[:MOST])
    if len(lines) > MOST:
        yield f"  另有 {len(lines) - MOST} 行没有列出，用 --format json 看全部"


def _line(one: Difference) -> str:
    beside = f"（{_clipped(one.beside)}）" if one.beside else ""
    match one.kind:
        case "sheet_removed":
            return f"“{one_line(one.at.sheet)}”页没有了"
        case "sheet_added":
            return f"“{one_line(one.at.sheet)}”页是另加的，结果里本来没有"
        case "row_removed":
            return f"{one_line(one.at.sheet)} 少了本应在第 {one.at.row} 行的一行：{_clipped(str(one.should.value))}"
        case "row_added":
            return f"{one_line(one.at.sheet)} 第 {one.at.row} 行是另加的：{_clipped(str(one.says.value))}"
        case "row_moved":
            return f"{one_line(one.at.sheet)} 第 {one.at.row} 行起挪了位置{beside}，本应在第 {one.should.value:.0f} 行"
        case "formula":
            return f"{one.place}{beside}：公式写 {_formula(one.says)}，应为 {_formula(one.should)}"
        case _:
            says, should = _told(one.says), _told(one.should)
            if says == should:
                says, should = _exactly(one.says), _exactly(one.should)
            return f"{one_line(one.place)}{beside}：结果写 {says}，应为 {should}"


def _clipped(text: str) -> str:
    return clipped(one_line(showable(text)), LONGEST)


def _formula(seen: Seen) -> str:
    return _clipped(f"={seen.formula}") if seen.formula else "（没有公式）"


def _told(seen: Seen) -> str:
    """What a person sees in the cell, or nearly."""
    match seen.value:
        case None:
            return NOTHING
        case bool():
            return "TRUE" if seen.value else "FALSE"
        case float() if seen.percent:
            return f"{seen.value * 100:.10g}%"
        case float():
            return format(seen.value, ".12g")
        case str():
            return f"“{_clipped(seen.value)}”"


def _exactly(seen: Seen) -> str:
    if isinstance(seen.value, float):
        return format(seen.value, ".17g")
    return f"{_told(seen)}（{len(str(seen.value or ''))} 个字符，差别在没有列出的部分）"


def _ruled_line(one: Ruled) -> str:
    kept = f"（{one.at}）" if one.at else ""
    given = "，来自这次给出的文件" if one.source == "given" else ""
    match one.kind:
        case "reading":
            note = f"（{_clipped(one.reason)}）" if one.reason else ""
            return f"口径 {one.no}={one.value}{note}{kept}"
        case "overlay":
            return f"叠加规则“{_clipped(one.value)}”：{one_line(one.reason)}{kept}{given}"
        case "expert":
            reason = f"，{_clipped(one.reason)}" if one.reason else ""
            return f"专家评分 第{one.no}项 {one_line(one.by)} {one.value} 分{reason}{kept}{given}"
        case _:
            about = " ".join(part for part in (one.no, one.row, one.period) if part)
            who = "，".join(part for part in (one.reason, one.by, one.date) if part)
            return f"裁定 {_clipped(about)}：{one.value}（{_clipped(who)}）{kept}{given}"


def _step(verified: Verified, told: Confirmation) -> str:
    file, result = shell_word(one_line(verified.assessment.file)), shell_word(one_line(verified.result))
    if verified.joined or not verified.assessment.file:
        if told.verdict == "same":
            return "各份填报件的问题见“问题清单”页；要单独看一份：zht validate 填报件.xlsx"
        if any(finding.severity == "error" for finding in told.findings):
            return f"找到“核验”页所列的那些文件后重新复核：zht verify {result} 填报件.xlsx…"
        return "请写出结果的单位说明不一致的地方，或用同样的文件重新写出结果：zht progress … -o 新结果.xlsx"
    if told.verdict == "same":
        if any(one.kind in ("decision", "expert") for one in told.ruled):
            return "裁定和专家评分的依据另行核对；手里有原件的，用 --decisions、--experts 再复核一次"
        return f"要看一项怎样算出：zht explain {file} 序号"
    if any(finding.code in _OTHER_INPUTS for finding in told.findings):
        return f"找到“核验”页所记的那些文件后重新复核：zht verify {result} 填报件.xlsx"
    return f"请写出结果的单位说明不一致的地方，或重新写出结果：zht score {file} -o 新结果.xlsx"
