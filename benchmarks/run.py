"""Times whole processes in pairs, A B A B …, and prints how much slower or quicker A is than B.

A clock drifts within minutes on a shared machine, so no second is compared with a second of another time: each A is
divided by the B right after it, and the median of those ratios is what counts. Peak memory is the largest of all
runs, children included (as `wait4` tells: that of the largest process, never less than this runner's own, which is why
it imports so little), and given as a ratio too. Cases with a register of 100,000 rows run three times and no more.
Goals stand beside the cases; missing one is worth a look and fails nothing.

usage: run.py [--rounds N] [CASE…]
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
BARE, NAIVE = "{here}/bare_typer.py", "{here}/naive_validate.py"
FLOOR, QUICK, DATA = "{here}/parse_xml.py", "{here}/calamine_pandera.py", "{here}/large_data.py"
STEP, MARKS, PACK = "{here}/annotate_step.py", "{here}/openpyxl_marks.py", "{here}/recompress.py"
MANY = "100000"
LARGE_ROUNDS = 3


class Case(NamedTuple):
    """Two commands, and how many times the second one's time the first may take.

    `set_up` are the lists of commands that make what the case reads; `large` cases run seldom, and what they find in
    their file (exit code 1) is no failure.
    """

    name: str
    ours: tuple[str, ...]
    against: str
    theirs: tuple[str, ...]
    goal: float
    files: tuple[str, ...] = ()
    large: bool = False


_STEP = ("python", STEP, "needs.xlsx", "out.xlsx")
"""The copy alone; the whole verb reads and assesses the workbook before, and reads the copy after."""
_ANNOTATE = ("zht", "annotate", "needs.xlsx", "-o", "out.xlsx", "--force")

CASES = (
    Case("help", ("zht", "--help"), "a bare Typer program", ("python", BARE, "--help"), 1.25),
    Case(
        "template",
        ("zht", "template", "bishan-2026", "-o", "out.xlsx", "--force"),
        "importing Typer and xlsxwriter",
        ("python", "-c", "import typer, xlsxwriter"),
        1.5,
    ),
    Case(
        "validate",
        ("zht", "validate", "filled.xlsx"),
        "importing pandas and pandera",
        ("python", "-c", "import pandas, pandera.pandas"),
        1.25,
        ("filled.xlsx",),
    ),
    Case(
        "validate-naive",
        ("zht", "validate", "filled.xlsx"),
        "a naive script",
        ("python", NAIVE, "filled.xlsx"),
        1.0,
        ("filled.xlsx",),
    ),
    *(
        Case(f"{verb}-{key}{suffix}", ("zht", verb, f"{key}.xlsx", *more), name, theirs, goal, (f"{key}.xlsx",), True)
        for key in ("needs", "entities")
        for name, theirs, suffix, goal in (
            ("unzipping and parsing its XML", ("python", FLOOR, f"{key}.xlsx"), "-floor", 4.0),
            ("calamine, pandas and pandera", ("python", QUICK, f"{key}.xlsx", key), "", 2.0),
        )
        for verb, more in (("validate", ()), ("score", ()))
        if suffix == "" or verb == "validate"
    ),
    Case(
        "score-needs-result",
        ("zht", "score", "needs.xlsx", "-o", "out.xlsx", "--force"),
        "calamine, pandas and pandera",
        ("python", QUICK, "needs.xlsx", "needs"),
        6.0,
        ("needs.xlsx",),
        True,
    ),
    *(
        Case(name, ours, against, ("python", theirs, "needs.xlsx", "other.xlsx"), goal, ("needs.xlsx",), True)
        for name, ours, against, theirs, goal in (
            ("annotate-floor", _STEP, "unzipping and packing the sheet again", PACK, 1.4),
            ("annotate-copy", _STEP, "openpyxl loading and saving", MARKS, 0.05),
            ("annotate", _ANNOTATE, "openpyxl loading and saving", MARKS, 1.0),
        )
    ),
)
# What the cases need in their folder, made before the clock runs.
SET_UP = {
    "filled.xlsx": (("zht", "fill", "bishan-2026", "{root}/samples/bishan/good-2026.json", "-o", "filled.xlsx"),),
    **{
        f"{key}.xlsx": (
            ("python", DATA, key, MANY, f"{key}.json"),
            ("zht", "fill", form, f"{key}.json", "-o", f"{key}.xlsx"),
        )
        for key, form in (("needs", "bishan-2026"), ("entities", "changzhou"))
    },
}


class Run(NamedTuple):
    seconds: float
    mib: float
    exit_code: int


def filled_in(command: tuple[str, ...]) -> list[str]:
    words = [word.format(here=ROOT / "benchmarks", root=ROOT) if word.startswith("{") else word for word in command]
    return [str(BIN / words[0]), *words[1:]]


def timed(command: tuple[str, ...], log: int) -> Run:
    """One process from its start to its end."""
    words = filled_in(command)
    # Compiled modules are what users have; a first, uncounted run writes them.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    streams = [(os.POSIX_SPAWN_DUP2, log, 1), (os.POSIX_SPAWN_DUP2, log, 2)]
    start = time.perf_counter()
    pid = os.posix_spawn(words[0], words, environment, file_actions=streams)
    _, status, usage = os.wait4(pid, 0)
    seconds = time.perf_counter() - start
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return Run(seconds, usage.ru_maxrss / unit, os.waitstatus_to_exitcode(status))


def measured(case: Case, rounds: int, log: int) -> str:
    rounds = min(rounds, LARGE_ROUNDS) if case.large else rounds
    timed(case.ours, log), timed(case.theirs, log)
    pairs = [(timed(case.ours, log), timed(case.theirs, log)) for _ in range(rounds)]
    failed = sorted(
        {ours.exit_code for ours, _ in pairs} - {0, int(case.large)} | {theirs.exit_code for _, theirs in pairs} - {0}
    )
    if failed:
        return f"{case.name:19} did not run: exit codes {failed}, see build/bench.log"
    ratios = sorted(ours.seconds / theirs.seconds for ours, theirs in pairs)
    ratio = median(ratios)
    ours, theirs = ([pair[side] for pair in pairs] for side in (0, 1))
    peaks = [max(run.mib for run in runs) for runs in (ours, theirs)]
    return (
        f"{case.name:19} {ratio:5.2f} x {case.against} (goal ≤ {case.goal:.2f}: "
        f"{'met' if ratio <= case.goal else 'MISSED'}; {ratios[0]:.2f}–{ratios[-1]:.2f} in {rounds} pairs; "
        f"{1000 * median(run.seconds for run in ours):.0f} against "
        f"{1000 * median(run.seconds for run in theirs):.0f} ms; "
        f"peak {peaks[0] / peaks[1]:.2f} x, {peaks[0]:.0f} against {peaks[1]:.0f} MiB)"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description="Times zht against what a bare program costs.")
    parser.add_argument("--rounds", type=int, default=9, help="counted pairs of each case (default: 9)")
    parser.add_argument("cases", nargs="*", metavar="CASE", help=", ".join(case.name for case in CASES))
    arguments = parser.parse_args()
    wanted = [case for case in CASES if not arguments.cases or case.name in arguments.cases]
    if unknown := set(arguments.cases) - {case.name for case in CASES}:
        parser.error(f"no such case: {', '.join(sorted(unknown))}")

    (ROOT / "build").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, (ROOT / "build" / "bench.log").open("wb") as log:
        os.chdir(folder)
        for command in [
            each for file in dict.fromkeys(f for case in wanted for f in case.files) for each in SET_UP[file]
        ]:
            if code := timed(command, log.fileno()).exit_code:
                print(f"exit code {code}, see build/bench.log: {' '.join(command)}", file=sys.stderr)
        for case in wanted:
            print(measured(case, arguments.rounds, log.fileno()), flush=True)
        os.chdir(ROOT)
    return 0


if __name__ == "__main__":
    sys.exit(main())
