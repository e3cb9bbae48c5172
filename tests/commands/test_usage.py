"""Wrong usage, help and passwords: what a newcomer meets first."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ati_desktop import __version__
from ati_desktop.cli import Commands, build_parser
from tests.commands.conftest import House, Said, Typed, spawn

HOME = ("--home", "/nowhere", "--user", "u")
PROGRESS = re.compile(r"[A-Z][a-z ]+: \d+%")
WRONG: dict[str, tuple[str, ...]] = {
    "an unknown command": ("frobnicate",),
    "an unknown option": ("check", *HOME, "--fast"),
    "a shortened option": ("check", "--hom", "/nowhere", "--user", "u"),
    "no home": ("check", "--user", "u"),
    "no user": ("find", "--home", "/nowhere", "okonkwo"),
    "no text to find": ("find", *HOME),
    "two texts to find": ("find", *HOME, "ngozi", "okonkwo"),
    "user without a deed": ("user",),
    "an unknown role": ("user", "add", *HOME, "--name", "n", "--role", "king",
                        "--new-password-file", "f"),
    "no new password file": ("user", "add", *HOME, "--name", "n", "--role", "liaison"),
    "no mapping": ("import", *HOME, "file.csv"),
    "no file": ("import", *HOME, "--mapping", "m.toml"),
    "no cohort file": ("import-cohort", *HOME, "--mapping", "m.toml"),
    "paper without a paper": ("paper",),
    "an unknown paper": ("paper", "love-letter", *HOME),
    "no recipient": ("paper", "referral-summary", *HOME, "--participant", "P", "--purpose", "x",
                     "--out", "o"),
    "no specification": ("measures", *HOME),
    "no folder for the release": ("release", *HOME, "--spec", "s.toml"),
    "a number that is none": ("demo", "--participants", "many"),
    "no code file's owner": ("recover", "--home", "/nowhere"),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_wrong_usage_is_told_on_stderr_and_ends_with_2(typed: Typed, what: str) -> None:
    said = typed(*WRONG[what])
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("usage: ati-desktop")


def parsers(
    parser: argparse.ArgumentParser, words: tuple[str, ...] = ()
) -> Iterator[tuple[str, ...]]:
    yield words
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            inner: Commands = action
            for name, one in inner.choices.items():
                yield from parsers(one, (*words, name))


@pytest.mark.parametrize("words", list(parsers(build_parser())), ids=" ".join)
def test_every_command_helps(typed: Typed, words: tuple[str, ...]) -> None:
    said = typed(*words, "--help")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("usage: ati-desktop")
    assert len(said.out.splitlines()) > 3


def test_every_command_is_in_the_documentation() -> None:
    text = (Path(__file__).parents[2] / "docs" / "commands.md").read_text(encoding="utf-8")
    commands = [" ".join(words) for words in parsers(build_parser()) if words]
    leaves = [one for one in commands if not any(two.startswith(f"{one} ") for two in commands)]
    assert [one for one in leaves if f"ati-desktop {one}" not in text] == []


def test_the_version_is_said(typed: Typed) -> None:
    assert typed("--version") == Said(0, f"ati-desktop {__version__}\n", "")


def test_without_a_display_the_window_is_refused_in_words() -> None:
    for words in ((), ("--home", "/nowhere")):
        said = spawn(*words)
        assert (said.code, said.out) == (1, "")
        assert said.err.count("\n") == 1
        assert "no display" in said.err


def test_a_password_is_read_from_a_file_or_from_standard_input(strong_house: House) -> None:
    own = ("find", "--home", strong_house.home, "--user", "ana", "--json", "nobody at all")
    password = strong_house.password.read_text(encoding="utf-8")
    for file, stdin in ((strong_house.password, ""), ("-", password)):
        said = spawn(*own, "--password-file", file, stdin=stdin)
        assert (said.code, said.err) == (0, "")


@pytest.mark.parametrize(
    "content",
    ["seven quiet rivers run", "seven quiet rivers run\r\nsecond line\n",
     "\ufeffseven quiet rivers run\n"],
)  # fmt: skip
def test_only_the_first_line_of_a_password_file_counts(
    house: House, typed: Typed, tmp_path: Path, content: str
) -> None:
    file = tmp_path / "pw"
    file.write_bytes(content.encode())
    said = typed("find", "--home", house.home, "--user", "ana", "--password-file", file, "x")
    assert said.code == 0


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"", "empty"), (b"\n", "empty"), (b"\xff\xfe\x00", "cannot be read"),
     (b"not the password\n", "not right")],
)  # fmt: skip
def test_a_password_file_that_is_of_no_use_is_refused(
    house: House, typed: Typed, tmp_path: Path, content: bytes, told: str
) -> None:
    file = tmp_path / "pw"
    file.write_bytes(content)
    said = typed("check", "--home", house.home, "--user", "ana", "--password-file", file)
    refused(said, told)


def test_a_password_file_that_is_not_there_is_refused(house: House, typed: Typed) -> None:
    own = ("check", "--home", house.home, "--user", "ana", "--password-file")
    refused(typed(*own, "/nowhere/pw"), "cannot be read")
    refused(typed(*own, house.home), "cannot be read")


def test_without_a_terminal_nobody_is_asked(strong_house: House) -> None:
    said = spawn("check", "--home", strong_house.home, "--user", "ana")
    refused(said, "--password-file")


def test_standard_input_that_is_empty_is_an_empty_password(strong_house: House) -> None:
    said = spawn("check", "--home", strong_house.home, "--user", "ana", "--password-file", "-")
    refused(said, "empty")


def refused(said: Said, told: str) -> None:
    """A refusal: 1, one sentence on stderr (after progress, where it took long), no stdout."""
    assert (said.code, said.out) == (1, "")
    (sentence,) = [line for line in said.err.splitlines() if not PROGRESS.fullmatch(line)]
    assert sentence.endswith(".")
    assert told in sentence
