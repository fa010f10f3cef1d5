from pathlib import Path

import pytest

from cisp_desktop.persistence import location

TABLE = """\
21 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
40 21 0:35 / /home/site/partage rw - cifs //server/share rw
41 21 8:17 / /media/site/CLE rw - vfat /dev/sdb1 rw
42 21 0:36 / /mnt/avec\\040espace rw - nfs4 server:/x rw
truncated line
"""


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("/home/site/jury", None),
        ("/home/site/partage/jury", "workspace.on_network"),
        ("/home/site/partages", None),
        ("/media/site/CLE/jury", "workspace.on_removable"),
        ("/media/site/AUTRE", "workspace.on_removable"),
        ("/mnt/avec espace/jury", "workspace.on_network"),
    ],
)
def test_the_deepest_mount_tells_where_a_folder_lies(tmp_path: Path, place: str, kind: str | None) -> None:
    table = tmp_path / "mountinfo"
    table.write_text(TABLE)
    assert location._mount_kind(Path(place), table) == kind


def test_without_a_table_nothing_is_said(tmp_path: Path) -> None:
    assert location._mount_kind(Path("/"), tmp_path / "nowhere") is None


@pytest.mark.parametrize("name", ["OneDrive - CISP", "Dropbox", "nextcloud", "Mobile Documents"])
def test_a_synchronised_folder_is_noticed(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name / "jury"
    folder.mkdir(parents=True)
    assert "workspace.synchronised" in location.notices(folder)


def test_an_ordinary_folder_has_no_notice(tmp_path: Path) -> None:
    assert location.notices(tmp_path) == []
