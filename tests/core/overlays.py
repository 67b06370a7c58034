"""Overlays made in memory from what their YAML would hold, and forms assessed under them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.assessing.concluding import conclude
from zhtcli.core.assessing.judging import judge
from zhtcli.core.finding import Finding
from zhtcli.core.forms.submission import Submission
from zhtcli.core.rules.regime import Definition
from zhtcli.core.rules.resolve import chosen
from zhtcli.definitions.load import load, settled
from zhtcli.definitions.overlaid import Overlaid, lay_over
from zhtcli.definitions.overlayfile import parse_overlay
from zhtcli.workflow.known import layout_of

HEAD = {"overlay": "shi", "title": "试行细则", "regime": "bishan", "source": "《试行细则》", "total": "100"}


def of(said: Mapping[str, Any]) -> Overlaid:
    """The overlay that says this; what it leaves out of the head is ours."""
    tree = {**HEAD, **said}
    data = yaml.safe_dump(tree, allow_unicode=True, sort_keys=False).encode()
    return lay_over(load(tree["regime"]), parse_overlay("shi.yaml", data))


def assessed(
    one: Submission, definition: Definition, found: Sequence[Finding], readings: Mapping[str, str] | None = None
) -> Assessment:
    """Judged and scored under the overlaid definition."""
    decided = dict(readings or {})
    regime = settled(definition, decided)
    judged = judge(regime, layout_of(one.form), one, found)
    return conclude(regime, judged, readings=chosen(definition, decided), decided_readings=decided)
