"""What may be said about how an extract is protected: what was asked for, and what was measured."""

from __future__ import annotations

from ati_desktop.disclosure.datasets import Field, Kind
from ati_desktop.disclosure.extract import EPISODES, SealedExtract
from ati_desktop.disclosure.extract_draft import linked_words
from ati_desktop.exports.about import About
from ati_desktop.exports.protection import Pairs, Protection

_DATES = {
    "shifted": "shifted by one random number of days for each person",
    "bands": "intervals in coarse steps, no calendar day",
}


def extract_protection(extract: SealedExtract, about: About) -> Protection:
    """Return the report of a record-level extract."""
    measured = extract.measured
    found: Pairs = (
        ("k", f"{measured.k} (the smallest group that is alike in what others may know)"),
        ("l", _or_none(measured.l, "the fewest different values of a sensitive column in one")),
        ("t", _or_none(_short(measured.t), "the largest distance of a group from everybody")),
        ("Groups", f"{measured.classes:,} of {measured.rows:,} people"),
        ("Their sizes", _sizes(extract)),
    )
    return Protection(
        title=extract.title,
        version=extract.version,
        chapters=(
            ("Rules", _rules(extract), _asked(extract)),
            ("Measured", ("Measured again on the files as they are written.",), found),
            (
                "Left out",
                (),
                (("People", f"{extract.left_out:,}"), ("Columns", _not_told(extract))),
            ),
            ("What it means", extract.notes, ()),
            ("Before it left", (), (("Review", about.review or "not said"),)),
        ),
        attacks=_attacks(extract),
        columns=tuple(_columns(extract)),
        demo=extract.demo,
    )


def _sizes(extract: SealedExtract) -> str:
    bands = [
        f"{people:,} people in groups of {size}"
        for size, people in extract.measured.sizes.items()
        if people
    ]
    return "; ".join(bands)


def _rules(extract: SealedExtract) -> tuple[str, ...]:
    common = (
        "Names, identifiers, free texts and calendar days of people are never in an extract. Every"
        " column is a code of a closed list, a number, or a random pseudonym."
    )
    if extract.asked.model == "safe-harbor":
        return (common, "The columns follow the safe harbor of 45 CFR 164.514(b)(2).")
    return (
        common,
        "Columns that others may know were made coarser together, for everybody alike, at the least"
        " loss of detail, until every person is alike with at least k - 1 others in all of them.",
    )


def _asked(extract: SealedExtract) -> Pairs:
    asked = extract.asked
    model = {"k-anonymity": "k-anonymity, every column at one level", "safe-harbor": "safe harbor"}
    pairs = (
        ("Model", model.get(asked.model, asked.model)),
        ("k asked for", str(asked.k)),
        ("l asked for", str(asked.l)),
        ("t asked for", "none" if asked.t is None else f"at most {asked.t:g}"),
        ("May be left out", f"{asked.suppression * 100:g} % of the people at most"),
        ("Dates", _DATES.get(asked.dates, f"intervals in {asked.dates}")),
    )
    return pairs if asked.model == "k-anonymity" else (pairs[0], pairs[-1])


def _columns(extract: SealedExtract) -> list[tuple[str, str, str]]:
    found: list[tuple[str, str, str]] = []
    for dataset in extract.datasets:
        for field in dataset.fields:
            if all(name != field.title for name, _, _ in found):
                name = EPISODES if dataset.name == EPISODES else field.name
                what, level = _role(extract, field, name), _level(extract, field, name)
                found.append((field.title, what, level))
    return found


def _role(extract: SealedExtract, field: Field, name: str) -> str:
    if field.kind is Kind.PSEUDONYM:
        return "random name"
    # All episodes of a person together are compared with those of others.
    if field.name in extract.quasi or name == EPISODES:
        return "may be known to others"
    return "sensitive" if field.name in extract.sensitive else "other"


def _level(extract: SealedExtract, field: Field, name: str) -> str:
    level = None if field.kind is Kind.PSEUDONYM else extract.levels.get(name)
    if level is None:
        return "as in the codebook"
    if level.level == 0:
        return f"as recorded (level 0 of {level.highest})"
    return f"level {level.level} of {level.highest}"


def _not_told(extract: SealedExtract) -> str:
    names = [name for name, one in extract.levels.items() if one.level == one.highest]
    return ", ".join(names) or "none"


def _attacks(extract: SealedExtract) -> Pairs:
    k = extract.measured.k
    return (
        ("Looking up people by what others may know", f"never fewer than {k} alike"),
        ("The order of rows and of pseudonyms", "random, says nothing about when or where"),
        ("Working pseudonyms back to people", "drawn at random, derived from nothing"),
        ("Joining with another recipient's extract", _joining(extract)),
        ("Codes that nobody has", "in no list and no file"),
        ("Making the package again", "the same bytes"),
    )


def _joining(extract: SealedExtract) -> str:
    others = extract.others
    if not others.compared:
        return "other pseudonyms; no other recipient had an extract of these people"
    linked = linked_words(others, extract.asked.k)
    return f"other pseudonyms; {linked} people joined one to one, none with too few alike"


def _or_none(value: object, what: str) -> str:
    return "no sensitive column" if value is None else f"{value} ({what})"


def _short(value: float | None) -> str | None:
    return None if value is None else f"{value:.3f}"
