"""Formats that the list and the marks need, appended to those of the workbook: no number that a cell uses changes.

A format that stands there already, from an earlier run, is used again.
"""

from __future__ import annotations

from typing import Literal, TypeVar

from zhtcli.core.finding import SEVERITIES, Severity
from zhtcli.workbook import styles
from zhtcli.workbook.annotate.spans import Edit, appended, encoded, outline, spliced
from zhtcli.workbook.annotate.unpatchable import ODD, Unpatchable

CellLook = Literal["title", "note", "header", "box", "quoted", "middle", "link", "error", "warning", "code"]
_MOST_CELL_FORMATS = 60_000
"""Excel opens no more than about 65,000."""
_BEFORE_DXFS = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles")
"""CT_Stylesheet, ECMA-376 part 1, 18.8.39."""
_Key = TypeVar("_Key")


def _font(name: str, size: int = 9, emphasis: str = "", colour: str = "") -> str:
    shade = f'<{{p}}color rgb="FF{colour}"/>' if colour else ""
    return (
        f'<{{p}}font>{emphasis}<{{p}}sz val="{size}"/>{shade}<{{p}}name val="{name}"/><{{p}}family val="3"/>'
        '<{p}charset val="134"/></{p}font>'
    )


_FONTS = {
    "body": _font(styles.BODY),
    "title": _font(styles.HEADING, 14),
    "header": _font(styles.HEADING),
    "muted": _font(styles.BODY, colour="595959"),
    "link": _font(styles.BODY, emphasis="<{p}u/>", colour="0563C1"),
    "red": _font(styles.BODY, emphasis="<{p}b/>", colour="C00000"),
    "amber": _font(styles.BODY, emphasis="<{p}b/>", colour="8A5A00"),
}
_GREY = (
    '<{p}fill><{p}patternFill patternType="solid"><{p}fgColor rgb="FFEDEDED"/><{p}bgColor indexed="64"/>'
    "</{p}patternFill></{p}fill>"
)
_BOX = (
    "<{p}border>"
    + "".join(
        f'<{{p}}{side} style="thin"><{{p}}color rgb="FF7F7F7F"/></{{p}}{side}>'
        for side in ("left", "right", "top", "bottom")
    )
    + "<{p}diagonal/></{p}border>"
)
# font, whether it stands in a box, alignment, more attributes
_CELLS: dict[CellLook, tuple[str, bool, str, str]] = {
    "title": ("title", False, 'vertical="center"', ""),
    "note": ("muted", False, 'vertical="center" wrapText="1"', ""),
    "header": ("header", True, 'horizontal="center" vertical="center" wrapText="1"', ""),
    "box": ("body", True, 'horizontal="left" vertical="center" indent="1" wrapText="1"', ""),
    "quoted": ("body", True, 'horizontal="left" vertical="center" indent="1" wrapText="1"', ' quotePrefix="1"'),
    "middle": ("body", True, 'horizontal="center" vertical="center" wrapText="1"', ""),
    "link": ("link", True, 'horizontal="left" vertical="center" indent="1" wrapText="1"', ""),
    "error": ("red", True, 'horizontal="center" vertical="center"', ""),
    "warning": ("amber", True, 'horizontal="center" vertical="center"', ""),
    "code": ("muted", True, 'horizontal="left" vertical="center" indent="1" wrapText="1"', ""),
}
MARK_COLOURS: dict[Severity, tuple[str, str]] = {
    "error": ("FFC7CE", "C00000"),
    "warning": ("FFD9A6", "C65911"),
    "note": ("D6E6F5", "2F75B5"),
}
"""Fill and frame of a marked cell. The frame shows where a conditional format of the form's own has the fill."""


def _mark(severity: Severity) -> str:
    fill, frame = MARK_COLOURS[severity]
    sides = "".join(
        f'<{{p}}{side} style="thin"><{{p}}color rgb="FF{frame}"/></{{p}}{side}>'
        for side in ("left", "right", "top", "bottom")
    )
    return (
        f'<{{p}}dxf><{{p}}fill><{{p}}patternFill patternType="solid"><{{p}}fgColor rgb="FF{fill}"/>'
        f'<{{p}}bgColor rgb="FF{fill}"/></{{p}}patternFill></{{p}}fill><{{p}}border>{sides}</{{p}}border></{{p}}dxf>'
    )


class Look:
    """The formats of one workbook: `cells` and `marks` are their numbers, `content` the part with all of them."""

    def __init__(self, content: bytes, part: str) -> None:
        """Raises Unpatchable for a part that lacks what every workbook with cells has."""
        self._content = content
        self._root = outline(content, part)
        if self._root.name != "styleSheet":
            raise Unpatchable(ODD)
        self._edits: list[Edit] = []
        fonts = self._numbers("fonts", _FONTS)
        (grey,) = self._numbers("fills", {"grey": _GREY}).values()
        (box,) = self._numbers("borders", {"box": _BOX}).values()
        based = ' xfId="0"' if self._root.child("cellStyleXfs") is not None else ""
        formats = {
            look: f'<{{p}}xf numFmtId="49" fontId="{fonts[font]}" fillId="{grey if look == "header" else 0}" '
            f'borderId="{box if boxed else 0}"{based}{more} applyNumberFormat="1" applyFont="1" applyFill="1" '
            f'applyBorder="1" applyAlignment="1"><{{p}}alignment {alignment}/></{{p}}xf>'
            for look, (font, boxed, alignment, more) in _CELLS.items()
        }
        self.cells: dict[CellLook, int] = self._numbers("cellXfs", formats)
        self.marks: dict[Severity, int] = self._numbers("dxfs", {severity: _mark(severity) for severity in SEVERITIES})
        if max(self.cells.values()) > _MOST_CELL_FORMATS:
            raise Unpatchable("它的单元格格式已经多到上限")
        self.content = spliced(content, self._edits)

    def _numbers(self, name: str, wanted: dict[_Key, str]) -> dict[_Key, int]:
        """The numbers of these formats in their list, at the end of which those that are new are put."""
        listed = self._root.child(name)
        written = {key: text.replace("{p}", self._root.prefix) for key, text in wanted.items()}
        if listed is None:
            if name != "dxfs":
                raise Unpatchable(ODD)
            place = max((child.end for child in self._root.children if child.name in _BEFORE_DXFS), default=-1)
            tag = f"{self._root.prefix}dxfs"
            new = f'<{tag} count="{len(written)}">{"".join(written.values())}</{tag}>'
            self._edits.append((place, place, encoded(new)))
            return {key: number for number, key in enumerate(written)}
        if len({child.name for child in listed.children}) > 1:
            raise Unpatchable(ODD)  # alternatives: which of them a program counts is its own affair
        known: dict[bytes, int] = {}
        for number, child in enumerate(listed.children):
            known.setdefault(self._content[child.start : child.end], number)
        numbers: dict[_Key, int] = {}
        new = ""
        count = len(listed.children)
        for key, text in written.items():
            if encoded(text) in known:
                numbers[key] = known[encoded(text)]
            else:
                numbers[key] = count
                count += 1
                new += text
        if new:
            self._edits += appended(listed, new, count=str(count))
        return numbers
