"""Where the files of an office's home stand."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Home:
    """The folder of one office and the paths of its files."""

    folder: Path

    @property
    def keyring(self) -> Path:
        """Return the file with everybody's wrapped keys."""
        return self.folder / "keyring.json"

    @property
    def working(self) -> Path:
        """Return the store of records (SQLCipher, zone of the records)."""
        return self.folder / "working.db"

    @property
    def evaluation(self) -> Path:
        """Return the derived store (SQLCipher, zone of evaluation); it may not be there yet."""
        return self.folder / "evaluation.db"

    @property
    def register(self) -> Path:
        """Return the store of releases and cohort files (SQLCipher, zone of evaluation)."""
        return self.folder / "register.db"

    @property
    def lock(self) -> Path:
        """Return the file that one instance holds."""
        return self.folder / "office.lock"

    @property
    def copies(self) -> Path:
        """Return the folder of copies made before a store is changed by a new version."""
        return self.folder / "copies"
