"""Drafts: what is being typed is kept sealed until it is saved, dropped or fades."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from ati_desktop.casework.desk import Desk
from ati_desktop.casework.values import FormValue
from ati_desktop.models import Draft
from ati_desktop.models.users import Right
from ati_desktop.storage.units import Reading

FADES_AFTER = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """A half-filled form as it was left."""

    form: str
    about: str
    base_version: int | None
    changed_at: datetime
    values: dict[str, FormValue]


def keep_draft(
    desk: Desk, form: str, about: str, values: Mapping[str, FormValue], base_version: int | None
) -> None:
    """Keep what a form holds now; the record itself is not touched."""
    desk.require(Right.WRITE_RECORDS)
    text = json.dumps(dict(values), ensure_ascii=False)
    with desk.working.unit("keep draft") as unit:
        draft = _find(unit, desk, form, about)
        if draft is None:
            draft = Draft(user_id=desk.user_id, form=form, about=about, changed_at="")
        draft.base_version = base_version
        draft.changed_at = desk.now_text()
        draft.content = text
        unit.save(draft)


def read_draft(desk: Desk, form: str, about: str) -> KeptDraft | None:
    """Return the draft of a form, or None where there is none or it has faded."""
    with desk.working.reading() as reading:
        draft = _find(reading, desk, form, about)
    if draft is None or _faded(draft, desk):
        return None
    return _kept(draft)


def list_drafts(desk: Desk) -> list[KeptDraft]:
    """Return the user's drafts, the newest first."""
    query = select(Draft).where(Draft.user_id == desk.user_id).order_by(Draft.changed_at.desc())
    with desk.working.reading() as reading:
        drafts = reading.all(query)
    return [_kept(draft) for draft in drafts if not _faded(draft, desk)]


def drop_draft(desk: Desk, form: str, about: str) -> None:
    """Forget a draft, because the form was saved or its text is not wanted."""
    with desk.working.unit("drop draft") as unit:
        draft = _find(unit, desk, form, about)
        if draft is not None:
            unit.delete(draft)


def fade_drafts(desk: Desk) -> None:
    """Remove drafts that nobody touched for seven days."""
    oldest = (desk.clock() - FADES_AFTER).isoformat(timespec="seconds")
    with desk.working.unit("fade drafts") as unit:
        unit.run(delete(Draft).where(Draft.changed_at < oldest))


def _find(reading: Reading, desk: Desk, form: str, about: str) -> Draft | None:
    return reading.one(
        select(Draft).where(Draft.user_id == desk.user_id, Draft.form == form, Draft.about == about)
    )


def _faded(draft: Draft, desk: Desk) -> bool:
    return desk.clock() - datetime.fromisoformat(draft.changed_at) > FADES_AFTER


def _kept(draft: Draft) -> KeptDraft:
    raw = json.loads(draft.content or "{}")
    values = {name: tuple(one) if isinstance(one, list) else one for name, one in raw.items()}
    return KeptDraft(
        draft.form,
        draft.about,
        draft.base_version,
        datetime.fromisoformat(draft.changed_at),
        values,
    )
