"""Shipped definitions in the form that is quickest to read: `regimes/compiled/*.json`, made by `make definitions`.

A compiled definition names the SHA-256 of every file that it was made from. It is taken only while those files are
what they were; otherwise the YAML is read, so that editing a definition takes effect at once.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from importlib.resources.abc import Traversable
from pathlib import Path

from zhtcli.core.rules.regime import Definition

FOLDER = "compiled"
SOURCES = "sources.yaml"


class LazyLines(Mapping[tuple[str | int, ...], tuple[str, int]]):
    """Where nodes stand, found out when somebody asks: only complaints do."""

    def __init__(self, find: Callable[[], Mapping[tuple[str | int, ...], tuple[str, int]]]) -> None:
        self._find = find
        self._known: Mapping[tuple[str | int, ...], tuple[str, int]] | None = None

    @property
    def _lines(self) -> Mapping[tuple[str | int, ...], tuple[str, int]]:
        if self._known is None:
            self._known = self._find()
        return self._known

    def __getitem__(self, path: tuple[str | int, ...]) -> tuple[str, int]:
        return self._lines[path]

    def __iter__(self) -> Iterator[tuple[str | int, ...]]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)


def compiled(folder: Traversable, regime_id: str, parse: Callable[[], Definition]) -> Definition | None:
    """The compiled definition where it is up to date; `parse` reads the YAML, for where its nodes stand."""
    file = folder / FOLDER / f"{regime_id}.json"
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if any(_hash(folder, name) != known for name, known in told["files"].items()):
        return None
    return Definition(regime_id, told["tree"], told["digest"], LazyLines(lambda: parse().lines))


def compile_definition(folder: Traversable, definition: Definition) -> str:
    """The text of a compiled definition: one line of JSON. All its nodes stand in files below the folder."""
    names = sorted({name for name, _ in definition.lines.values()})
    files = {relative: _hash(folder, relative) for relative in (*(_relative(folder, n) for n in names), SOURCES)}
    told = {"files": files, "digest": definition.digest, "tree": definition.tree}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n"


def _relative(folder: Traversable, name: str) -> str:
    """`shared/cover.yaml` of `cover.yaml`: nodes know the name of their file alone."""
    for relative in (name, f"shared/{name}"):
        if folder.joinpath(*relative.split("/")).is_file():
            return relative
    raise FileNotFoundError(name)


def _hash(folder: Traversable, relative: str) -> str:
    """The SHA-256 of a file's text with plain line ends: a checkout may have changed those."""
    try:
        data = folder.joinpath(*relative.split("/")).read_bytes()
    except OSError:
        return ""
    return hashlib.sha256(data.replace(b"\r\n", b"\n")).hexdigest()


def write_compiled(folder: Path, definitions: Mapping[str, Definition], target: Path) -> list[Path]:
    """Write the compiled definitions into a folder; gives the files."""
    target.mkdir(parents=True, exist_ok=True)
    written = []
    for name, definition in definitions.items():
        path = target / f"{name}.json"
        path.write_text(compile_definition(folder, definition), encoding="utf-8", newline="\n")
        written.append(path)
    return written
