"""An overlay file as its YAML gives it, read strictly: whatever is odd is told in one sentence with file and line."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import msgspec

from zhtcli.core.rules.kinds import AllOrNothing, Bands, Node, Proportional, Step
from zhtcli.core.rules.overlay import CompletionBelow, Gate, Grade, SaysYes
from zhtcli.core.rules.resolve import DefinitionFault, path_of
from zhtcli.core.rules.resolve import Path as NodePath
from zhtcli.definitions.load import worded
from zhtcli.definitions.yaml12 import Lines, YamlFault, read

LONGEST = 15
"""Digits before or after the point that a figure may have."""
SCORES: tuple[type[Node], ...] = (Proportional, AllOrNothing, Bands, Step)
TRIGGERS: tuple[type[Node], ...] = (CompletionBelow, SaysYes)
OverlayScore = Proportional | AllOrNothing | Bands | Step

TABLES: dict[str, tuple[Grade, ...]] = {
    "mof_4grade": (
        Grade(name="优", least=Decimal(90)),
        Grade(name="良", least=Decimal(80)),
        Grade(name="中", least=Decimal(60)),
        Grade(name="差", least=Decimal(0)),
    )
}
"""Grade tables that can be named instead of written out; none is ever used unasked (财预〔2020〕10号 第二十五条)."""


class BrokenOverlay(Exception):
    """An overlay file that cannot be used; the sentence names file, line and path of the node."""


class Weighted(Node, frozen=True, kw_only=True):
    """What the paper says of one indicator: points, how they are earned, and a target where the document has none."""

    points: Decimal | None = None
    score: OverlayScore | None = None
    target: Decimal | None = None
    clause: str = ""


class Written(Node, frozen=True, kw_only=True):
    """The whole file. `score` holds for every indicator that is scored by its completion and has none of its own."""

    overlay: str
    title: str
    regime: str
    source: str
    clause: str = ""
    total: Decimal
    rounding: Literal["per_item", "total_only", "one_place"] | None = None
    score: OverlayScore | None = None
    indicators: dict[str, Any] = msgspec.field(default_factory=dict)
    grades: tuple[Grade, ...] | str = ()
    gates: tuple[Gate, ...] = ()


class OverlayFile:
    """A file that was read: what it says, its SHA-256, and where each node stands."""

    def __init__(self, name: str, sha256: str, lines: Lines, written: Written, weighted: dict[str, Weighted]) -> None:
        self.name, self.sha256, self.lines = name, sha256, lines
        self.written, self.weighted = written, weighted

    def fault(self, path: NodePath, message: str) -> BrokenOverlay:
        """The complaint about a node, with its line."""
        return _fault(self.name, self.lines, path, message)

    @property
    def grades(self) -> tuple[Grade, ...]:
        grades = self.written.grades
        return TABLES[grades] if isinstance(grades, str) else grades


def read_overlay(path: Path) -> OverlayFile:
    """The file as it stands, not yet held against its regime. Raises BrokenOverlay, OSError."""
    return parse_overlay(path.name, path.read_bytes())


def parse_overlay(file: str, data: bytes) -> OverlayFile:
    """`read_overlay` of what a file of this name holds. Raises BrokenOverlay."""
    try:
        tree, lines = read(data.decode("utf-8-sig"), file)
    except UnicodeDecodeError:
        raise BrokenOverlay(f"{file}：不是 UTF-8 编码的文本") from None
    except YamlFault as fault:
        raise BrokenOverlay(f"{file} 第{fault.line}行：{fault.message}") from None
    if not isinstance(tree, dict) or "overlay" not in tree:
        raise BrokenOverlay(f"{file} 第1行：内容不是一份叠加规则，开头应有 overlay、title、regime、source")
    written = _converted(tree, Written, file, lines, ())
    if isinstance(written.grades, str) and written.grades not in TABLES:
        sentence = f"没有“{written.grades}”这张等次表；可写 {'、'.join(TABLES)}，或逐档列出"
        raise _fault(file, lines, ("grades",), sentence)
    weighted = {
        no: _converted(node if isinstance(node, dict) else {"points": node}, Weighted, file, lines, ("indicators", no))
        for no, node in written.indicators.items()
    }
    return OverlayFile(file, hashlib.sha256(data).hexdigest(), lines, written, weighted)


def _converted(tree: Any, to: Any, name: str, lines: Lines, at: NodePath) -> Any:
    try:
        told = msgspec.convert(tree, to)
    except msgspec.ValidationError as raised:
        message, _, place = str(raised).partition(" - at ")
        path, sentence = worded(DefinitionFault(message, (*at, *path_of(place))))
        if path[-1:] == ("kind",):
            sentence += f"；可写 {'、'.join(_kinds(TRIGGERS if 'when' in path else SCORES))}"
        raise _fault(name, lines, path, sentence) from None
    for path, figure in _figures(told, at):
        # A figure that is none, or that nobody writes out, would only fail later and elsewhere.
        if not figure.is_finite() or not -LONGEST <= figure.adjusted() <= LONGEST:
            raise _fault(name, lines, path, "不是数")
    return told


def _kinds(types: tuple[type[Node], ...]) -> list[str]:
    return [str(kind.__struct_config__.tag) for kind in types]


def _figures(node: Any, path: NodePath) -> Iterator[tuple[NodePath, Decimal]]:
    """Every figure below a node, with the path of its key in the file."""
    if isinstance(node, Decimal):
        yield path, node
    elif isinstance(node, Node):
        for field in msgspec.structs.fields(node):
            yield from _figures(getattr(node, field.name), (*path, field.encode_name))
    elif isinstance(node, tuple):
        for place, child in enumerate(node):
            yield from _figures(child, (*path, place))


def _fault(name: str, lines: Lines, path: NodePath, message: str) -> BrokenOverlay:
    known = path
    while known and known not in lines:
        known = known[:-1]
    line = lines.get(known, (name, 1))[1]
    where = ".".join(map(str, path))
    return BrokenOverlay(f"{name} 第{line}行{f'（{where}）' if where else ''}：{message}")
