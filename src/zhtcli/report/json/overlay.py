"""An overlay in JSON: which file the rules come from, and the gates that struck."""

from __future__ import annotations

from typing import Any

from zhtcli.core.points.grading import Ruling
from zhtcli.core.rules.overlay import Overlay
from zhtcli.report.figures import number

Object = dict[str, Any]


def overlay_object(overlay: Overlay) -> Object:
    """Whose rules the points follow, and the hash of the file that holds them."""
    return {"id": overlay.id, "title": overlay.title, "sha256": overlay.sha256, "file": overlay.file}


def gate_object(ruling: Ruling) -> Object:
    """A gate that struck: what it is about, and what it makes of the grade or the total."""
    gate = ruling.gate
    return {
        "title": gate.title,
        "indicators": list(ruling.indicators),
        "grade": gate.grade,
        "grade_at_most": gate.grade_at_most,
        "total": number(gate.total),
        "total_at_most": number(gate.total_at_most),
        "clause": gate.clause or None,
    }
