"""Which readings somebody decided on: `--reading KEY=VALUE` and `--readings-file`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from zhtcli.definitions.load import shipped
from zhtcli.workflow.faults import UnknownForm, UnreadableInput, UsageFault
from zhtcli.workflow.known import definition_of

_KEYS = ("key", "option", "decided_by", "date", "document")


@dataclass(frozen=True, slots=True)
class Decided:
    """The chosen options, and for some of them who decided, when, by which document."""

    options: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)


def decide(pairs: Iterable[str] = (), file: Path | None = None) -> Decided:
    """The readings of a file, overridden by the `KEY=VALUE` pairs. Raises UsageFault, UnreadableInput, UnknownForm."""
    options, notes = _from_file(file) if file is not None else ({}, {})
    for pair in pairs:
        key, equals, option = pair.partition("=")
        if not equals or not key.strip() or not option.strip():
            raise UsageFault(f"“{pair}”的写法不对，应为 --reading 口径=选项，例如 --reading partial_credit=floor60。")
        if options.get(key.strip()) != option.strip():
            notes.pop(key.strip(), None)
        options[key.strip()] = option.strip()
    return Decided(options, notes)


def check_readings(decided: Decided) -> None:
    """Readings that no regime has are refused before any file is read. Raises UnknownForm."""
    if not decided.options:
        return
    known: dict[str, dict[str, None]] = {}
    for reading in (reading for name in shipped() for reading in definition_of(name).readings):
        known.setdefault(reading.key, {}).update(dict.fromkeys(reading.options))
    for key, option in decided.options.items():
        if key not in known:
            raise UnknownForm(f"没有口径“{key}”。可选的口径：{'、'.join(known)}。")
        if option not in known[key]:
            raise UnknownForm(f"口径“{key}”没有选项“{option}”。可选：{'、'.join(known[key])}。")


def _from_file(file: Path) -> tuple[dict[str, str], dict[str, str]]:
    from zhtcli.definitions.yaml12 import YamlFault, read

    try:
        tree, _ = read(file.read_text(encoding="utf-8-sig"), file.name)
    except OSError as fault:
        raise UnreadableInput(f"读不了口径文件 {file}：{fault.strerror or '读取失败'}。") from None
    except UnicodeDecodeError:
        raise UnreadableInput(f"口径文件 {file} 不是 UTF-8 编码的文本。") from None
    except YamlFault as fault:
        raise UnknownForm(f"口径文件 {file} 第{fault.line}行：{fault.message}。") from None
    options: dict[str, str] = {}
    notes: dict[str, str] = {}
    for place, item in enumerate(_items(tree, file), 1):
        if not isinstance(item, Mapping) or not {"key", "option"} <= item.keys():
            raise UnknownForm(f"口径文件 {file} 第{place}条要写 key 和 option。")
        if odd := item.keys() - set(_KEYS):
            raise UnknownForm(f"口径文件 {file} 第{place}条里有不认识的“{min(odd)}”；可写 {'、'.join(_KEYS)}。")
        key = str(item["key"])
        if key in options:
            raise UnknownForm(f"口径文件 {file} 里“{key}”写了两次。")
        options[key] = str(item["option"])
        if note := "，".join(str(item[part]) for part in _KEYS[2:] if item.get(part)):
            notes[key] = note
    return options, notes


def _items(tree: Any, file: Path) -> list[Any]:
    """A list of decisions, or simply `key: option` a line."""
    if isinstance(tree, Mapping):
        return [{"key": key, "option": option} for key, option in tree.items()]
    if isinstance(tree, list):
        return tree
    raise UnknownForm(f"口径文件 {file} 应是一个列表，每条写 key、option、decided_by、date、document。")
