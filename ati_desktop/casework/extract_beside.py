"""An extract beside those that have left: who must be left out of it, for whomever they were."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ati_desktop.casework.extract_making import Making
from ati_desktop.disclosure.extract_draft import Draft, Others
from ati_desktop.disclosure.extract_joins import joined_with
from ati_desktop.disclosure.extract_sheets import Sheet, sheet_of
from ati_desktop.disclosure.extract_vintages import classes_of, too_few_alike
from ati_desktop.errors import Refused


@dataclass(frozen=True)
class Beside:
    """The extracts that have left before.

    ``classes`` says who was alike in each that the recipient has; ``sheets`` are all that could be
    made again, for whomever; ``unknown`` are the ids of the others.
    """

    scope: str
    classes: Sequence[Mapping[str, int]] = ()
    sheets: Sequence[Sheet] = ()
    unknown: Sequence[str] = ()


class TooClose(Refused):
    """An extract would tell too much beside what has left; another one may do."""


def stand_beside(making: Making, earlier: Beside) -> Draft:
    """Return an extract as it can stand beside those that have left.

    People of whom too few are alike for whoever has all of them are left out, as far as the
    specification allows.

    Raises:
        TooClose: too many would have to be left out, or so few that they could be found by it.
    """
    asked = making.asked
    ids = {each.pseudonym: own for own, each in making.known.items()}
    datasets = making.datasets()
    gone: set[str] = set()
    if earlier.classes and asked.model == "k-anonymity":
        now = classes_of(datasets, making.quasi)
        gone = {*too_few_alike(now, earlier.classes, asked.k, making.groups)}
    people = {pseudonym: (own, making.rows.groups[own]) for pseudonym, own in ids.items()}
    sheet = sheet_of(
        datasets, asked, making.quasi, making.sensitive, people, ("", earlier.scope)
    ).without(ids[each] for each in gone)
    for_recipient = len(gone)
    while (found := joined_with(sheet, earlier.sheets)).weak:
        gone |= {making.known[own].pseudonym for own in found.weak}
        sheet = sheet.without(found.weak)
    left_out = making.left_out(gone)
    budget = asked.suppression * making.rows.people.height
    if found.missing or (gone and not asked.k <= left_out <= budget):
        raise _too_few(asked.k, others=bool(found.missing) or len(gone) > for_recipient)
    compared = sum(one.scope != earlier.scope for one in earlier.sheets)
    others = Others(compared, len(earlier.unknown), found.linked, len(gone) - for_recipient)
    return making.draft(gone, others, earlier=bool(earlier.classes))


def _too_few(k: int, *, others: bool) -> TooClose:
    if others:
        return TooClose(
            "Rows of this extract could be joined with those that other recipients have, and then"
            " fewer than {k} people would be alike.",
            k=k,
        )
    return TooClose(
        "Together with the extracts that this recipient has, fewer than {k} people would"
        " be alike, such as those who are new. Ask of the copy of the figures that the"
        " recipient's extract is from, or wait until more has changed.",
        k=k,
    )
