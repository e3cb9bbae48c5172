"""An office that an earlier program wrote: unpacked, entered, and what is to be found in it."""

from __future__ import annotations

import json
import shutil
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from ati_desktop.casework.candidates import Candidate
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.figures import candidate_of, prepare_release
from ati_desktop.casework.office import sign_in
from ati_desktop.evaluation.spec import Spec
from ati_desktop.storage.keyring import KeyCost

HERE = Path(__file__).resolve().parent
CHEAP = KeyCost(memory_kib=64, passes=1, lanes=1)
Facts = dict[str, Any]


class FrozenOffice:
    """A copy of a frozen office, and the facts that were written down with it."""

    def __init__(self, folder: Path, month: str) -> None:
        self.folder = folder
        self.kept = HERE / month
        self.facts: Facts = json.loads((self.kept / "facts.json").read_text(encoding="utf-8"))
        self.now = datetime.fromisoformat(self.facts["now"])

    @classmethod
    def unpacked(cls, folder: Path, month: str) -> FrozenOffice:
        """Unpack an office into a new folder."""
        with tarfile.open(HERE / month / "office.tar") as tar:
            # Python 3.11 has no filters before its fourth release.
            tar.extractall(
                folder, **({"filter": "data"} if hasattr(tarfile, "data_filter") else {})
            )
        return cls(folder, month)

    def copied(self, folder: Path) -> FrozenOffice:
        """Return a copy that one test may change."""
        shutil.copytree(self.folder, folder)
        return FrozenOffice(folder, self.kept.name)

    def asked(self, name: str) -> str:
        """Return the text of a specification or mapping it was asked with."""
        return (self.kept / "asked" / f"{name}.toml").read_text(encoding="utf-8")

    def clock(self) -> datetime:
        return self.now

    def pass_days(self, days: float) -> None:
        self.now += timedelta(days=days)

    @contextmanager
    def at(self, name: str) -> Iterator[Desk]:
        """Sign a person in for a while."""
        password = self.facts["users"][name][1]
        desk = sign_in(self.folder, name, password, clock=self.clock, minimum=CHEAP)
        try:
            yield desk
        finally:
            desk.close()

    def figures(self, desk: Desk, name: str) -> Candidate:
        """Return a release as it would leave, asked with one of the specifications."""
        text = self.asked(name)
        return candidate_of(prepare_release(desk, Spec.from_text(text, f"{name}.toml")), text)


def tables_of(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the tables of a package as text."""
    return {
        path: data.decode()
        for path, data in files.items()
        if path.startswith("tables/") and path.endswith(".csv")
    }


def counts_of(tables: Mapping[str, str]) -> dict[tuple[str, str], int]:
    """Return every number that tables print, by file and by the values before it."""
    return {
        (path, cell): int(count)
        for path, text in tables.items()
        for cell, _, count in (line.rpartition(",") for line in text.splitlines()[1:])
        if count.isdecimal()
    }
