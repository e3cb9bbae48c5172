"""What left under an earlier program is known, compared with, and asked again has its answer."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from ati_desktop.casework.cohort_files import cohort_file, keep_cohort_file, list_cohort_files
from ati_desktop.casework.dashboard_methods import PRIVATE
from ati_desktop.casework.dashboards import Method, prepare_dashboard
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.extracts import extract_candidate, prepare_extract
from ati_desktop.casework.figures import Spec, work_out
from ati_desktop.casework.intake import take_in
from ati_desktop.casework.leading_back import lead_back, person_of
from ati_desktop.casework.letting_out import let_out
from ati_desktop.casework.periods import list_periods
from ati_desktop.casework.privacy_budget import privacy_budget, spendings
from ati_desktop.casework.refreshing import refresh
from ati_desktop.casework.registered import list_releases
from ati_desktop.casework.registering import open_register
from ati_desktop.casework.requests import (
    decide,
    list_requests,
    requested_candidate,
    review_rule,
    withdraw,
)
from ati_desktop.errors import Refused
from tests.frozen.frozen_office import FrozenOffice, counts_of, tables_of

K = 11
PERIOD = "2026-q2"


def test_the_register_lists_what_left_and_its_trail_holds(office: FrozenOffice) -> None:
    said = office.facts["releases"]
    with office.at("eva") as desk:
        found = list_releases(desk)
        with open_register(desk) as register:
            assert register.verify_audit().ok
    for one, then in zip(found, said, strict=True):
        assert {name: getattr(one, name) for name in then} == then


def test_every_request_is_where_it_was(office: FrozenOffice) -> None:
    with office.at("sol") as desk:
        found = list_requests(desk)
        assert review_rule(desk) == "on"
    for one, then in zip(found, office.facts["requests"], strict=True):
        now = {name: getattr(one, name) for name in then}
        now["summary"] = [list(line) for line in now["summary"]]
        assert now == then


def test_frozen_periods_are_there(office: FrozenOffice) -> None:
    with office.at("eva") as desk:
        assert {one.name: one.as_of for one in list_periods(desk)} == office.facts["periods"]


@pytest.mark.parametrize(
    ("asked", "package"),
    [("by_program", "by_program_later"), ("of_period", "of_period"), ("beside", "beside")],
)
def test_the_same_question_on_the_same_state_has_the_same_answer(
    office: FrozenOffice, asked: str, package: str
) -> None:
    with office.at("eva") as desk:
        again = office.figures(desk, asked)
    then = {
        path: text
        for path, text in office.facts["packages"][package]["texts"].items()
        if path.startswith("tables/")
    }
    assert tables_of(again.files) == then


def test_the_figures_of_a_frozen_period_are_what_left_before_it_was_named(
    office: FrozenOffice,
) -> None:
    texts = office.facts["packages"]
    counts = [
        counts_of({p: t for p, t in texts[name]["texts"].items() if p.startswith("tables/")})
        for name in ("of_period", "by_program")
    ]
    with office.at("eva") as desk:
        now = counts_of(tables_of(office.figures(desk, "of_period").files))
    assert now == counts[0] == counts[1]


def newcomers(desk: Desk, count: int, sex: str, program: int) -> None:
    for number in range(count):
        take_in(
            desk,
            {
                "family": f"Newcomer {sex}{number}", "given": "Ada", "sex": sex,
                "source": "court", "referred_on": "2026-09-01", "program_id": str(program),
            },
        )  # fmt: skip


def few_changes(then: dict[tuple[str, str], int], now: dict[tuple[str, str], int]) -> list[object]:
    both = then.keys() & now.keys()
    return [(cell, then[cell], now[cell]) for cell in both if 0 < abs(now[cell] - then[cell]) < K]


def printed_later(office: FrozenOffice) -> dict[tuple[str, str], int]:
    """Return the numbers of the newest release by program."""
    texts = office.facts["packages"]["by_program_later"]["texts"]
    return counts_of({path: text for path, text in texts.items() if path.startswith("tables/")})


@pytest.mark.parametrize("count", [1, 3, 10])
def test_a_whole_that_grew_by_a_few_since_is_refused_or_protected(
    office: FrozenOffice, count: int
) -> None:
    with office.at("cam") as desk:
        newcomers(desk, count, "2", office.facts["known"]["world"]["DTC"])
    with office.at("sol") as desk:
        refresh(desk)
        try:
            now = office.figures(desk, "by_program")
        except Refused as refusal:
            assert "fewer than 11" in str(refusal)  # noqa: PT017 - one of two right ends
        else:
            assert few_changes(printed_later(office), counts_of(tables_of(now.files))) == []


def test_a_few_among_many_newcomers_are_not_read_off_two_packages(office: FrozenOffice) -> None:
    world = office.facts["known"]["world"]
    then = printed_later(office)
    with office.at("cam") as desk:
        newcomers(desk, 3, "2", world["MHC"])
        newcomers(desk, 14, "1", world["DTC"])
    with office.at("sol") as desk:
        refresh(desk)
        true = work_out(desk, Spec.from_text(office.asked("by_program"), "s.toml"))
        assert true.cohort.referrals == then["tables/T01_program.csv", "(all)"] + 17
        now = counts_of(tables_of(office.figures(desk, "by_program").files))
    assert few_changes(then, now) == []


def test_the_request_that_waits_is_approved_and_written_byte_for_byte(
    office: FrozenOffice, tmp_path: Path
) -> None:
    waiting = office.facts["packages"]["waiting"]
    with office.at("eva") as desk, pytest.raises(Refused, match="own request"):
        decide(desk, waiting["request"], approve=True, reasons="Mine.")
    with office.at("sol") as desk:
        assert requested_candidate(desk, waiting["request"]).manifest_sha256 == waiting["manifest"]
        decide(desk, waiting["request"], approve=True, reasons="As agreed.")
    write_approved(office, waiting, tmp_path / "out")


def test_the_request_that_was_approved_is_written_byte_for_byte(
    office: FrozenOffice, tmp_path: Path
) -> None:
    write_approved(office, office.facts["packages"]["approved"], tmp_path / "out")


def write_approved(office: FrozenOffice, said: dict[str, Any], out: Path) -> None:
    """Write what a request got its yes for, and compare it with what was asked for then."""
    request = said["request"]
    with office.at("eva") as desk:
        candidate = requested_candidate(desk, request)
        (line,) = [one for one in list_requests(desk) if one.id == request]
        done = let_out(desk, candidate, out, recipient=line.recipient, purpose=line.purpose)
        assert done.release.manifest_sha256 == said["manifest"]
        assert [one.state for one in list_requests(desk) if one.id == request] == ["written"]
    written = {
        path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in out.rglob("*")
        if path.is_file()
    }
    assert written == said["sums"]


@pytest.mark.parametrize("name", ["declined", "withdrawn"])
def test_what_was_declined_or_withdrawn_stays_so(office: FrozenOffice, name: str) -> None:
    request = office.facts["packages"][name]["request"]
    with office.at("sol") as desk:
        with pytest.raises(Refused):
            requested_candidate(desk, request)
        with pytest.raises(Refused, match="already"):
            decide(desk, request, approve=True, reasons="Late.")
    with office.at("eva") as desk, pytest.raises(Refused, match="already"):
        withdraw(desk, request)


def test_an_extract_asked_again_has_the_same_rows_and_pseudonyms(office: FrozenOffice) -> None:
    # The state has changed since: the question is put to the copy that it was answered from.
    rows = office.facts["packages"]["rows"]
    text = office.asked("rows").replace('to = "2025"\n', f'to = "2025"\nperiod = "{PERIOD}"\n')
    with office.at("eva") as desk:
        again = extract_candidate(prepare_extract(desk, text, "rows.toml", rows["recipient"]))
    then = rows["texts"]["data/participants.csv"]
    assert again.files["data/participants.csv"].decode() == then


def test_a_pseudonym_leads_back_to_the_person(office: FrozenOffice) -> None:
    rows = office.facts["packages"]["rows"]
    header, first, *_ = rows["texts"]["data/participants.csv"].splitlines()
    pseudonym = first.split(",")[header.split(",").index("person")]
    with office.at("sol") as desk:
        found = person_of(desk, lead_back(desk, rows["recipient"], pseudonym))
    assert found.name == office.facts["names"][str(found.participant_id)]


def test_noisy_counts_are_drawn_once_and_cost_once(office: FrozenOffice) -> None:
    page = office.facts["packages"]["private_page"]
    with office.at("eva") as desk:
        assert (privacy_budget(desk).whole, privacy_budget(desk).spent) == (4.0, 1.0)
        assert [one.title for one in spendings(desk)] == [page["title"]]


def test_the_cohort_file_is_kept_and_known_again(office: FrozenOffice, tmp_path: Path) -> None:
    said = office.facts["imported"]
    (tmp_path / "c.csv").write_text(said["cohort_file"], encoding="utf-8")
    (tmp_path / "m.toml").write_text(office.asked("weeks_mapping"), encoding="utf-8")
    with office.at("eva") as desk:
        (card,) = list_cohort_files(desk)
        assert card.name == "weeks"
        assert cohort_file(desk, "weeks").frame.height == said["cohort_rows"]
        kept = keep_cohort_file(desk, tmp_path / "c.csv", tmp_path / "m.toml")
        assert not kept.changed
        assert len(list_cohort_files(desk)) == 1


@pytest.mark.parametrize("method", [Method(), Method(PRIVATE, 1.0)], ids=lambda one: one.name)
def test_a_dashboard_of_the_newer_state_is_made_or_refused_in_words(
    office: FrozenOffice, method: Method
) -> None:
    text = office.asked("page")
    with office.at("eva") as desk:
        try:
            made = prepare_dashboard(desk, Spec.from_text(text, "page.toml"), text, method)
        except Refused as refusal:
            assert "R-" in str(refusal)  # noqa: PT017 - it names the release it is too near to
        else:
            assert made.files["figures.csv"]
