"""Definition files -> `Definition`; shared parts are included, never copied."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from zhtcli.core.rules.regime import Definition, Regime
from zhtcli.core.rules.resolve import DefinitionFault, as_regime, chosen, is_choice, resolve
from zhtcli.core.rules.resolve import Path as NodePath
from zhtcli.definitions.compiled import compiled
from zhtcli.definitions.yaml12 import Lines, YamlFault, read

_SHIPPED = resources.files("zhtcli") / "regimes"

_SENTENCES = (
    (re.compile("Object missing required field `(.*)`"), "缺 {}"),
    (re.compile("Object contains unknown field `(.*)`"), "没有“{}”这个键"),
    (re.compile("Invalid decimal string"), "不是数"),
    (re.compile("Invalid (?:enum )?value '?([^']*)'?"), "“{}”不在可选的值之中"),
    (re.compile("Expected `array` of length (.*), got (.*)"), "应有 {} 个，写了 {} 个"),
    (re.compile("Expected `(.*)`, got `(.*)`"), "应是{}，写的是{}"),
)
"""What msgspec says of a node, as we say it."""
_TYPES = {
    "str": "文本", "int": "整数", "decimal": "数", "float": "小数", "bool": "true 或 false", "array": "列表",
    "object": "键和值", "null": "空白",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _NodeAt:
    """A node of a definition and its path."""

    node: Any
    path: NodePath

    def below(self, step: str | int) -> _NodeAt | None:
        if isinstance(self.node, Mapping) and step in self.node:
            return _NodeAt(self.node[step], (*self.path, step))
        if isinstance(self.node, list) and isinstance(step, int) and step < len(self.node):
            return _NodeAt(self.node[step], (*self.path, step))
        return None

    def settled(self, options: Mapping[str, str]) -> _NodeAt:
        """The case that these options choose, where the node is a choice that they settle."""
        if is_choice(self.node) and (option := options.get(self.node["by"])) in self.node["cases"]:
            return _NodeAt(self.node["cases"][option], (*self.path, "cases", str(option))).settled(options)
        return self


class BrokenDefinition(Exception):
    """A definition file that cannot be used; the sentence names file, line and path of the node."""


def shipped() -> tuple[str, ...]:
    """The ids of the regimes that come with the program, in alphabetical order."""
    names = (entry.name for entry in _SHIPPED.iterdir())
    return tuple(sorted(n.removesuffix(".yaml") for n in names if n.endswith(".yaml") and n != "sources.yaml"))


@cache
def load(regime_id: str) -> Definition:
    """The shipped definition of a regime. Raises KeyError, BrokenDefinition."""
    if regime_id not in shipped():
        raise KeyError(regime_id)
    return compiled(_SHIPPED, regime_id, lambda: parsed(regime_id)) or parsed(regime_id)


@cache
def parsed(regime_id: str) -> Definition:
    """The shipped definition read from its YAML. Raises BrokenDefinition."""
    return _load(_SHIPPED / f"{regime_id}.yaml", _SHIPPED)


def load_file(path: Path) -> Definition:
    """The definition in a file of one's own, which may include shipped parts. Raises BrokenDefinition, OSError."""
    return _load(path, path.parent)


@cache
def load_regime(regime_id: str) -> Regime:
    """The shipped regime under its default readings. Raises KeyError, BrokenDefinition."""
    return settled(load(regime_id), {})


def settled(definition: Definition, readings: Mapping[str, str]) -> Regime:
    """`resolve` with the file and line in its complaint. Raises BrokenDefinition, UnknownReading."""
    if broken := reading_fault(definition):
        raise BrokenDefinition(_complaint(definition, broken, {}))
    try:
        return resolve(definition, readings)
    except DefinitionFault as fault:
        raise BrokenDefinition(_complaint(definition, fault, chosen(definition, readings))) from None


def reading_fault(definition: Definition) -> DefinitionFault | None:
    """Why the readings of a definition are none, as far as they are not: without them no choice can be settled."""
    try:
        as_regime({"readings": definition.tree.get("readings", [])})
    except DefinitionFault as fault:
        # Without a path it only says that readings alone are no regime.
        return fault if fault.path else None
    return None


def placed(definition: Definition, path: NodePath, options: Mapping[str, str]) -> tuple[str, int]:
    """File and line (from 1) of a node; the path may leave out the choices that these options settle.

    Where the node itself stands nowhere, as what is missing does, the nearest one around it.
    """
    at = _NodeAt(definition.tree, ())
    for step in path:
        if not (is_choice(at.node) and step in ("by", "cases")):
            at = at.settled(options)
        below = at.below(step)
        if below is None:
            break
        at = below
    else:
        at = at.settled(options)
    known = at.path
    while known and known not in definition.lines:
        known = known[:-1]
    return definition.lines.get(known, (f"{definition.id}.yaml", 1))


def worded(fault: DefinitionFault) -> tuple[NodePath, str]:
    """The node that a fault is about, down to a key that nobody knows, and the fault in a sentence of ours."""
    for pattern, sentence in _SENTENCES:
        if told := pattern.fullmatch(fault.message):
            if fault.message.startswith("Expected"):
                return fault.path, sentence.format(*(_type_words(name) for name in told.groups()))
            path = (*fault.path, told[1]) if "unknown field" in fault.message else fault.path
            return path, sentence.format(*told.groups())
    return fault.path, fault.message


def _type_words(names: str) -> str:
    return "或".join(_TYPES.get(name, name) for name in names.split(" | "))


def _complaint(definition: Definition, fault: DefinitionFault, options: Mapping[str, str]) -> str:
    """`bishan.yaml 第12行（indicators.3.unit）：…`"""
    path, message = worded(fault)
    file, line = placed(definition, path, options)
    where = ".".join(map(str, path))
    return f"{file} 第{line}行{f'（{where}）' if where else ''}：{message}"


def _load(file: Traversable | Path, folder: Traversable | Path) -> Definition:
    tree, lines = _read(file)
    if not isinstance(tree, dict):
        raise BrokenDefinition(f"{file.name} 第1行：内容不是一份制度定义")
    tree, lines = _with_includes(tree, lines, folder)
    sources, _ = _read(_SHIPPED / "sources.yaml")
    if isinstance(tree.get("source"), str):
        if tree["source"] not in sources:
            at, line = lines.get(("source",), (file.name, 1))
            raise BrokenDefinition(f"{at} 第{line}行：sources.yaml 中没有“{tree['source']}”")
        tree["source"] = sources[tree["source"]]
    canonical = json.dumps(tree, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(canonical.encode()).hexdigest()[:12]
    return Definition(str(tree.get("id", "")), tree, digest, lines)


def _read(file: Traversable | Path) -> tuple[Any, Lines]:
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise BrokenDefinition(f"{file.name}：不是 UTF-8 编码的文本") from None
    try:
        return read(text, file.name)
    except YamlFault as fault:
        raise BrokenDefinition(f"{file.name} 第{fault.line}行：{fault.message}") from None


def _with_includes(tree: dict[str, Any], lines: Lines, folder: Traversable | Path) -> tuple[dict[str, Any], Lines]:
    """Lists may hold `{include: FILE}`: the items of that file's list stand there instead."""
    merged: Lines = {path: at for path, at in lines.items() if len(path) < 2}
    for key, node in tree.items():
        if not isinstance(node, list):
            merged.update({path: at for path, at in lines.items() if path[:1] == (key,)})
            continue
        items: list[Any] = []
        for place, item in enumerate(node):
            if isinstance(item, dict) and item.keys() == {"include"}:
                file, line = lines.get((key, place), ("", 1))
                part, part_lines = _read(_included(str(item["include"]), folder, f"{file} 第{line}行"))
                if not isinstance(part, list):
                    raise BrokenDefinition(f"{file} 第{line}行：被包含的文件 {item['include']} 应是一个列表")
                _move(part_lines, (), (key,), merged, len(items))
                items.extend(part)
            else:
                below = {path: at for path, at in lines.items() if path[:2] == (key, place)}
                merged.update({(key, len(items), *path[2:]): at for path, at in below.items()})
                items.append(item)
        tree = {**tree, key: items}
    return tree, merged


def _included(name: str, folder: Traversable | Path, where: str) -> Traversable | Path:
    for base in (folder, _SHIPPED):
        if (file := base.joinpath(*name.split("/"))).is_file():
            return file
    raise BrokenDefinition(f"{where}：找不到被包含的文件 {name}")


def _move(part: Lines, drop: tuple[str, ...], below: tuple[str, ...], into: Lines, offset: int) -> None:
    for path, at in part.items():
        if path and isinstance(path[0], int):
            into[(*below, path[0] + offset, *path[1:])] = at
