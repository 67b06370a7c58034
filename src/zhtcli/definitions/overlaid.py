"""An overlay laid over the definition that it is for: the same document, with a user's own paper for the points.

The definition stays as it is; what comes out is another one, in whose tree the paper's rules stand like any others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec

from zhtcli.core.rounding import shown
from zhtcli.core.rules.overlay import Gate, Overlay
from zhtcli.core.rules.regime import Definition
from zhtcli.core.rules.resolve import choices, chosen, settle
from zhtcli.definitions.load import load, shipped
from zhtcli.definitions.overlayfile import OverlayFile, Weighted, read_overlay
from zhtcli.definitions.overlayrules import check_gates, check_grades, check_score

_ROUNDINGS: dict[str, tuple[int | None, int]] = {"per_item": (2, 2), "total_only": (None, 2), "one_place": (1, 1)}

Tree = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Overlaid:
    """An overlay and the definition that it makes of its regime's."""

    overlay: Overlay
    definition: Definition


def overlaid(path: Path) -> Overlaid:
    """The file laid over the shipped definition of its regime. Raises BrokenOverlay, OSError."""
    file = read_overlay(path)
    regime = file.written.regime
    if regime not in shipped():
        raise file.fault(("regime",), f"没有“{regime}”这个制度；现有：{'、'.join(shipped())}")
    return lay_over(load(regime), file)


def lay_over(definition: Definition, file: OverlayFile) -> Overlaid:
    """The overlay over this definition. Raises BrokenOverlay."""
    written = file.written
    default = chosen(definition, {})
    printed: list[Tree] = [settle(node, default) for node in definition.tree.get("indicators", [])]
    if not printed:
        raise file.fault(("regime",), f"“{definition.id}”没有指标，不能按叠加规则计分")
    known = {str(node["no"]): node for node in printed}
    for no in file.weighted:
        if no not in known:
            raise file.fault(
                ("indicators", no), f"“{definition.id}”没有第{no}项指标；现有 {next(iter(known))} 至 {list(known)[-1]}"
            )
    nodes = [
        _indicator(file, node, as_printed)
        for node, as_printed in zip(definition.tree["indicators"], printed, strict=True)
    ]
    settled: list[Tree] = [settle(node, default) for node in nodes]
    _add_up(file, settled)
    reachable = written.total + sum((_beyond(node) for node in settled), Decimal(0))
    check_grades(file, reachable)
    scored = {str(node["no"]) for node in settled if _scored(node)}
    booleans = {str(field["key"]) for field in _plain_fields(definition) if field.get("type") == "boolean"}
    check_gates(file, scored, booleans, reachable)
    tree: Tree = {
        **definition.tree,
        "indicators": nodes,
        "sections": [
            {**section, "points": str(_section_points(settled, str(section["id"])))}
            for section in definition.tree.get("sections", [])
        ],
        "scoring": _scoring(file, definition.tree.get("scoring", {})),
    }
    overlay = Overlay(
        id=written.overlay,
        title=written.title,
        source=written.source,
        clause=written.clause,
        file=file.name,
        sha256=file.sha256,
        grades=file.grades,
        gates=tuple(_cited(gate, written.clause) for gate in written.gates),
        settles=tuple(sorted(_asked(definition.tree) - _asked(tree))),
    )
    tree["overlay"] = msgspec.to_builtins(overlay)
    digest = f"{definition.digest}+{file.sha256[:12]}"
    return Overlaid(overlay, Definition(definition.id, tree, digest, definition.lines))


def _indicator(file: OverlayFile, node: Tree, printed: Tree) -> Tree:
    """The indicator's node with what the paper says of it."""
    written, no = file.written, str(node["no"])
    said = file.weighted.get(no)
    path = ("indicators", no)
    reason = _not_by_completion(printed)
    if said is not None and reason:
        raise file.fault(path, f"第{no}项{reason}，叠加规则不能改它的分")
    if said is None and not _scored(printed):
        return node
    points = Decimal(str(printed.get("points", 0))) if said is None or said.points is None else said.points
    if points < 0:
        raise file.fault((*path, "points"), "分值不能小于 0")
    if said is not None and said.points is None and not _scored(printed):
        raise file.fault(path, f"没有写第{no}项的分值（points）")
    if not points:
        return {**node, "points": "0", "score": {"kind": "none"}}
    shared = None if reason or (printed.get("target") or {}).get("kind") == "within" else written.score
    score = (said.score if said is not None else None) or shared
    told: Tree = {**node, "points": str(points)}
    if score is not None:
        if (printed.get("target") or {}).get("kind") == "within":
            raise file.fault((*path, "score"), f"第{no}项的要求是一个范围，不按完成率计分，不能写 score")
        check_score(file, (*path, "score") if said is not None and said.score else ("score",), score, points, no)
        told["score"] = msgspec.to_builtins(score)
    elif not _scored(printed):
        raise file.fault(path, f"没有写第{no}项怎样得分（score）；也可以在最上层写一个各项共用的 score")
    if said is not None or score is not None:
        told |= _target(file, printed, said)
        clause = (said.clause if said is not None else "") or written.clause
        told["points_clause"] = f"{written.source}{clause}"
    return told


def _target(file: OverlayFile, printed: Tree, said: Weighted | None) -> Tree:
    """The paper's target, where the document has none."""
    no = str(printed["no"])
    path = ("indicators", no)
    if said is None or said.target is None:
        if printed.get("target") is None:
            raise file.fault(path, f"第{no}项在文件里没有目标，要写目标（target）")
        return {}
    if printed.get("target") is not None:
        raise file.fault((*path, "target"), f"第{no}项的目标以文件为准，不能另写")
    if said.target <= 0:
        raise file.fault((*path, "target"), "目标要大于 0")
    asked = f"不低于{said.target:f}{printed.get('unit', '')}"
    return {"target": {"kind": "at_least", "least": str(said.target), "printed": asked}}


def _add_up(file: OverlayFile, nodes: list[Tree]) -> None:
    """The points of all indicators that are no bonus against the total."""
    counted = [node for node in nodes if not node.get("bonus") and _scored(node)]
    told = sum((Decimal(str(node["points"])) for node in counted), Decimal(0))
    total = file.written.total
    if total <= 0:
        raise file.fault(("total",), "总分要大于 0")
    if told != total:
        kept = sum(str(node["no"]) not in file.weighted for node in counted)
        others = f"（没有写到的 {kept} 项照文件原有的分值）" if kept else ""
        raise file.fault(("total",), f"总分写 {shown(total)} 分，各项分值之和是 {shown(told)} 分{others}")


def _not_by_completion(printed: Tree) -> str:
    """Why the points of an indicator cannot be given by its completion; blank where they can."""
    if printed.get("parts"):
        return "由几个条件组成"
    if printed["measure"]["kind"] == "judged":
        return "由专家评分"
    return "按事项逐个计分" if printed.get("score", {}).get("kind") == "as_is" else ""


def _scored(node: Tree) -> bool:
    return bool(node.get("score", {"kind": "none"})["kind"] != "none")


def _beyond(node: Tree) -> Decimal:
    """What a node can add beyond the total: a bonus, or steps beyond the target."""
    points = Decimal(str(node.get("points", 0)))
    if node.get("bonus"):
        return points
    score = node.get("score", {})
    most = Decimal(str(score.get("up_to") or 0))
    return points * most / 100 if score.get("unit") == "percent" else most


def _section_points(nodes: list[Tree], section: str) -> Decimal:
    of = (n for n in nodes if n["section"] == section and not n.get("bonus") and _scored(n))
    return sum((Decimal(str(node["points"])) for node in of), Decimal(0))


def _scoring(file: OverlayFile, printed: Mapping[str, Any]) -> Tree:
    told: Tree = {**printed, "total": str(file.written.total)}
    if file.written.rounding is not None:
        told["item_places"], told["total_places"] = _ROUNDINGS[file.written.rounding]
    return told


def _cited(gate: Gate, clause: str) -> Gate:
    return msgspec.structs.replace(gate, clause=gate.clause or clause)


def _plain_fields(definition: Definition) -> Iterator[Mapping[str, Any]]:
    for field in definition.tree.get("fields", []):
        if isinstance(field, Mapping) and "key" in field:
            yield field


def _asked(tree: Mapping[str, Any]) -> set[str]:
    """The readings that some node asks."""
    return {by for group, node in tree.items() if group != "readings" for _, by, _ in choices(node)}
