"""A paper of the user's own over a document: `--overlay FILE`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from zhtcli.workflow.faults import UnknownForm, UnreadableInput, UsageFault

if TYPE_CHECKING:
    from zhtcli.core.period import Form
    from zhtcli.definitions.overlaid import Overlaid


def read_overlay_file(path: Path, wanted: Form | None = None) -> Overlaid:
    """The overlay of a file; `wanted` is what `--regime` names. Raises UnreadableInput, UnknownForm, UsageFault."""
    from zhtcli.definitions.overlaid import overlaid
    from zhtcli.definitions.overlayfile import BrokenOverlay

    try:
        told = overlaid(path)
    except OSError as fault:
        raise UnreadableInput(f"读不了叠加规则 {path}：{fault.strerror or '读取失败'}。") from None
    except BrokenOverlay as fault:
        raise UnknownForm(f"叠加规则不能用：{fault}。") from None
    if wanted is not None and wanted.regime != told.definition.id:
        raise UsageFault(f"叠加规则“{told.overlay.title}”用于 {told.definition.id}，--regime 写的是 {wanted.regime}。")
    return told
