"""What arrives under the name of a workbook and is none: each kind has its code, and never stops the next file."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from endtoend.odd_forms import patched, sample, sheet_part
from endtoend.runner import codes, sha256, zht

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + b"\0" * 40
DRM = b"\x62\x14\x23\x65" + bytes(range(256)) * 4


def archive(**members: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as new:
        for name, content in members.items():
            new.writestr(name, content)
    return made.getvalue()


def word() -> bytes:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    types = f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="{kind}"/></Types>'  # noqa: E501
    return archive(**{"[Content_Types].xml": types.encode(), "word/document.xml": b"<document/>"})


def with_entity(form: bytes) -> bytes:
    declared = '<!DOCTYPE x [<!ENTITY a "1">]><worksheet '
    return patched(form, {sheet_part(form): lambda text: text.replace("<worksheet ", declared, 1)})


def cut(form: bytes) -> bytes:
    return form[: len(form) // 2]


def twice(form: bytes) -> bytes:
    made = io.BytesIO(form)
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(made, "a") as more:
        more.writestr(sheet_part(form), b"<worksheet/>")
    return made.getvalue()


def escaping(form: bytes) -> bytes:
    made = io.BytesIO(form)
    with zipfile.ZipFile(made, "a") as more:
        more.writestr("../../evil.xml", b"<a/>")
    return made.getvalue()


HTML = b"<html><body><table><tr><td>1</td></tr></table></body></html>"
XML2003 = b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'  # noqa: E501
MHT = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"

KINDS: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "ZHT-FILE-EMPTY"),
    "a table as text": ("序号,指标,实际\n1,需求,30\n".encode("gb18030"), "ZHT-FILE-CSV"),
    "a web page": (HTML, "ZHT-FILE-HTML"),
    "a web archive": (MHT, "ZHT-FILE-MHT"),
    "a spreadsheet of 2003": (XML2003, "ZHT-FILE-XML2003"),
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "ZHT-FILE-PDF"),
    "a picture": (PNG, "ZHT-FILE-IMAGE"),
    "a letter": (word(), "ZHT-FILE-WORD"),
    "an archive": (archive(**{"填报件.txt": b"1"}), "ZHT-FILE-ARCHIVE"),
    "an empty archive": (archive(), "ZHT-FILE-EMPTYZIP"),
    "RAR": (b"Rar!\x1a\x07\x01\x00" + b"\0" * 60, "ZHT-FILE-ARCHIVE"),
    "an encrypted file": (DRM, "ZHT-FILE-DRM"),
    "half a workbook": (cut(sample("good-2026")), "ZHT-FILE-DAMAGED"),
    "entities": (with_entity(sample("good-2026")), "ZHT-FILE-DOCTYPE"),
    "a part twice": (twice(sample("good-2026")), "ZHT-FILE-DUPLICATE"),
    "a part outside": (escaping(sample("good-2026")), "ZHT-FILE-ESCAPING"),
    "noise": (bytes((i * 7919 + 13) % 251 for i in range(4096)), "ZHT-FILE-DRM"),
    "a broken compound file": (COMPOUND, "ZHT-FILE-DAMAGED"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("none")
    for name, (content, _) in KINDS.items():
        (folder / f"{name}.xlsx").write_bytes(content)
    (folder / "zz 填报件.xlsx").write_bytes(sample("good-2026"))
    return folder


def test_each_kind_is_named_and_the_last_file_is_still_assessed(folder: Path) -> None:
    files = [folder / f"{name}.xlsx" for name in KINDS] + [folder / "zz 填报件.xlsx"]
    before = [sha256(file) for file in files]
    ran = zht("validate", *files, "--format", "json")
    assert ran.code == 3
    *refused, good = ran.json["assessments"]
    assert {Path(one["file"]).stem: codes(one) for one in refused} == {
        name: [code] for name, (_, code) in KINDS.items()
    }
    assert {one["status"] for one in refused} == {"refused"}
    assert (good["status"], good["findings"]) == ("ok", [])
    assert [sha256(file) for file in files] == before == [one["sha256"] for one in ran.json["assessments"]]


@pytest.mark.parametrize("verb", ["score", "progress", "read", "explain"])
def test_every_verb_refuses(verb: str, folder: Path) -> None:
    ran = zht(verb, folder / "a PDF.xlsx", *(["5"] if verb == "explain" else []))
    assert ran.code == 3
    assert "PDF" in ran.out + ran.err


def test_no_such_file_and_a_folder_for_a_file(tmp_path: Path) -> None:
    ran = zht("validate", tmp_path / "没有.xlsx", "--format", "json")
    assert (ran.code, codes(ran.assessment)) == (3, ["ZHT-FILE-UNOPENED"])
    assert zht("read", tmp_path).code == 3
    assert zht("validate", tmp_path).code == 3


def test_an_owner_file_named_outright(tmp_path: Path) -> None:
    owner = tmp_path / "~$填报件.xlsx"
    owner.write_bytes(b"\x05user" + b" " * 160)
    ran = zht("validate", owner, "--format", "json")
    assert (ran.code, codes(ran.assessment)) == (3, ["ZHT-FILE-OWNER"])


def test_a_workbook_under_another_ending_is_read_all_the_same(tmp_path: Path) -> None:
    misnamed = tmp_path / "填报件.xls"
    misnamed.write_bytes(sample("good-2026"))
    ran = zht("validate", misnamed, "--format", "json")
    assert (ran.code, codes(ran.assessment)) == (0, ["ZHT-FILE-MISNAMED"])
