"""What a file really is, told by its bytes; the name only decides between twins and gives a warning."""

from __future__ import annotations

import io
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder

from zhtcli.core.catalogue import files
from zhtcli.core.finding import Rule
from zhtcli.workbook.files.book import FileKind, Seen
from zhtcli.workbook.files.package import Package
from zhtcli.workbook.files.refused import Refused
from zhtcli.workbook.files.xmlparts import elements

SPREADSHEET_EXTENSIONS = frozenset(
    ".xlsx .xlsm .xltx .xltm .xlam .xlsb .xls .xlt .et .ett .ods .ots .csv .fods".split()
)
# A name that Excel and WPS open with this content without a complaint.
_FITTING: dict[FileKind, frozenset[str]] = {
    "xlsx": frozenset({".xlsx"}),
    "xlsm": frozenset({".xlsm", ".xltm", ".xlam"}),
    "xltx": frozenset({".xltx"}),
    "ods": frozenset({".ods", ".ots"}),
    "xls": frozenset({".xls", ".xlt", ".et", ".ett"}),
    "et": frozenset({".xls", ".xlt", ".et", ".ett"}),
}
_MAIN_CONTENT: tuple[tuple[str, FileKind | Rule], ...] = (
    ("spreadsheetml.sheet.main+xml", "xlsx"),
    ("spreadsheetml.template.main+xml", "xltx"),
    ("ms-excel.sheet.macroenabled.main+xml", "xlsm"),
    ("ms-excel.template.macroenabled.main+xml", "xlsm"),
    ("ms-excel.addin.macroenabled.main+xml", "xlsm"),
    ("ms-excel.sheet.binary.macroenabled.main", files.XLSB),
    ("wordprocessingml.", files.WORD),
    ("ms-word.", files.WORD),
    ("presentationml.", files.SLIDES),
    ("ms-powerpoint.", files.SLIDES),
)
_MAGIC: tuple[tuple[bytes, Rule], ...] = (
    (b"Rar!\x1a\x07", files.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", files.ARCHIVE),
    (b"\x1f\x8b\x08", files.ARCHIVE),
    (b"\xfd7zXZ\0", files.ARCHIVE),
    (b"BZh", files.ARCHIVE),
    (b"\x89PNG\r\n\x1a\n", files.IMAGE),
    (b"\xff\xd8\xff", files.IMAGE),
    (b"GIF87a", files.IMAGE),
    (b"GIF89a", files.IMAGE),
    (b"II*\0", files.IMAGE),
    (b"MM\0*", files.IMAGE),
)
# BOF records of the formats before the compound file: BIFF2, BIFF3, BIFF4.
_OLD_BOF = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")
_WEB_PAGE = re.compile(r"<(!doctype\s+html|html|head|meta|title|body|table|style|div|script)\b", re.IGNORECASE)


def sniff(data: bytes, name: str) -> tuple[FileKind, Package | None, list[Seen]]:
    """Which kind of workbook these bytes are, and the opened package of a zip (not yet through its preflight).

    Refused with the true kind's own code for everything that is no workbook we read.
    """
    extension = extension_of(name)
    if file_name(name).startswith(("~$", ".~")) and len(data) < 4096:
        raise Refused(files.OWNER)
    if not data:
        raise Refused(files.EMPTY)
    package = None
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        package = Package(data)
        kind = _kind_of_package(package)
    elif data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        kind = _kind_of_compound(data, extension)
    else:
        raise Refused(_other_kind(data, extension))
    seen = []
    if extension not in _FITTING[kind]:
        seen.append(Seen(files.MISNAMED.code, {"named": extension or file_name(name)[-20:], "kind": kind}))
    return kind, package, seen


def file_name(name: str) -> str:
    return re.split(r"[/\\]", name)[-1]


def extension_of(name: str) -> str:
    """`.xlsx` for `表.XLSX`, "" without one."""
    stem, dot, extension = file_name(name).rpartition(".")
    return f".{extension.lower()}" if dot and stem else ""


def _kind_of_package(package: Package) -> FileKind:
    if not package.names:
        raise Refused(files.EMPTY_ZIP)
    mime = package.peek("mimetype").decode("ascii", "replace").strip()
    manifest = package.peek("META-INF/manifest.xml") if package.has("content.xml") else b""
    if manifest and not mime:
        roots = (e.attributes for e in elements(manifest, "META-INF/manifest.xml") if e.name == "file-entry")
        mime = next((root.get("media-type", "") for root in roots if root.get("full-path") == "/"), "")
    if mime.startswith("application/vnd.oasis.opendocument."):
        return _kind_of_opendocument(mime, manifest)
    if package.has("[Content_Types].xml"):
        parts = elements(package.peek("[Content_Types].xml"), "[Content_Types].xml")
        types = " ".join(part.attributes.get("ContentType", "") for part in parts).lower()
        for mark, kind in _MAIN_CONTENT:
            if mark in types:
                if isinstance(kind, Rule):
                    raise Refused(kind)
                return kind
    if package.has("OFD.xml"):
        raise Refused(files.OFD)
    if package.has("Index/Document.iwa") or package.has("Index.zip"):
        raise Refused(files.NUMBERS)
    if package.has("xl/workbook.xml"):
        return "xlsx"
    raise Refused(files.ARCHIVE)


def _kind_of_opendocument(mime: str, manifest: bytes) -> FileKind:
    document = mime.removeprefix("application/vnd.oasis.opendocument.")
    if document.startswith("text"):
        raise Refused(files.WORD)
    if document.startswith("presentation"):
        raise Refused(files.SLIDES)
    if not document.startswith("spreadsheet"):
        raise Refused(files.ARCHIVE)
    if any(element.name == "encryption-data" for element in elements(manifest, "META-INF/manifest.xml")):
        raise Refused(files.ENCRYPTED)
    return "ods"


def _kind_of_compound(data: bytes, extension: str) -> FileKind:
    streams = compound_streams(data)
    if "encryptedpackage" in streams:
        raise Refused(files.ENCRYPTED)
    if "\x09drmcontent" in streams:
        raise Refused(files.DRM)
    if "workbook" in streams or "book" in streams:
        return "et" if extension in (".et", ".ett") else "xls"
    if "worddocument" in streams:
        raise Refused(files.WORD)
    if "powerpoint document" in streams:
        raise Refused(files.SLIDES)
    raise Refused(files.COMPOUND)


def compound_streams(data: bytes) -> frozenset[str]:
    """The names at the top of a compound file (MS-CFB), in lower case; those inside storages don't count.

    Without that, a letter with a table pasted into it would pass for a workbook.
    """
    from xlrd.compdoc import CompDoc

    try:
        entries = CompDoc(data, logfile=io.StringIO()).dirlist
        return frozenset(entries[number].name.lower() for number in entries[0].children)
    except Exception as fault:  # its own error, and index, struct and recursion errors over mad directories
        raise Refused(files.DAMAGED) from fault


def _other_kind(data: bytes, extension: str) -> Rule:
    for magic, rule in _MAGIC:
        if data.startswith(magic):
            return rule
    if data[4:12] in (b"ftypheic", b"ftypmif1") or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return files.IMAGE
    if data[:2] == b"BM" and int.from_bytes(data[2:6], "little") == len(data):
        return files.IMAGE
    if b"%PDF-" in data[:1024]:
        return files.PDF
    if data.startswith(_OLD_BOF):
        return files.OLD_XLS
    text = head_as_text(data)
    if text is None:
        return files.DRM if extension in SPREADSHEET_EXTENSIONS else files.UNKNOWN
    head = text.lstrip()
    if "urn:schemas-microsoft-com:office:spreadsheet" in head and head.startswith("<?xml"):
        return files.XML2003
    if re.search(r"(?mi)^content-type:\s*multipart/related|^mime-version:", head[:2000]):
        return files.MHT
    if _WEB_PAGE.match(head) or (head.startswith("<") and re.search(r"(?i)<html[\s>]", head[:2000])):
        return files.HTML
    if head.startswith("<?xml"):
        return files.XML
    return files.CSV


def head_as_text(data: bytes) -> str | None:
    """The first 64 KiB as text, None if they are not text in UTF-8, UTF-16 with a mark, or GB 18030.

    No detector: on a dozen bytes one takes GBK for UTF-16. Control characters tell binary data.
    """
    head = data[: 2**16]
    if head.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig" if head.startswith(BOM_UTF8) else "utf-8", "gb18030")
    for encoding in encodings:
        try:
            text = getincrementaldecoder(encoding)().decode(head, final=len(head) == len(data))
        except UnicodeError:
            continue
        return None if re.search(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffe\uffff]", text) else text
    return None
