"""What the register knows of earlier extracts: pseudonyms, who was alike, and what was told.

The rows of an extract are kept nowhere. They are made again from the copy of the figures that it
was made from, at the levels that were found then, for the people who were in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from ati_desktop.casework.desk import Desk
from ati_desktop.casework.extract_beside import Beside
from ati_desktop.casework.extract_making import Making, tell_again, tell_people
from ati_desktop.casework.refreshing import evaluation_store
from ati_desktop.casework.registering import open_register
from ati_desktop.disclosure.dates import draw_shift
from ati_desktop.disclosure.extract_sheets import Sheet, sheet_of
from ati_desktop.disclosure.extract_vintages import KeptExtract, classes_of, kept_from_text
from ati_desktop.disclosure.pseudonyms import draw_pseudonym, scope_of
from ati_desktop.errors import Refused
from ati_desktop.evaluation.data import EvaluationData
from ati_desktop.evaluation.extract_rows import extract_rows
from ati_desktop.evaluation.extract_spec import ExtractSpec
from ati_desktop.evaluation.reader import read_evaluation
from ati_desktop.storage.register import Register, Release
from ati_desktop.storage.register_pseudonyms import Pseudonym


def give_pseudonyms(desk: Desk, scope: str, people: Iterable[str]) -> Mapping[str, Pseudonym]:
    """Return the pseudonym and the shift of each person, drawn for those who have none yet."""

    def make() -> Pseudonym:
        return Pseudonym(draw_pseudonym(desk.randomness), draw_shift(desk.randomness))

    with open_register(desk) as register:
        register.note("prepare an extract")
        return register.pseudonyms.give(scope, people, make)


@dataclass
class EarlierExtracts:
    """The extracts that left before a question was first answered for a recipient.

    ``every`` are the ids of all releases that left before, of whatever kind.
    """

    scope: str
    every: list[str] = field(default_factory=list)
    lines: list[tuple[Release, KeptExtract]] = field(default_factory=list)
    pseudonyms: dict[str, dict[str, Pseudonym]] = field(default_factory=dict)

    @property
    def own(self) -> list[Mapping[str, int]]:
        """Who was alike in each extract that the recipient has."""
        return [kept.classes for line, kept in self.lines if scope_of(line.recipient) == self.scope]


def earlier_extracts(desk: Desk, scope: str, spec: ExtractSpec, period: str) -> EarlierExtracts:
    """Return what had left, the oldest first.

    A question that was answered before, for the same recipient and of the same copy of the
    figures, is compared with what it was compared with then, so that its answer stays what it was.
    """
    found = EarlierExtracts(scope)
    with open_register(desk) as register:
        for one in reversed(register.releases()):
            if one.kind != "extract" or not one.recipient:
                found.every.append(one.id)
                continue
            theirs = scope_of(one.recipient)
            if (theirs, one.period) == (scope, period) and _question(one.spec) == _question_of(
                spec
            ):
                break
            found.every.append(one.id)
            found.lines.append((one, kept_from_text(register.kept_releases.printed(one.id))))
            found.pseudonyms[theirs] = found.pseudonyms.get(theirs) or _of(register, theirs)
    return found


def put_beside(desk: Desk, earlier: EarlierExtracts) -> Beside:
    """Make earlier extracts again, so that another one can be put beside them."""
    sheets: list[Sheet] = []
    unknown: list[str] = []
    copies: dict[str, EvaluationData] = {}
    for line, kept in earlier.lines:
        try:
            if line.period not in copies:
                store = evaluation_store(desk).of_period(line.period)
                copies[line.period] = read_evaluation(store)
            people = earlier.pseudonyms[scope_of(line.recipient)]
            again = made_again(line, kept, copies[line.period], people)
        except (Refused, KeyError):
            again = None
        if again is None:
            unknown.append(line.id)
        else:
            sheets.append(_sheet(line, *again))
    return Beside(earlier.scope, earlier.own, sheets, unknown)


def _of(register: Register, scope: str) -> dict[str, Pseudonym]:
    return register.pseudonyms.of(scope)


def made_again(
    line: Release, kept: KeptExtract, data: EvaluationData, people: Mapping[str, Pseudonym]
) -> tuple[Making, frozenset[str]] | None:
    """Return an earlier extract and who was left out of it, by pseudonym.

    None where it does not come out as it was.

    Raises:
        Refused: the specification cannot be read, or its cohort is not there any more.
        KeyError: somebody of the cohort never had a pseudonym.
    """
    spec = ExtractSpec.from_text(line.spec, "")
    rows = extract_rows(data, spec)
    known = {own: people[own] for own in rows.groups}
    if kept.levels is None and spec.model == "k-anonymity":
        making = tell_people(spec, rows, known, lambda _done, _whole: None, lambda: False)
    else:
        making = tell_again(spec, rows, known, kept.levels or {})
    gone = making.pseudonyms - kept.classes.keys()
    if _alike(classes_of(making.datasets(gone), making.quasi)) != _alike(kept.classes):
        return None
    return making, gone


def _sheet(line: Release, making: Making, gone: frozenset[str]) -> Sheet:
    named = {each.pseudonym: (own, making.rows.groups[own]) for own, each in making.known.items()}
    name = (line.id, scope_of(line.recipient))
    datasets = making.datasets(gone)
    return sheet_of(datasets, making.asked, making.quasi, making.sensitive, named, name)


def _alike(classes: Mapping[str, int]) -> set[frozenset[str]]:
    found: dict[int, set[str]] = {}
    for person, number in classes.items():
        found.setdefault(number, set()).add(person)
    return {frozenset(people) for people in found.values()}


def _question(spec_text: str) -> ExtractSpec | None:
    """Return what an earlier extract asked, or None where this version cannot read it."""
    try:
        return _question_of(ExtractSpec.from_text(spec_text, ""))
    except Refused:
        return None


def _question_of(spec: ExtractSpec) -> ExtractSpec:
    """Return a specification without the name of its file and of the copy it was asked of."""
    return replace(spec, cohort=replace(spec.cohort, name="", period=None))
