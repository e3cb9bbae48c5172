"""Attacks on rows of people: each succeeds on a planted weakness first, then fails on our file.

The attacker knows the source file, row by row, save what is to be found out, and reads the written
files with the standard library.
"""

from __future__ import annotations

import csv
import hashlib
import hmac
import re
import shutil
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from pathlib import Path

import pytest

from tests.attacks.rows import GROUPED, QUASI, Person, leave, people, read_csv, spearman, write_csv

SOURCE = people()
Row = dict[str, str]


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return leave(tmp_path_factory.mktemp("rows"), SOURCE)


@pytest.fixture
def weak(ours: Path, tmp_path: Path) -> Path:
    return shutil.copytree(ours, tmp_path / "weak")


def rows_of(folder: Path) -> list[Row]:
    return read_csv(folder / "data" / "rows.csv")


def plant(folder: Path, rows: Sequence[Row]) -> Path:
    write_csv(folder / "data" / "rows.csv", rows)
    return folder


def fits(shown: str, known: str, *, column: str) -> bool:
    """Return whether what is shown of a person could be said of the known value."""
    if shown in ("*", known):
        return True
    if found := re.fullmatch(r"(\d+)-(\d+)", shown) if column == "age" else None:
        return int(found[1]) <= int(known) <= int(found[2])
    if column == "age" and (found := re.match(r"(\d+)", shown)):
        return int(known) >= int(found[1])
    if column == "zip":
        return known.startswith(shown.rstrip("*")) and shown.endswith("*")
    if column == "admitted" and "Q" in shown:
        year, quarter = re.split(r"[- ]?Q", shown)
        return known.startswith(year) and (int(known[5:7]) + 2) // 3 == int(quarter)
    return column == "admitted" and shown[:4] == known[:4] and len(shown) == 4


def candidates(rows: Sequence[Row], known: Person, columns: Sequence[str] = QUASI) -> list[Row]:
    """Return the rows that could be the person of whom these columns are known."""
    return [row for row in rows if all(fits(row[c], known[c], column=c) for c in columns)]


def found_out(rows: Sequence[Row]) -> int:
    """Return of how many people linkage leaves a single row."""
    return sum(len(candidates(rows, each)) == 1 for each in SOURCE)


# --- 7: rare combinations


def test_attack_07_linkage_finds_one_row_in_the_source_and_many_in_ours(
    ours: Path, weak: Path
) -> None:
    source = [{name: each[name] for name in (*QUASI, "outcome")} for each in SOURCE]
    assert found_out(rows_of(plant(weak, source))) > 800
    rows = rows_of(ours)
    assert len(rows) > 850
    counts = [len(candidates(rows, each)) for each in SOURCE]
    assert all(count == 0 or count >= 5 for count in counts)
    assert sum(count >= 5 for count in counts) > 850


def test_attack_07_no_three_columns_single_anybody_out(ours: Path, weak: Path) -> None:
    def singled_out(rows: Sequence[Row]) -> int:
        least = len(rows)
        for size in (1, 2, 3):
            for names in combinations(QUASI, size):
                seen: dict[tuple[str, ...], int] = defaultdict(int)
                for row in rows:
                    seen[tuple(row[name] for name in names)] += 1
                least = min(least, *seen.values())
        return least

    rows = rows_of(weak)
    rows[3] |= {"zip": "60699"}
    assert singled_out(rows_of(plant(weak, rows))) == 1
    assert singled_out(rows_of(ours)) >= 5


def test_attack_07_an_empty_value_is_a_value_of_its_own(ours: Path, weak: Path) -> None:
    """A person of whom the sex is not recorded is as rare as any other combination."""
    rows = rows_of(weak)
    rows[5] |= {"sex": "", "race": "", "zip": "", "age": "", "admitted": ""}
    empty = dict.fromkeys(QUASI, "")
    assert sum(all(row[n] == empty[n] for n in QUASI) for row in rows_of(plant(weak, rows))) == 1
    classes: dict[tuple[str, ...], int] = defaultdict(int)
    for row in rows_of(ours):
        classes[tuple(row[name] for name in QUASI)] += 1
    assert min(classes.values()) >= 5


# --- 8: a class that is all alike


def told(rows: Sequence[Row]) -> int:
    """Return of how many people the outcome is known, however many rows they could be."""
    known = 0
    for each in SOURCE:
        outcomes = {row["outcome"] for row in candidates(rows, each)}
        known += len(outcomes) == 1
    return known


def test_attack_08_no_class_of_people_shares_one_outcome(ours: Path, weak: Path) -> None:
    rows = rows_of(weak)
    first = tuple(rows[0][name] for name in QUASI)
    for row in rows:
        if tuple(row[name] for name in QUASI) == first:
            row["outcome"] = "left"
    assert told(rows_of(plant(weak, rows))) >= 5
    assert told(rows_of(ours)) == 0


# --- 10, 12: identifiers and rows in the order of enrolment


def best_correlation(rows: Sequence[Row], column: str | None) -> float:
    """Return how well an order follows the order of enrolment, as far as admission tells it.

    The attacker lays the file beside the months that are told, or beside the source where rows can
    be matched.
    """
    order = sorted(range(len(rows)), key=lambda at: (rows[at]["admitted"], at))
    place = [0.0] * len(rows)
    for rank, at in enumerate(order):
        place[at] = float(rank)
    if column is None:
        return abs(spearman(list(range(len(rows))), place))
    ids = sorted(range(len(rows)), key=lambda at: rows[at][column])
    rank_of = {at: float(rank) for rank, at in enumerate(ids)}
    return abs(spearman([rank_of[at] for at in range(len(rows))], place))


def unshuffled(rows: list[Row]) -> list[Row]:
    """Return the same rows as somebody would have written them: in the order of the source."""
    return sorted(rows, key=lambda row: row["admitted"])


def id_column(rows: Sequence[Row]) -> str:
    return next(name for name in rows[0] if name not in (*QUASI, "outcome"))


def test_attack_10_no_number_of_a_row_follows_the_order_of_enrolment(
    ours: Path, weak: Path
) -> None:
    column = id_column(rows_of(ours))
    source = [
        {column: f"{at:05}"} | {name: each[name] for name in (*QUASI, "outcome")}
        for at, each in enumerate(SOURCE)
    ]
    assert best_correlation(source, column) > 0.99
    rows = rows_of(ours)
    if len({row["admitted"] for row in rows}) > 1:
        assert best_correlation(sorted(rows, key=lambda row: row[column]), column) < 0.9
    ids = [row[column] for row in rows]
    assert len(set(ids)) == len(ids)
    assert not any(each.isdigit() and int(each) <= len(SOURCE) for each in ids)
    again = leave(weak.parent / "again", SOURCE)
    assert not set(ids) & {row[column] for row in rows_of(again)}


def outcomes_by_place(rows: Sequence[Row]) -> int:
    """Return how many rows stand at the place where their person stood among those who stayed."""
    return sum(
        row["outcome"] == each["outcome"] and fits(row["age"], each["age"], column="age")
        for row, each in zip(rows, SOURCE, strict=False)
    )


def test_attack_12_the_order_of_rows_says_nothing_of_the_source(
    ours: Path, weak: Path, tmp_path: Path
) -> None:
    source = [{name: each[name] for name in (*QUASI, "outcome")} for each in SOURCE]
    assert outcomes_by_place(source) == len(SOURCE)
    assert outcomes_by_place(rows_of(ours)) < 0.75 * len(SOURCE)
    bare = [
        {name: v for name, v in row.items() if name != id_column([row])} for row in rows_of(ours)
    ]
    backward = leave(tmp_path / "backward", SOURCE[::-1])
    other = [
        {name: v for name, v in row.items() if name != id_column([row])}
        for row in rows_of(backward)
    ]
    assert sorted(map(str, bare)) == sorted(map(str, other))


# --- 11: hashes

_HASHES: tuple[Callable[[bytes], str], ...] = (
    lambda text: hashlib.md5(text).hexdigest(),
    lambda text: hashlib.sha1(text).hexdigest(),
    lambda text: hashlib.sha256(text).hexdigest(),
    lambda text: hashlib.sha512(text).hexdigest(),
    lambda text: f"{zlib.crc32(text):08x}",
    lambda text: hmac.new(b"", text, "sha256").hexdigest(),
    lambda text: hmac.new(b"ati-desktop", text, "sha256").hexdigest(),
)


def guesses(each: Person) -> Iterator[bytes]:
    plain = each["ssn"].replace("-", "")
    for text in (each["id"], each["ssn"], plain, each["name"], each["name"].lower(), each["case"],
                 each["name"] + each["born"], f"{each['name']}|{each['born']}"):  # fmt: skip
        yield text.encode()


def hashed(folder: Path) -> int:
    """Return how many values of any file are the hash of something about a person."""
    words: set[str] = set()
    for path in folder.rglob("*"):
        if path.suffix in (".csv", ".json", ".txt", ".xml"):
            words |= set(re.findall(r"[0-9a-f]{8,128}", path.read_text(encoding="utf-8").lower()))
    known = {hash_(text) for each in SOURCE for text in guesses(each) for hash_ in _HASHES}
    known |= {each[:length] for each in set(known) for length in (8, 12, 16, 32)}
    return len(words & known)


def test_attack_11_no_value_is_a_hash_of_an_identifier(ours: Path, weak: Path) -> None:
    rows = rows_of(weak)
    for row, each in zip(rows, SOURCE, strict=False):
        row["key"] = hashlib.sha256(each["ssn"].encode()).hexdigest()[:16]
    assert hashed(plant(weak, rows)) == len(rows)
    assert hashed(ours) == 0


# --- 13: free text


def open_columns(folder: Path) -> list[str]:
    """Return the columns of text that say more than a closed list can."""
    rows = rows_of(folder)
    codes = [name for name in rows[0] if name != id_column([rows[0]])]
    return [name for name in codes if len({row[name] for row in rows}) > 50]


def test_attack_13_no_column_of_a_file_is_free_text(ours: Path, weak: Path) -> None:
    rows = rows_of(weak)
    for row, each in zip(rows, SOURCE, strict=False):
        row["other"] = each["note"]
    planted = plant(weak, rows)
    assert open_columns(planted) == ["other"]
    assert b"canary-7" in (planted / "data" / "rows.csv").read_bytes()
    assert open_columns(ours) == []
    for path in ours.rglob("*"):
        assert not path.is_file() or b"canary" not in path.read_bytes(), path.name


# --- 22: people who belong together


def test_attack_22_a_class_holds_people_of_many_cases_not_one_case(
    ours: Path, weak: Path, tmp_path: Path
) -> None:
    """One family of six with the same details would be a class of its own by rows alone."""
    outcomes = ["left", "left", "left", "left", "left", "moved"]
    family = [
        dict(SOURCE[-1], id=f"9{at:04}", case="C99999", zip="60699", outcome=outcome)
        for at, outcome in enumerate(outcomes)
    ]
    source = [*SOURCE, *family]

    def cases_of_classes(folder: Path) -> int:
        """Return the fewest cases that a class of the file could be made of."""
        rows = rows_of(folder)
        least = len(rows)
        for row in {tuple(r[n] for n in QUASI): r for r in rows}.values():
            inside = {
                each["case"]
                for each in source
                if all(fits(row[name], each[name], column=name) for name in QUASI)
            }
            least = min(least, len(inside))
        return least

    exact = [{name: each[name] for name in (*QUASI, "outcome")} for each in family]
    assert cases_of_classes(plant(weak, exact)) == 1
    assert len(exact) >= 5
    assert cases_of_classes(leave(tmp_path / "grouped", source, more=GROUPED)) >= 5


def test_the_source_can_be_read_back_as_it_was(tmp_path: Path) -> None:
    """The attacks rest on knowing the source: it is what the package was made of."""
    path = write_csv(tmp_path / "source.csv", SOURCE)
    with path.open(newline="", encoding="utf-8") as file:
        assert list(csv.DictReader(file)) == SOURCE
