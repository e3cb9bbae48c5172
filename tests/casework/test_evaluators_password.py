"""The promise to participants: an evaluator's password opens figures, and no name.

What is asked of the password here is asked by hand; the program only made the office.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from ati_desktop.casework.demo.office import make_demo_office
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.figures import prepare_release, release_figures
from ati_desktop.casework.office import add_user
from ati_desktop.casework.papers import Asked, print_referral_summary
from ati_desktop.casework.refreshing import refresh
from ati_desktop.casework.requests import set_review
from ati_desktop.casework.specifications import Spec, spec_as_text
from ati_desktop.models.users import Role
from tests.casework import by_hand
from tests.casework.offices import (
    CHEAP,
    NAMES,
    PASSWORD,
    Clock,
    add_consent,
    add_person,
    add_provider,
)

EVALUATOR = NAMES[Role.EVALUATOR]
OWN = "an own password, long"


def silent(done: float, doing: str) -> None:
    """Say nothing."""


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office that did everything: records, a paper, figures, a release."""
    folder = tmp_path_factory.mktemp("lived") / "office"
    desk = make_demo_office(
        folder, PASSWORD, participants=40, seed=1, clock=Clock(), progress=silent, cost=CHEAP
    )
    add_user(desk, EVALUATOR, Role.EVALUATOR, OWN)
    _print(desk)
    refresh(desk)
    set_review(desk, on=False)
    spec = Spec(title="x", measures=("referrals",), by=("sex",))
    out = folder.with_name("release")
    release_figures(desk, prepare_release(desk, spec), spec_as_text(spec), out)
    desk.close()
    return folder


def _print(desk: Desk) -> None:
    court = add_provider(desk)
    person = add_person(desk, "Okonkwo", "Ngozi")
    add_consent(desk, person, court)
    print_referral_summary(desk, Asked(person, court, "referral"))


def test_it_opens_the_evaluation_store_and_the_register_and_nothing_else(lived_in: Path) -> None:
    zones = by_hand.zones_of(lived_in, EVALUATOR, OWN)
    assert set(zones) == {"evaluation"}
    keys = {label: by_hand.subkey(zones["evaluation"], label) for label in by_hand.LABELS}
    assert by_hand.opens(lived_in / "evaluation.db", keys["evaluation store"])
    assert by_hand.opens(lived_in / "register.db", keys["register"])
    for key in (zones["evaluation"], *keys.values()):
        assert not by_hand.opens(lived_in / "working.db", key)


def test_no_name_reference_docket_or_note_is_in_what_it_opens(lived_in: Path) -> None:
    whole = by_hand.zones_of(lived_in, "demo", PASSWORD)
    working = list(
        by_hand.values_in(
            lived_in / "working.db", by_hand.subkey(whole["records"], "working store")
        )
    )
    references = {value for table, name, value in working if name == "reference"}
    uids = {value for table, name, value in working if name == "uid"}
    assert len(references) == 41
    evaluation = by_hand.zones_of(lived_in, EVALUATOR, OWN)["evaluation"]
    seen = 0
    for name in ("evaluation.db", "register.db"):
        label = by_hand.STORES[name][1]
        for _, _, value in by_hand.values_in(lived_in / name, by_hand.subkey(evaluation, label)):
            seen += 1
            assert not isinstance(value, str) or value not in references | uids
            assert not isinstance(value, str) or "Okonkwo" not in value
    assert seen > 500


def test_the_administrators_password_opens_all_three(lived_in: Path) -> None:
    zones = by_hand.zones_of(lived_in, "demo", PASSWORD)
    assert set(zones) == {"records", "identity", "evaluation"}
    for name, (zone, label) in by_hand.STORES.items():
        assert by_hand.opens(lived_in / name, by_hand.subkey(zones[zone], label))


def test_nothing_of_the_program_was_used_to_open_them() -> None:
    text = Path(by_hand.__file__).read_text(encoding="utf-8")
    assert "import ati_desktop" not in text
    assert "from ati_desktop" not in text
