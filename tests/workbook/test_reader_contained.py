"""The child process: limits, crashes, hangs and babble cost one finding, and the next file is read."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import msgspec
import pytest

from workbook import odd_files as odd
from zhtcli.workbook.files import contained
from zhtcli.workbook.files.book import Cell, Reading, Seen
from zhtcli.workbook.files.contained import ContainedReader
from zhtcli.workbook.files.limits import FILE_BYTES

# The child as it is, but with a reader that misbehaves over files of certain names.
MISBEHAVING = """
import os, sys, time
pipes, dup = [], os.dup
os.dup = lambda number: pipes.append(dup(number)) or pipes[-1]
from zhtcli.workbook.files import parse as module
real = module.parse
def misbehave(data, name):
    if name == "abort.xlsx": os.abort()
    if name == "hang.xlsx": time.sleep(600)
    if name == "spin.xlsx":
        while True: pass
    if name == "quit.xlsx": os._exit(0)
    if name == "half.xlsx": os.write(pipes[0], b"\\0\\0\\1\\0half"); os._exit(0)
    if name == "babble.xlsx": os.write(pipes[0], b"this is no frame at all, and it goes on")
    if name == "wrong.xlsx": os.write(pipes[0], b"\\0\\0\\0\\1\\x05")
    if name == "print.xlsx": print("a library that prints"); sys.stdout.flush(); os.write(1, b"and writes")
    if name == "memory.xlsx": bytearray(8 * 2**30)
    if name == "write.xlsx":
        with open("{file}", "wb") as file: file.write(b"x")
    if name == "interrupt.xlsx": raise KeyboardInterrupt
    return real(data, name)
real_read = module._read
def guarded(data, name):
    if name == "memory inside.xlsx": bytearray(8 * 2**30)
    if name == "panic.xlsx":
        class PanicException(BaseException): pass
        raise PanicException("index out of bounds")
    return real_read(data, name)
module.parse = misbehave
module._read = guarded
module.main()
"""


@pytest.fixture
def misbehaving(tmp_path: Path) -> Iterator[ContainedReader]:
    code = MISBEHAVING.replace("{file}", str(tmp_path / "written"))
    with ContainedReader(seconds=10, command=[*contained.child_command()[:-1], code]) as reader:
        yield reader


def test_a_reading_comes_back_with_the_digest_of_these_bytes() -> None:
    data = odd.small()
    with ContainedReader() as reader:
        first = reader.read(data, "表.xlsx")
        second = reader.read(data, "表.xlsx")
    assert first == second
    assert first.sha256 == sha256(data).hexdigest()
    assert first.book is not None
    assert first.book.sheets[0].cells == [Cell(1, 1, "text", "指标"), Cell(1, 2, "number", 12.5)]


def test_readings_come_in_the_order_of_the_files() -> None:
    items = [(odd.small(), "甲.xlsx"), (b"", "乙.xlsx"), (odd.xls([(0, 0, 1.0, 0)]), "丙.xls")]
    with ContainedReader() as reader:
        readings = list(reader.read_all(items))
    assert [reading.book.kind if reading.book else None for reading in readings] == ["xlsx", None, "xls"]
    assert [reading.sha256 for reading in readings] == [sha256(data).hexdigest() for data, _ in items]


@pytest.mark.parametrize(
    "name",
    [
        "abort.xlsx",
        "quit.xlsx",
        "half.xlsx",
        "babble.xlsx",
        "wrong.xlsx",
        "memory.xlsx",
        "memory inside.xlsx",
        "panic.xlsx",
        "interrupt.xlsx",
    ],
)
def test_a_crash_or_babble_is_one_finding_and_the_next_file_is_read(misbehaving: ContainedReader, name: str) -> None:
    data = odd.small()
    assert misbehaving.read(data, name) == Reading(sha256(data).hexdigest(), None, [Seen("ZHT-FILE-CRASHED")])
    after = misbehaving.read(data, "好.xlsx")
    assert after.book is not None
    assert after.seen == []


@pytest.mark.parametrize("name", ["hang.xlsx", "spin.xlsx"])
def test_a_hang_ends_with_the_clock_and_the_next_file_is_read(name: str) -> None:
    data = odd.small()
    with ContainedReader(seconds=3, command=[*contained.child_command()[:-1], MISBEHAVING]) as reader:
        hung = reader.read(data, name)
        assert hung == Reading(sha256(data).hexdigest(), None, [Seen("ZHT-FILE-TIMEOUT", {"seconds": 3})])
        assert reader.read(data, "好.xlsx").book is not None


def test_what_a_library_prints_does_not_reach_the_pipe(misbehaving: ContainedReader) -> None:
    reading = misbehaving.read(odd.small(), "print.xlsx")
    assert reading.book is not None
    assert reading.seen == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files that a process writes")
def test_the_child_cannot_write_a_file(misbehaving: ContainedReader, tmp_path: Path) -> None:
    assert misbehaving.read(odd.small(), "write.xlsx").seen == [Seen("ZHT-FILE-CRASHED")]
    assert not (tmp_path / "written").exists() or (tmp_path / "written").stat().st_size == 0


def test_a_child_that_cannot_start_is_a_finding() -> None:
    with ContainedReader(command=[sys.executable, "-c", "raise SystemExit(1)"]) as reader:
        for _ in range(2):
            assert reader.read(odd.small(), "表.xlsx").seen == [Seen("ZHT-FILE-CRASHED")]


def test_a_child_that_died_while_idle_is_replaced() -> None:
    with ContainedReader() as reader:
        assert reader.read(odd.small(), "表.xlsx").book is not None
        child = reader._child
        assert child is not None
        child.kill()
        child.wait()
        assert reader.read(odd.small(), "表.xlsx").book is not None


def test_closing_ends_the_child_and_a_later_read_starts_another() -> None:
    reader = ContainedReader()
    reader.start()
    child = reader._child
    assert child is not None
    reader.close()
    assert child.returncode is not None
    reader.close()
    assert reader.read(odd.small(), "表.xlsx").book is not None
    reader.close()


def test_ctrl_c_while_waiting_leaves_no_stale_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: object) -> bytes:
        raise KeyboardInterrupt

    with ContainedReader() as reader:
        with monkeypatch.context() as patch:
            patch.setattr(contained, "read_frame", interrupted)
            with pytest.raises(KeyboardInterrupt):
                reader.read(odd.small(), "甲.xlsx")
        reading = reader.read(b"", "乙.xlsx")
    assert reading.seen == [Seen("ZHT-FILE-EMPTY")]


def test_a_file_beyond_the_limit_never_reaches_the_child() -> None:
    data = bytes(FILE_BYTES + 1)
    reading = ContainedReader(command=["/no/such/program"]).read(data, "表.xlsx")
    assert reading.seen == [Seen("ZHT-FILE-TOOLARGE", {"megabytes": 20.0, "limit": 20})]
    assert reading.sha256 == sha256(data).hexdigest()


def test_the_child_imports_little_and_nothing_from_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "msgspec.py").write_text("raise SystemExit('ran a file from a folder of submissions')")
    monkeypatch.chdir(tmp_path)
    *options, start = contained.child_command()
    heavy = ("numpy", "pandas", "pandera", "typer", "yaml", "openpyxl", "xlrd", "xlsxwriter", "rich", "pydantic")
    show = f"import sys; sys.stderr.write(repr([name for name in {heavy!r} if name in sys.modules]))"
    imports = start.replace("; main()", "")
    result = subprocess.run(
        [*options, f"{imports}; {show}"], env=contained.child_environment(), capture_output=True, check=True
    )
    assert result.stderr == b"[]"


def test_the_child_inherits_little(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "x")
    assert "DATABASE_URL" not in contained.child_environment()


def test_a_far_cell_that_would_end_the_process_does_not() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    data = odd.one_sheet(rows)
    with ContainedReader() as reader:
        reader.read(odd.small(), "表.xlsx")
        child = reader._child
        reading = reader.read(data, "表.xlsx")
        assert reader._child is child
    assert [seen.code for seen in reading.seen] == ["ZHT-FILE-FARCELL"]


def test_a_reading_survives_the_way_through_the_pipe() -> None:
    book = '<row r="1"><c r="A1" t="e"><v>#REF!</v></c><c r="B1" t="b"><v>0</v></c><c r="C1"><f>A1</f></c></row>'
    with ContainedReader() as reader:
        reading = reader.read(odd.one_sheet(book), "表.xlsx")
    assert reading.book is not None
    assert reading.book.sheets[0].cells == [
        Cell(1, 1, "error", "#REF!"),
        Cell(1, 2, "boolean", False),
        Cell(1, 3, "uncached", None, "A1"),
    ]
    again = msgspec.msgpack.decode(msgspec.msgpack.encode(reading), type=Reading)
    assert again == reading
