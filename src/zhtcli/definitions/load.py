"""Definition files -> `Definition`; shared parts are included, never copied."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from zhtcli.core.regime import Definition, Regime
from zhtcli.core.resolve import DefinitionFault, resolve
from zhtcli.definitions.yaml12 import Lines, YamlFault, read

_SHIPPED = resources.files("zhtcli") / "regimes"


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
    folder = _SHIPPED
    return _load(folder / f"{regime_id}.yaml", folder)


def load_file(path: Path) -> Definition:
    """The definition in a file of one's own, which may include shipped parts. Raises BrokenDefinition, OSError."""
    return _load(path, path.parent)


@cache
def load_regime(regime_id: str) -> Regime:
    """The shipped regime under its default readings. Raises KeyError, BrokenDefinition."""
    return settled(load(regime_id), {})


def settled(definition: Definition, readings: Mapping[str, str]) -> Regime:
    """`resolve` with the file and line in its complaint. Raises BrokenDefinition, UnknownReading."""
    try:
        return resolve(definition, readings)
    except DefinitionFault as fault:
        raise BrokenDefinition(complaint(definition, fault)) from None


def complaint(definition: Definition, fault: DefinitionFault) -> str:
    """`bishan.yaml 第12行（indicators[3].unit）：…`"""
    path = tuple(fault.path)
    while path and path not in definition.lines:
        path = path[:-1]
    file, line = definition.lines.get(path, (definition.id, 1))
    where = ".".join(str(step) for step in fault.path)
    return f"{file} 第{line}行{f'（{where}）' if where else ''}：{fault.message}"


def _load(file: Traversable | Path, folder: Traversable | Path) -> Definition:
    tree, lines = _read(file)
    if not isinstance(tree, dict):
        raise BrokenDefinition(f"{file.name} 第1行：内容不是一份制度定义")
    tree, lines = _with_includes(tree, lines, folder)
    sources, _ = _read(_SHIPPED / "sources.yaml")
    if isinstance(tree.get("source"), str):
        if tree["source"] not in sources:
            raise BrokenDefinition(f"{file.name}：sources.yaml 中没有“{tree['source']}”")
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
                    raise BrokenDefinition(f"{item['include']}：被包含的文件应是一个列表")
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
