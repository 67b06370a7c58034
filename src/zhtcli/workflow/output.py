"""Outputs appear whole or not at all, and never over an input."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from zhtcli.workflow.faults import OutputNotWritten


def check_target(path: Path, *, force: bool, inputs: Iterable[Path] = ()) -> None:
    """Refuse a target before any work is done for it. Raises OutputNotWritten."""
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise OutputNotWritten(f"不能写到 {path}：它不是普通文件。")
    if path.exists():
        if any(_same(path, one) for one in inputs):
            raise OutputNotWritten(f"不能写到 {path}：它就是输入文件，输入文件从不改动。")
        if not force:
            raise OutputNotWritten(f"{path} 已经存在，没有覆盖；确实要覆盖请加 --force，或用 -o 换一个文件名。")
    if not path.parent.is_dir():
        raise OutputNotWritten(f"不能写到 {path}：文件夹 {path.parent} 不存在。")


def write_whole(path: Path, data: bytes, *, force: bool, inputs: Iterable[Path] = ()) -> Path:
    """Write a file beside its target and put it in place in one step; gives its whole path.

    Raises OutputNotWritten.
    """
    check_target(path, force=force, inputs=inputs)
    temporary = None
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".zht-", suffix=".tmp", delete=False) as stream:
            temporary = Path(stream.name)
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(0o666 & ~umask())
        os.replace(temporary, path)
    except PermissionError:
        _remove(temporary)
        raise OutputNotWritten(f"不能写到 {path}：没有写权限，或文件正被 WPS、Excel 打开，请关闭后再试。") from None
    except OSError as fault:
        _remove(temporary)
        raise OutputNotWritten(f"不能写到 {path}：{fault.strerror or '写入失败'}。") from None
    return path.resolve()


def _same(path: Path, other: Path) -> bool:
    try:
        return path.samefile(other)
    except OSError:
        return False


def _remove(temporary: Path | None) -> None:
    if temporary is not None:
        temporary.unlink(missing_ok=True)


def umask() -> int:
    """The permissions that new files go without here."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
