"""Where silence ends: a definition and the chosen readings give a regime without choices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from zhtcli.core.rules.regime import Definition, Regime

Path = tuple[str | int, ...]


class UnknownReading(Exception):
    """A reading or an option that the regime does not know; the sentence lists what there is."""


class DefinitionFault(Exception):
    """A definition that is not a regime: what is wrong, and the path of the node."""

    def __init__(self, message: str, path: Path = ()) -> None:
        super().__init__(message)
        self.message, self.path = message, path


def chosen(definition: Definition, readings: Mapping[str, str]) -> dict[str, str]:
    """Every reading of the regime with its option: the given one, else the default.

    Raises UnknownReading.
    """
    known = {reading.key: reading for reading in definition.readings}
    for key, option in readings.items():
        if key not in known:
            raise UnknownReading(f"“{definition.id}”没有口径“{key}”。可选的口径：{'、'.join(known)}。")
        if option not in known[key].options:
            raise UnknownReading(f"口径“{key}”没有选项“{option}”。可选：{'、'.join(known[key].options)}。")
    return {key: readings.get(key, reading.default) for key, reading in known.items()}


def resolve(definition: Definition, readings: Mapping[str, str] | None = None) -> Regime:
    """The regime under these readings; what is not named takes its default.

    Raises UnknownReading, and DefinitionFault when the settled tree is no valid regime.
    """
    options = chosen(definition, readings or {})
    return as_regime({key: settle(node, options, (key,)) for key, node in definition.tree.items()})


def as_regime(tree: Mapping[str, Any]) -> Regime:
    """A settled tree as a regime. Raises DefinitionFault."""
    try:
        return msgspec.convert(tree, Regime)
    except msgspec.ValidationError as fault:
        message, _, place = str(fault).partition(" - at ")
        raise DefinitionFault(message, path_of(place)) from None


def is_choice(node: object) -> bool:
    """Whether a node is `{by: READING, cases: {option: node}}`."""
    return isinstance(node, Mapping) and node.keys() == {"by", "cases"}


def settle(node: Any, options: Mapping[str, str], path: Path = ()) -> Any:
    """The node with every choice below it taken. Raises DefinitionFault."""
    if is_choice(node):
        key, cases = node["by"], node["cases"]
        if key not in options:
            raise DefinitionFault(f"口径“{key}”没有在 readings 中声明", path)
        if options[key] not in cases:
            raise DefinitionFault(f"口径“{key}”的选项“{options[key]}”在这里没有对应内容", path)
        return settle(cases[options[key]], options, (*path, "cases", options[key]))
    if isinstance(node, Mapping):
        return {name: settle(child, options, (*path, name)) for name, child in node.items()}
    if isinstance(node, list | tuple):
        return [settle(child, options, (*path, place)) for place, child in enumerate(node)]
    return node


def choices(node: Any, path: Path = ()) -> Iterator[tuple[Path, str, Mapping[str, Any]]]:
    """Every open choice below a node: its path, the reading it asks, its cases."""
    if is_choice(node):
        yield path, node["by"], node["cases"]
        for option, case in node["cases"].items():
            yield from choices(case, (*path, "cases", option))
    elif isinstance(node, Mapping):
        for name, child in node.items():
            yield from choices(child, (*path, name))
    elif isinstance(node, list | tuple):
        for place, child in enumerate(node):
            yield from choices(child, (*path, place))


def path_of(place: str) -> Path:
    """`$.indicators[3].unit` as msgspec writes it -> ("indicators", 3, "unit")."""
    steps: list[str | int] = []
    for step in place.strip("`$").replace("[", ".[").split("."):
        if step.startswith("[") and step[1:-1].isdigit():
            steps.append(int(step[1:-1]))
        elif step and not step.startswith("["):
            steps.append(step)
    return tuple(steps)
