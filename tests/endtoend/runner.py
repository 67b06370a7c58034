"""`zht` run in this process, as often as a test likes: a process of its own costs a second for pandas alone."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import importlib.resources
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from zhtcli.cli.main import main

EXIT_CODES = {0, 1, 2, 3, 4, 5}
"""What a run may end in; 70 is a fault of ours, 130 an interruption."""


@dataclass
class Ran:
    """How a run ended and what it said."""

    code: int
    out: str
    err: str

    @functools.cached_property
    def json(self) -> dict[str, Any]:
        """What `--format json` printed, held against the schema that ships."""
        told: dict[str, Any] = json.loads(self.out)
        _schema().validate(told)
        return told

    @property
    def assessment(self) -> dict[str, Any]:
        """That of the only file."""
        (only,) = self.json["assessments"]
        return dict(only)


def zht(*arguments: object, encoding: str = "utf-8") -> Ran:
    """Runs a verb with stdout and stderr in an encoding; what reached them has to be text in it."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="") for _ in range(2))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = int(main([str(argument) for argument in arguments]))
    out.flush()
    err.flush()
    ran = Ran(code, _text(out, encoding), _text(err, encoding))
    assert "Traceback" not in ran.out + ran.err
    assert code in EXIT_CODES, f"{code}: {ran.err}"
    return ran


def _text(stream: io.TextIOWrapper, encoding: str) -> str:
    assert isinstance(stream.buffer, io.BytesIO)
    return stream.buffer.getvalue().decode(encoding)


@functools.cache
def _schema() -> jsonschema.Draft202012Validator:
    shipped = importlib.resources.files("zhtcli.report") / "schema" / "assessment.schema.json"
    return jsonschema.Draft202012Validator(json.loads(shipped.read_text(encoding="utf-8")))


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def codes(assessment: dict[str, Any], least: str = "note") -> list[str]:
    """The codes of the findings of at least a severity, in the order they are told."""
    weights = ("note", "warning", "error")
    return [
        finding["code"]
        for finding in assessment["findings"]
        if weights.index(finding["severity"]) >= weights.index(least)
    ]


def found(assessment: dict[str, Any]) -> set[tuple[str, str, str | None]]:
    """Code, severity and cell of each finding."""
    return {(one["code"], one["severity"], one["cell"]) for one in assessment["findings"]}


def points(assessment: dict[str, Any]) -> dict[str, Any]:
    """What each indicator got in the form's own period; 0 also where nothing could be scored."""
    return {one["no"]: one["points"] or 0 for one in assessment["scorecards"][0]["indicators"]}


def told(assessment: dict[str, Any]) -> dict[str, Any]:
    """Everything that two saves of one form have to agree on: figures, points, totals, progress."""
    return {
        "points": {
            card["scope"]: [card["total"], *((one["no"], one["value"], one["points"]) for one in card["indicators"])]
            for card in assessment["scorecards"]
        },
        "progress": assessment["progress"],
    }


def known(reason: str) -> pytest.MarkDecorator:
    """A fault of ours that is reported; the mark goes with its mending, as a test that passes in spite of it fails."""
    return pytest.mark.xfail(reason=reason, strict=True)
