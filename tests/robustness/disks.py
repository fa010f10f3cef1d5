"""Disks that are small, full, read-only or bad: file systems in memory, where a test may mount one."""

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

if sys.platform != "win32":
    import resource


def may_mount() -> bool:
    """Whether this process may mount a file system."""
    return sys.platform == "linux" and os.geteuid() == 0 and shutil.which("mount") is not None


@contextlib.contextmanager
def mounted(folder: Path, *, size: str) -> Iterator[Path]:
    """Give a disk of ``size`` (``4m``) at ``folder``; skips the test where none can be mounted."""
    if not may_mount():
        pytest.skip("a small disk is a tmpfs: only root on Linux may mount one")
    folder.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if done.returncode != 0:
        pytest.skip("this computer lets nobody mount a tmpfs")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], capture_output=True, check=True)


@contextlib.contextmanager
def read_only(disk: Path) -> Iterator[None]:
    """Let nobody write on a mounted disk, root included."""
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], capture_output=True, check=True)
    try:
        yield
    finally:
        subprocess.run(["mount", "-o", "remount,rw", str(disk)], capture_output=True, check=True)


@contextlib.contextmanager
def filled(disk: Path, *, leave: int = 0) -> Iterator[None]:
    """Fill a mounted disk but for ``leave`` bytes."""
    filler = disk / "filler"
    usage = shutil.disk_usage(disk)
    with contextlib.suppress(OSError), filler.open("wb") as stream:
        for _ in range(max(0, usage.free - leave) // 4096):
            stream.write(b"\0" * 4096)
            stream.flush()
    try:
        yield
    finally:
        filler.unlink()


@contextlib.contextmanager
def writes_fail_after(file: Path, room: int) -> Iterator[None]:
    """Let each write of this process beyond the end of ``file`` and ``room`` bytes fail: a bad disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    size = file.stat().st_size if file.exists() else 0
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + room, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
