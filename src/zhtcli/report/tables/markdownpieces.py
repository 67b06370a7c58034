"""What every part of a Markdown report is made of: text that stays text, tables, the readings that were decided."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.report.plain import one_line
from zhtcli.report.text.lines import reading_sentence

_MARKUP = re.compile(r"[\\`*_\[\]<>|~]|^[#>+-](?= )|#(?=\d)")


def escaped(text: str | None) -> str:
    """Text of a form or a file as it is, whatever Markdown would make of it."""
    marked = _MARKUP.sub(lambda match: "\\" + match[0], one_line(text).replace("&", "&amp;"))
    return marked.replace("@", "&#64;")  # no mention of somebody who happens to be called so


def table_lines(head: Sequence[str], align: str, rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """A table and a blank line. `align` has a letter for each column, `l` or `r`; cells are escaped already."""
    yield f"| {' | '.join(head)} |"
    yield f"| {' | '.join('---:' if letter == 'r' else '---' for letter in align)} |"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""


def reading_list(one: Assessment) -> Iterator[str]:
    """Which readings somebody decided; one sentence where nobody did."""
    if not one.decided_readings:
        yield "口径：全部采用默认值。"
        return
    known = {reading.key: reading for reading in one.regime.readings} if one.regime else {}
    yield "口径：以下已指定，其余采用默认值。"
    yield ""
    for key, option in one.decided_readings.items():
        note = one_line(one.reading_notes.get(key))
        yield f"- {escaped(reading_sentence(known.get(key), key, option))}" + (f"（{escaped(note)}）" if note else "")
