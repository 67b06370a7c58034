"""Formulas as they mean the same in whatever program last saved them."""

from __future__ import annotations

import re
from functools import lru_cache

_TOKEN = re.compile(
    r"""(?P<text>"(?:[^"]|"")*")
    |(?P<quoted>'(?:[^']|'')*')
    |(?P<blank>\s+)
    |(?P<prefix>_xlfn\.|_xlws\.)
    |(?P<number>(?<![A-Za-z0-9_$.\u4e00-\u9fff])(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![A-Za-z0-9_!:(]))
    |(?P<other>.)""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def normalised(formula: str) -> str:
    """The formula without what programs write differently: `=`, blanks, case of names, marks around sheet names,
    ways to write a number. Texts within it stay as they are.
    """
    said = []
    for found in _TOKEN.finditer(formula.strip().removeprefix("=")):
        part = found[0]
        match found.lastgroup:
            case "text":
                said.append(part)
            case "quoted":
                said.append(part[1:-1].replace("''", "'").upper())
            case "blank" | "prefix":
                continue
            case "number":
                said.append(format(float(part), ".15g"))
            case _:
                said.append(part.upper())
    return "".join(said)
