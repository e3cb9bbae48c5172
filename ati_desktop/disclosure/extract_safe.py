"""What of people's rows is told by safe harbor: years, no months, no places."""

from __future__ import annotations

import polars as pl

from ati_desktop.disclosure.datasets import Field, Kind
from ati_desktop.disclosure.extract_levels import NOT_RECORDED, People, Told, told_field
from ati_desktop.disclosure.protect import THRESHOLD
from ati_desktop.disclosure.safe_harbor import apply_safe_harbor

_UNSEEN = ("not_yet_observed", "not_followed")
"""What says until when somebody was observed, and so when the figures were made."""
_NOT_ALL_SEEN = (
    "{}: left out, because not everybody was observed for so long, and who was not came in the"
    " last months. An earlier period can tell it."
)


def tell_safe_harbor(people: People) -> Told:
    """Tell rows of people by safe harbor: years, ages up to 89, codes of closed lists, intervals.

    An outcome by so many days is told only where everybody was observed for so long: who was not
    came in the last months of a year, and months may not be told.
    """
    unseen = [name for name in people.sensitive if people.frame[name].is_in(list(_UNSEEN)).any()]
    fields = tuple(one for one in people.fields if one.name not in unseen)
    kinds = {one.name: _kind(one) for one in fields}
    codes = {one.name: list(one.labels) for one in fields if kinds[one.name] == "code"}
    frame = people.frame.sort(people.person)
    safe = apply_safe_harbor(frame.select(list(kinds)), kinds, codes=codes, least=THRESHOLD)
    made = safe.frame.with_columns(
        pl.col(one.name).cast(pl.String).fill_null(NOT_RECORDED)
        for one in fields
        if one.kind is Kind.CODE
    )
    made = made.with_columns(frame[people.person])
    told = tuple(told_field(one, made[one.name], None, None) for one in fields)
    return Told(
        made, told, {}, 0, notes=(*(_NOT_ALL_SEEN.format(name) for name in unseen), *safe.notes)
    )


def _kind(about: Field) -> str:
    if about.kind is Kind.NUMBER:
        return "number"
    return {"age": "age", "year": "date"}.get(about.name, "code")
