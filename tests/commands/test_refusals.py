"""What a command refuses: 1, one sentence on stderr that says what to do, nothing on stdout."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from ati_desktop.casework.office import sign_in
from ati_desktop.cli import main
from ati_desktop.models.users import Role
from tests.casework.offices import CHEAP, PASSWORD
from tests.commands.conftest import House, Said, Typed, spawn
from tests.commands.test_usage import refused
from tests.imports.samples import cells, write_mapping, write_table

Words = list[str | Path]


def paper(house: House, out: Path, role: Role = Role.ADMINISTRATOR, **other: str) -> Words:
    said = {
        "participant": house.reference, "recipient": "Circuit Court", "purpose": "referral",
    } | other  # fmt: skip
    words: Words = ["paper", "referral-summary", *house.who(role), "--out", out]
    for name, value in said.items():
        words += [f"--{name}", value]
    return words


PAPERS: dict[str, tuple[dict[str, str], str]] = {
    "nobody has the reference": ({"participant": "P-0000-00"}, "P-0000-00"),
    "nobody has the name": ({"recipient": "the moon"}, "one organisation"),
    "there is no such purpose": ({"purpose": "gossip"}, "Choose one of: referral"),
    "the consent names another purpose": ({"purpose": "payment"}, "does not name this purpose"),
}


@pytest.mark.parametrize("why", PAPERS)
def test_a_paper_is_refused_when(house: House, typed: Typed, tmp_path: Path, why: str) -> None:
    other, told = PAPERS[why]
    out = tmp_path / "paper.pdf"
    refused(typed(*paper(house, out, **other)), told)
    assert not out.exists()


def test_a_paper_goes_into_a_folder_that_is_there(
    house: House, typed: Typed, tmp_path: Path
) -> None:
    refused(typed(*paper(house, tmp_path / "none" / "paper.pdf")), "no folder")
    refused(typed(*paper(house, tmp_path)), "is a folder")


def test_an_evaluator_gets_no_name_and_no_paper(house: House, typed: Typed, tmp_path: Path) -> None:
    refused(typed("find", *house.who(Role.EVALUATOR), "nunez"), "does not open")
    refused(typed(*paper(house, tmp_path / "p.pdf", Role.EVALUATOR)), "role")
    assert not (tmp_path / "p.pdf").exists()


@pytest.mark.parametrize(
    "words",
    [("measures", "--spec", "s.toml"), ("release", "--spec", "s.toml", "--out", "r"),
     ("refresh",), ("import", "--mapping", "small.toml", "rows.csv"),
     ("user", "add", "--name", "n", "--role", "liaison", "--new-password-file", "pw")],
    ids=" ".join,
)  # fmt: skip
def test_a_case_manager_is_refused_what_the_role_does_not_carry(
    house: House, typed: Typed, tmp_path: Path, words: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    Path("s.toml").write_text('title = "x"', encoding="utf-8")
    Path("pw").write_text(PASSWORD, encoding="utf-8")
    write_mapping(tmp_path)
    write_table(tmp_path, cells())
    count = 2 if words[0] == "user" else 1
    said = typed(*words[:count], *house.who(Role.CASE_MANAGER), *words[count:])
    refused(said, "")
    assert "role" in said.err or "administrator" in said.err
    assert not Path("r").exists()


def test_an_office_is_made_only_in_an_empty_folder(
    house: House, typed: Typed, tmp_path: Path
) -> None:
    own = ("--user", "ana", "--password-file", house.password)
    refused(typed("create", "--home", house.home, *own), "already holds something")
    weak = tmp_path / "weak"
    weak.write_text("short\n", encoding="utf-8")
    said = typed("create", "--home", tmp_path / "n", "--user", "ana", "--password-file", weak)
    refused(said, "longer password")
    assert not (tmp_path / "n").exists()


def test_no_office_is_made_whose_recovery_sheet_has_no_place(
    house: House, typed: Typed, tmp_path: Path
) -> None:
    own = ("--user", "ana", "--password-file", house.password)
    (tmp_path / "there.pdf").write_bytes(b"older")
    for sheet, told in (
        (tmp_path / "none" / "sheet.pdf", "no folder"),
        (tmp_path / "there.pdf", "there already"),
        (tmp_path, "there already"),
    ):
        said = typed("create", "--home", tmp_path / "new", *own, "--recovery-sheet", sheet)
        refused(said, told)
        assert not (tmp_path / "new").exists()
    assert (tmp_path / "there.pdf").read_bytes() == b"older"


def test_a_name_is_given_once(house: House, typed: Typed) -> None:
    said = typed(
        "user", "add", *house.who(), "--name", "eva", "--role", "liaison",
        "--new-password-file", house.password,
    )  # fmt: skip
    refused(said, "")


COMMANDS: dict[str, Callable[[House, Path], Words]] = {
    "find": lambda house, place: ["find", *house.who(), "x"],
    "check": lambda house, place: ["check", *house.who()],
    "refresh": lambda house, place: ["refresh", *house.who()],
}


@pytest.mark.parametrize("command", COMMANDS)
def test_an_office_that_is_open_elsewhere_is_left_alone(
    house: House, typed: Typed, command: str, tmp_path: Path
) -> None:
    desk = sign_in(house.home, "ana", PASSWORD, minimum=CHEAP)
    try:
        refused(typed(*COMMANDS[command](house, tmp_path)), "already open")
    finally:
        desk.close()


def test_an_office_that_another_process_has_open_is_left_alone(strong_house: House) -> None:
    desk = sign_in(strong_house.home, "ana", PASSWORD)
    try:
        refused(spawn("check", *strong_house.who()), "already open")
    finally:
        desk.close()


def test_a_keyring_that_is_cheap_to_guess_is_opened_for_nobody(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    """The cost that tests ask for is theirs alone: typed without it, the command refuses."""
    assert main([str(word) for word in ("find", *house.who(), "nunez")]) == 1
    said = capsys.readouterr()
    refused(Said(1, said.out, said.err), "keyring")


@pytest.mark.parametrize("what", ["nothing", "no keyring", "a torn keyring", "no working store",
                                  "a torn store", "a file"])  # fmt: skip
def test_a_home_that_is_not_whole_is_refused_in_one_sentence(
    house: House, typed: Typed, what: str
) -> None:
    home = house.home
    if what == "nothing":
        home = home.with_name("nowhere")
    elif what == "no keyring":
        (home / "keyring.json").unlink()
    elif what == "a torn keyring":
        (home / "keyring.json").write_bytes((home / "keyring.json").read_bytes()[:200])
    elif what == "no working store":
        (home / "working.db").unlink()
    elif what == "a torn store":
        (home / "working.db").write_bytes(b"\x00" * 8192)
    else:
        home = house.password
    before = {path.name: path.read_bytes() for path in house.home.iterdir()}
    said = typed("find", "--home", home, "--user", "ana", "--password-file", house.password, "x")
    refused(said, "")
    after = {path.name: path.read_bytes() for path in house.home.iterdir()}
    assert {name: after.get(name) for name in before} == before


def test_a_wrong_name_and_a_wrong_password_get_the_same_sentence(
    house: House, typed: Typed, tmp_path: Path
) -> None:
    wrong = tmp_path / "pw"
    wrong.write_text("not that password\n", encoding="utf-8")
    own = ("check", "--home", house.home)
    one = typed(*own, "--user", "ana", "--password-file", wrong)
    two = typed(*own, "--user", "zoe", "--password-file", house.password)
    assert one == two == Said(1, "", "The name or the password is not right.\n")


IMPORTS: dict[str, tuple[str, bytes | None, str]] = {
    "there is no mapping": ("none.toml", b"", "none.toml"),
    "the mapping is no TOML": ("torn.toml", b"", "torn.toml"),
    "there is no file": ("small.toml", None, "rows.csv"),
    "the file is empty": ("small.toml", b"", ""),
    "the file lacks columns": ("small.toml", b"A,B\n1,2\n", "lacks the columns"),
}


@pytest.mark.parametrize("why", IMPORTS)
def test_an_import_is_refused_when(house: House, typed: Typed, tmp_path: Path, why: str) -> None:
    name, content, told = IMPORTS[why]
    write_mapping(tmp_path)
    (tmp_path / "torn.toml").write_text("name = ", encoding="utf-8")
    if content is not None:
        (tmp_path / "rows.csv").write_bytes(content)
    words = ("import", *house.who(), "--mapping", tmp_path / name, tmp_path / "rows.csv")
    for more in ((), ("--dry-run",), ("--json",)):
        refused(typed(*words, *more), told)


def test_a_file_with_a_header_alone_is_refused(house: House, typed: Typed, tmp_path: Path) -> None:
    words = ("import", *house.who(), "--mapping", write_mapping(tmp_path), write_table(tmp_path))
    refused(typed(*words), "holds no rows")
    refused(typed(*words, "--json"), "holds no rows")


def test_nothing_is_imported_when_its_rejects_have_no_place(
    house: House, typed: Typed, tmp_path: Path
) -> None:
    mapping, table = write_mapping(tmp_path), write_table(tmp_path, cells(REFERRED="soon"), cells())
    words: Words = ["import", *house.who(), "--mapping", mapping, table, "--rejects"]
    refused(typed(*words, tmp_path / "none" / "r.csv"), "no folder")
    assert typed("find", *house.who(), "Okonkwo").out == ""


SPECS: dict[str, tuple[str | None, str]] = {
    "it is not there": (None, "cannot be read"),
    "it is no TOML": ("title =", "not valid TOML"),
    "it has no title": ("by = []", "title"),
    "a setting is unknown": ('title = "x"\ncolour = "blue"', "colour"),
    "a measure is unknown": ('title = "x"\nmeasures = ["luck"]', "measures"),
    "the threshold is too low": ('title = "x"\n[protection]\nthreshold = 2', "3 to 20"),
    "a program is unknown": ('title = "x"\n[cohort]\nprograms = ["ZZ"]', "ZZ"),
    "a cohort file is unknown": ('title = "x"\n[cohort_file]\nname = "zz"', "zz"),
}


@pytest.mark.parametrize("why", SPECS)
@pytest.mark.parametrize("command", ["measures", "release"])
def test_a_specification_is_refused_when(
    house: House, typed: Typed, tmp_path: Path, command: str, why: str
) -> None:
    text, told = SPECS[why]
    spec = tmp_path / "spec.toml"
    if text is not None:
        spec.write_text(text, encoding="utf-8")
    words: Words = [command, *house.who(), "--spec", spec]
    if command == "release":
        words += ["--out", tmp_path / "out"]
    refused(typed(*words), told)
    assert not (tmp_path / "out").exists()


def test_a_release_needs_a_new_folder_and_enough_people(
    house: House, typed: Typed, tmp_path: Path
) -> None:
    spec = tmp_path / "spec.toml"
    spec.write_text('title = "x"\nmeasures = ["referrals"]\nby = []\n', encoding="utf-8")
    words: Words = ["release", *house.who(), "--spec", spec, "--out"]
    refused(typed(*words, tmp_path), "already has something in it")
    spec.write_text('title = "x"\n[cohort]\nto = "2001"\n', encoding="utf-8")
    refused(typed(*words, tmp_path / "out"), "fewer than 11")
    assert not (tmp_path / "out").exists()


def test_figures_that_were_never_built_are_refused(
    house: House, typed: Typed, tmp_path: Path
) -> None:
    (house.home / "evaluation.db").unlink()
    spec = tmp_path / "spec.toml"
    spec.write_text('title = "x"', encoding="utf-8")
    refused(typed("measures", *house.who(), "--spec", spec), "")


def test_a_check_that_finds_a_torn_store_ends_with_1(house: House, typed: Typed) -> None:
    data = bytearray((house.home / "evaluation.db").read_bytes())
    data[5000:5064] = os.urandom(64)
    (house.home / "evaluation.db").write_bytes(data)
    said = typed("check", *house.who())
    assert said.code == 1
    assert "BAD" in said.out
    assert said.err.count("\n") == 1
    assert "restore" in said.err


def test_a_demo_is_refused_where_it_would_harm(typed: Typed, house: House, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    (mine / "papers").mkdir(parents=True)
    (mine / "papers" / "letter.txt").write_text("mine", encoding="utf-8")
    refused(typed("demo", "--no-window", "--out", mine), "something else named papers")
    assert (mine / "papers" / "letter.txt").read_text(encoding="utf-8") == "mine"
    refused(typed("demo", "--no-window", "--participants", "0", "--out", tmp_path / "d"), "Ask for")
    refused(typed("demo", "--no-window", "--out", house.password), "")
    # An office of real people, in the place where the demo's would be.
    refused(typed("demo", "--no-window", "--out", house.home.parent), "")
