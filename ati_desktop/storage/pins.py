"""What each store keeps about the keyring, so that a changed or older one is refused.

The pins stand inside the encrypted stores: whoever can only replace files cannot change them.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

from ati_desktop.errors import Refused
from ati_desktop.storage.keyring_file import Keyring, altered

TABLE = "pins"


def _read(connection: Connection) -> dict[str, str]:
    rows = connection.execute(text("SELECT name, value FROM pins")).all()
    return {str(name): str(value) for name, value in rows}


def make_pins(connection: Connection) -> None:
    """Make the table of pins in a new store."""
    connection.exec_driver_sql(
        "CREATE TABLE IF NOT EXISTS pins (name TEXT PRIMARY KEY, value TEXT NOT NULL)"
    )


def has_pins(connection: Connection) -> bool:
    """Tell whether a store has pins at all."""
    found = text("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'pins'")
    return bool(connection.execute(found).scalar_one())


def write_pins(connection: Connection, keyring: Keyring) -> None:
    """Pin a keyring: its office, its administrator's public key, its generation."""
    values = {
        "office_id": keyring.office_id,
        "administrator": keyring.administrator.hex(),
        "generation": str(keyring.generation),
    }
    statement = text("INSERT OR REPLACE INTO pins (name, value) VALUES (:name, :value)")
    connection.execute(statement, [{"name": n, "value": v} for n, v in values.items()])


def check_pins(connection: Connection, keyring: Keyring) -> bool:
    """Refuse a keyring that is not the pinned one, or is older; tell whether it is newer.

    A newer one is right: the keyring is written before the pins, so a crash in between leaves
    it so.

    Raises:
        Refused: another administrator's key, another office, or an older generation.
    """
    pins = _read(connection)
    if (
        pins.get("administrator") != keyring.administrator.hex()
        or pins.get("office_id") != keyring.office_id
    ):
        raise altered()
    pinned = int(pins.get("generation", "0"))
    if keyring.generation < pinned:
        raise Refused(
            "The keyring is older than the records: put back keyring.json of the newest backup."
        )
    return keyring.generation > pinned
