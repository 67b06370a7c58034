"""What a number format shows (ECMA-376 part 1, 18.8.30 and 18.8.31)."""

from __future__ import annotations

import re

BUILTIN_PERCENT = frozenset({9, 10})
# Ids 27-36 and 50-58 are dates in the East Asian editions; openpyxl takes them for General.
BUILTIN_EAST_ASIAN_DATE = frozenset({*range(27, 37), *range(50, 59)})

# What only looks like a format character: quoted text, an escaped or padding character, [conditions].
_LITERAL = re.compile(r'"[^"]*"?|\\.?|_.?|\*.?|\[[^\]]*\]?', re.DOTALL)


def shows_percentage(code: str) -> bool:
    """Whether a format code multiplies by 100 and shows a percent sign: `0.0%` does, `0"%"` and `0\\%` do not."""
    return "%" in _LITERAL.sub("", code)
