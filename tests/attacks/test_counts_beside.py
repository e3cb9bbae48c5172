"""Attacks on what is counted beside the tables: people beside referrals, doubts beside the rest.

The attacker reads receipt and methods as anybody does, the printed papers by their text, and
subtracts. Planted is what packages said before these numbers stood in the one system.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

from ati_desktop.casework.release_papers import papers_for
from ati_desktop.disclosure.sealed import protect, seal
from ati_desktop.evaluation.compute import evaluate
from ati_desktop.evaluation.data import EvaluationData
from ati_desktop.evaluation.spec import Spec
from ati_desktop.exports.package import release_files
from ati_desktop.exports.writing import write_files
from tests.evaluation.courses import data, referral
from tests.exports.packages import ABOUT

K = 11
Said = tuple[str, str]
"""Two numbers, one of them a part of the other, as a file says them."""


def office(people: int, twice: int, doubted: int) -> EvaluationData:
    """Return people with a referral each, a second one of some, and records in doubt."""
    names = [f"p{at:03}" for at in range(people)]
    once = [
        referral(name, program="DC" if at % 3 else "VC", doubts="late" if at < doubted else "")
        for at, name in enumerate(names)
    ]
    return data((), [*once, *(referral(name, 2, program="DC") for name in names[:twice])])


def package(found: EvaluationData, folder: Path, **asked: object) -> Path:
    spec = Spec("Receipts", **{"by": ("program",), "measures": ("referrals",), **asked})  # type: ignore[arg-type]
    sealed = seal(protect(evaluate(found, spec), K))
    write_files(release_files(sealed, papers_for(sealed, ABOUT), ABOUT), folder)
    return folder


def paper(path: Path) -> str:
    return " ".join(page.extract_text() for page in PdfReader(path).pages).replace("\n", " ")


def people_beside(folder: Path) -> Iterator[Said]:
    """Yield people and referrals from every file that says both."""
    receipt = json.loads((folder / "receipt.json").read_text(encoding="utf-8"))
    yield str(receipt["people"]), str(receipt["referrals"])
    lines = dict(
        line.split(": ", 1)
        for line in (folder / "receipt.txt").read_text(encoding="utf-8").splitlines()
        if ": " in line
    )
    yield lines["people"], lines["referrals"]
    for name in ("receipt.pdf", "docs/methods.pdf"):
        found = re.search(r"(\S+) rows of the cohort, (\S+) people", paper(folder / name))
        assert found, name
        yield found[2].replace(",", ""), found[1].replace(",", "")


def doubts_beside(folder: Path) -> Iterator[Said]:
    """Yield each doubt's count and all referrals."""
    receipt = json.loads((folder / "receipt.json").read_text(encoding="utf-8"))
    for count in receipt["doubtful records kept"].values():
        yield str(count), str(receipt["referrals"])


def small(pairs: Iterator[Said]) -> list[int]:
    """Return every number from 1 to 10 that is said, or left when one is taken from the other."""
    found = [(int(part), int(whole)) for part, whole in pairs if "s" not in (part, whole)]
    numbers = [number for part, whole in found for number in (part, whole - part)]
    return sorted(number for number in numbers if 0 < number < K)


def plant(folder: Path, weak: Path, changes: dict[str, object]) -> Path:
    """Write the true numbers into a copy of a package's receipt, as was done before."""
    shutil.copytree(folder, weak)
    path = weak / "receipt.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(content | changes), encoding="utf-8")
    return weak


def test_attack_06_nobody_counts_the_second_referrals_of_few_people(tmp_path: Path) -> None:
    ours = package(office(288, 1, 0), tmp_path / "ours")
    assert small(people_beside(ours)) == []
    assert {part for part, _ in people_beside(ours)} == {"s"}
    assert {whole for _, whole in people_beside(ours)} == {"289"}
    assert small(people_beside(plant(ours, tmp_path / "weak", {"people": 288}))) == [1]


@pytest.mark.parametrize(("people", "twice"), [(288, 0), (288, 11), (288, 100), (20, 15)])
def test_people_are_said_where_enough_have_a_second_referral_or_nobody(
    people: int, twice: int, tmp_path: Path
) -> None:
    ours = package(office(people, twice, 0), tmp_path / "ours")
    assert set(people_beside(ours)) == {(str(people), str(people + twice))}


@pytest.mark.parametrize(
    ("doubted", "said"), [(2, "s"), (39, "s"), (41, "s"), (11, "11"), (30, "30")]
)
def test_attack_06_nobody_counts_the_few_records_without_a_doubt(
    doubted: int, said: str, tmp_path: Path
) -> None:
    ours = package(office(41, 0, doubted), tmp_path / "ours")
    assert list(doubts_beside(ours)) == [(said, "41")]
    assert small(doubts_beside(ours)) == []
    weak = plant(ours, tmp_path / "weak", {"doubtful records kept": {"late": doubted}})
    assert small(doubts_beside(weak)) == [each for each in (doubted, 41 - doubted) if 0 < each < K]


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("programs", "last", "people", "doubt"),
    [(("DC", "VC"), "2012", 288, 5), (("BR9",), "2011-11", 41, 39)],
)
def test_attack_06_the_countys_receipts_tell_of_no_few(
    programs: tuple[str, ...], last: str, people: int, doubt: int, tmp_path: Path
) -> None:
    from tests.evaluation.real_files import county  # noqa: PLC0415 - only where the file is there

    first = "2012" if last == "2012" else None
    asked = {"by": ("sex",), "programs": programs, "first": first, "last": last}
    found = evaluate(county(), Spec("County", measures=("referrals",), **asked))  # type: ignore[arg-type]
    assert found.cohort.people == people
    assert doubt in found.doubts.values()
    ours = package(county(), tmp_path / "ours", **asked)
    assert small(people_beside(ours)) == []
    assert small(doubts_beside(ours)) == []
    said = {"people": people, "doubtful records kept": found.doubts}
    weak = plant(ours, tmp_path / "weak", said)
    assert small(people_beside(weak)) + small(doubts_beside(weak))
