"""The recipients of a consent: one organisation or every one of a kind, and their text."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete, select

from ati_desktop.casework.values import FormValue
from ati_desktop.errors import Refused
from ati_desktop.models import ConsentRecipient, Provider
from ati_desktop.models.answers import MISSING_CODES
from ati_desktop.models.code_lists import CodeLists
from ati_desktop.storage.units import Reading, Unit

RECIPIENTS = "recipients"
Named = tuple[int | None, str | None]
"""The id of an organisation or the code of a kind; the other one is None."""


def recipients_of(reading: Reading, consent_id: int | None) -> list[ConsentRecipient]:
    """Return the recipients of a consent, in the order they were chosen."""
    query = select(ConsentRecipient).where(ConsentRecipient.consent_id == consent_id)
    return reading.all(query.order_by(ConsentRecipient.id))


def recipient_text(recipient: ConsentRecipient) -> str:
    """Return ``provider:7`` or ``kind:court``, as a form holds it."""
    if recipient.provider_id is not None:
        return f"provider:{recipient.provider_id}"
    return f"kind:{recipient.provider_kind}"


def read_recipients(reading: Reading, chosen: FormValue, codes: CodeLists) -> list[Named]:
    """Return who is meant by a form's texts.

    Raises:
        Refused: nobody is chosen, or one of them is not in the directory or the list of kinds.
    """
    texts = (chosen,) if isinstance(chosen, str) else chosen or ()
    known = {f"provider:{one}": one for one in reading.ids(select(Provider.id))}
    kinds = {code.code for code in codes["provider_kind"].codes} - MISSING_CODES
    named = [_named(text.strip(), known, kinds) for text in texts if text.strip()]
    if not named:
        raise Refused("Choose at least one recipient.")
    return list(dict.fromkeys(named))


def save_recipients(unit: Unit, consent_id: int, chosen: Collection[Named]) -> None:
    """Put recipients in the place of those there were."""
    unit.run(delete(ConsentRecipient).where(ConsentRecipient.consent_id == consent_id))
    unit.add_all(
        ConsentRecipient(consent_id=consent_id, provider_id=provider, provider_kind=kind)
        for provider, kind in chosen
    )


def _named(text: str, known: dict[str, int], kinds: Collection[str]) -> Named:
    if text in known:
        return known[text], None
    word, _, kind = text.partition(":")
    if word == "kind" and kind in kinds:
        return None, kind
    raise Refused("Choose the recipient from the directory.")
