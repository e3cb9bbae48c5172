"""What is said of every extract: what its numbers promise, and what they do not."""

from __future__ import annotations

from collections.abc import Iterable

from ati_desktop.disclosure.dates import REACH
from ati_desktop.disclosure.extract_draft import Asked, Others, linked_words

_NO_OTHERS = Others()
_HOUSEHOLD = (
    "People whose cases have the same docket number count as one: k counts such groups. Who shares"
    " a household, or a case under other numbers, is not known to the records that extracts are"
    " made from."
)
_PSEUDONYMS = (
    "Pseudonyms are random, made for this recipient only, and derived from nothing. Rows are in"
    " their order, and so in a random one."
)
_OTHERS = (
    "What others know of a person is taken to be the quasi-identifiers that are named here;"
    " somebody who knows more may find more."
)
_EPISODES = (
    "Two people are alike only when all their episodes are alike too: k was measured on both files"
    " together."
)
_INTERVALS = (
    "Intervals are exact to their unit and are not counted as known to others: who knows two dates"
    " of a person may recognise the row."
)
_SHIFTED = (
    "All days of a person are moved by one random number of days, other for each person and"
    f" recipient, at most {REACH}; people whose days would leave the period are left out. Shifted"
    " dates are not safe harbor: they rest on the determination of an expert."
)
_EARLIER = (
    "Together with the extracts that this recipient already has, as many people are alike as in"
    " this one alone."
)
_OTHER_RECIPIENTS = (
    "Somebody who also has the extracts of other recipients of this office ({compared}) can join"
    " rows of people by what both tell; of so many people one to one: {linked}. What each of these"
    " extracts promises holds for whoever has all of them."
)
_NOT_AGAIN = "Earlier extracts that could not be made again, and were not compared: {count}."
_BARE = "Safe harbor promises no k; it is measured and told."


def notes_of(
    asked: Asked,
    *,
    numbers: bool,
    episodes: bool,
    earlier: bool,
    others: Others = _NO_OTHERS,
    more: Iterable[str] = (),
) -> tuple[str, ...]:
    """Return what to say of an extract, in whole sentences."""
    k_anonymous = asked.model == "k-anonymity"
    shifted = asked.dates == "shifted"
    chosen = (
        (True, _PSEUDONYMS),
        (k_anonymous, _OTHERS),
        (not k_anonymous, _BARE),
        (episodes, _EPISODES),
        (numbers and not shifted, _INTERVALS),
        (shifted, _SHIFTED),
        (earlier and k_anonymous, _EARLIER),
        (
            others.compared > 0,
            _OTHER_RECIPIENTS.format(
                compared=others.compared, linked=linked_words(others, max(asked.k, 1))
            ),
        ),
        (others.not_compared > 0, _NOT_AGAIN.format(count=others.not_compared)),
        (True, _HOUSEHOLD),
    )
    return (*(sentence for said, sentence in chosen if said), *more)
