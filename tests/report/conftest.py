"""Golden texts: what the report prints, kept in golden/ and reviewed as a diff.

`ZHT_GOLDEN=write pytest tests/report` writes them anew; without it a difference fails.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent / "golden"
Golden = Callable[[str, str], None]


@pytest.fixture
def golden() -> Golden:
    """`golden("score.txt", text)`: the text equals the file of that name; the program's version does not count."""

    def compare(name: str, text: str) -> None:
        text = text.replace(f'"version": "{version("zhtcli")}"', '"version": "0.0.0"')
        path = GOLDEN / name
        if os.environ.get("ZHT_GOLDEN") == "write":
            path.write_text(text, encoding="utf-8", newline="")
        with path.open(encoding="utf-8", newline="") as kept:
            assert text == kept.read(), f"{name} differs; ZHT_GOLDEN=write writes it anew"

    return compare
