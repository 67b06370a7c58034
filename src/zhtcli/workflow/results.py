"""The result workbook of an assessment, written to a file."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from zhtcli.core.assessment import Assessment
from zhtcli.workflow.output import write_whole


def write_result_file(assessment: Assessment, path: Path, *, force: bool) -> Path:
    """Write the result workbook; gives its whole path. Raises OutputNotWritten."""
    from zhtcli.workbook.result import write_result

    data = write_result(assessment, version("zhtcli"))
    return write_whole(path, data, force=force, inputs=[Path(assessment.file)])
