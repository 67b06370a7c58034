"""Two versions of one submission held against each other: what `zht compare` does."""

from __future__ import annotations

from pathlib import Path

from zhtcli.core.finding import Severity
from zhtcli.core.versions.comparing import Compared, compare
from zhtcli.workflow.assessing import assess_each
from zhtcli.workflow.choices import Choices
from zhtcli.workflow.faults import UsageFault


def compare_files(old: Path, new: Path, choices: Choices | None = None) -> Compared:
    """What became of one version of a submission in another, both under the same choices.

    A file that is refused is told as its assessment says, without a comparison. Raises UsageFault for two forms,
    UnknownForm for a reading that does not exist.
    """
    (before, was), (after, now) = assess_each([old, new], choices)
    if was is None or now is None:
        return Compared(before, after, None)
    if was.form != now.form:
        raise UsageFault(
            f"两份不是同一张表，不能对照：{old} 是 {was.form.id}，{new} 是 {now.form.id}。"
            "请给出同一张表的前后两版；看各期的进度用 zht progress。"
        )
    return Compared(before, after, compare(before, after, was, now))


def compared_code(compared: Compared, fail_on: Severity) -> int:
    """4 or 3 where a file was refused; 1 where a finding of this severity or above is new, or a change was unasked.

    What was found before and is still open does not count: that is what `zht validate` is for.
    """
    if compared.comparison is None:
        return max(one.exit_code for one in (compared.old, compared.new))
    return int(compared.comparison.worth_a_look(fail_on))
