"""Keeps the outputs in README*.md true: runs the commands that stand there and compares what they print.

A checked output is a fenced block right under a comment that names its command:

    <!-- run: zht regimes -->
    ```console
    $ zht regimes
    …
    ```

The block must equal the command's stdout; a first line `$ …` in the block is kept equal to the command. Options stand
before the colon: `exit=1` where another exit code than 0 is right, `head=12` to show the first lines only (a line `…`
follows), `stderr` to show both streams. `<!-- setup: zht fill … -->` runs a command without showing it.

The commands of one page run in order in one temporary folder, which starts with a copy of samples/ and templates/;
that folder's path is printed as `…`. There is no shell: no pipes, no variables. Relative links are checked as well.

usage: docs_check.py [--write] [FILE…]   exit code 1 where something differs, after a diff of it
"""

from __future__ import annotations

import argparse
import difflib
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(
    r"<!-- (?P<kind>run|setup)(?P<options>(?: [a-z]+(?:=\d+)?)*): (?P<command>[^\n]+?) -->"
    r"(?:\n+(?P<fence>```+)(?P<language>\w*)\n(?P<body>.*?)^(?P=fence)[ ]*$)?",
    re.DOTALL | re.MULTILINE,
)
COMMENT = re.compile(r"<!-- *(?:run|setup)\b")
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


class Fault(Exception):
    """A page that cannot be checked, or a command that did not do what the page says."""


@dataclass(frozen=True, slots=True)
class Command:
    line: str
    exit_code: int = 0
    head: int | None = None
    stderr: bool = False

    @classmethod
    def parse(cls, line: str, options: str) -> Command:
        values = dict(option.partition("=")[::2] for option in options.split())
        unknown = values.keys() - {"exit", "head", "stderr"}
        if unknown:
            raise Fault(f"unknown option {', '.join(sorted(unknown))} before: {line}")
        return cls(
            line=line,
            exit_code=int(values.get("exit", 0)),
            head=int(values["head"]) if "head" in values else None,
            stderr="stderr" in values,
        )

    def output(self, folder: Path) -> str:
        """What it prints in that folder, as the page shows it."""
        words = shlex.split(self.line)
        if words[:1] != ["zht"]:
            raise Fault(f"only zht commands can be checked, not: {self.line}")
        done = subprocess.run(
            [str(Path(sys.executable).parent / "zht"), *words[1:]],
            cwd=folder,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT if self.stderr else subprocess.PIPE,
            encoding="utf-8",
            check=False,
        )
        if done.returncode != self.exit_code:
            told = (done.stderr or done.stdout).strip()
            raise Fault(f"exit code {done.returncode}, expected {self.exit_code}: {self.line}\n{told}")
        text = done.stdout.replace(str(folder), "…")
        # Trailing blanks would be eaten by an editor; they are no part of what a reader sees.
        lines = [shown.rstrip() for shown in text.rstrip("\n").split("\n")]
        if self.head is not None and len(lines) > self.head:
            lines = [*lines[: self.head], "…"]
        return "\n".join(lines) + "\n"


def environment() -> dict[str, str]:
    """The same surroundings everywhere: no colours, 100 columns, UTF-8."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ZHT_", "LC_", "COLUMNS"))}
    return kept | {"NO_COLOR": "1", "TERM": "dumb", "COLUMNS": "100", "LANG": "C.UTF-8", "PYTHONIOENCODING": "utf-8"}


def refreshed(page: str) -> tuple[str, int]:
    """The page with every block as its command prints it today, and how many blocks there are."""
    blocks = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        for source in ("samples", "templates"):
            if (ROOT / source).is_dir():
                shutil.copytree(ROOT / source, folder / source)

        def block(found: re.Match[str]) -> str:
            nonlocal blocks
            command = Command.parse(found["command"], found["options"])
            output = command.output(folder)
            if found["kind"] == "setup":
                return found[0]
            if found["fence"] is None:
                raise Fault(f"no fenced block under: <!-- run: {command.line} -->")
            blocks += 1
            prompt = f"$ {command.line}\n" if found["body"].startswith("$ ") else ""
            start, end = found.start("body") - found.start(), found.end("body") - found.start()
            return found[0][:start] + prompt + output + found[0][end:]

        after = BLOCK.sub(block, page)
    if len(COMMENT.findall(page)) != len(BLOCK.findall(page)):
        raise Fault("a <!-- run: … --> or <!-- setup: … --> comment is not written as this check reads it")
    return after, blocks


def dead_links(path: Path) -> Iterator[str]:
    for target in LINK.findall(path.read_text(encoding="utf-8")):
        if not (path.parent / target).exists():
            yield f"{path.relative_to(ROOT)}: the link to {target} leads nowhere"


def main() -> int:
    parser = argparse.ArgumentParser(description="Holds the outputs in README*.md against what the commands print.")
    parser.add_argument("--write", action="store_true", help="refresh the pages instead of complaining")
    parser.add_argument("files", nargs="*", type=Path, help="pages (default: README*.md)")
    arguments = parser.parse_args()

    pages = [path.resolve() for path in arguments.files] or sorted(ROOT.glob("README*.md"))
    faults: list[str] = []
    checked = 0
    for path in pages:
        page = path.read_text(encoding="utf-8")
        try:
            after, blocks = refreshed(page)
        except Fault as fault:
            faults.append(f"{path.name}: {fault}")
            continue
        checked += blocks
        if blocks == 0:
            faults.append(f"{path.name}: holds no <!-- run: … --> block, so nothing keeps it true")
        if after == page:
            continue
        if arguments.write:
            path.write_text(after, encoding="utf-8")
            print(f"{path.name}: refreshed")
        else:
            lines = difflib.unified_diff(
                page.splitlines(), after.splitlines(), f"{path.name} as it stands", "as the commands print", lineterm=""
            )
            faults.append("\n".join([*lines, f"{path.name}: refresh it with `make fix`, if the new output is right"]))
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]:
        faults.extend(dead_links(path))
    for told in faults:
        print(told, file=sys.stderr)
    if not faults:
        print(f"docs: {checked} outputs on {len(pages)} pages are true")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
