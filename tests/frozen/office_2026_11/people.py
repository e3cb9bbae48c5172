"""The people of the office: their records, consents, papers and drafts."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from living import Office, add, change

from ati_desktop.casework.demo.lives import Life
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.drafts import keep_draft
from ati_desktop.casework.intake import take_in
from ati_desktop.casework.papers import Asked, disclosures_of, print_referral_summary
from ati_desktop.casework.persons import person_head
from ati_desktop.casework.records import list_records
from ati_desktop.casework.values import FormValue
from tests.reports.papers import text_of

SECTIONS = (
    "identity", "contact", "justice", "offences", "referral", "screening", "service",
    "urgent_needs", "enrollment", "treatment",
)  # fmt: skip


def keep(office: Office, world: dict[str, int], life: Life, number: int) -> int:
    """Keep one invented life, deed by deed, at the case manager's desk."""
    desk = office.at("cam")
    person = take_in(
        desk,
        {
            "family": life.family, "given": life.given, "birth_date": life.born.isoformat(),
            "sex": life.sex, "ethnicity": life.ethnicity, "language": "en",
            "referred_on": life.referred.isoformat(),
            "source": ("prosecutor", "court", "defence", "probation")[number % 4],
            "program_id": str(world[life.program]), "docket": f"2026-DM-{number}",
            "justice_point": "J5",
        },
    ).id  # fmt: skip
    (referral,) = list_records(desk, "referral", person)
    (case,) = list_records(desk, "legal_case", person)
    add(desk, "offence", person, legal_case_id=str(case.id), charge="Charge",
        section=("05", "06", "06", "07", "02")[number % 5])  # fmt: skip
    if life.decided is not None:
        change(
            desk, "referral", referral.id,
            decision=life.decision, decided_on=life.decided.isoformat(),
        )  # fmt: skip
    if life.admitted is not None:
        enrollment = add(
            desk, "enrollment", person, program_id=str(world[life.program]),
            referral_id=str(referral.id), admitted_on=life.admitted.isoformat(), phase="1",
            exited_on=life.exited.isoformat() if life.exited else None,
            exit_program=life.outcome,
        )  # fmt: skip
        keep_treatment(desk, world, life, person, enrollment)
    for arrested, offence in life.arrests:
        add(desk, "event", person, kind="arrest", happened_on=arrested.isoformat(),
            offence_on=offence.isoformat(), section="06")  # fmt: skip
    return person


def keep_treatment(
    desk: Desk, world: dict[str, int], life: Life, person: int, enrollment: int
) -> None:
    if not life.stays:
        return
    last = life.stays[-1][3]
    episode = add(
        desk, "episode", person, enrollment_id=str(enrollment), provider_id=str(world["clinic"]),
        admitted_on=life.stays[0][2].isoformat(), ended_on=last.isoformat() if last else None,
    )  # fmt: skip
    for level, setting, start, end in life.stays:
        add(
            desk, "stay", person, episode_id=str(episode), provider_id=str(world["clinic"]),
            level_of_care=level, setting=setting, started_on=start.isoformat(),
            ended_on=end.isoformat() if end else None,
        )  # fmt: skip


def fully_known(desk: Desk, world: dict[str, int]) -> dict[str, Any]:
    """Take in three people of whom every noun has something to say, in several scripts."""
    people = {}
    for number, (family, given) in enumerate(
        (("Okonkwo", "Ngozi"), ("Núñez", "Ngọc"), ("Kowalczyk", "Łucja"))
    ):
        person = take_in(
            desk,
            {
                "family": family, "given": given, "birth_date": f"1991-03-1{number}",
                "sex": "2", "gender_identity": "woman", "ethnicity": "black", "language": "en",
                "interpreter": "no", "referred_on": "2026-05-04", "source": "court",
                "docket": f"2026-QK-{number}", "court_id": str(world["court"]),
                "next_hearing_on": "2026-12-02", "reason": "substance_use",
                "reason_note": f"Reason of {given}.", "contact_rules": "Call before noon.",
                "safe_to_contact": "yes", "program_id": str(world["DTC"]),
            },
        ).id  # fmt: skip
        fill_in(desk, world, person, number)
        people[family] = {
            "id": person,
            "reference": person_head(desk, person).reference,
            "given": given,
        }
    return {"people": people}


def fill_in(desk: Desk, world: dict[str, int], person: int, number: int) -> None:
    (case,) = list_records(desk, "legal_case", person)
    (referral,) = list_records(desk, "referral", person)
    change(desk, "legal_case", case.id, judge="Hon. Quill", note="Sealed note.",
           supervising_id=str(world["probation"]))  # fmt: skip
    change(
        desk, "referral", referral.id, decision="admitted", decided_on="2026-05-20",
        decision_note="Fits well.", screen_level="high", screened_on="2026-05-10",
        requested_service="U5", urgent_needs=("withdrawal", "housing"), level_of_care="3.5",
    )  # fmt: skip
    add(desk, "name", person, kind="transliteration", script="Cyrl", family="Оконкво",
        given="Нгози", position="1")  # fmt: skip
    add(desk, "identifier", person, kind="court_person", value=f"CP-77{number}")
    add(desk, "contact", person, kind="mobile", value=f"555 01{number}7", safe="yes")
    add(desk, "offence", person, legal_case_id=str(case.id), charge="Retail theft", section="05",
        statute="720 ILCS 5/16-25", severity="misdemeanour")  # fmt: skip
    enrollment = add(
        desk, "enrollment", person, program_id=str(world["DTC"]), referral_id=str(referral.id),
        legal_case_id=str(case.id), ordered_on="2026-05", admitted_on="2026-05-25", phase="2",
        phase_since="2026-07-01",
    )  # fmt: skip
    episode = add(desk, "episode", person, enrollment_id=str(enrollment), admitted_on="2026-05-26",
                  provider_id=str(world["clinic"]))  # fmt: skip
    add(desk, "stay", person, episode_id=str(episode), provider_id=str(world["clinic"]),
        level_of_care="2.1", setting="U3", started_on="2026-05-26")  # fmt: skip
    add(desk, "event", person, kind="overdose", happened_on="2026-06", note="At home.")


def consent(desk: Desk, person: int, recipient: int, **more: FormValue) -> int:
    values: dict[str, FormValue] = {
        "kind": "criminal_justice", "discloser": "Harbor Street Office",
        "recipients": (f"provider:{recipient}", "kind:treatment"), "sections": SECTIONS,
        "purposes": ("referral", "progress_monitoring"), "signed_on": "2026-06-01",
        "signed_by": "participant", "expires_on": "2027-06-01", "copy_given": "yes",
        "note": "Signed at the desk.",
    }  # fmt: skip
    return add(desk, "consent", person, **(values | more))


def print_papers(office: Office, world: dict[str, int], known: dict[str, Any]) -> list[Any]:
    """Print five papers: whole, with withheld sections, and under a consent that will end."""
    people = {family: one["id"] for family, one in known["people"].items()}
    desk = office.at("cam")
    known["consents"] = {
        "whole": consent(desk, people["Okonkwo"], world["court"]),
        "part": consent(desk, people["Núñez"], world["court"],
                        sections=("identity", "referral", "justice")),
        "ends": consent(desk, people["Kowalczyk"], world["court"], expires_on="2026-08-20",
                        kind="general"),
        "revoked": consent(desk, people["Núñez"], world["house"], kind="general"),
    }  # fmt: skip
    papers = []
    for name, family, recipient in (
        ("cam", "Okonkwo", "court"), ("lia", "Okonkwo", "clinic"), ("lia", "Núñez", "court"),
        ("cam", "Kowalczyk", "court"), ("sol", "Núñez", "house"),
    ):  # fmt: skip
        desk = office.at(name)
        asked = Asked(people[family], world[recipient], "referral")
        printed = print_referral_summary(desk, asked)
        kept = disclosures_of(desk, people[family])[0]
        papers.append(
            {
                "disclosure": kept.id, "family": family, "recipient": recipient,
                "printed_by": name, "print_id": printed.print_id, "withheld": printed.withheld,
                "facts": json.loads(kept.facts or ""), "sha256": kept.content_sha256,
                "words": text_of(printed.pdf).split(),
            }
        )  # fmt: skip
        assert hashlib.sha256(printed.pdf).hexdigest() == kept.content_sha256
    return papers


def end_consents(desk: Desk, world: dict[str, int], known: dict[str, Any]) -> None:
    change(desk, "consent", known["consents"]["revoked"], revoked_on="2026-09-01")
    known["consents"]["live"] = consent(
        desk, known["people"]["Kowalczyk"]["id"], world["probation"], sections=("identity",)
    )


def leave_drafts(office: Office, known: dict[str, Any]) -> list[Any]:
    person = known["people"]["Okonkwo"]["id"]
    typed: dict[str, FormValue] = {
        "reason_note": "Half a sentence about Kanarienvögel",
        "urgent_needs": ("housing", "safety"),
        "decided_on": None,
    }
    desk = office.at("cam")
    keep_draft(desk, "referral", f"{person}:new", typed, None)
    (name, *_) = list_records(desk, "name", person)
    keep_draft(desk, "name", f"{person}:{name.id}", {"family": "Okonkwo-"}, name.version)
    keep_draft(office.at("ana"), "consent", f"{person}:new", {"discloser": "Harbor"}, None)
    return [
        ["cam", "referral", f"{person}:new", typed, None],
        ["cam", "name", f"{person}:{name.id}", {"family": "Okonkwo-"}, name.version],
        ["ana", "consent", f"{person}:new", {"discloser": "Harbor"}, None],
    ]
