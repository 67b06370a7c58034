"""What a result may tell of an assessment: no numbers of persons, and no folder of anybody's machine."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.assessing.showing import showable_assessment
from zhtcli.workbook.result.page.told import file_name


def handed_out(one: Assessment, others: Iterable[Assessment] = ()) -> Assessment:
    """As it leaves the building: findings about several files call them by their names alone.

    On screen they go by their paths, which tell files of one name apart; whoever holds the result has no such folder.
    """
    every = (one, *others)
    paths = {path for told in every for path in (told.file, *(other for other, _ in told.joined))}
    names = {path: name for path in paths if path and (name := file_name(path)) != path}
    longest_first = sorted(names, key=len, reverse=True)

    def named(text: str) -> str:
        for path in longest_first:
            text = text.replace(path, names[path])
        return text

    findings = tuple(
        replace(found, message=named(found.message), hint=named(found.hint))
        if any(path in found.message or path in found.hint for path in longest_first)
        else found
        for found in one.findings
    )
    return showable_assessment(replace(one, findings=findings))
