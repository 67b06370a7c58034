"""Which columns of a register name firms and persons, and which hold their codes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from zhtcli.core.rules.regime import Register

_PARTIES = frozenset(
    ("key", "name", "subject", "party", "partner", "enterprise", "institution", "holder", "payee", "platform")
)


@dataclass(frozen=True, slots=True)
class Naming:
    """A column of names, with the column of their codes and what those are, where there is one."""

    name: str
    code: str | None = None
    kind: Literal["uscc", "person"] | None = None


def namings(register: Register) -> tuple[Naming, ...]:
    """The columns of names in a register.

    No definition says yet which they are. They go by the keys that registers share for whoever a row is about. A
    code belongs to the name whose key it carries (`partner_code`), the only other one to the first name among the
    identifying columns.
    """
    kinds = {column.key: column.format for column in register.columns}
    codes = [key for key, kind in kinds.items() if kind in ("uscc", "person")]
    names = [column.key for column in register.columns if column.type == "text" and column.key in _PARTIES]
    code_of = {name: f"{name}_code" for name in names if f"{name}_code" in codes}
    left = [code for code in codes if code not in code_of.values()]
    first = next((key for key in register.identity if key in names and key not in code_of), None)
    if first is not None and len(left) == 1:
        code_of[first] = left[0]
    found = []
    for name in names:
        code = code_of.get(name)
        kind = kinds[code] if code else None
        found.append(Naming(name, code, kind) if kind == "uscc" or kind == "person" else Naming(name))
    return tuple(found)
