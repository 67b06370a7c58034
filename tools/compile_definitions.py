"""Keeps regimes/compiled/ what the definitions give, or checks that it is.

usage: compile_definitions.py [--check]   exit code 1 where something differs
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from zhtcli.definitions.compiled import FOLDER, write_compiled
from zhtcli.definitions.load import parsed, shipped

REGIMES = Path(__file__).resolve().parent.parent / "src" / "zhtcli" / "regimes"


def main() -> int:
    definitions = {name: parsed(name) for name in shipped()}
    target = REGIMES / FOLDER
    if "--check" not in sys.argv[1:]:
        written = write_compiled(REGIMES, definitions, target)
        print(f"compiled {len(written)} definitions: {', '.join(definitions)}")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        fresh = {path.name: path.read_bytes() for path in write_compiled(REGIMES, definitions, Path(folder))}
    kept = {path.name: path.read_bytes() for path in target.glob("*.json")}
    differing = sorted(name for name in fresh.keys() | kept.keys() if fresh.get(name) != kept.get(name))
    if differing:
        print(f"not what the definitions give: {', '.join(differing)}; make them anew with `make definitions`")
        return 1
    print(f"compiled definitions are up to date: {', '.join(definitions)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
