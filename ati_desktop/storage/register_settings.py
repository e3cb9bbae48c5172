"""Settings in the register: the office's random code, and whether a second person is asked."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import text

from ati_desktop.storage.register_file import RegisterFile

OFFICE_CODE = "office code"
REVIEW = "review"
_CODE_BYTES = 8


@dataclass(frozen=True, slots=True)
class RegisterSettings:
    """The settings of an open register, each a text under a name."""

    file: RegisterFile

    def read(self, name: str) -> str | None:
        """Return a setting, or None while it is not set."""
        found = self.file.rows("SELECT value FROM settings WHERE name = :name", name=name)
        return str(found[0][0]) if found else None

    def write(self, name: str, value: str | None) -> None:
        """Set a setting, or with None make it unset."""
        with self.file.deed("change a setting of releases") as (session, subject):
            if value is None:
                session.execute(text("DELETE FROM settings WHERE name = :name"), {"name": name})
            else:
                session.execute(
                    text("INSERT OR REPLACE INTO settings (name, value) VALUES (:name, :value)"),
                    {"name": name, "value": value},
                )
            subject.note("settings", None, "removed" if value is None else "changed", (name,))

    def office_code(self) -> str:
        """Return the code by which packages of one office can be told from those of another.

        It is 16 hexadecimal digits, random, made when it is first asked for, and says nothing.
        """
        known = self.read(OFFICE_CODE)
        if known is None:
            made = self.file.randomness(_CODE_BYTES).hex()
            with self.file.deed("make the office's code") as (session, subject):
                session.execute(
                    text("INSERT OR IGNORE INTO settings (name, value) VALUES (:name, :value)"),
                    {"name": OFFICE_CODE, "value": made},
                )
                subject.note("settings", None, "added", (OFFICE_CODE,))
            known = self.read(OFFICE_CODE)
        return known or ""
