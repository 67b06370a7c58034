"""What the journeys share."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.workflow import assessing
from zhtcli.workflow.assessing import Choices


@pytest.fixture(scope="module")
def assessed_once() -> Iterator[None]:
    """For modules in which many runs tell of the same files: the same bytes under the same choices are assessed once.

    Every run still goes through the command line to the text that it prints. That assessing again gives the same is
    asserted elsewhere, and not under this fixture.
    """
    told: dict[tuple[object, ...], Any] = {}

    def once(
        real: Callable[..., Any], paths: Sequence[Path], choices: Choices | None, *options: object, **named: Any
    ) -> Any:
        contents = tuple(hashlib.sha256(path.read_bytes()).digest() if path.is_file() else None for path in paths)
        if None in contents or (choices is not None and choices.overlay is not None):
            return real(*options, choices, **named)
        key = (real, tuple(map(str, paths)), contents, repr(choices), named.get("joined", False))
        if key not in told:
            told[key] = real(*options, choices, **named)
        else:
            for path in paths:
                (named.get("on_each") or Path)(path)
        return told[key]

    def assess(paths: Sequence[Path], choices: Choices | None = None, **named: Any) -> tuple[Assessment, ...]:
        return tuple(once(real_assess, paths, choices, paths, **named))

    def assess_one(path: Path, choices: Choices | None = None) -> Any:
        return once(real_one, [path], choices, path)

    real_assess, real_one = assessing.assess, assessing.assess_one
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assessing, "assess", assess)
        patch.setattr(assessing, "assess_one", assess_one)
        yield
