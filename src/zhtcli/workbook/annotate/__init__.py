"""A submission with our findings in it and everything else as it was: parts are patched, nothing is saved anew.

What a library loads and saves comes back without pictures in cells, rich text, stored values and more. Here the list
of findings is one more sheet, the marks are conditional formats, and every other part of the package is the same byte
for byte, packed as it was.
"""

from __future__ import annotations

from collections.abc import Sequence

from zhtcli.core.finding import Finding
from zhtcli.workbook.annotate.copying import Annotated, Copy
from zhtcli.workbook.annotate.unpatchable import ODD, Unpatchable
from zhtcli.workbook.files.book import Book
from zhtcli.workbook.files.package import Package
from zhtcli.workbook.files.packageparts import read_parts
from zhtcli.workbook.files.refused import Refused

__all__ = ["Annotated", "Unpatchable", "annotate"]

_KINDS = {
    "xls": "它是旧的 xls 格式，只有 xlsx、xlsm 能逐个部件改写",
    "et": "它是 WPS 的 et 格式，只有 xlsx、xlsm 能逐个部件改写",
    "ods": "它是 ods 格式，只有 xlsx、xlsm 能逐个部件改写",
}


def annotate(data: bytes, book: Book, findings: Sequence[Finding], about: str) -> Annotated:
    """The copy of a workbook; `book` is what the contained reader made of these bytes, `about` says what was checked.

    The same arguments give the same bytes. Raises Unpatchable with the reason.
    """
    if book.kind in _KINDS:
        raise Unpatchable(_KINDS[book.kind])
    if "signature" in book.features:
        raise Unpatchable("它有数字签名，改动任何内容签名都会失效")
    try:
        package = Package(data)
        if any(name.lower().startswith("xl/revisions/") for name in package.names):
            raise Unpatchable("它是共享工作簿，修订记录里登记了每一页，不能再加一页；请先取消共享")
        package.preflight()
        parts = read_parts(package)
        if parts.strict:
            raise Unpatchable("它是 Strict Open XML 格式，只有普通的 xlsx、xlsm 能逐个部件改写")
        return Copy(data, package, parts, book, findings, about).made()
    except Refused as fault:
        raise Unpatchable(ODD) from fault
