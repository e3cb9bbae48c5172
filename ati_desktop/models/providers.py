"""Providers and partners: courts, treatment, health, social and community organisations."""

from __future__ import annotations

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ati_desktop.models.columns import Record, coded, codes, sealed


class Provider(Record):
    """An organisation. Its own address is public; the person to ask for is sealed."""

    __tablename__ = "providers"

    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str | None] = coded("provider_kind")
    sector: Mapped[str | None] = coded("sector")
    services: Mapped[tuple[str, ...]] = codes("treatment_setting")
    address: Mapped[str | None] = mapped_column(Text, default=None)
    phone: Mapped[str | None] = mapped_column(String(60), default=None)
    email: Mapped[str | None] = mapped_column(String(120), default=None)
    contact_person: Mapped[str | None] = sealed()
    active: Mapped[bool] = mapped_column(default=True)
