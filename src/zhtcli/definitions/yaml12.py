"""YAML read with the 1.2 rules, each node remembering its file and line.

PyYAML follows 1.1, where `no:` is a boolean, `1:30` a number and `2025-01-01` a date. A definition needs
`no` to stay a key, so only `true`, `false`, `null`, integers and decimals are typed here; figures are
quoted in definitions and read exactly.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Lines = dict[tuple[str | int, ...], tuple[str, int]]


class YamlFault(Exception):
    """A file that is no YAML, or YAML that says something twice: a sentence, and the line."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.message, self.line = message, line


class _CoreLoader(_Loader):  # type: ignore[misc]
    """The loader with the resolvers of the 1.2 core schema only."""

    yaml_implicit_resolvers: Mapping[str, Any] = {}


for _tag, _pattern, _first in (
    ("null", r"|~|null|Null|NULL", ("~", "n", "N", "")),
    ("bool", r"true|True|TRUE|false|False|FALSE", ("t", "T", "f", "F")),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789"),
):
    _CoreLoader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), list(_first))


def read(text: str, file: str) -> tuple[Any, Lines]:
    """The document as plain data, and where each node stands: path -> (file, line from 1).

    Raises YamlFault.
    """
    loader = _CoreLoader(text)
    try:
        root = loader.get_single_node()
        lines: Lines = {}
        return (None if root is None else _plain(loader, root, file, (), lines)), lines
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        raise YamlFault(f"不是合法的 YAML：{fault.problem or fault.context}", mark.line + 1 if mark else 1) from None
    except (yaml.YAMLError, ValueError, RecursionError) as fault:
        raise YamlFault(f"不是合法的 YAML：{fault}", 1) from None
    finally:
        loader.dispose()


def _plain(loader: Any, node: yaml.Node, file: str, path: tuple[str | int, ...], lines: Lines) -> Any:
    lines[path] = (file, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        mapping: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in mapping:
                raise YamlFault(f"“{key}”写了两次", key_node.start_mark.line + 1)
            mapping[key] = _plain(loader, value_node, file, (*path, key), lines)
            # A node stands where its key does; one that an alias repeats stands where it was written.
            if value_node.start_mark.index >= key_node.start_mark.index:
                lines[*path, key] = (file, key_node.start_mark.line + 1)
        return mapping
    if isinstance(node, yaml.SequenceNode):
        return [_plain(loader, child, file, (*path, place), lines) for place, child in enumerate(node.value)]
    return loader.construct_object(node)
