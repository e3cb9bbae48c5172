"""The sealed identity of a participant: names, birth date, identifiers, contacts."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from ati_desktop.models.columns import Record, blind_index, coded, of, sealed
from ati_desktop.models.plain_text import one_line


class Person(Record):
    """What identifies one participant. ``birth_date`` is the text of a partial date."""

    __tablename__ = "people"

    participant_id: Mapped[int] = of("participants")
    birth_date: Mapped[str | None] = sealed()
    contact_rules: Mapped[str | None] = sealed()
    safe_to_contact: Mapped[str | None] = coded("yes_no")


class PersonName(Record):
    """One name of a person, as it is written in one script. The first by order is shown."""

    __tablename__ = "person_names"

    participant_id: Mapped[int] = of("participants")
    kind: Mapped[str | None] = coded("name_kind")
    script: Mapped[str | None] = coded("script")
    position: Mapped[int] = mapped_column(default=0)
    family: Mapped[str | None] = sealed()
    given: Mapped[str | None] = sealed()

    @property
    def shown(self) -> str:
        """Return the name as lists show it: family name first, or the only part there is."""
        return one_line(", ".join(part for part in (self.family, self.given) if part))


class PersonIdentifier(Record):
    """A number by which some register knows the person; ``value_index`` matches it exactly."""

    __tablename__ = "person_identifiers"

    participant_id: Mapped[int] = of("participants")
    kind: Mapped[str | None] = coded("identifier_kind")
    value: Mapped[str | None] = sealed()
    value_index: Mapped[bytes | None] = blind_index()
    issuer: Mapped[str | None] = sealed()


class PersonContact(Record):
    """A way to reach the person, and whether using it is safe for them."""

    __tablename__ = "person_contacts"

    participant_id: Mapped[int] = of("participants")
    kind: Mapped[str | None] = coded("contact_kind")
    value: Mapped[str | None] = sealed()
    safe: Mapped[str | None] = coded("yes_no")
    note: Mapped[str | None] = sealed()
