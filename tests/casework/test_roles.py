"""One table of who may do what, asked of the deeds themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest

from ati_desktop.casework import caseload, drafts, papers
from ati_desktop.casework.checking import check_office
from ati_desktop.casework.cohort_files import keep_cohort_file, list_cohort_files
from ati_desktop.casework.consents import consents_of
from ati_desktop.casework.courses import read_course
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.figures import (
    figures_as_of,
    list_releases,
    prepare_release,
    release_figures,
    work_out,
)
from ati_desktop.casework.finding import find_people, possible_duplicates
from ati_desktop.casework.importing import load_mapping, plan_import
from ati_desktop.casework.intake import take_in
from ati_desktop.casework.office import add_user
from ati_desktop.casework.papers import Asked
from ati_desktop.casework.periods import freeze_period, list_periods
from ati_desktop.casework.persons import overview, person_head
from ati_desktop.casework.records import (
    list_records,
    read_record,
    remove_record,
    save_record,
)
from ati_desktop.casework.refreshing import refresh
from ati_desktop.casework.requests import (
    decide,
    list_requests,
    review_needed,
    set_review,
    withdraw,
)
from ati_desktop.casework.settings import OfficeSettings, read_settings, save_settings
from ati_desktop.casework.specifications import Spec, spec_as_text
from ati_desktop.errors import Refused
from ati_desktop.models.users import Role
from tests.casework import offices
from tests.casework.offices import (
    PASSWORD,
    add_consent,
    add_person,
    add_provider,
    at_desk,
    consent_values,
)
from tests.imports.samples import cells, write_mapping, write_table

_numbers = count(1)
SPEC = Spec(title="Roles", last="2026-04", measures=("referrals",), by=())


@dataclass
class Office:
    """One office for the whole table, with at most one person signed in."""

    folder: Path
    person: int
    court: int
    disclosure: int
    mapping: Path
    table: Path
    desks: dict[Role, Desk] = field(default_factory=dict)

    def enter(self, role: Role) -> Desk:
        """Sign the person of a role in, and whoever sat there out."""
        if role not in self.desks:
            self.leave()
            self.desks[role] = offices.enter(self.folder, role)
        return self.desks[role]

    def leave(self) -> None:
        """Close whatever is open."""
        for desk in self.desks.values():
            desk.close()
        self.desks.clear()


@pytest.fixture(scope="module")
def office(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    place = tmp_path_factory.mktemp("roles")
    folder = offices.copy_of(template, place / "office")
    with at_desk(folder) as desk:
        court = add_provider(desk)
        person = add_person(desk)
        for number in range(12):  # enough for a release
            add_person(desk, f"Somebody {number}")
        add_consent(desk, person, court)
        papers.print_referral_summary(desk, Asked(person, court, "referral"))
        (disclosure,) = papers.disclosures_of(desk, person)
        refresh(desk)
        set_review(desk, on=False)
    mapping, table = write_mapping(place), write_table(place, cells(ROW="1"))
    made = Office(folder, person, court, disclosure.id or 0, mapping, table)
    yield made
    made.leave()


Deed = Callable[[Desk, Office], object]


def _save(desk: Desk, office: Office) -> object:
    return save_record(
        desk, "contact", {"kind": "mobile", "value": "555"}, participant_id=office.person
    )


def _paper(deed: Callable[[Desk, Asked], object]) -> Deed:
    return lambda desk, office: deed(desk, Asked(office.person, office.court, "referral"))


def _release(desk: Desk, office: Office) -> object:
    prepared = prepare_release(desk, SPEC)
    out = office.folder.parent / f"release-{next(_numbers)}"
    return release_figures(desk, prepared, spec_as_text(SPEC), out)


def _none_such(deed: Callable[[Desk], object]) -> Deed:
    """Do a deed about a request that is not there: whoever may do it is told so."""

    def done(desk: Desk, _office: Office) -> object:
        with pytest.raises(Refused) as refusal:
            deed(desk)
        if "no request" not in str(refusal.value):
            raise refusal.value
        return None

    return done


def _silent(done: float, doing: str) -> None:
    """Say nothing."""


RECORDS = "administrator supervisor case_manager liaison"
WRITERS = "administrator supervisor case_manager"
HEADS = "administrator supervisor"
FIGURES = "administrator supervisor evaluator"
TABLE: dict[str, tuple[str, Deed]] = {
    "read a record": (RECORDS, lambda d, o: read_record(d, "participant", o.person)),
    "list records": (RECORDS, lambda d, o: list_records(d, "referral", o.person)),
    "open a participant": (RECORDS, lambda d, o: person_head(d, o.person)),
    "see the overview": (RECORDS, lambda d, o: overview(d, o.person)),
    "see the course": (RECORDS, lambda d, o: read_course(d, o.person)),
    "list people": (RECORDS, lambda d, o: caseload.caseload_ids(d)),
    "list my people": (RECORDS, lambda d, o: caseload.caseload_ids(d, caseload.Caseload.MINE)),
    "count people": (RECORDS, lambda d, o: caseload.caseload_counts(d)),
    "see lines of people": (RECORDS, lambda d, o: caseload.caseload_rows(d, [o.person])),
    "find people": (RECORDS, lambda d, o: find_people(d, "ngozi")),
    "find duplicates": (RECORDS, lambda d, o: possible_duplicates(d, "Okonkwo", "Ngozi", None)),
    "see consents": (RECORDS, lambda d, o: consents_of(d, o.person)),
    "see disclosures": (RECORDS, lambda d, o: papers.disclosures_of(d, o.person)),
    "find a recipient": (RECORDS, lambda d, o: papers.find_recipient(d, "Circuit Court")),
    "list drafts": (RECORDS, lambda d, o: drafts.list_drafts(d)),
    "read a draft": (RECORDS, lambda d, o: drafts.read_draft(d, "contact", "1:new")),
    "drop a draft": (RECORDS, lambda d, o: drafts.drop_draft(d, "contact", "1:new")),
    "keep a draft": (WRITERS, lambda d, o: drafts.keep_draft(d, "contact", "1:new", {}, None)),
    "save a record": (WRITERS, _save),
    "save a consent": (
        WRITERS,
        lambda d, o: save_record(
            d, "consent", consent_values(o.court), participant_id=o.person
        ),
    ),
    "remove a record": (WRITERS, lambda d, o: remove_record(d, "contact", 999, 1)),
    "take somebody in": (
        WRITERS,
        lambda d, o: take_in(
            d, {"family": "New", "referred_on": "2026-05", "source": "court"}
        ),
    ),
    "see a paper before it is printed": (RECORDS, _paper(papers.preview_referral_summary)),
    "print a paper": (RECORDS, _paper(papers.print_referral_summary)),
    "show a paper again": (RECORDS, lambda d, o: papers.show_again(d, o.disclosure)),
    "plan an import": (
        HEADS,
        lambda d, o: plan_import(d, o.table, load_mapping(d, o.mapping)),
    ),
    "rebuild the figures": (HEADS, lambda d, o: refresh(d)),
    "see figures": (FIGURES, lambda d, o: work_out(d, SPEC)),
    "see how old the figures are": (FIGURES, lambda d, o: figures_as_of(d)),
    "list releases": (FIGURES, lambda d, o: list_releases(d)),
    "list cohort files": (FIGURES, lambda d, o: list_cohort_files(d)),
    "prepare a release": (FIGURES, lambda d, o: prepare_release(d, SPEC)),
    "release figures": (FIGURES, _release),
    "list requests": (FIGURES, lambda d, o: list_requests(d)),
    "decide about a request": (
        "supervisor evaluator",
        _none_such(lambda d: decide(d, "Q-none", approve=True, reasons="because")),
    ),
    "take a request back": (FIGURES, _none_such(lambda d: withdraw(d, "Q-none"))),
    "ask whether a second person is asked": (FIGURES, lambda d, o: review_needed(d)),
    "say whether a second person is asked": (HEADS, lambda d, o: set_review(d, on=False)),
    "freeze a period": (FIGURES, lambda d, o: freeze_period(d, f"period-{next(_numbers)}")),
    "list periods": (FIGURES, lambda d, o: list_periods(d)),
    "let somebody else sign in": (
        "administrator",
        lambda d, o: add_user(d, f"new {next(_numbers)}", Role.LIAISON, PASSWORD),
    ),
    "change settings": ("administrator", lambda d, o: save_settings(d, OfficeSettings())),
    "see settings": (f"{RECORDS} evaluator", lambda d, o: read_settings(d)),
    "check the stores": (
        f"{RECORDS} evaluator",
        lambda d, o: check_office(d, progress=_silent),
    ),
}  # fmt: skip


ROLES_WORDS = ("Your role", "Only an administrator")


@pytest.mark.parametrize("deed", TABLE)
@pytest.mark.parametrize("role", Role)
def test_a_role_does_its_own_deeds_and_no_others(office: Office, role: Role, deed: str) -> None:
    allowed, do = TABLE[deed]
    said = _outcome(do, office.enter(role), office)
    if str(role) in allowed.split():
        assert said == "done"
    else:
        assert said.startswith(ROLES_WORDS)


def _outcome(do: Deed, desk: Desk, office: Office) -> str:
    try:
        do(desk, office)
    except Refused as refusal:
        return str(refusal)
    return "done"


def test_a_refused_role_changes_nothing(office: Office) -> None:
    desk = office.enter(Role.LIAISON)
    before = len(list_records(desk, "contact", office.person))
    for deed in ("save a record", "take somebody in", "keep a draft", "change settings"):
        with pytest.raises(Refused):
            TABLE[deed][1](desk, office)
    assert len(list_records(desk, "contact", office.person)) == before
    assert drafts.list_drafts(desk) == []


def test_who_may_not_import_may_not_keep_a_cohort_file(office: Office) -> None:
    desk = office.enter(Role.CASE_MANAGER)
    with pytest.raises(Refused, match="role"):
        keep_cohort_file(desk, office.table, office.mapping)
