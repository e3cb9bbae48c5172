"""The happy path of every command, in the order a newcomer takes."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ati_desktop.models.users import Role
from tests.casework.offices import PASSWORD
from tests.commands.conftest import House, Typed, spawn
from tests.imports.samples import cells, write_mapping, write_table
from tests.reports.papers import text_of

SPEC = 'title = "Small"\nmeasures = ["referrals", "admissions"]\nby = ["sex"]\n'


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    path = tmp_path / "spec.toml"
    path.write_text(SPEC, encoding="utf-8")
    return path


def test_a_newcomer_makes_an_office_lets_somebody_in_and_checks(tmp_path: Path) -> None:
    home, sheet = tmp_path / "office", tmp_path / "sheet.pdf"
    first, second = tmp_path / "pw1", tmp_path / "pw2"
    first.write_text(PASSWORD + "\n", encoding="utf-8")
    second.write_text("four lanterns over water\n", encoding="utf-8")
    made = spawn(
        "create", "--home", home, "--user", "ana", "--office", "Pier 4",
        "--password-file", first, "--recovery-sheet", sheet,
    )  # fmt: skip
    assert (made.code, made.err) == (0, "")
    assert str(sheet) in made.out
    text = text_of(sheet.read_bytes())
    assert "Pier 4" in text
    # The code is on the sheet and nowhere on the screen.
    groups = re.findall(r"\b[0-9A-Z]{5}\b", text)
    assert groups
    assert not [group for group in groups if group in made.out]

    both = f"{PASSWORD}\nfour lanterns over water\n"
    added = spawn(
        "user", "add", "--home", home, "--user", "ana", "--password-file", "-",
        "--name", "eva", "--role", "evaluator", "--new-password-file", "-", stdin=both,
    )  # fmt: skip
    assert (added.code, added.out) == (0, "eva may now sign in as evaluator.\n")

    checked = spawn("check", "--home", home, "--user", "eva", "--password-file", second)
    assert checked.code == 0
    assert all(line.startswith("ok ") for line in checked.out.splitlines())


def test_without_a_sheet_the_recovery_code_is_shown_once(typed: Typed, tmp_path: Path) -> None:
    pw = tmp_path / "pw"
    pw.write_text(PASSWORD, encoding="utf-8")
    made = typed("create", "--home", tmp_path / "o", "--user", "ana", "--password-file", pw)
    assert made.code == 0
    assert re.search(r"^ {4}(\S{5}-){3,}\S{5}$", made.out, re.MULTILINE)


def test_find_shows_who_is_meant(strong_house: House) -> None:
    said = spawn("find", *strong_house.who(), "nunez")
    assert (said.code, said.err) == (0, "")
    assert said.out == f"{strong_house.reference}  Núñez, Ngọc  1991-03\n"


def test_find_finds_nobody_and_says_so(house: House, typed: Typed) -> None:
    said = typed("find", *house.who(), "xyzzy")
    assert (said.code, said.out, said.err) == (0, "", "Nobody found.\n")


def test_find_as_json_has_the_documented_shape(house: House, typed: Typed) -> None:
    said = typed("find", *house.who(), "--json", "2026-DM-1")
    assert json.loads(said.out) == {
        "found": [
            {
                "reference": house.reference,
                "name": "Núñez, Ngọc",
                "born": "1991-03",
                "why": "docket",
            }
        ],
        "total": 1,
    }
    nobody = typed("find", *house.who(), "--json", "xyzzy")
    assert (json.loads(nobody.out), nobody.err) == ({"found": [], "total": 0}, "")
    others = json.loads(typed("find", *house.who(), "--json", "Somebody").out)["found"]
    assert len(others) == 12
    assert all(one["born"] is None and one["why"] == "name" for one in others)


def test_names_are_written_as_utf_8_whatever_the_system_says(strong_house: House) -> None:
    said = spawn("find", *strong_house.who(), "nunez", LANG="C", PYTHONIOENCODING="ascii")
    assert (said.code, said.err) == (0, "")
    assert "Ngọc" in said.out


def test_a_paper_is_printed_into_a_file(strong_house: House, tmp_path: Path) -> None:
    out = tmp_path / "paper.pdf"
    said = spawn(
        "paper", "referral-summary", *strong_house.who(Role.CASE_MANAGER),
        "--participant", strong_house.reference, "--recipient", "circuit court",
        "--purpose", "referral", "--out", out,
    )  # fmt: skip
    assert said.code == 0
    print_id = said.out.split()[-1]
    text = text_of(out.read_bytes())
    assert "Núñez, Ngọc" in text
    assert print_id in text
    assert "left out" in said.err
    assert "Offences" in said.err


def import_words(house: House, folder: Path) -> tuple[list[str | Path], Path]:
    mapping = write_mapping(folder)
    table = write_table(
        folder, cells(ROW="1", PERSON="p1"), cells(ROW="2", PERSON="p2", REFERRED="soon")
    )
    return ["import", *house.who(), "--mapping", mapping, table], table


def test_a_dry_run_shows_the_plan_and_changes_nothing(
    house: House, typed: Typed, tmp_path: Path
) -> None:
    words, _ = import_words(house, tmp_path)
    said = typed(*words, "--dry-run")
    assert said.code == 0
    assert said.out.startswith(
        "2 rows: 1 new, 0 already here, 0 twice in the file, 0 changed at the source, 1 rejected."
    )
    assert "Would make 1 participants." in said.out
    assert "line 3" in said.err
    assert typed("find", *house.who(), "Okonkwo").out == ""


def test_a_run_of_which_most_is_rejected_keeps_its_good_rows_and_ends_with_1(
    house: House, typed: Typed, tmp_path: Path
) -> None:
    rows = [cells(ROW=str(at), PERSON="p1", REFERRED="soon") for at in (2, 3)]
    table = write_table(tmp_path, cells(ROW="1", PERSON="p1"), *rows)
    said = typed("import", *house.who(), "--mapping", write_mapping(tmp_path), table)
    assert said.code == 1
    assert said.out.startswith("3 rows: 1 new, 0 already here")
    assert "2 times: REFERRED: a value is no date in the form of the mapping" in said.err
    assert "Okonkwo" in typed("find", *house.who(), "Okonkwo").out


def test_a_row_that_changed_at_its_source_is_said_and_written(
    house: House, typed: Typed, tmp_path: Path
) -> None:
    words = ["import", *house.who(), "--mapping", write_mapping(tmp_path)]
    typed(*words, write_table(tmp_path, cells(REFERRED="05/02/2024")))
    changed = write_table(tmp_path, cells(REFERRED="06/02/2024"), name="later.csv")
    said = typed(*words, changed, "--changes", tmp_path / "changes.csv")
    assert (said.code, "1 changed at the source" in said.out) == (0, True)
    assert "line 2 changed at its source, not taken in: referral.referred_on" in said.err
    written = (tmp_path / "changes.csv").read_text(encoding="utf-8-sig")
    assert "referral.referred_on: 2024-02-05 -> 2024-02-06" in written


def test_the_plan_as_json_has_the_documented_shape(
    house: House, typed: Typed, tmp_path: Path
) -> None:
    words, table = import_words(house, tmp_path)
    plan: dict[str, Any] = json.loads(typed(*words, "--dry-run", "--json").out)
    assert plan.pop("committed") is False
    assert plan["mapping"] == {"name": "small", "version": 1}
    assert plan["file"]["sha256"] == hashlib.sha256(table.read_bytes()).hexdigest()
    assert plan["rows"] == {
        "total": 2, "new": 1, "already_there": 0, "repeated": 0, "rejected": 1,
        "changed": 0, "cleaned": 0,
    }  # fmt: skip
    assert plan["created"]["participants"] == 1
    (row,) = plan["rejected"]
    assert set(row) >= {"line", "problems"}
    assert row["line"] == 3
    assert set(plan) == {
        "mapping", "file", "rows", "created", "doubts", "for_information", "unknown_words",
        "reasons", "rejected", "changed", "known_elsewhere", "digest",
    }  # fmt: skip
    done: dict[str, Any] = json.loads(typed(*words, "--json").out)
    assert done.pop("committed") is True
    assert done == plan


def test_an_import_is_done_once_and_its_rejects_can_be_mended(
    house: House, typed: Typed, tmp_path: Path
) -> None:
    words, _ = import_words(house, tmp_path)
    rejects = tmp_path / "rejects.csv"
    said = typed(*words, "--rejects", rejects)
    assert said.code == 0
    assert "Made 1 participants." in said.out
    assert f"1 rejected rows are in {rejects}" in said.err
    again = typed(*words)
    assert "0 new, 1 already here" in again.out
    mended = tmp_path / "mended.csv"
    mended.write_bytes(rejects.read_bytes().replace(b"soon", b"06/02/2024"))
    mapping = words[words.index("--mapping") + 1]
    third = typed("import", *house.who(), "--mapping", mapping, mended)
    assert "1 new" in third.out


def test_a_cohort_file_is_kept_for_comparison(house: House, typed: Typed, tmp_path: Path) -> None:
    mapping, table = tmp_path / "men.toml", tmp_path / "men.csv"
    mapping.write_text(COHORT, encoding="utf-8")
    rows = "".join(f"{week},{week % 2},{week % 3}\n" for week in range(1, 41))
    table.write_text(f"week,arrest,fin\n{rows}", encoding="utf-8")
    said = typed("import-cohort", *house.who(), "--mapping", mapping, table)
    assert (said.code, said.err) == (0, "")
    assert said.out == "Kept as men: 40 rows.\n"


COHORT = """\
name = "men"
version = 1
title = "Released men"
source = "Invented"
[file]
delimiter = ","
[time]
column = "week"
unit = "weeks"
[event]
column = "arrest"
happened = "1"
not_happened = "0"
[[group]]
column = "fin"
title = "Group"
[group.labels]
"0" = "First"
"1" = "Second"
"2" = "Third"
"""


def test_figures_are_shown_and_marked_as_internal(house: House, typed: Typed, spec: Path) -> None:
    said = typed("measures", *house.who(Role.EVALUATOR), "--spec", spec)
    assert said.code == 0
    assert "Referrals [all]: 13" in said.out
    assert said.err == "Internal figures: not protected, not for release.\n"
    data = json.loads(typed("measures", *house.who(), "--spec", spec, "--json").out)
    assert data["not_for_release"] is True
    assert [one["value"] for one in data["figures"] if not one["group"]] == [13, 0]


def test_the_figures_are_rebuilt(house: House, typed: Typed) -> None:
    said = typed("refresh", *house.who())
    assert (said.code, said.err) == (0, "")
    assert re.fullmatch(r"The figures are as of \d{4}-\d\d\.\n", said.out)


def test_a_release_is_written_and_the_same_one_is_known_again(
    house: House, typed: Typed, spec: Path, tmp_path: Path
) -> None:
    first, second = tmp_path / "r1", tmp_path / "r2"
    said = typed("release", *house.who(Role.EVALUATOR), "--spec", spec, "--out", first)
    assert (said.code, said.err) == (0, "")
    assert re.search(r"R-[0-9a-f]{16} {2}\d+ files", said.out)
    again = typed("release", *house.who(Role.EVALUATOR), "--spec", spec, "--out", second)
    assert again.err == "These are the same bytes as an earlier release.\n"
    assert {path.name: path.read_bytes() for path in first.glob("*.*")} == {
        path.name: path.read_bytes() for path in second.glob("*.*")
    }


def test_check_says_of_every_store_that_it_is_whole(house: House, typed: Typed) -> None:
    said = typed("check", *house.who())
    assert (said.code, said.err) == (0, "")
    assert {line.split()[1].rstrip(":") for line in said.out.splitlines()} == {
        "working.db", "register.db", "evaluation.db",
    }  # fmt: skip
    data = json.loads(typed("check", *house.who(), "--json").out)
    assert data["whole"] is True
    assert all(set(one) == {"what", "said", "ok"} for one in data["checks"])


def test_an_output_that_nobody_reads_to_its_end_is_no_fault(strong_house: House) -> None:
    words = ["find", *strong_house.who(), "--json", "Somebody"]
    with subprocess.Popen(
        [sys.executable, "-m", "ati_desktop", *map(str, words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0
