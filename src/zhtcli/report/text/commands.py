"""The text for people, by command: findings one a line, then scores or progress, a count, the next step."""

from __future__ import annotations

from collections.abc import Iterator

from zhtcli.core.finding import at_or_above
from zhtcli.report.text.columns import Paint
from zhtcli.report.text.lines import count_line, file_blocks, files_of, headline, joined_up, next_step
from zhtcli.report.units import Report


def as_text(report: Report, *, width: int = 80, color: bool = False) -> str:
    """The report as lines; tables keep to `width` columns, findings stay one line each whatever their length."""
    paint = Paint(color)
    match report.command:
        case "score":
            from zhtcli.report.text.scores import score_lines

            return joined_up(score_lines(report, width, paint))
        case "progress":
            from zhtcli.report.text.progress import progress_lines

            return joined_up(progress_lines(report, width, paint))
        case _:
            return joined_up(_findings(report, width, paint))


def _findings(report: Report, width: int, paint: Paint) -> list[str]:
    step = _after_validation(report)
    only = report.assessments[0] if len(report.assessments) == 1 else None
    about: list[str] = []
    if only is not None and only.dates is not None:
        from zhtcli.report.text.cycles import cycle_lines, figure_lines

        about = [*cycle_lines(only, width), *figure_lines(only, width)]
    return [
        *about,
        *file_blocks(report, paint, notes=True),
        *_awaited(report, width),
        count_line(report, paint),
        *([next_step(step)] if step else []),
    ]


def _awaited(report: Report, width: int) -> Iterator[str]:
    """How far each form with conditions has come in its procedure, and what is missing for the next step."""
    for one in report.assessments:
        if not one.verdicts or one.standing is None:
            continue
        from zhtcli.report.text.entitled import awaits_lines

        if len(report.assessments) > 1:
            yield headline(one)
        yield from awaits_lines(one, width)


def _after_validation(report: Report) -> str:
    files = files_of(report.assessments)
    if not report.assessments:
        return "用 zht template 生成空表，填好后再校验"
    if report.refused:
        return f"换好未能处理的文件后重新校验：zht validate{files}"
    if any(at_or_above(finding.severity, report.fail_on) for finding in report.findings):
        return f"改正后重新校验：zht validate{files}"
    if all(one.unscored for one in report.assessments):
        checked = "核对警告后汇总" if any(f.severity == "warning" for f in report.findings) else "汇总"
        return f"{checked}：zht progress{files}"
    target = " -o 结果.xlsx" if len(report.assessments) == 1 else ""
    checked = "核对警告后计分" if any(f.severity == "warning" for f in report.findings) else "计分"
    return f"{checked}：zht score{files}{target}"
