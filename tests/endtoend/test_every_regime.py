"""Every verb over every regime: what a person does from the blank form to the result, whatever the document is.

A regime that ships is walked by being there; one without a sample fails.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from endtoend.runner import Ran, zht
from zhtcli.core.period import following
from zhtcli.workflow.known import definition_of, form_of, shipped

pytestmark = pytest.mark.usefixtures("assessed_once")

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
FORMATS = ("text", "json", "jsonl", "csv", "markdown", "sarif", "junit", "github")
SLIPS = re.compile(r"\bNone\b|\bnan\b|\{[a-z_]+\}|Fraction\(|Decimal\(|zhtcli\.|<[a-z_]+ object")
"""What a sentence for people never holds: a value of the program's, or a gap that nobody filled."""
ASSESSING = ("validate", "score", "progress")


def _first_samples() -> Iterator[tuple[str, Path]]:
    """A sample of each regime: the first one that has no decisions and no planted mistakes."""
    for path in sorted(SAMPLES.glob("*/*.json"), reverse=True):
        data = json.loads(path.read_text(encoding="utf-8"))
        if "form" in data and "decisions" not in data and "mistakes" not in path.name:
            yield form_of(data["form"]).regime, path


FIRST = dict(_first_samples())


@pytest.fixture(scope="module", params=shipped())
def walk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Walk:
    return Walk(request.param, tmp_path_factory.mktemp(request.param))


class Walk:
    """One regime with the sample of it that was filled in."""

    def __init__(self, regime: str, folder: Path) -> None:
        self.regime, self.folder, self.source = regime, folder, FIRST[regime]
        self.data: dict[str, Any] = json.loads(self.source.read_text(encoding="utf-8"))
        self.form = str(self.data["form"])
        self.filled = folder / "填报件.xlsx"
        ran = zht("fill", self.form, self.source, "-o", self.filled)
        assert ran.code == 0, ran.err

    @property
    def subject(self) -> str:
        """The first thing that can be explained."""
        told = zht("score", self.filled, "--format", "json").assessment
        for key, name in (("grants", "id"), ("verdicts", "id"), ("scorecards", ""), ("progress", "no")):
            if told[key]:
                return str(told[key][0]["indicators"][0]["no"] if not name else told[key][0][name])
        raise AssertionError(f"nothing to explain in {self.form}")


def readable(ran: Ran) -> Ran:
    """What was said holds no slip of the pen."""
    assert not SLIPS.search(ran.out + ran.err), SLIPS.search(ran.out + ran.err)
    return ran


def test_every_regime_has_a_sample() -> None:
    assert set(FIRST) == set(shipped())


def test_it_is_listed_and_shown(walk: Walk) -> None:
    assert walk.regime in readable(zht("regimes")).out
    text = readable(zht("show", walk.form))
    assert text.code == 0
    title = next(
        one for one in json.loads(zht("regimes", "--format", "json").out)["regimes"] if one["id"] == walk.regime
    )
    assert title["title"] in text.out
    told = json.loads(zht("show", walk.form, "--format", "json").out)
    assert {"id", "title", "source", "version", "indicators", "fields", "registers", "readings", "anomalies"} <= {*told}
    assert all(one["clause"] for one in (*told["indicators"], *told["fields"]))


def test_the_blank_form_is_made_and_found_blank(walk: Walk) -> None:
    blank = walk.folder / "空表.xlsx"
    made = readable(zht("template", walk.form, "-o", blank))
    assert made.code == 0
    assert str(blank) in made.out
    ran = readable(zht("validate", blank))
    assert ran.code == 1
    assert "下一步" in ran.out or "错误" in ran.out
    assert zht("score", blank).code in (1, 2)


def test_the_experts_form_is_made_or_refused_in_a_sentence(walk: Walk) -> None:
    ran = readable(zht("template", walk.form, "--for", "expert", "-o", walk.folder / "专家.xlsx"))
    assert ran.code in (0, 2)
    assert (walk.folder / "专家.xlsx").exists() == (ran.code == 0)


def test_what_was_filled_is_read_back(walk: Walk) -> None:
    back = walk.folder / "读回.json"
    assert readable(zht("read", walk.filled, "-o", back)).code == 0
    told = json.loads(back.read_text(encoding="utf-8"))
    assert told["form"] == walk.form
    for key, value in walk.data.get("fields", {}).items():
        assert _moment(told["fields"][key]) == _moment(value), key
    for key, rows in walk.data.get("registers", {}).items():
        filled = [{name: value for name, value in row.items() if value is not None} for row in told["registers"][key]]
        assert filled == rows, key


def _moment(value: object) -> object:
    """A moment, however many of its parts were written."""
    return datetime.fromisoformat(value) if isinstance(value, str) and "T" in value[10:11] else value


def test_it_is_carried_into_the_next_form(walk: Walk) -> None:
    form = form_of(walk.form)
    then = f"{walk.regime}-{following(form.period)}" if form.period else walk.form
    if zht("show", then).code != 0:
        return  # the last period that the document prints
    target = walk.folder / "续填.xlsx"
    ran = readable(zht("template", then, "--from", walk.filled, "-o", target))
    if ran.code == 0:
        assert zht("validate", target).code in (0, 1)
    else:
        assert ran.code in (2, 3)
        assert "带入" in ran.err
        assert not target.exists()


@pytest.mark.parametrize("verb", ASSESSING)
def test_the_formats_of_an_assessing_verb(walk: Walk, verb: str) -> None:
    codes = set()
    for form in FORMATS if verb == "score" else ("text", "json", "csv"):
        ran = zht(verb, walk.filled, "--format", form)
        codes.add(ran.code)
        match form:
            case "json":
                assert ran.assessment["form"] == walk.form
            case "jsonl":
                assert [json.loads(line)["form"] for line in ran.out.splitlines()] == [walk.form]
            case "csv":
                assert list(csv.reader(io.StringIO(ran.out.removeprefix("\ufeff"))))
            case "text" | "markdown":
                assert readable(ran).out.strip()
            case _:
                assert "Traceback" not in ran.out
    assert len(codes) == 1, f"{verb} of one file ends differently by format: {codes}"


def test_one_thing_is_explained_to_its_clause(walk: Walk) -> None:
    ran = readable(zht("explain", walk.filled, walk.subject))
    assert ran.code in (0, 1)
    assert any(mark in ran.out for mark in ("条款", "（", "第")), ran.out
    assert zht("explain", walk.filled, "没有这一项").code == 2


def test_the_result_is_written_and_is_no_submission(walk: Walk) -> None:
    result = walk.folder / "结果.xlsx"
    ran = readable(zht("score", walk.filled, "-o", result))
    if ran.code == 2:
        assert "请改用 zht progress" in ran.out
        ran = readable(zht("progress", walk.filled, "-o", result))
    assert str(result) in ran.out
    book = load_workbook(result)
    assert {"总览", "问题清单", "核验"} <= set(book.sheetnames)
    texts = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [text for text in texts if SLIPS.search(text)]
    assert zht("validate", result).code == 3


def test_the_marked_copy_says_what_the_form_said(walk: Walk) -> None:
    marked = walk.folder / "批注.xlsx"
    assert readable(zht("annotate", walk.filled, "-o", marked)).code in (0, 1)

    def findings(path: Path) -> list[tuple[str, str, str]]:
        told = zht("validate", path, "--format", "json").assessment["findings"]
        return [(one["code"], one["sheet"], one["cell"]) for one in told]

    assert findings(marked) == findings(walk.filled)


def test_nothing_changed_between_a_form_and_itself(walk: Walk) -> None:
    ran = readable(zht("compare", walk.filled, walk.filled))
    assert ran.code == 0, ran.out


def test_folders_for_the_evidence(walk: Walk) -> None:
    ran = readable(zht("evidence", walk.form, "--out", walk.folder / "佐证"))
    assert ran.code in (0, 2)
    assert (walk.folder / "佐证").is_dir() == (ran.code == 0)


def test_the_readings_are_taken_all_at_once(walk: Walk) -> None:
    others = {
        reading.key: next(option for option in reading.options if option != reading.default)
        for reading in definition_of(walk.regime).readings
    }
    chosen = [word for key, option in others.items() for word in ("--reading", f"{key}={option}")]
    assert zht("score", walk.filled, *chosen, "--format", "json").assessment["readings"] == others
    assert zht("score", walk.filled, "--reading", "没有=没有").code == 4


def test_the_definitions_hold() -> None:
    ran = readable(zht("lint"))
    assert ran.code == 0
    assert f"检查了 {len(shipped())} 份制度定义，没有发现不一致。" in ran.out


def test_every_finding_code_that_it_can_show_is_explained(walk: Walk) -> None:
    told = zht("validate", walk.filled, "--format", "json").assessment["findings"]
    for code in {one["code"] for one in told}:
        assert readable(zht("rule", code)).code == 0
