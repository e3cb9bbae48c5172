"""release, requests, review, withdraw, review-rule, freeze and releases, as they are typed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from ati_desktop.casework.office import add_user, sign_in
from ati_desktop.exports.encryption import decrypt
from ati_desktop.models.users import Role
from tests.casework.offices import CHEAP, NAMES, PASSWORD
from tests.commands.conftest import House, Typed

TO = ["--recipient", "State University", "--purpose", "Yearly report"]
EVA, SOL = Role.EVALUATOR, Role.SUPERVISOR


@pytest.fixture
def pair(house: House) -> House:
    """An office with an evaluator and a supervisor, so that one looks after the other."""
    desk = sign_in(house.home, NAMES[Role.ADMINISTRATOR], PASSWORD, minimum=CHEAP)
    add_user(desk, NAMES[SOL], SOL, PASSWORD)
    desk.close()
    return house


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    path = tmp_path / "spec.toml"
    path.write_text('title = "All of us"\nmeasures = ["referrals"]\nby = []\n', encoding="utf-8")
    return path


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_release_is_asked_for_approved_by_another_and_written(
    pair: House, typed: Typed, spec: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    asking = ["release", *pair.who(EVA), "--spec", spec, "--out", out, *TO]
    said = typed(*asking)
    assert said.code == 1
    (request,) = re.findall(r"^(Q-[0-9a-f]{12})  waiting$", said.out, re.MULTILINE)
    assert "second person" in said.err
    assert "sol" in said.err
    assert not out.exists()
    assert typed(*asking).out == said.out  # found, not made once more
    listed = typed("requests", *pair.who(SOL))
    assert (listed.code, listed.out.count("\n")) == (0, 1)
    assert f"{request}  waiting  figures  All of us  for State University" in listed.out
    early = typed("release", *pair.who(EVA), "--request", request, "--out", out)
    assert (early.code, "waits for a second person" in early.err) == (1, True)
    own = typed("review", *pair.who(EVA), request, "--approve", "--reasons", "mine")
    assert (own.code, "own request" in own.err) == (1, True)
    done = typed("review", *pair.who(SOL), request, "--approve", "--reasons", "As agreed")
    assert (done.code, done.out) == (0, f"{request}  approved\n")
    written = typed("release", *pair.who(EVA), "--request", request, "--out", out)
    assert (written.code, written.err) == (0, "")
    assert re.search(r"R-[0-9a-f]{16}  \d+ files", written.out)
    assert b"approved by a second person" in (out / "receipt.txt").read_bytes()


def test_what_was_written_is_listed_and_known_again(
    pair: House, typed: Typed, spec: Path, tmp_path: Path
) -> None:
    out, second = tmp_path / "out", tmp_path / "two"
    asking = ["release", *pair.who(EVA), "--spec", spec, *TO, "--out"]
    request = typed(*asking, out).out.split()[0]
    typed("review", *pair.who(SOL), request, "--approve", "--reasons", "As agreed")
    assert typed(*asking, out).code == 0  # the same command, once it is approved
    again = typed(*asking, second)
    assert (again.code, "same bytes" in again.err) == (0, True)
    assert contents(second) == contents(out)
    (one,) = json.loads(typed("requests", *pair.who(SOL), "--json").out)
    assert (one["id"], one["state"], one["decided_by"]) == (request, "written", "sol")
    assert one["summary"]["earlier releases"] == "0"
    (line,) = json.loads(typed("releases", *pair.who(SOL), "--json").out)
    assert (line["request_id"], line["recipient"]) == (request, "State University")
    assert line["period"].startswith("state-")
    assert "printed" not in line
    assert "for State University" in typed("releases", *pair.who(SOL)).out


def test_a_declined_or_withdrawn_request_writes_nothing(
    pair: House, typed: Typed, spec: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    for end in ("decline", "withdraw"):
        said = typed("release", *pair.who(EVA), "--spec", spec, "--out", out, *TO)
        request = said.out.split()[0]
        if end == "decline":
            words = ["review", *pair.who(SOL), request, "--decline", "--reasons", "Not this year"]
        else:
            words = ["withdraw", *pair.who(EVA), request]
        assert typed(*words).code == 0
        assert typed("release", *pair.who(EVA), "--request", request, "--out", out).code == 1
    assert not out.exists()


def test_without_a_recipient_nobody_is_asked(
    pair: House, typed: Typed, spec: Path, tmp_path: Path
) -> None:
    said = typed("release", *pair.who(EVA), "--spec", spec, "--out", tmp_path / "out")
    assert (said.code, said.out) == (1, "")
    assert "for whom" in said.err


def test_the_rule_is_shown_and_set(pair: House, typed: Typed, spec: Path, tmp_path: Path) -> None:
    shown = typed("review-rule", *pair.who(EVA), "--ask")
    assert "not set" in shown.out
    assert "approved by a second person" in shown.out
    assert typed("review-rule", *pair.who(EVA), "--off").code == 1
    assert "switched off" in typed("review-rule", *pair.who(SOL), "--off").out
    out = tmp_path / "out"
    assert typed("release", *pair.who(EVA), "--spec", spec, "--out", out).code == 0
    assert b"no second person: switched off" in (out / "receipt.txt").read_bytes()
    assert "approved" in typed("review-rule", *pair.who(SOL), "--on").out


def test_a_rule_that_nobody_can_follow_is_said_to_be_one(house: House, typed: Typed) -> None:
    said = typed("review-rule", *house.who(), "--on")
    assert (said.code, said.err) == (0, "")  # the evaluator may decide about ana's
    desk = sign_in(house.home, NAMES[Role.ADMINISTRATOR], PASSWORD, minimum=CHEAP)
    (evaluator,) = [slot for slot, name, _ in desk.home.users() if name == NAMES[EVA]]
    desk.home.remove_user(evaluator)
    desk.close()
    assert "nothing you prepare can leave" in typed("review-rule", *house.who(), "--ask").err


def test_a_frozen_period_is_asked_by_its_name(
    house: House, typed: Typed, spec: Path, tmp_path: Path
) -> None:
    said = typed("freeze", *house.who(EVA), "--period", "2026-q1")
    assert re.fullmatch(r"2026-q1  figures as of \d{4}-\d\d\n", said.out)
    assert typed("freeze", *house.who(EVA), "--period", "2026-q1").code == 1
    assert typed("freeze", *house.who(EVA), "--period", "Q1 2026").code == 1
    text = spec.read_text(encoding="utf-8")
    spec.write_text(text + '[cohort]\nperiod = "2026-q1"\n', encoding="utf-8")
    first, second = tmp_path / "one", tmp_path / "two"
    assert typed("release", *house.who(EVA), "--spec", spec, "--out", first).code == 0
    (house.home / "evaluation.db").unlink()
    assert typed("release", *house.who(EVA), "--spec", spec, "--out", second).code == 0
    assert contents(first) == contents(second)
    spec.write_text(text + '[cohort]\nperiod = "2026-q9"\n', encoding="utf-8")
    gone = typed("release", *house.who(EVA), "--spec", spec, "--out", tmp_path / "three")
    assert (gone.code, "2026-q9" in gone.err) == (1, True)


def test_a_release_can_be_locked_with_a_password(
    house: House, typed: Typed, spec: Path, tmp_path: Path
) -> None:
    password = tmp_path / "package-password.txt"
    password.write_text("eleven small words\n", encoding="utf-8")
    out, plain = tmp_path / "package.age", tmp_path / "plain"
    words = ["release", *house.who(EVA), "--spec", spec, "--out"]
    said = typed(*words, out, "--encrypt-password-file", password)
    assert (said.code, said.err) == (0, "")
    assert typed(*words, plain).code == 0
    assert decrypt(out.read_bytes(), passphrase="eleven small words") == contents(plain)
    bad = typed(*words, tmp_path / "other.age", "--encrypt-for", "age1nonsense")
    assert (bad.code, "public key" in bad.err) == (1, True)
    assert not (tmp_path / "other.age").exists()
