"""Workbooks that hold what an office program keeps beside the cells: pictures, comments, charts, extensions, macros."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from workbook.odd_files import DOCUMENT_RELATIONS, MAIN, PACKAGE_RELATIONS, patched

PNG = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\0"
    b"\5\0\1\xff\x89\x99=\x1d\0\0\0\0IEND\xaeB`\x82"
)
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
XM = "http://schemas.microsoft.com/office/excel/2006/main"
PICTURE = '=DISPIMG("ID_0123456789ABCDEF",1)'
CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_TYPES = "application/vnd.openxmlformats-officedocument"


def entries(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(data: bytes) -> dict[str, tuple[int, int, bytes]]:
    """Name -> method, time and the packed bytes as they lie in the file."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for one in archive.infolist():
            name, extra = data[one.header_offset + 26 : one.header_offset + 28], data[one.header_offset + 28 :][:2]
            start = one.header_offset + 30 + int.from_bytes(name, "little") + int.from_bytes(extra, "little")
            stamp = int("".join(f"{part:02}" for part in one.date_time))
            found[one.filename] = (one.compress_type, stamp, data[start : start + one.compress_size])
    return found


def enriched(data: bytes, sheet: str, picture: str, rich: str, number: str) -> bytes:
    """The workbook with more on one sheet, given by its part: a WPS picture in the cell `picture`, text in several
    fonts in the cell `rich`, a comment of each kind, and a chart on the cell `number`, all cells blank before.

    Beside the cells: a list that newer programs keep in an extension, a custom XML part, a theme of WPS' own.
    """
    parts = entries(data)
    content = parts[sheet].decode()
    content = _filled(content, picture, f' t="str"><f>_xlfn.{PICTURE[1:]}</f><v>{PICTURE}</v></c>')
    runs = (
        '<r><rPr><b/><color rgb="FFFF0000"/><sz val="9"/></rPr><t>重点</t></r><r><t xml:space="preserve"> 说明</t></r>'
    )
    content = _filled(content, rich, f' t="inlineStr"><is>{runs}</is></c>')
    content = content.replace(
        "<worksheet ",
        '<worksheet xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="x14ac" '
        'xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac" ',
        1,
    )
    extension = (
        f'<extLst><ext uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}" xmlns:x14="{X14}"><x14:dataValidations count="1" '
        f'xmlns:xm="{XM}"><x14:dataValidation type="list" allowBlank="1"><x14:formula1><xm:f>$A$1:$A$2</xm:f>'
        f"</x14:formula1><xm:sqref>{rich}</xm:sqref></x14:dataValidation></x14:dataValidations></ext>"
        f'<ext uri="{{78C0D931-6437-407d-A8EE-F0AAD7539E65}}" xmlns:x14="{X14}"><x14:conditionalFormattings>'
        f'<x14:conditionalFormatting xmlns:xm="{XM}"><x14:cfRule type="dataBar" priority="1" '
        'id="{00000000-000E-0000-0000-000001000000}"><x14:dataBar><x14:cfvo type="autoMin"/><x14:cfvo type="autoMax"/>'
        f'<x14:axisColor rgb="FF000000"/></x14:dataBar></x14:cfRule><xm:sqref>{number}</xm:sqref>'
        "</x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst>"
    )
    drawn = '<drawing r:id="rId901"/><legacyDrawing r:id="rId902"/>'
    if "xmlns:r=" not in content:
        content = content.replace("<worksheet ", f'<worksheet xmlns:r="{DOCUMENT_RELATIONS}" ', 1)
    content = content.replace("</worksheet>", f"{drawn}{extension}</worksheet>")
    file = sheet.rpartition("/")[2]
    related = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, kind, target in (
            (901, f"{DOCUMENT_RELATIONS}/drawing", "../drawings/drawing901.xml"),
            (902, f"{DOCUMENT_RELATIONS}/vmlDrawing", "../drawings/vmlDrawing901.vml"),
            (903, f"{DOCUMENT_RELATIONS}/comments", "../comments901.xml"),
            (
                904,
                "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment",
                "../threadedComments/threadedComment901.xml",
            ),
        )
    )
    overrides = "".join(
        f'<Override PartName="/{part}" ContentType="{kind}"/>'
        for part, kind in (
            ("xl/drawings/drawing901.xml", f"{_TYPES}.drawing+xml"),
            ("xl/charts/chart901.xml", f"{_TYPES}.drawingml.chart+xml"),
            ("xl/comments901.xml", f"{_TYPES}.spreadsheetml.comments+xml"),
            ("xl/threadedComments/threadedComment901.xml", "application/vnd.ms-excel.threadedcomments+xml"),
            ("xl/persons/person.xml", "application/vnd.ms-excel.person+xml"),
            ("xl/cellimages.xml", "application/vnd.wps-officedocument.cellimage+xml"),
        )
    )
    defaults = '<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>'
    defaults += '<Default Extension="png" ContentType="image/png"/>'
    types = parts["[Content_Types].xml"].decode().replace("</Types>", f"{defaults}{overrides}</Types>")
    book = parts["xl/_rels/workbook.xml.rels"].decode()
    beside = (
        '<Relationship Id="rId911" Type="http://www.wps.cn/officeDocument/2020/cellImage" Target="cellimages.xml"/>'
        '<Relationship Id="rId912" Type="http://schemas.microsoft.com/office/2017/10/relationships/person" '
        'Target="persons/person.xml"/>'
        f'<Relationship Id="rId913" Type="{DOCUMENT_RELATIONS}/customXml" Target="../customXml/item1.xml"/>'
    )
    own = parts.get(f"xl/worksheets/_rels/{file}.rels", b"").decode()
    more = {
        sheet: content,
        "[Content_Types].xml": types,
        "xl/_rels/workbook.xml.rels": book.replace("</Relationships>", f"{beside}</Relationships>"),
        f"xl/worksheets/_rels/{file}.rels": own.replace("</Relationships>", f"{related}</Relationships>")
        if own
        else f'<Relationships xmlns="{PACKAGE_RELATIONS}">{related}</Relationships>',
        **_beside(picture, rich, number),
    }
    return patched(data, **more)  # type: ignore[arg-type]


def _filled(content: str, place: str, rest: str) -> str:
    """The cell, blank before, with something in it; its format stays."""
    filled, count = re.subn(rf'(<c r="{place}"(?: s="\d+")?)(?:/>|></c>)', lambda found: found[1] + rest, content)
    assert count == 1, f"{place} is no blank cell"
    return filled


def _beside(picture: str, rich: str, number: str) -> dict[str, bytes | str]:
    column, row = re.fullmatch(r"([A-Z]+)(\d+)", rich).groups()  # type: ignore[union-attr]
    across = sum((ord(letter) - 64) * 26**power for power, letter in enumerate(reversed(column)))
    return {
        "xl/cellimages.xml": '<etc:cellImages xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData" '
        'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        f'xmlns:r="{DOCUMENT_RELATIONS}"><etc:cellImage><xdr:pic><xdr:nvPicPr>'
        '<xdr:cNvPr id="2" name="ID_0123456789ABCDEF"/><xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill>'
        '<a:blip r:embed="rId1"/></xdr:blipFill><xdr:spPr/></xdr:pic></etc:cellImage></etc:cellImages>',
        "xl/_rels/cellimages.xml.rels": f'<Relationships xmlns="{PACKAGE_RELATIONS}"><Relationship Id="rId1" '
        f'Type="{DOCUMENT_RELATIONS}/image" Target="media/image1.png"/></Relationships>',
        "xl/media/image1.png": PNG,
        "xl/comments901.xml": f'<comments xmlns="{MAIN}"><authors><author>核定人</author></authors><commentList>'
        f'<comment ref="{rich}" authorId="0"><text><r><t>请补合同</t></r></text></comment></commentList></comments>',
        "xl/drawings/vmlDrawing901.vml": '<xml xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shape id="_x0000_s1025" style="visibility:hidden">'
        f'<x:ClientData ObjectType="Note"><x:Row>{int(row) - 1}</x:Row><x:Column>{across - 1}</x:Column>'
        "</x:ClientData></v:shape></xml>",
        "xl/threadedComments/threadedComment901.xml": '<ThreadedComments xmlns="http://schemas.microsoft.com/office/'
        f'spreadsheetml/2018/threadedcomments"><threadedComment ref="{rich}" dT="2026-01-01T00:00:00.00" '
        'personId="{A}" id="{B}"><text>请补合同</text></threadedComment></ThreadedComments>',
        "xl/persons/person.xml": '<personList xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/'
        'threadedcomments"><person displayName="核定人" id="{A}" userId="a" providerId="None"/></personList>',
        "customXml/item1.xml": "<label>内部</label>",
        "xl/drawings/drawing901.xml": '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/'
        'spreadsheetDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:twoCellAnchor>'
        "<xdr:from><xdr:col>20</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>1</xdr:row><xdr:rowOff>0</xdr:rowOff>"
        "</xdr:from><xdr:to><xdr:col>24</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>9</xdr:row><xdr:rowOff>0"
        '</xdr:rowOff></xdr:to><xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="2" name="图"/>'
        '<xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/>'
        f'</xdr:xfrm><a:graphic><a:graphicData uri="{CHART}"><c:chart xmlns:c="{CHART}" '
        f'xmlns:r="{DOCUMENT_RELATIONS}" r:id="rId1"/></a:graphicData></a:graphic></xdr:graphicFrame>'
        "<xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>",
        "xl/drawings/_rels/drawing901.xml.rels": f'<Relationships xmlns="{PACKAGE_RELATIONS}"><Relationship Id="rId1" '
        f'Type="{DOCUMENT_RELATIONS}/chart" Target="../charts/chart901.xml"/></Relationships>',
        "xl/charts/chart901.xml": f'<c:chartSpace xmlns:c="{CHART}"><c:chart><c:plotArea><c:layout/><c:barChart>'
        '<c:barDir val="col"/><c:ser><c:idx val="0"/><c:order val="0"/><c:val><c:numRef><c:f>Sheet!$A$1</c:f>'
        '</c:numRef></c:val></c:ser><c:axId val="1"/><c:axId val="2"/></c:barChart><c:catAx><c:axId val="1"/>'
        '<c:crossAx val="2"/></c:catAx><c:valAx><c:axId val="2"/><c:crossAx val="1"/></c:valAx></c:plotArea></c:chart>'
        "</c:chartSpace>",
        "xl/unknown.bin": zlib.compress(number.encode() * 20),
    }
