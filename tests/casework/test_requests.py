"""The second pair of eyes: asked, decided, let out, and everything that is refused on the way."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypedDict

import pytest

from ati_desktop.casework.candidates import MANIFEST, Candidate
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.registered import list_releases
from ati_desktop.casework.registering import open_register
from ati_desktop.casework.requests import (
    Encryption,
    Request,
    approved,
    decide,
    let_out,
    list_requests,
    request_release,
    requested_candidate,
    review_needed,
    review_phrase,
    review_rule,
    reviewers,
    set_review,
    withdraw,
)
from ati_desktop.casework.reviewing import APPROVED, NOBODY, SWITCHED_OFF
from ati_desktop.errors import Refused
from ati_desktop.exports.encryption import decrypt
from ati_desktop.models.users import Right, Role
from tests.casework import offices


class Whom(TypedDict, total=False):
    """For whom a package is and what for."""

    recipient: str
    purpose: str


WHO, WHY = "State University", "Yearly report"
WHOM: Whom = {"recipient": WHO, "purpose": WHY}


def package(text: bytes = b"sex,count\r\n1,20\r\n", review: str = APPROVED) -> Candidate:
    files = {"tables/referrals.csv": text}
    lines = f"{hashlib.sha256(text).hexdigest()}  tables/referrals.csv\n"
    return Candidate(
        kind="figures",
        title="Annual figures",
        spec='title = "Annual figures"',
        as_of="2026-05",
        files={**files, MANIFEST: lines.encode()},
        summary=(("population", "everybody"),),
        review=review,
    )


Enter = Callable[[Role], Desk]


@pytest.fixture
def enter(pier: Path, clock: offices.Clock) -> Iterator[Enter]:
    """Signs the person of a role in, and whoever sat there out."""
    seated: list[Desk] = []

    def sit(role: Role) -> Desk:
        for desk in seated:
            desk.close()
        seated[:] = [offices.enter(pier, role, clock)]
        return seated[0]

    yield sit
    for desk in seated:
        desk.close()


def asked_for(enter: Enter, candidate: Candidate | None = None) -> Request:
    asked = candidate or package()
    return request_release(enter(Role.EVALUATOR), asked, recipient=WHO, purpose=WHY)


def test_a_package_is_asked_for_approved_and_written(
    enter: Enter, clock: offices.Clock, tmp_path: Path
) -> None:
    eva = enter(Role.EVALUATOR)
    candidate = package()
    request = request_release(eva, candidate, recipient=WHO, purpose=WHY)
    assert (request.state, request.requested_by, request.recipient) == (
        "waiting", "eva", "State University",
    )  # fmt: skip
    assert approved(eva, candidate) is None
    with pytest.raises(Refused, match="sol"):
        let_out(eva, candidate, tmp_path / "out", **WHOM)
    assert not (tmp_path / "out").exists()
    clock.pass_days(1)
    sol = enter(Role.SUPERVISOR)
    assert requested_candidate(sol, request.id).files == candidate.files
    done = decide(sol, request.id, approve=True, reasons=" As agreed. ")
    assert (done.state, done.decided_by, done.reasons) == ("approved", "sol", "As agreed.")
    clock.pass_days(1)
    eva = enter(Role.EVALUATOR)
    assert approved(eva, candidate) == done
    released = let_out(eva, requested_candidate(eva, request.id), tmp_path / "out", **WHOM)
    assert (tmp_path / "out" / "tables" / "referrals.csv").read_bytes() == b"sex,count\r\n1,20\r\n"
    (line,) = list_releases(eva)
    assert line == released.release
    assert (line.released_by, line.request_id, line.review) == ("eva", request.id, APPROVED)
    assert (line.recipient, line.purpose) == ("State University", "Yearly report")
    (shown,) = list_requests(eva)
    assert (shown.state, shown.release_id) == ("written", line.id)
    assert (shown.requested_by, shown.decided_by) == ("eva", "sol")


def test_every_step_leaves_a_line_under_the_name_of_whoever_took_it(
    enter: Enter, tmp_path: Path
) -> None:
    request = asked_for(enter)
    decide(enter(Role.SUPERVISOR), request.id, approve=True, reasons="fine")
    eva = enter(Role.EVALUATOR)
    let_out(eva, package(), tmp_path / "out", **WHOM)
    with open_register(eva) as register:
        assert register.verify_audit().ok
        lines = register.rows("SELECT user, deed FROM audit ORDER BY id")
    assert [tuple(line) for line in lines] == [
        ("eva", "ask to release figures"),
        ("sol", "approve a release"),
        ("eva", "release figures"),
        ("eva", "write an approved package"),
    ]


def test_nobody_decides_about_their_own_request(enter: Enter) -> None:
    request = asked_for(enter)
    for approve in (True, False):
        with pytest.raises(Refused, match="own request"):
            decide(enter(Role.EVALUATOR), request.id, approve=approve, reasons="fine")
    assert list_requests(enter(Role.EVALUATOR)) == [request]


def test_an_administrator_keeps_the_keys_and_has_not_the_last_word_on_figures(
    enter: Enter,
) -> None:
    request = asked_for(enter)
    ana = enter(Role.ADMINISTRATOR)
    assert not ana.may(Right.REVIEW_RELEASES)
    with pytest.raises(Refused, match="Your role"):
        decide(ana, request.id, approve=True, reasons="fine")


@pytest.mark.parametrize("approve", [True, False])
def test_a_decision_needs_reasons(enter: Enter, *, approve: bool) -> None:
    request = asked_for(enter)
    with pytest.raises(Refused, match="reasons"):
        decide(enter(Role.SUPERVISOR), request.id, approve=approve, reasons="  ")


def test_a_declined_package_cannot_leave_and_can_be_asked_for_anew(
    enter: Enter, tmp_path: Path
) -> None:
    request = asked_for(enter)
    sol = enter(Role.SUPERVISOR)
    decide(sol, request.id, approve=False, reasons="not this year")
    with pytest.raises(Refused, match="declined already"):
        decide(sol, request.id, approve=True, reasons="after all")
    eva = enter(Role.EVALUATOR)
    with pytest.raises(Refused, match="second person"):
        let_out(eva, package(), tmp_path / "out", **WHOM)
    with pytest.raises(Refused, match="no longer kept"):
        requested_candidate(eva, request.id)
    again = request_release(eva, package(), recipient=WHO, purpose=WHY)
    assert again.id != request.id
    assert [one.state for one in list_requests(eva)] == ["waiting", "declined"]


def test_one_changed_byte_needs_a_new_request(enter: Enter, tmp_path: Path) -> None:
    request = asked_for(enter)
    decide(enter(Role.SUPERVISOR), request.id, approve=True, reasons="fine")
    eva = enter(Role.EVALUATOR)
    with pytest.raises(Refused, match="second person"):
        let_out(eva, package(b"sex,count\r\n1,21\r\n"), tmp_path / "out", **WHOM)
    other = package()
    smuggled = replace(other, files={**other.files, "tables/referrals.csv": b"1,21\r\n"})
    more = replace(other, files={**other.files, "names.csv": b"x"})
    for candidate in (smuggled, more):
        with pytest.raises(Refused, match="manifest"):
            let_out(eva, candidate, tmp_path / "out", **WHOM)
        with pytest.raises(Refused, match="manifest"):
            request_release(eva, candidate, recipient=WHO, purpose=WHY)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "whom",
    [WHOM | {"recipient": "Somebody else"}, WHOM | {"purpose": "Something else"}, {}],
)
def test_a_yes_is_for_one_recipient_and_one_purpose(
    enter: Enter, tmp_path: Path, whom: Whom
) -> None:
    request = asked_for(enter)
    decide(enter(Role.SUPERVISOR), request.id, approve=True, reasons="fine")
    with pytest.raises(Refused, match="second person"):
        let_out(enter(Role.EVALUATOR), package(), tmp_path / "out", **whom)


def test_asked_for_twice_it_is_one_request(enter: Enter) -> None:
    request = asked_for(enter)
    assert asked_for(enter) == request
    other = request_release(enter(Role.EVALUATOR), package(), recipient="County", purpose="p")
    assert other.id != request.id
    assert len(list_requests(enter(Role.EVALUATOR))) == 2


@pytest.mark.parametrize("whom", [WHOM | {"recipient": " "}, WHOM | {"purpose": ""}])
def test_a_request_says_for_whom_and_what_for(enter: Enter, whom: Whom) -> None:
    with pytest.raises(Refused, match="for whom"):
        request_release(enter(Role.EVALUATOR), package(), **whom)


def test_a_request_is_withdrawn_by_whoever_asked_and_by_nobody_else(
    enter: Enter, tmp_path: Path
) -> None:
    request = asked_for(enter)
    with pytest.raises(Refused, match="eva's"):
        withdraw(enter(Role.SUPERVISOR), request.id)
    decide(enter(Role.SUPERVISOR), request.id, approve=True, reasons="fine")
    eva = enter(Role.EVALUATOR)
    assert withdraw(eva, request.id).state == "withdrawn"
    with pytest.raises(Refused, match="withdrawn already"):
        withdraw(eva, request.id)
    with pytest.raises(Refused, match="second person"):
        let_out(eva, package(), tmp_path / "out", **WHOM)
    with pytest.raises(Refused, match="withdrawn already"):
        decide(enter(Role.SUPERVISOR), request.id, approve=True, reasons="fine")


def test_the_rule_follows_who_is_there_until_it_is_set(enter: Enter) -> None:
    eva = enter(Role.EVALUATOR)
    assert review_rule(eva) is None
    assert (review_needed(eva), review_phrase(eva), reviewers(eva)) == (True, APPROVED, ["sol"])
    with pytest.raises(Refused, match="Your role"):
        set_review(eva, on=False)
    sol = enter(Role.SUPERVISOR)
    set_review(sol, on=False)
    assert (review_needed(sol), review_phrase(sol)) == (False, SWITCHED_OFF)
    set_review(enter(Role.ADMINISTRATOR), on=True)
    assert review_needed(enter(Role.EVALUATOR))
    set_review(enter(Role.SUPERVISOR), None)
    assert review_rule(enter(Role.EVALUATOR)) is None


def test_alone_in_the_office_one_is_not_stopped_but_the_package_says_so(
    pier: Path, tmp_path: Path
) -> None:
    with offices.at_desk(pier) as ana:
        for slot, name, _role in ana.home.users():
            if name in ("sol", "eva"):
                ana.home.remove_user(slot)
        assert (review_needed(ana), review_phrase(ana)) == (False, NOBODY)
        released = let_out(ana, package(review=NOBODY), tmp_path / "out")
        assert released.release.review == NOBODY
        set_review(ana, on=True)
        with pytest.raises(Refused, match="nobody yet"):
            let_out(ana, package(b"other", review=APPROVED), tmp_path / "next")


def test_a_package_that_claims_a_second_person_needs_one_whatever_the_rule(
    enter: Enter, tmp_path: Path
) -> None:
    sol = enter(Role.SUPERVISOR)
    set_review(sol, on=False)
    for claim in (APPROVED, NOBODY):
        with pytest.raises(Refused, match="rule about reviews has changed"):
            let_out(sol, package(review=claim), tmp_path / "out")
    let_out(sol, package(review=SWITCHED_OFF), tmp_path / "out")
    set_review(sol, on=True)
    with pytest.raises(Refused, match="rule about reviews has changed"):
        request_release(sol, package(review=SWITCHED_OFF), recipient=WHO, purpose=WHY)


def test_let_out_again_the_line_is_kept_and_another_recipient_has_one_of_its_own(
    enter: Enter, tmp_path: Path
) -> None:
    sol = enter(Role.SUPERVISOR)
    set_review(sol, on=False)
    candidate = package(review=SWITCHED_OFF)
    first = let_out(sol, candidate, tmp_path / "one", **WHOM)
    again = let_out(sol, candidate, tmp_path / "two", **WHOM)
    assert (first.again, again.again) == (False, True)
    assert again.release == first.release
    other = let_out(sol, candidate, tmp_path / "three", recipient="County", purpose="p")
    assert not other.again
    assert len(list_releases(sol)) == 2


def test_a_locked_package_holds_the_same_files(enter: Enter, tmp_path: Path) -> None:
    sol = enter(Role.SUPERVISOR)
    set_review(sol, on=False)
    candidate = package(review=SWITCHED_OFF)
    place = tmp_path / "package.age"
    released = let_out(sol, candidate, place, encryption=Encryption("eleven words"), **WHOM)
    assert released.files == (place,)
    assert decrypt(place.read_bytes(), passphrase="eleven words") == dict(candidate.files)
    with pytest.raises(Refused, match="there already"):
        let_out(sol, candidate, place, encryption=Encryption("eleven words"), **WHOM)


def test_a_folder_that_cannot_be_written_leaves_the_approved_request_as_it_is(
    enter: Enter, tmp_path: Path
) -> None:
    request = asked_for(enter)
    decide(enter(Role.SUPERVISOR), request.id, approve=True, reasons="fine")
    eva = enter(Role.EVALUATOR)
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(Refused, match="could not be written"):
        let_out(eva, package(), tmp_path / "file" / "out", **WHOM)
    assert list_requests(eva)[0].state == "approved"
    candidate = requested_candidate(eva, request.id)
    assert let_out(eva, candidate, tmp_path / "out", **WHOM).again  # the line came first
    assert list_requests(eva)[0].state == "written"


def test_a_disk_that_is_full_leaves_nothing_behind(enter: Enter) -> None:
    sol = enter(Role.SUPERVISOR)
    set_review(sol, on=False)
    place = Path("/dev/full/out")
    with pytest.raises(Refused):
        let_out(sol, package(review=SWITCHED_OFF), place)


def test_a_copy_of_the_figures_that_is_gone_is_said_so(enter: Enter, tmp_path: Path) -> None:
    sol = enter(Role.SUPERVISOR)
    set_review(sol, on=False)
    candidate = replace(package(review=SWITCHED_OFF), period="state-0123456789abcdef")
    with pytest.raises(Refused, match="gone"):
        let_out(sol, candidate, tmp_path / "out")
    assert list_releases(sol) == []


def test_requests_are_for_those_who_open_the_figures(enter: Enter) -> None:
    request = asked_for(enter)
    cam = enter(Role.CASE_MANAGER)
    for deed in (
        lambda: list_requests(cam),
        lambda: requested_candidate(cam, request.id),
        lambda: approved(cam, package()),
        lambda: review_needed(cam),
        lambda: request_release(cam, package(), recipient=WHO, purpose=WHY),
        lambda: withdraw(cam, request.id),
    ):
        with pytest.raises(Refused, match="Your role"):
            deed()
