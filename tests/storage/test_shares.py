from __future__ import annotations

from pathlib import Path

import pytest

from ati_desktop.storage.shares import kind_of_mount, refuse_share

MOUNTS = """/dev/sda1 / ext4 rw 0 0
server:/home /home nfs4 rw 0 0
/dev/sdb1 /home/ana/own ext4 rw 0 0
//server/case\\040files /mnt/case\\040files cifs rw 0 0
broken line
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/srv/office", "ext4"),
        ("/", "ext4"),
        ("/home", "nfs4"),
        ("/home/ana/office", "nfs4"),
        ("/home/ana/own/office", "ext4"),
        ("/home/ana/ownership", "nfs4"),
        ("/homestead", "ext4"),
        ("/mnt/case files/office", "cifs"),
    ],
)
def test_the_nearest_mount_decides(folder: str, kind: str) -> None:
    assert kind_of_mount(folder, MOUNTS) == kind


def test_no_table_of_mounts_tells_nothing() -> None:
    assert kind_of_mount("/srv", "") is None


def test_a_folder_of_this_computer_is_not_refused(tmp_path: Path) -> None:
    refuse_share(tmp_path)
