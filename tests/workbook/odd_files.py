"""Odd and hostile files, made in code so that none has to be kept: every function returns the bytes of a file."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DOCUMENT_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
XLSM = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
XLTX = "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml"
XLSB = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"


def zipped(entries: Mapping[str, bytes | str] | Iterable[tuple[str, bytes | str]], stored: bool = False) -> bytes:
    """A zip file with these entries, in this order; pairs may repeat a name."""
    pairs = entries.items() if isinstance(entries, Mapping) else entries
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as archive:
        for name, content in pairs:
            info = zipfile.ZipInfo(name)
            info.filename = info.orig_filename = name  # the constructor would end a name at its NUL
            info.compress_type = archive.compression
            archive.writestr(info, content)
    return buffer.getvalue()


def content_types(main: str = XLSX, part: str = "/xl/workbook.xml") -> str:
    return (
        f'<Types xmlns="{CONTENT_TYPES}"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="{part}" ContentType="{main}"/>'
        '<Override PartName="/xl/sharedStrings.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
    )


def worksheet(rows: str, before: str = "", after: str = "", main: str = MAIN) -> str:
    return f'<worksheet xmlns="{main}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def parts(
    *sheets: str | bytes,
    formats: Mapping[int, str] | None = None,
    styles: Iterable[int] = (0,),
    strings: Iterable[str] = (),
    workbook: str = "",
    after_sheets: str = "",
    states: Mapping[int, str] | None = None,
    names: Iterable[str] = (),
    main: str = MAIN,
    relations: str = DOCUMENT_RELATIONS,
    content_type: str = XLSX,
) -> dict[str, bytes | str]:
    """The parts of a small workbook; `sheets` are whole worksheet parts, `styles` the format id of each cell style."""
    titles = list(names) or [f"表{number}" for number in range(1, len(sheets) + 1)]
    listed = "".join(
        f'<sheet name={quoteattr(title)} sheetId="{number}" r:id="rId{number}"'
        + (f' state="{states[number]}"' if states and number in states else "")
        + "/>"
        for number, title in enumerate(titles, start=1)
    )
    related = "".join(
        f'<Relationship Id="rId{number}" Type="{relations}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in range(1, len(sheets) + 1)
    )
    related += f'<Relationship Id="rIdS" Type="{relations}/styles" Target="styles.xml"/>'
    related += f'<Relationship Id="rIdT" Type="{relations}/sharedStrings" Target="sharedStrings.xml"/>'
    codes = "".join(
        f'<numFmt numFmtId="{number}" formatCode={quoteattr(code)}/>' for number, code in (formats or {}).items()
    )
    cell_formats = "".join(f'<xf numFmtId="{number}" fontId="0" fillId="0" borderId="0"/>' for number in styles)
    return {
        "[Content_Types].xml": content_types(content_type),
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE_RELATIONS}"><Relationship Id="rId1" '
        f'Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{relations}">{workbook}'
        f"<sheets>{listed}</sheets>{after_sheets}</workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE_RELATIONS}">{related}</Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{main}"><numFmts>{codes}</numFmts>'
        '<fonts><font><sz val="11"/><name val="宋体"/></font></fonts><borders><border/></borders>'
        '<fills><fill><patternFill patternType="none"/></fill></fills>'
        f"<cellStyleXfs><xf/></cellStyleXfs><cellXfs>{cell_formats}</cellXfs></styleSheet>",
        "xl/sharedStrings.xml": f'<sst xmlns="{main}">' + "".join(f"<si>{item}</si>" for item in strings) + "</sst>",
        **{f"xl/worksheets/sheet{number}.xml": sheet for number, sheet in enumerate(sheets, start=1)},
    }


def text_cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def one_sheet(rows: str, **options: object) -> bytes:
    """A workbook of one sheet with these rows."""
    return zipped(parts(worksheet(rows), **options))  # type: ignore[arg-type]


def small() -> bytes:
    """A sound workbook: text in A1, 12.5 in B1."""
    return one_sheet(f'<row r="1">{text_cell("A1", "指标")}<c r="B1"><v>12.5</v></c></row>')


def patched(data: bytes, **changes: bytes | str | None) -> bytes:
    """The package with parts replaced, added or (None) left out."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries: dict[str, bytes | str | None] = {name: archive.read(name) for name in archive.namelist()}
    entries.update(changes)
    return zipped({name: content for name, content in entries.items() if content is not None})


def with_entries(data: bytes, *more: tuple[str, bytes | str]) -> bytes:
    """The package with entries added at its end, under whatever names."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = [(name, archive.read(name)) for name in archive.namelist()]
    return zipped([*entries, *more])


def lying_size(data: bytes, name: str, declared: int) -> bytes:
    """The package with another uncompressed size declared for an entry, in the directory and before its data."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entry = archive.getinfo(name)
        true = struct.pack("<II", entry.compress_size, entry.file_size)
        lie = struct.pack("<II", entry.compress_size, declared)
    return data.replace(true, lie)


def encrypted_entry(data: bytes) -> bytes:
    """The package with the encryption flag of every entry set."""
    changed = bytearray(data)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(signature)
        while at >= 0:
            changed[at + offset] |= 1
            at = changed.find(signature, at + 4)
    return bytes(changed)


def bomb(megabytes: int, part: str = "xl/sharedStrings.xml") -> bytes:
    """A workbook one part of which inflates to so many megabytes of blanks."""
    filler = f'<sst xmlns="{MAIN}">'.encode() + b" " * (megabytes * 2**20) + b"</sst>"
    return zipped({**parts(worksheet("")), part: filler})


def noise(megabytes: int) -> bytes:
    """Bytes that deflate at about 20:1, so that sizes and not the ratio meet their limit."""
    block = b"".join(zlib.crc32(struct.pack("<I", number)).to_bytes(4, "little") * 24 for number in range(11_000))
    return (block * (megabytes * 2**20 // len(block) + 1))[: megabytes * 2**20]


def opendocument(content: str, meta: str = "", manifest: str = "", mime: str | None = None) -> bytes:
    """An OpenDocument spreadsheet with this inside of `office:document-content`."""
    names = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
        'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" '
        'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
        'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet" if mime is None else mime
    return zipped(
        {
            "mimetype": kind,
            "content.xml": f"<office:document-content {names}>{content}</office:document-content>",
            "meta.xml": f"<office:document-meta {names}><office:meta>{meta}</office:meta></office:document-meta>",
            "META-INF/manifest.xml": '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:'
            f'manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>{manifest}'
            "</manifest:manifest>",
        }
    )


def ods_sheet(rows: str, name: str = "表1", more: str = "") -> str:
    return (
        f'<office:body><office:spreadsheet><table:table table:name="{name}">{rows}</table:table>{more}'
        "</office:spreadsheet></office:body>"
    )


def compound(streams: Mapping[str, bytes], inside: Mapping[str, bytes] | None = None) -> bytes:
    """A compound file (MS-CFB, 512-byte sectors) with these streams at its top, and `inside` one storage, `MBD0`.

    Every stream is padded to 4,096 bytes, so that no mini stream is needed.
    """
    free, end, fat_mark = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    top, nested = list(streams.items()), list((inside or {}).items())
    entries = 1 + len(top) + (1 + len(nested) if nested else 0)
    directory_sectors = -(-entries // 4)
    chains: list[int] = []
    places: dict[int, tuple[int, int]] = {}
    body = b""
    for index, (_, content) in enumerate(top + nested):
        padded = content.ljust(4096, b"\0")
        padded += b"\0" * (-len(padded) % 512)
        start, count = directory_sectors + len(chains), len(padded) // 512
        places[index] = (start, len(padded))
        chains += [start + step + 1 for step in range(count - 1)] + [end]
        body += padded
    fat_sectors = 1
    while directory_sectors + len(chains) + fat_sectors > fat_sectors * 128:
        fat_sectors += 1
    fat = [*range(1, directory_sectors), end, *chains, *([fat_mark] * fat_sectors)]
    fat += [free] * (fat_sectors * 128 - len(fat))

    def entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
        encoded = (name + "\0").encode("utf-16-le")
        head = encoded.ljust(64, b"\0") + struct.pack("<HBBIII", len(encoded), kind, 1, free, right, child)
        return head + b"\0" * 36 + struct.pack("<IQ", start, size)

    storage = 1 + len(top)
    directory = entry("Root Entry", 5, free, 1 if entries > 1 else free, end, 0)
    for index, (name, _) in enumerate(top):
        last = index == len(top) - 1
        right = (storage if nested else free) if last else index + 2
        directory += entry(name, 2, right, free, *places[index])
    if nested:
        directory += entry("MBD0", 1, free, storage + 1, 0, 0)
        for index, (name, _) in enumerate(nested):
            right = free if index == len(nested) - 1 else storage + index + 2
            directory += entry(name, 2, right, free, *places[len(top) + index])
    directory = directory.ljust(directory_sectors * 512, b"\0")
    first_fat = directory_sectors + len(chains)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6) + b"\0" * 6
    header += struct.pack("<IIIIIIIII", 0, fat_sectors, 0, 0, 4096, end, 0, end, 0)
    header += struct.pack("<109I", *[first_fat + step for step in range(fat_sectors)], *([free] * (109 - fat_sectors)))
    return header + directory + body + struct.pack(f"<{len(fat)}I", *fat)


def record(number: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", number, len(content)) + content


def _wide(text: str, length: str = "<B") -> bytes:
    return struct.pack(length, len(text)) + b"\x01" + text.encode("utf-16-le")


def biff8(
    cells: Iterable[tuple[int, int, object, int]],
    formats: Mapping[int, str] | None = None,
    styles: Iterable[int] = (0,),
    *,
    sheet: str = "表1",
    state: int = 0,
    date1904: bool = False,
    encrypted: bool = False,
    after_cells: bytes = b"",
    names: bytes = b"",
) -> bytes:
    """The Workbook stream of an xls: cells are (row, column, value, style), 0-based; `styles` their format ids.

    bytes as a value are an error code, bool and str and float what they are.
    """
    bof = struct.pack("<HHHHII", 0x600, 5, 0x0DBB, 1996, 0, 6)
    head = record(0x809, bof)
    if encrypted:
        head += record(0x2F, struct.pack("<HHH16s16s16s", 1, 1, 1, b"a", b"b", b"c"))
    head += record(0x42, struct.pack("<H", 1200)) + record(0x22, struct.pack("<H", date1904))
    head += record(0x31, struct.pack("<HHHHHBBBB", 220, 0, 0x7FFF, 400, 0, 0, 0, 134, 0) + _wide("宋体")) * 4
    for number, code in (formats or {}).items():
        head += record(0x41E, struct.pack("<H", number) + _wide(code, "<H"))
    for number in styles:
        head += record(0xE0, struct.pack("<HHHBBBBIIH", 0, number, 1, 0x20, 0, 0, 0, 0, 0, 0x20C0))
    body = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0x0DBB, 1996, 0, 6))
    for row, column, value, style in cells:
        place = struct.pack("<HHH", row, column, style)
        if isinstance(value, bytes):
            body += record(0x205, place + value + b"\x01")
        elif isinstance(value, bool):
            body += record(0x205, place + struct.pack("<BB", value, 0))
        elif isinstance(value, str):
            body += record(0x204, place + _wide(value, "<H"))
        else:
            body += record(0x203, place + struct.pack("<d", value))
    body += after_cells + record(0x0A)
    title = _wide(sheet)
    globals_length = len(head) + 4 + 6 + len(title) + len(names) + 4
    head += record(0x85, struct.pack("<IBB", globals_length, state, 0) + title) + names + record(0x0A)
    return head + body


def xls(cells: Iterable[tuple[int, int, object, int]], *args: object, **options: object) -> bytes:
    return compound({"Workbook": biff8(cells, *args, **options)})  # type: ignore[arg-type]


def biff_name(name: str, row: int, column: int) -> bytes:
    """The records of a defined name of one cell of the first sheet, 0-based, with the links that it needs."""
    links = record(0x1AE, struct.pack("<HH", 1, 0x401)) + record(0x17, struct.pack("<HHHH", 1, 0, 0, 0))
    head = struct.pack("<HBBHHHBBBB", 0, 0, len(name), 7, 0, 0, 0, 0, 0, 0)
    formula = b"\x3a" + struct.pack("<HHH", 0, row, column)
    return links + record(0x18, head + b"\x01" + name.encode("utf-16-le") + formula)


def biff_merged(top: int, bottom: int, left: int, right: int) -> bytes:
    return record(0xE5, struct.pack("<HHHHH", 1, top, bottom, left, right))


def biff_hidden_row(row: int) -> bytes:
    return record(0x208, struct.pack("<HHHHHHI", row, 0, 1, 255, 0, 0, 0x120))


def biff_hidden_columns(first: int, last: int) -> bytes:
    return record(0x7D, struct.pack("<HHHHHH", first, last, 2560, 0, 1, 0))
