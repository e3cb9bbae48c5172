"""Paper obeys consent: what goes out, what stays in, and what is written down."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import select

from ati_desktop.casework.desk import Desk
from ati_desktop.casework.papers import (
    WANTED,
    Asked,
    Printed,
    disclosures_of,
    find_participant,
    find_recipient,
    preview_referral_summary,
    print_referral_summary,
    show_again,
    write_referral_summary,
)
from ati_desktop.casework.persons import person_head
from ati_desktop.casework.records import list_records, read_record, save_record
from ati_desktop.casework.settings import OfficeSettings, save_settings
from ati_desktop.casework.values import FormValue
from ati_desktop.errors import Refused
from ati_desktop.models import AuditLine, Consent, Disclosure
from ati_desktop.models.code_lists import CodeLists
from ati_desktop.models.users import Role
from tests.casework import offices
from tests.casework.offices import Clock, add, add_consent, add_person, add_program, add_provider
from tests.reports.papers import every_byte, text_of

# One word for each section that stands nowhere else.
WORDS = {
    "contact": "Qcontactrule",
    "justice": "Qjudge",
    "offences": "Qcharge",
    "referral": "Qreason",
    "screening": "9 March 2026",
    "service": CodeLists().label("treatment_setting", "U5"),
    "urgent_needs": "Withdrawal",
    "enrollment": "Qprogram",
    "treatment": "Qclinic",
}


@dataclass
class Case:
    """Somebody of whom every section has something to say, and who may be told."""

    desk: Desk
    person: int
    court: int

    def ask(self, purpose: str = "referral", recipient: int | None = None) -> Asked:
        """Return what a paper is asked for with."""
        return Asked(self.person, recipient or self.court, purpose)

    def consent(self, *sections: str, **said: FormValue) -> int:
        """Record a consent for some sections; all of them when none is named."""
        return add_consent(self.desk, self.person, self.court, sections=sections or WANTED, **said)

    def disclosures(self) -> list[Disclosure]:
        """Return what is in the log of disclosures, of anybody."""
        with self.desk.working.reading() as reading:
            return reading.all(select(Disclosure).order_by(Disclosure.id))


def fill_case(desk: Desk) -> Case:
    court, clinic = add_provider(desk), add_provider(desk, "Qclinic", "treatment")
    person = add_person(
        desk, "Okonkwo", "Ngozi", birth_date="1991-03-11", docket="Qdocket-1",
        next_hearing_on="2026-06-02", reason="substance_use", reason_note="Qreason.",
        contact_rules="Qcontactrule.",
    )  # fmt: skip
    (case,) = list_records(desk, "legal_case", person)
    (referral,) = list_records(desk, "referral", person)
    save_record(
        desk, "legal_case", {**case.values, "judge": "Qjudge"}, record_id=case.id, base_version=1
    )
    save_record(
        desk,
        "referral",
        {
            **referral.values, "screen_level": "high",
            "screened_on": "2026-03-09", "requested_service": "U5",
            "urgent_needs": ("withdrawal",), "level_of_care": "3.5",
        },
        record_id=referral.id,
        base_version=1,
    )  # fmt: skip
    add(desk, "offence", person, legal_case_id=str(case.id), charge="Qcharge", section="05")
    program = str(add_program(desk, "QP", "Qprogram"))
    add(desk, "enrollment", person, program_id=program, admitted_on="2026-04-01", phase="1")
    episode = str(add(desk, "episode", person, admitted_on="2026-04-02"))
    add(
        desk, "stay", person, episode_id=episode, provider_id=str(clinic), level_of_care="2.1",
        started_on="2026-04-02",
    )  # fmt: skip
    return Case(desk, person, court)


@pytest.fixture(scope="session")
def filled(template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int, int]:
    """An office with one such person; nobody may change it."""
    folder = offices.copy_of(template, tmp_path_factory.mktemp("papers") / "office")
    with offices.at_desk(folder) as desk:
        made = fill_case(desk)
    return folder, made.person, made.court


@contextmanager
def opened(
    filled: tuple[Path, int, int], folder: Path, role: Role = Role.ADMINISTRATOR
) -> Iterator[Case]:
    with offices.at_desk(folder, role) as desk:
        yield Case(desk, *filled[1:])


@pytest.fixture
def place(filled: tuple[Path, int, int], tmp_path: Path) -> Path:
    return offices.copy_of(filled[0], tmp_path / "office")


@pytest.fixture
def case(filled: tuple[Path, int, int], place: Path) -> Iterator[Case]:
    with opened(filled, place) as made:
        yield made


def spoil(case: Case, consent_id: int, **columns: object) -> None:
    with case.desk.working.unit("spoil") as unit:
        consent = unit.get(Consent, consent_id)
        assert consent is not None
        for name, value in columns.items():
            setattr(consent, name, value)
        unit.save(consent)


LACKING: list[tuple[str, dict[str, FormValue], dict[str, object]]] = [
    ("wrong recipient", {"recipients": ("kind:treatment",)}, {}),
    ("wrong purpose", {"purposes": ("treatment",)}, {}),
    ("ended", {"expires_on": "2026-05-16"}, {}),
    ("revoked", {"revoked_on": "2026-05-17"}, {}),
    ("not begun", {"valid_from": "2026-05-18"}, {}),
    ("event happened", {"event_happened_on": "2026-05-01"}, {}),
    ("no kind", {}, {"kind": None}),
    ("no discloser", {}, {"discloser": None}),
    ("no sections", {}, {"sections": ()}),
    ("no purposes", {}, {"purposes": ()}),
    ("no end", {}, {"expires_on": None}),
    ("no signature", {}, {"signed_on": None}),
    ("nobody signed", {}, {"signed_by": None}),
    ("no name", {"sections": ("referral", "justice")}, {}),
    ("proceedings with another purpose", {}, {"kind": "proceedings",
     "purposes": ("referral", "treatment")}),
]  # fmt: skip


@pytest.mark.parametrize(("why", "said", "spoilt"), LACKING, ids=[one[0] for one in LACKING])
def test_nothing_prints_without_a_live_consent(
    case: Case,
    tmp_path: Path,
    why: str,
    said: dict[str, FormValue],
    spoilt: dict[str, object],
) -> None:
    consent = add_consent(case.desk, case.person, case.court, **{"sections": WANTED, **said})
    spoil(case, consent, **spoilt)
    out = tmp_path / "paper.pdf"
    with pytest.raises(Refused) as refused:
        write_referral_summary(case.desk, case.ask(), out)
    assert str(refused.value).endswith(".")
    with pytest.raises(Refused):
        preview_referral_summary(case.desk, case.ask())
    assert not out.exists()
    assert case.disclosures() == []


def test_no_consent_at_all_prints_nothing(case: Case) -> None:
    with pytest.raises(Refused, match="No consent names Circuit Court"):
        print_referral_summary(case.desk, case.ask())
    assert case.disclosures() == []


def test_a_refused_print_leaves_no_audit_line_of_a_print(case: Case) -> None:
    with pytest.raises(Refused):
        print_referral_summary(case.desk, case.ask())
    with case.desk.working.reading() as reading:
        deeds = reading.all(select(AuditLine.deed))
    assert "print referral summary" not in deeds


def test_a_consent_for_everything_lets_every_section_out(case: Case) -> None:
    case.consent()
    printed = print_referral_summary(case.desk, case.ask())
    assert printed.withheld == ()
    text = text_of(printed.pdf)
    assert [word for word in WORDS.values() if word not in text] == []
    for word in ("Okonkwo, Ngozi", "11 March 1991", "Qdocket-1", "2 June 2026", printed.print_id):
        assert word in text


@pytest.mark.parametrize("section", WORDS)
def test_what_a_section_says_is_in_no_byte_of_a_paper_it_is_not_covered_by(
    case: Case, section: str
) -> None:
    case.consent(*(one for one in WANTED if one != section))
    printed = print_referral_summary(case.desk, case.ask())
    assert printed.withheld == (section,)
    text, data = text_of(printed.pdf), every_byte(printed.pdf)
    assert WORDS[section] not in text
    assert WORDS[section].encode() not in data
    others = [word for name, word in WORDS.items() if name != section]
    assert [word for word in others if word not in text] == []
    # Nor in what is kept to make it again.
    (kept,) = case.disclosures()
    assert kept.withheld == (section,)
    assert kept.facts is not None
    assert WORDS[section] not in kept.facts


def test_identity_alone_gives_a_paper_of_withheld_sections(case: Case) -> None:
    case.consent("identity")
    printed = print_referral_summary(case.desk, case.ask())
    assert set(printed.withheld) == set(WORDS)
    data = text_of(printed.pdf).encode() + every_byte(printed.pdf)
    assert [word for word in WORDS.values() if word.encode() in data] == []
    assert b"Qdocket" not in data


def test_the_disclosure_is_written_down_with_the_paper(case: Case) -> None:
    consent = case.consent("identity", "referral")
    printed = print_referral_summary(case.desk, case.ask())
    (kept,) = disclosures_of(case.desk, case.person)
    assert (kept.consent_id, kept.recipient_id, kept.purpose) == (consent, case.court, "referral")
    assert kept.user_id == case.desk.user_id
    assert kept.made_at == "2026-05-17T12:00:00+00:00"
    assert kept.print_id == printed.print_id
    assert kept.sections == ("identity", "referral")
    assert set(kept.sections) | set(kept.withheld) == set(WANTED)
    assert kept.content_sha256 == hashlib.sha256(printed.pdf).hexdigest()
    with case.desk.working.reading() as reading:
        line = reading.all(select(AuditLine).order_by(AuditLine.id))[-1]
    assert line.deed == "print referral summary"
    assert "disclosures" in line.subject
    assert "participants" in line.subject


def test_each_print_is_a_disclosure_of_its_own_the_newest_first(case: Case) -> None:
    case.consent()
    ids = [print_referral_summary(case.desk, case.ask()).print_id for _ in range(3)]
    assert len(set(ids)) == 3
    assert [one.print_id for one in disclosures_of(case.desk, case.person)] == ids[::-1]


def test_a_preview_shows_the_paper_and_writes_nothing_down(case: Case) -> None:
    case.consent()
    preview = preview_referral_summary(case.desk, case.ask())
    assert preview.print_id == "preview"
    assert "Okonkwo, Ngozi" in text_of(preview.pdf)
    assert case.disclosures() == []


def test_a_paper_printed_again_is_the_same_byte_for_byte(
    filled: tuple[Path, int, int], place: Path
) -> None:
    with opened(filled, place) as case:
        case.consent(*(one for one in WANTED if one != "offences"))
        printed = print_referral_summary(case.desk, case.ask())
        (kept,) = case.disclosures()
        assert show_again(case.desk, kept.id or 0) == printed.pdf
    # Whatever happens to the record afterwards, and whoever asks.
    with opened(filled, place, Role.CASE_MANAGER) as case:
        (referral,) = list_records(case.desk, "referral", case.person)
        save_record(
            case.desk, "referral", {**referral.values, "reason_note": "Something new."},
            record_id=referral.id, base_version=referral.version,
        )  # fmt: skip
    with opened(filled, place, Role.LIAISON) as case:
        assert show_again(case.desk, kept.id or 0) == printed.pdf
        with case.desk.working.reading() as reading:
            line = reading.all(select(AuditLine).order_by(AuditLine.id))[-1]
        assert (line.user, line.deed) == ("lia", "show paper again")
        assert len(case.disclosures()) == 1


def test_a_paper_that_is_not_in_the_log_is_not_made_again(case: Case) -> None:
    with pytest.raises(Refused, match="not in the log"):
        show_again(case.desk, 7)


@pytest.mark.parametrize(
    ("ends", "warned"),
    [("2026-06-01", True), ("2026-06-02", False), (None, False)],
)
def test_a_consent_that_ends_before_the_hearing_is_warned_of(
    case: Case, ends: str | None, warned: bool
) -> None:
    case.consent(expires_on=ends, expires_event="final_disposition")
    printed = print_referral_summary(case.desk, case.ask())
    assert printed.consent_ends_before_hearing is warned


def test_a_hearing_that_is_over_is_not_the_next_one(case: Case) -> None:
    (legal,) = list_records(case.desk, "legal_case", case.person)
    save_record(
        case.desk, "legal_case", {**legal.values, "next_hearing_on": "2026-05-16"},
        record_id=legal.id, base_version=legal.version,
    )  # fmt: skip
    case.consent()
    printed = print_referral_summary(case.desk, case.ask())
    text = text_of(printed.pdf)
    assert "16 May 2026" not in text
    assert "next court date not entered" in text
    assert not printed.consent_ends_before_hearing


def test_the_head_of_the_audit_trail_and_the_print_id_stand_on_every_page(case: Case) -> None:
    case.consent()
    with case.desk.working.reading() as reading:
        head = reading.audit_head()
    printed = print_referral_summary(case.desk, case.ask())
    text = text_of(printed.pdf)
    assert head in text
    assert printed.print_id in text
    assert "17 May 2026" in text
    reference = person_head(case.desk, case.person).reference
    assert reference in text


def test_the_notice_of_part_2_follows_the_offices_setting(case: Case) -> None:
    case.consent()
    assert "42 CFR part 2" in text_of(print_referral_summary(case.desk, case.ask()).pdf)
    save_settings(case.desk, OfficeSettings(part2="no"))
    text = text_of(print_referral_summary(case.desk, case.ask()).pdf)
    assert "42 CFR" not in text
    assert "protected by Federal" not in text


def test_the_sheet_and_the_office_follow_the_settings(case: Case) -> None:
    case.consent()

    def paper(settings: OfficeSettings) -> Printed:
        save_settings(case.desk, settings)
        return print_referral_summary(case.desk, case.ask())

    assert "Pier 4" in text_of(print_referral_summary(case.desk, case.ask()).pdf)
    letter = paper(OfficeSettings(office="Harbor Office", address="1 Quay", phone="555 0100"))
    text = text_of(letter.pdf)
    assert [word for word in ("Harbor Office", "1 Quay", "555 0100") if word not in text] == []
    a4 = paper(OfficeSettings(office="Harbor Office", paper_size="a4"))
    assert b"/MediaBox [ 0 0 612 792 ]" in letter.pdf
    assert b"/MediaBox [ 0 0 595" in a4.pdf


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"kind": "criminal_justice"}, "42 CFR 2.35"),
        ({"kind": "general"}, "42 CFR 2.31"),
        ({"irrevocable_until_event": "yes", "expires_event": "final_disposition"},
         "May not be revoked before"),
        ({"irrevocable_until_event": "yes", "event_happened_on": None}, "May not be revoked"),
        ({"kind": "general"}, "May be revoked in writing"),
        ({"expires_on": "2026-12-31", "expires_event": "final_disposition"}, "31 December 2026 or"),
    ],
)  # fmt: skip
def test_the_paper_explains_its_consent(case: Case, said: dict[str, FormValue], words: str) -> None:
    case.consent(**said)
    assert words in text_of(print_referral_summary(case.desk, case.ask()).pdf)


def test_no_number_of_the_store_is_on_paper(case: Case) -> None:
    for _ in range(3):
        case.consent(expires_on="2026-05-01")
    consent = case.consent()
    text = text_of(print_referral_summary(case.desk, case.ask()).pdf)
    assert f"C-{consent} " not in text
    again = text_of(print_referral_summary(case.desk, case.ask()).pdf)
    found = [word for word in text.split() if word.startswith("C-")]
    assert found
    assert found[0] in again


def test_papers_of_a_demo_office_say_so(tmp_path: Path) -> None:
    folder = offices.make_office(tmp_path / "demo", demo=True)
    with offices.at_desk(folder) as desk:
        case = fill_case(desk)
        case.consent()
        assert "DEMO" in text_of(print_referral_summary(desk, case.ask()).pdf)


def test_no_other_paper_says_demo(case: Case) -> None:
    case.consent()
    assert "DEMO" not in text_of(print_referral_summary(case.desk, case.ask()).pdf)


def test_a_paper_needs_a_referral_and_takes_the_one_asked_for_or_the_newest(case: Case) -> None:
    case.consent()
    older = add(case.desk, "referral", case.person, referred_on="2025", reason_note="Qolder")
    newest = text_of(print_referral_summary(case.desk, case.ask()).pdf)
    assert "Qreason" in newest
    assert "Qolder" not in newest
    asked = replace(case.ask(), referral_id=older)
    assert "Qolder" in text_of(print_referral_summary(case.desk, asked).pdf)
    with pytest.raises(Refused, match="Enter a referral first"):
        print_referral_summary(case.desk, replace(asked, referral_id=999))


def test_a_recipient_who_is_not_in_the_directory_gets_nothing(case: Case) -> None:
    case.consent()
    with pytest.raises(Refused, match="directory"):
        print_referral_summary(case.desk, case.ask(recipient=999))


def test_holes_are_seen_and_four_answers_are_told_apart(case: Case, clock: Clock) -> None:
    person = add_person(case.desk, "Bare", "")
    add_consent(case.desk, person, case.court, sections=WANTED)
    (own,) = list_records(case.desk, "referral", person)
    save_record(
        case.desk, "referral",
        {**own.values, "reason": "declined", "screened_on": "not_asked",
         "urgent_needs": ("unknown",)},
        record_id=own.id, base_version=own.version,
    )  # fmt: skip
    text = text_of(print_referral_summary(case.desk, Asked(person, case.court, "referral")).pdf)
    for words in ("judge not entered", "no offence entered", "declined to say", "not asked"):
        assert words in text, words
    assert "Need [unknown]" in text
    assert "Unknown Yes" not in text


def test_a_paper_is_written_whole_or_refused_before_anything_is_kept(
    case: Case, tmp_path: Path
) -> None:
    case.consent()
    for out in (tmp_path / "no folder" / "paper.pdf", tmp_path):
        with pytest.raises(Refused):
            write_referral_summary(case.desk, case.ask(), out)
    assert case.disclosures() == []
    out = tmp_path / "paper.pdf"
    printed = write_referral_summary(case.desk, case.ask(), out)
    assert out.read_bytes() == printed.pdf
    assert [path.name for path in tmp_path.glob("*.pdf*")] == ["paper.pdf"]


def test_a_recipient_is_found_by_its_name_or_a_part_only_it_has(case: Case) -> None:
    second = add_provider(case.desk, "Circuit Court, Branch 4")
    assert find_recipient(case.desk, "circuit court") == case.court
    assert find_recipient(case.desk, " Branch 4 ") == second
    for text in ("circuit", "", "nobody"):
        with pytest.raises(Refused, match="one organisation"):
            find_recipient(case.desk, text)
    values = read_record(case.desk, "provider", second).values
    save_record(case.desk, "provider", {**values, "active": "no"}, record_id=second, base_version=1)
    with pytest.raises(Refused):
        find_recipient(case.desk, "Branch 4")


def test_a_participant_is_found_by_the_reference(case: Case) -> None:
    reference = person_head(case.desk, case.person).reference
    assert find_participant(case.desk, f" {reference.lower()} ") == case.person
    with pytest.raises(Refused, match="P-0000-00"):
        find_participant(case.desk, "P-0000-00")
