"""What can be known cheaply of the place where a workspace lies, so that the user is warned.

A guess: an unknown place gives no notice. Must not refuse anything.
"""

import sys
from pathlib import Path

_NETWORK_TYPES = frozenset(
    ("nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "9p", "fuse.sshfs", "fuse.rclone", "davfs", "fuse.davfs2")
)
_REMOVABLE_TYPES = frozenset(("vfat", "exfat", "fuseblk", "msdos"))
_REMOVABLE_ROOTS = ("/media/", "/run/media/")
_SYNCHRONISED = (
    "onedrive", "dropbox", "nextcloud", "owncloud", "google drive", "googledrive", "icloud",
    "mobile documents", "kdrive", "pcloud", "synologydrive", "seafile", "syncthing",
)  # fmt: skip
_WINDOWS_REMOVABLE, _WINDOWS_REMOTE = 2, 4

if sys.platform == "win32":
    import ctypes


def notices(folder: Path) -> list[str]:
    """Return codes: ``workspace.on_network``, ``workspace.on_removable``, ``workspace.synchronised``."""
    place = folder.resolve()
    found = []
    kind = _drive_kind(place)
    if kind is not None:
        found.append(kind)
    if any(name in part.casefold() for part in place.parts for name in _SYNCHRONISED):
        found.append("workspace.synchronised")
    return found


def _drive_kind(place: Path) -> str | None:
    if sys.platform == "win32":
        if str(place).startswith("\\\\"):
            return "workspace.on_network"
        drive = ctypes.windll.kernel32.GetDriveTypeW(place.anchor)
        kinds = {_WINDOWS_REMOVABLE: "workspace.on_removable", _WINDOWS_REMOTE: "workspace.on_network"}
        return kinds.get(drive)
    if sys.platform == "darwin":
        return "workspace.on_removable" if str(place).startswith("/Volumes/") else None
    return _mount_kind(place, Path("/proc/self/mountinfo"))


def _mount_kind(place: Path, table: Path) -> str | None:
    """Judge by the type of the file system that is mounted deepest above ``place`` (see proc(5))."""
    try:
        lines = table.read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return None
    best, kind = "", ""
    for line in lines:
        before, _, after = line.partition(" - ")
        fields, types = before.split(), after.split()
        if len(fields) < 5 or not types:
            continue
        mount = fields[4].encode().decode("unicode_escape", errors="replace")
        if len(mount) >= len(best) and place.is_relative_to(mount):
            best, kind = mount, types[0]
    if kind in _NETWORK_TYPES:
        return "workspace.on_network"
    if kind in _REMOVABLE_TYPES or str(place).startswith(_REMOVABLE_ROOTS):
        return "workspace.on_removable"
    return None
