"""Makes the workbooks that are kept in the tree, or checks that they are what the commands make.

templates/FORM.xlsx   `zht template FORM`, for each form named below
samples/**/X.xlsx     `zht fill FORM X.json`, for each X.json beside it; FORM is its "form"

usage: generate.py [--check] [templates|samples]…   exit code 1 where something differs
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
READY_MADE = (
    *(f"bishan-{year}" for year in range(2025, 2030)),
    "changzhou",
    "jiaxing-2026q3",
    "jiaxing-2026q4",
    "wuqing-recognition",
    "wuqing-annual-2026",
    "wuqing-subsidy-2026",
    "cixi-complex-2026",
    "cixi-consortium-2026",
    "cixi-center-2026",
)


def commands(kinds: list[str], sources: Path) -> dict[Path, list[str]]:
    """The arguments of zht for each workbook, by its path in the tree."""
    made: dict[Path, list[str]] = {}
    if "templates" in kinds:
        for form in READY_MADE:
            made[Path("templates", f"{form}.xlsx")] = ["template", form]
    if "samples" in kinds:
        for source in sorted((sources / "samples").rglob("*.json")):
            data = json.loads(source.read_text(encoding="utf-8"))
            form = data.get("form")
            if form is None or not data.keys() & {"fields", "indicators", "registers"}:
                continue  # decisions, expert scores and the like: they accompany a workbook and are none
            made[source.relative_to(sources).with_suffix(".xlsx")] = ["fill", form, str(source)]
    return made


def make(made: dict[Path, list[str]], target: Path) -> None:
    zht = Path(sys.executable).parent / "zht"
    for path, arguments in made.items():
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(
            [str(zht), *arguments, "-o", str(target / path), "--force"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        if done.returncode != 0:
            sys.exit(f"exit code {done.returncode}: zht {' '.join(arguments)}\n{done.stdout}")


def parts(path: Path) -> list[tuple[str, tuple[int, ...], bytes]]:
    with zipfile.ZipFile(path) as package:
        return [(part.filename, part.date_time, package.read(part)) for part in package.infolist()]


def difference(kept: Path, fresh: Path) -> str | None:
    """What differs, or None. Another zlib packs the same parts into other bytes: only CI, with the usual one, minds."""
    if not kept.exists():
        return "is missing"
    if kept.read_bytes() == fresh.read_bytes():
        return None
    before, after = parts(kept), parts(fresh)
    if before == after:
        return "has the same parts in other bytes" if os.environ.get("CI") == "true" else None
    changed = sorted({name for name, _, _ in set(before) ^ set(after)})
    return f"differs in {', '.join(changed) or 'the order of its parts'}"


def check(made: dict[Path, list[str]], kinds: list[str]) -> list[str]:
    with tempfile.TemporaryDirectory() as name:
        fresh = Path(name)
        make(made, fresh)
        complaints = [f"{path} {what}" for path in made if (what := difference(ROOT / path, fresh / path))]
    kept = {path.relative_to(ROOT) for kind in kinds for path in (ROOT / kind).rglob("[!~.]*.xlsx")}
    return complaints + [f"{path} is made by nothing" for path in sorted(kept - made.keys())]


def main() -> int:
    parser = argparse.ArgumentParser(description="The workbooks that are kept in the tree.")
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    parser.add_argument("kinds", nargs="*", metavar="templates|samples", help="default: both")
    arguments = parser.parse_args()
    kinds: list[str] = arguments.kinds or ["templates", "samples"]
    if set(kinds) - {"templates", "samples"}:
        parser.error(f"templates or samples, not {' '.join(kinds)}")

    made = commands(kinds, ROOT)
    if not arguments.check:
        make(made, ROOT)
        print(f"made {len(made)} workbooks: {', '.join(str(path) for path in made)}")
        return 0
    complaints = check(made, kinds)
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    if complaints:
        print("make them anew with `make templates samples`, if that is what was meant", file=sys.stderr)
        return 1
    print(f"reproduced: {len(made)} workbooks in {' and '.join(kinds)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
