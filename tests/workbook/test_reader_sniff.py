"""What a file really is: each true kind has its own code, whatever the name says."""

from __future__ import annotations

import gzip

import pytest

from workbook import odd_files as odd
from zhtcli.workbook.files.parse import parse

MAIN_PART = {
    "word": ("/word/document.xml", odd.DOCX),
    "slides": ("/ppt/presentation.xml", odd.PPTX),
    "xlsb": ("/xl/workbook.bin", odd.XLSB),
}


def office_zip(kind: str) -> bytes:
    part, main = MAIN_PART[kind]
    return odd.zipped({"[Content_Types].xml": odd.content_types(main, part), part[1:]: "<x/>"})


def opendocument_of(kind: str) -> bytes:
    return odd.opendocument("", mime=f"application/vnd.oasis.opendocument.{kind}")


XML2003 = (
    '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>'
)
MHT = "MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
BMP = b"BM" + (60).to_bytes(4, "little") + bytes(54)
ENCRYPTED_ODS = odd.opendocument(
    "",
    manifest='<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>',
)

KINDS = {
    "no bytes": (b"", "表.xlsx", "ZHT-FILE-EMPTY"),
    "owner file of Excel": (b"\x05admin" + bytes(159), "~$表.xlsx", "ZHT-FILE-OWNER"),
    "lock file of LibreOffice": ("张三,pc,2026;".encode(), ".~lock.表.ods#", "ZHT-FILE-OWNER"),
    "working copy of WPS": (bytes(165), "目录/.~表.xlsx", "ZHT-FILE-OWNER"),
    "zip without entries": (odd.zipped({}), "表.xlsx", "ZHT-FILE-EMPTYZIP"),
    "some other zip": (odd.zipped({"表.xlsx": odd.small()}), "表.xlsx", "ZHT-FILE-ARCHIVE"),
    "rar": (b"Rar!\x1a\x07\x01\x00" + bytes(30), "表.xlsx", "ZHT-FILE-ARCHIVE"),
    "7z": (b"7z\xbc\xaf\x27\x1c" + bytes(30), "表.xls", "ZHT-FILE-ARCHIVE"),
    "gzip": (gzip.compress(odd.small(), mtime=0), "表.xlsx", "ZHT-FILE-ARCHIVE"),
    "docx": (office_zip("word"), "表.xlsx", "ZHT-FILE-WORD"),
    "pptx": (office_zip("slides"), "表.xlsx", "ZHT-FILE-SLIDES"),
    "xlsb": (office_zip("xlsb"), "表.xlsb", "ZHT-FILE-XLSB"),
    "xlsb named xlsx": (office_zip("xlsb"), "表.xlsx", "ZHT-FILE-XLSB"),
    "odt": (opendocument_of("text"), "表.ods", "ZHT-FILE-WORD"),
    "odp": (opendocument_of("presentation"), "表.ods", "ZHT-FILE-SLIDES"),
    "ods with a password": (ENCRYPTED_ODS, "表.ods", "ZHT-FILE-ENCRYPTED"),
    "ofd": (odd.zipped({"OFD.xml": "<x/>", "Doc_0/Document.xml": "<x/>"}), "表.xlsx", "ZHT-FILE-OFD"),
    "numbers": (odd.zipped({"Index/Document.iwa": b"x", "preview.jpg": b"x"}), "表.xlsx", "ZHT-FILE-NUMBERS"),
    "xlsx with a password": (
        odd.compound({"EncryptionInfo": b"\x04\0\x04\0", "EncryptedPackage": b"x"}),
        "表.xlsx",
        "ZHT-FILE-ENCRYPTED",
    ),
    "xls with a password": (odd.compound({"Workbook": odd.biff8([], encrypted=True)}), "表.xls", "ZHT-FILE-ENCRYPTED"),
    "xls under rights management": (odd.compound({"\x09DRMContent": b"x"}), "表.xls", "ZHT-FILE-DRM"),
    "doc": (odd.compound({"WordDocument": b"x", "1Table": b"y"}), "表.xls", "ZHT-FILE-WORD"),
    "doc with a table pasted in": (
        odd.compound({"WordDocument": b"x"}, inside={"Workbook": odd.biff8([])}),
        "表.xls",
        "ZHT-FILE-WORD",
    ),
    "ppt": (odd.compound({"PowerPoint Document": b"x"}), "表.xls", "ZHT-FILE-SLIDES"),
    "message": (odd.compound({"__properties_version1.0": b"x"}), "表.xls", "ZHT-FILE-COMPOUND"),
    "truncated compound file": (odd.xls([(0, 0, 1.0, 0)])[:700], "表.xls", "ZHT-FILE-DAMAGED"),
    "truncated zip": (odd.small()[:-40], "表.xlsx", "ZHT-FILE-DAMAGED"),
    "half a zip": (odd.small()[: len(odd.small()) // 2], "表.xlsx", "ZHT-FILE-DAMAGED"),
    "web page": (b"<html><head></head><table><tr><td>1</td></tr></table></html>", "表.xls", "ZHT-FILE-HTML"),
    "web page in GBK": ("\r\n<table border=1><tr><td>指标</td></tr></table>".encode("gbk"), "表.xls", "ZHT-FILE-HTML"),
    "web page after an XML head": (b'<?xml version="1.0"?>\n<html xmlns="x"></html>', "表.xls", "ZHT-FILE-HTML"),
    "single-file web page": (MHT.encode(), "表.xls", "ZHT-FILE-MHT"),
    "XML spreadsheet 2003": (XML2003.encode(), "表.xls", "ZHT-FILE-XML2003"),
    "XML spreadsheet 2003 in UTF-16": (XML2003.encode("utf-16"), "表.xls", "ZHT-FILE-XML2003"),
    "flat OpenDocument": (b'<?xml version="1.0"?><office:document/>', "表.fods", "ZHT-FILE-XML"),
    "csv": ("指标,数值\r\n1,30\r\n".encode(), "表.xlsx", "ZHT-FILE-CSV"),
    "csv of ten bytes in GBK": ("指标,数".encode("gbk"), "表.csv", "ZHT-FILE-CSV"),
    "text in UTF-16": ("指标\t数值".encode("utf-16"), "表.xls", "ZHT-FILE-CSV"),
    "long text cut inside a character": (("a" + "指" * 30_000).encode(), "表.xls", "ZHT-FILE-CSV"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "表.xlsx", "ZHT-FILE-PDF"),
    "png": (PNG, "表.xlsx", "ZHT-FILE-IMAGE"),
    "jpeg": (b"\xff\xd8\xff\xe0" + bytes(20), "表.xlsx", "ZHT-FILE-IMAGE"),
    "bmp": (BMP, "表.xlsx", "ZHT-FILE-IMAGE"),
    "BIFF4": (b"\x09\x04\x06\x00\x00\x04\x10\x00" + bytes(20), "表.xls", "ZHT-FILE-OLDXLS"),
    "encrypted by a terminal": (b"\x65\x23\x14\x62" + bytes(range(256)) * 4, "表.xlsx", "ZHT-FILE-DRM"),
    "unknown bytes": (b"\x65\x23\x14\x62" + bytes(range(256)) * 4, "表.dat", "ZHT-FILE-UNKNOWN"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_true_kind_has_its_code(kind: str) -> None:
    data, name, code = KINDS[kind]
    reading = parse(data, name)
    assert reading.book is None
    assert [seen.code for seen in reading.seen] == [code]


READABLE = {
    "xlsx": (odd.small(), "表.xlsx", "xlsx"),
    "name in capitals": (odd.small(), "C:\\报送\\表.XLSX", "xlsx"),
    "xlsm": (odd.one_sheet("", content_type=odd.XLSM), "表.xlsm", "xlsm"),
    "xltx": (odd.one_sheet("", content_type=odd.XLTX), "表.xltx", "xltx"),
    "ods": (odd.opendocument(odd.ods_sheet("")), "表.ods", "ods"),
    "ods without its mimetype entry": (
        odd.patched(odd.opendocument(odd.ods_sheet("")), mimetype=None),
        "表.ods",
        "ods",
    ),
    "a large workbook with an owner file's name": (
        odd.patched(odd.small(), **{"xl/media/a.bin": odd.noise(1)[:100_000]}),
        "~$表.xlsx",
        "xlsx",
    ),
}


@pytest.mark.parametrize("kind", READABLE)
def test_workbooks_are_read_without_a_word(kind: str) -> None:
    data, name, told = READABLE[kind]
    reading = parse(data, name)
    assert reading.seen == []
    assert reading.book is not None
    assert reading.book.kind == told


def test_xls_and_et_are_told_apart_by_name_and_noted_as_legacy() -> None:
    data = odd.xls([(0, 0, 1.0, 0)])
    for name, kind in (("表.xls", "xls"), ("表.et", "et")):
        reading = parse(data, name)
        assert reading.book is not None
        assert reading.book.kind == kind
        assert [(seen.code, seen.words) for seen in reading.seen] == [("ZHT-FILE-LEGACY", {"kind": kind})]


MISNAMED = {
    "xls named xlsx": (odd.xls([(0, 0, 1.0, 0)]), "表.xlsx", {"named": ".xlsx", "kind": "xls"}),
    "xlsx named xls": (odd.small(), "表.xls", {"named": ".xls", "kind": "xlsx"}),
    "xlsm named xlsx": (odd.one_sheet("", content_type=odd.XLSM), "表.xlsx", {"named": ".xlsx", "kind": "xlsm"}),
    "ods named xlsx": (odd.opendocument(odd.ods_sheet("")), "表.xlsx", {"named": ".xlsx", "kind": "ods"}),
    "no extension": (odd.small(), "表", {"named": "表", "kind": "xlsx"}),
}


@pytest.mark.parametrize("case", MISNAMED)
def test_a_wrong_extension_is_a_warning_and_the_file_is_read(case: str) -> None:
    data, name, words = MISNAMED[case]
    reading = parse(data, name)
    assert reading.book is not None
    assert reading.book.kind == words["kind"]
    assert ("ZHT-FILE-MISNAMED", words) in [(seen.code, seen.words) for seen in reading.seen]
