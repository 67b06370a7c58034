"""Folders for evidence, and what a folder of evidence holds: what `zht evidence` does."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Literal

from zhtcli.core.evidence.evidence import EvidenceCheck, check_evidence
from zhtcli.core.evidence.folders import LIST_NAME, folder_names
from zhtcli.core.forms.evidencefolder import EvidenceFile, Listing, Skipped
from zhtcli.workflow.assessing import assess_one
from zhtcli.workflow.choices import Choices
from zhtcli.workflow.faults import OutputNotWritten, UnknownForm, UnreadableInput, UsageFault
from zhtcli.workflow.known import form_of, layout_of, regime_of
from zhtcli.workflow.output import umask, write_whole
from zhtcli.workflow.scanning import ENDINGS

_SYSTEM_FILES = {"thumbs.db", "ehthumbs.db", "desktop.ini", ".ds_store", ".localized", "icon\r"}
_SYSTEM_FOLDERS = {
    "__macosx", ".git", ".spotlight-v100", ".trashes", ".fseventsd", "$recycle.bin", "system volume information",
    "@eadir",
}  # fmt: skip
_SYSTEM_BEGINNINGS = ("~$", ".~", "._")
_SPREADSHEETS = (*ENDINGS, ".xlsb", ".ett", ".csv")


def target_kind(target: str) -> Literal["form", "file", "unknown"]:
    """Whether a word names a form or a filled one: what is a file, or ends like a spreadsheet, is filled.

    A folder may bear the name of a form (`--out bishan-2026`), which it stays.
    """
    path = Path(target)
    if path.suffix.lower() in _SPREADSHEETS or path.is_file():
        return "file"
    try:
        form_of(target)
    except UnknownForm:
        return "file" if path.exists() else "unknown"
    return "form"


def make_folders(name: str, target: Path, *, force: bool) -> Path:
    """One folder for each indicator of a form, and the list of what evidence each wants; gives the whole path.

    Raises UsageFault for a form that has no indicators.

    A new folder appears whole or not at all. In one that holds something already, which takes `force`, what is
    there stays as it is, but for the list. Raises UnknownForm, OutputNotWritten.
    """
    from zhtcli.workbook.result.sheets.evidencelist import write_evidence_list

    form = form_of(name)
    regime = regime_of(form.regime)
    if not regime.indicators:
        raise UsageFault(f"“{form.id}”没有指标，没有可以按指标建的佐证文件夹。")
    folders = folder_names(regime)
    listed = write_evidence_list(regime, layout_of(form), folders)
    try:
        if not os.path.lexists(target):
            return _new(target, folders.values(), listed)
        if not target.is_dir():
            raise OutputNotWritten(f"不能写到 {target}：它不是文件夹。")
        if not force and any(target.iterdir()):
            raise OutputNotWritten(
                f"文件夹 {target} 不是空的，没有写入；要在里面补建缺少的文件夹请加 --force，原有的内容不会改动。"
            )
        return _completed(target, folders.values(), listed)
    except OSError as fault:
        raise OutputNotWritten(f"不能写到 {target}：{fault.strerror or '写入失败'}。") from None


def _new(target: Path, folders: Iterable[str], listed: bytes) -> Path:
    if not target.parent.is_dir():
        raise OutputNotWritten(f"不能写到 {target}：文件夹 {target.parent} 不存在。")
    beside = Path(tempfile.mkdtemp(dir=target.parent, prefix=".zht-"))
    try:
        for folder in folders:
            (beside / folder).mkdir()
        (beside / LIST_NAME).write_bytes(listed)
        beside.chmod(0o777 & ~umask())
        beside.rename(target)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    return target.resolve()


def _completed(target: Path, folders: Iterable[str], listed: bytes) -> Path:
    wanted = [target / folder for folder in folders]
    for path in wanted:
        if os.path.lexists(path) and not path.is_dir():
            raise OutputNotWritten(f"不能建文件夹 {path}：已经有同名的文件。")
    made: list[Path] = []
    try:
        for path in wanted:
            if not path.exists():
                path.mkdir()
                made.append(path)
        write_whole(target / LIST_NAME, listed, force=True)
    except BaseException:
        for path in reversed(made):
            with suppress(OSError):
                path.rmdir()
        raise
    return target.resolve()


def check_file(
    path: Path,
    folder: Path,
    choices: Choices | None = None,
    *,
    on_each: Callable[[str], None] | None = None,
) -> EvidenceCheck:
    """What a filled form names as evidence, against the files of a folder, which is only read.

    Raises UnreadableInput for the folder, UnknownForm for a reading that does not exist; a form that cannot be read
    is a refused assessment.
    """
    listing = list_folder(folder, leave_out=path, on_each=on_each)
    assessment, submission = assess_one(path, choices)
    if submission is None:
        return EvidenceCheck(assessment, listing)
    return check_evidence(assessment, submission, listing)


def list_folder(
    folder: Path, *, leave_out: Path | None = None, on_each: Callable[[str], None] | None = None
) -> Listing:
    """The files of a folder and of those in it, with sizes and hashes, in the order of their paths.

    Files that systems and programs leave behind are counted only, our own list and `leave_out` passed over. Links
    are followed only to files within the folder. Raises UnreadableInput.
    """
    if not folder.is_dir():
        what = "它不是文件夹" if folder.exists() else "没有这个文件夹"
        raise UnreadableInput(f"读不了佐证文件夹 {folder}：{what}。")
    walk = _Walk(folder, leave_out)
    try:
        found = sorted(walk.below(folder), key=lambda path: path.as_posix())
    except OSError as fault:
        raise UnreadableInput(f"读不了佐证文件夹 {folder}：{_why(fault)}。") from None
    files = []
    for path in found:
        name = path.relative_to(folder).as_posix()
        if on_each is not None:
            on_each(name)
        files.append(walk.hashed(path, name))
    return Listing(
        str(folder), folder.resolve().name, tuple(files), tuple(sorted(walk.folders)), tuple(walk.skipped), walk.system
    )


class _Walk:
    """A folder gone through from top to bottom."""

    def __init__(self, root: Path, leave_out: Path | None) -> None:
        self.root, self.inside, self.leave_out = root, root.resolve(), leave_out
        self.folders: list[str] = []
        self.skipped: list[Skipped] = []
        self.system = 0

    def below(self, folder: Path) -> Iterator[Path]:
        """The files to look at. Raises OSError for the root; a folder below that cannot be read is said."""
        waiting = [folder]
        while waiting:
            current = waiting.pop()
            try:
                entries = sorted(os.scandir(current), key=lambda entry: entry.name)
            except OSError as fault:
                if current == folder:
                    raise
                self._skip(current, f"文件夹{_why(fault)}")
                continue
            for entry in entries:
                path = current / entry.name
                if self._is_ours(path):
                    continue
                if _is_systems(entry):
                    self.system += 1
                elif entry.is_symlink() or _is_junction(path):
                    yield from self._linked(path)
                elif entry.is_dir(follow_symlinks=False):
                    self.folders.append(path.relative_to(self.root).as_posix())
                    waiting.append(path)
                elif entry.is_file(follow_symlinks=False):
                    yield path
                else:
                    self._skip(path, "不是普通文件")

    def _is_ours(self, path: Path) -> bool:
        if path.parent == self.root and path.name == LIST_NAME:
            return True
        try:
            return self.leave_out is not None and path.name == self.leave_out.name and path.samefile(self.leave_out)
        except OSError:
            return False

    def _linked(self, path: Path) -> Iterator[Path]:
        try:
            target = path.resolve(strict=True)
        except (OSError, RuntimeError):
            self._skip(path, "链接已经失效")
            return
        if not target.is_relative_to(self.inside):
            self._skip(path, "链接指向佐证文件夹以外")
        elif target.is_file():
            yield path
        else:
            self._skip(path, "是指向另一个文件夹的链接，里面的文件按原来的位置核对")

    def hashed(self, path: Path, name: str) -> EvidenceFile:
        """Size and SHA-256, read in pieces; a file that cannot be read keeps a blank hash and says why."""
        import hashlib

        try:
            with path.open("rb") as stream:
                size = os.fstat(stream.fileno()).st_size
                return EvidenceFile(name, size, hashlib.file_digest(stream, "sha256").hexdigest())
        except OSError as fault:
            self.skipped.append(Skipped(name, _why(fault), unreadable=True))
            with suppress(OSError):
                return EvidenceFile(name, path.stat().st_size, "")
            return EvidenceFile(name, -1, "")

    def _skip(self, path: Path, reason: str) -> None:
        self.skipped.append(Skipped(path.relative_to(self.root).as_posix(), reason))


def _is_systems(entry: os.DirEntry[str]) -> bool:
    name = entry.name.casefold()
    if entry.is_dir(follow_symlinks=False):
        return name in _SYSTEM_FOLDERS
    return name in _SYSTEM_FILES or name.startswith(_SYSTEM_BEGINNINGS)


def _is_junction(path: Path) -> bool:
    """A folder of Windows that is a way to another place, which `is_symlink` does not tell."""
    try:
        attributes = getattr(path.lstat(), "st_reparse_tag", 0)
    except OSError:
        return False
    return bool(attributes == getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", -1))


def _why(fault: OSError) -> str:
    if isinstance(fault, PermissionError):
        return "没有读取权限，或正被其他程序独占"
    return fault.strerror or "读取失败"
