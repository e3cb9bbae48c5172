"""What the register knows of a recipient's extracts: pseudonyms, and who was alike in each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ati_desktop.casework.desk import Desk
from ati_desktop.casework.registering import open_register
from ati_desktop.disclosure.dates import draw_shift
from ati_desktop.disclosure.extract_vintages import from_text
from ati_desktop.disclosure.pseudonyms import draw_pseudonym, scope_of
from ati_desktop.errors import Refused
from ati_desktop.evaluation.extract_spec import ExtractSpec
from ati_desktop.storage.register_pseudonyms import Pseudonym


def give_pseudonyms(desk: Desk, scope: str, people: Iterable[str]) -> Mapping[str, Pseudonym]:
    """Return the pseudonym and the shift of each person, drawn for those who have none yet."""

    def make() -> Pseudonym:
        return Pseudonym(draw_pseudonym(desk.randomness), draw_shift(desk.randomness))

    with open_register(desk) as register:
        register.note("prepare an extract")
        return register.pseudonyms.give(scope, people, make)


def earlier_extracts(
    desk: Desk, scope: str, spec: ExtractSpec, period: str
) -> dict[str, dict[str, int]]:
    """Return who was alike in each extract that the recipient had, the oldest first.

    A question that was answered before, of the same copy of the figures, is compared with what it
    was compared with then, so that its answer stays what it was.
    """
    found: dict[str, dict[str, int]] = {}
    with open_register(desk) as register:
        for one in reversed(register.releases()):
            if one.kind != "extract" or not one.recipient or scope_of(one.recipient) != scope:
                continue
            if one.period == period and _question(one.spec) == _question_of(spec):
                break
            found[one.id] = from_text(register.kept_releases.printed(one.id))
    return found


def _question(spec_text: str) -> ExtractSpec | None:
    """Return what an earlier extract asked, or None where this version cannot read it."""
    try:
        return _question_of(ExtractSpec.from_text(spec_text, ""))
    except Refused:
        return None


def _question_of(spec: ExtractSpec) -> ExtractSpec:
    """Return a specification without the name of its file and of the copy it was asked of."""
    return replace(spec, cohort=replace(spec.cohort, name="", period=None))
