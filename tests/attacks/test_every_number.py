"""Every whole number of every file of a package is accounted for.

It is a published number of the one system, or follows from published ones and from the files
themselves (sizes, rows, how many are hidden), or stands in the same package with nothing shown: a
rule, a year, a code, the number of a law.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain
from pathlib import Path

import openpyxl
import polars as pl
import pyreadstat
import pytest
from pypdf import PdfReader

from ati_desktop.casework.pooling import PoolResult, pool_packages
from ati_desktop.casework.release_papers import papers_for
from ati_desktop.disclosure.sealed import Protected, SealedRelease, protect, seal
from ati_desktop.disclosure.views import Shown, Views
from ati_desktop.evaluation.cohort_files import CohortFile, evaluate_cohort_file
from ati_desktop.evaluation.compute import evaluate
from ati_desktop.evaluation.results import Evaluation
from ati_desktop.evaluation.spec import CohortFileSpec, Spec
from ati_desktop.exports.about import About
from ati_desktop.exports.package import described_files, release_files
from ati_desktop.exports.writing import write_files
from tests.attacks.test_counts_beside import office as receipts_office
from tests.evaluation.office import office
from tests.evaluation.test_plain_tables import evaluate as evaluate_elsewhere
from tests.exports.packages import ABOUT, alike, program
from tests.imports.released import NORTH, SEEDS, SOUTH, year

K = 11
_HEX = re.compile(r"\b[0-9a-f]{16,}\b")
_WHOLE = re.compile(r"(?<![\w.])\d{1,3}(?:,\d{3})+(?![\w.,]\d)|(?<![\w.,])\d+(?![\w]|\.\d)")
_PICTURES = ".png"


def whole_numbers(text: str) -> set[int]:
    return {int(found.replace(",", "")) for found in _WHOLE.findall(_HEX.sub(" ", text))}


def text_of(path: str, data: bytes, folder: Path) -> str:
    """Return what a reader sees of a file."""
    if path.endswith(".pdf"):
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    if path.endswith(".xlsx"):
        book = openpyxl.load_workbook(io.BytesIO(data))
        return " ; ".join(str(c.value) for s in book for row in s.iter_rows() for c in row)
    if path.endswith(".parquet"):
        rows = pl.read_parquet(io.BytesIO(data)).iter_rows()
        return " ; ".join(str(value) for value in chain.from_iterable(rows))
    if path.endswith((".sav", ".dta")):
        place = folder / Path(path).name
        place.write_bytes(data)
        read = pyreadstat.read_sav if path.endswith(".sav") else pyreadstat.read_dta
        frame, about = read(place, user_missing=False, output_format="polars")
        values = chain.from_iterable(frame.iter_rows())
        return " ; ".join(map(str, [*(v for v in values if v is not None),
                                    about.variable_value_labels]))  # fmt: skip
    text = data.decode()
    return text.replace(",", " ; ") if path.endswith(".csv") else text


def numbers_in(files: Mapping[str, bytes], folder: Path) -> Iterator[tuple[str, set[int]]]:
    for path, data in files.items():
        if not path.endswith(_PICTURES):
            text = text_of(path, data, folder)
            # 120.0 of a statistics program is 120.
            yield path, whole_numbers(re.sub(r"(\d)\.0\b", r"\1", text))


def silent(views: Views) -> Views:
    """Return the same package with nothing shown."""
    return replace(
        views,
        tables=tuple(
            replace(table, rows=tuple(replace(row, count=None) for row in table.rows))
            for table in views.tables
        ),
        figures=tuple(
            replace(each, shown=Shown.HIDDEN, value=None, numerator=None, denominator=None,
                    low=None, high=None, not_computed=None,
                    excluded=tuple((reason, None) for reason, _ in each.excluded),
                    hidden=frozenset({"value", "numerator", "denominator", "low", "high"}))
            for each in views.figures
        ),
        curves=tuple(replace(each, shown=Shown.HIDDEN, steps=(), restricted_mean=None)
                     for each in views.curves),
        tests=tuple(replace(each, shown=Shown.HIDDEN, chi_square=None, p_value=None)
                    for each in views.tests),
        referrals=None,
        people=None,
        doubts=tuple((code, None) for code, _ in views.doubts),
    )  # fmt: skip


def published(views: Views) -> set[int]:
    """Return every number that disclosure lets out, and what follows from these numbers alone."""
    found = [count for count in views.counts() if count is not None]
    for figure in views.figures:
        found += [int(n) for n in (figure.value, figure.low, figure.high)
                  if n is not None and float(n).is_integer()]  # fmt: skip
    for curve in views.curves:
        found += [int(time) for step in curve.steps for time in (step.start, step.end)]
        found += [int(n) for n in (curve.restricted_mean, curve.horizon) if n is not None]
    found += [test.degrees for test in views.tests]
    states = [figure.shown for figure in views.figures]
    found += [states.count(state) for state in Shown]
    found += [sum(len(table.rows) for table in views.listed if not table.withheld)]
    found += [sum(curve.shown is Shown.SHOWN for curve in views.curves), views.hidden_cells]
    return set(found)


def of_the_files(release: SealedRelease, files: Mapping[str, bytes]) -> set[int]:
    """Return what follows from the files themselves: sizes, and how many rows they have."""
    sizes = [len(data) for data in files.values()]
    return {*sizes, *(round(size / 1000) for size in sizes),
            *(each.rows for each in described_files(release))}  # fmt: skip


def files_of(protected: Protected) -> tuple[SealedRelease, dict[str, bytes]]:
    sealed = seal(protected)
    return sealed, release_files(sealed, papers_for(sealed, ABOUT), ABOUT)


def strangers(
    evaluation: Evaluation, folder: Path, planted: Views | None = None
) -> dict[str, set[int]]:
    """Return the whole numbers of each file that nothing accounts for."""
    protected = protect(evaluation, K)
    parts = (protected, *protected.beside)
    sealed, files = files_of(protected)
    if planted is not None:
        sealed.__class__.views.__set__(sealed, planted)  # as if disclosure had let it out
        files = release_files(sealed, papers_for(sealed, ABOUT), ABOUT)
    quiet = [replace(part, views=silent(part.views)) for part in parts]
    _, bare = files_of(replace(quiet[0], beside=tuple(quiet[1:])))
    constants = set[int]().union(*(numbers for _, numbers in numbers_in(bare, folder)))
    constants -= {len(data) for data in bare.values()}
    known = constants | of_the_files(sealed, files)
    known |= set[int]().union(*(published(part.views) for part in parts))
    states = [figure.shown for part in parts for figure in part.views.figures]
    known |= {*map(states.count, Shown), sum(part.views.hidden_cells for part in parts)}
    found = {path: numbers - known for path, numbers in numbers_in(files, folder)}
    return {path: left for path, left in found.items() if left}


def elsewhere() -> Evaluation:
    """Return the tables of a file that did not come from an office."""
    rows = {"town": ["Elm"] * 311 + ["Oak"] * 108, "sex": (["f", "m", "m"] * 140)[:419]}
    rows["result"] = ["left" if at % 61 == 0 else "done" for at in range(419)]
    spec = """
    [protection]
    outcomes = ["result"]
    [[tables]]
    dimensions = ["town", "result"]
    [[tables]]
    dimensions = ["sex", "result"]
    """
    return evaluate_elsewhere(spec, rows)


def cohort_file(*, alone: bool) -> Evaluation:
    """Return what a cohort file is asked, by itself or beside an office's records."""
    weeks = [1 + at * 7 % 52 for at in range(233)]
    frame = pl.DataFrame(
        {
            "week": weeks,
            "arrest": [int(week % 3 == 0) for week in weeks],
            "aid": ["y" if at % 9 else "n" for at in range(233)],
        }
    )
    file = CohortFile("weeks", frame, "week", "weeks", "arrest", ("aid",))
    wanted = CohortFileSpec("weeks", group=("aid",), times=(26, 52))
    if alone:
        return evaluate_cohort_file(file, Spec("x", cohort_file=wanted))
    return evaluate(office(300), Spec("x", by=("sex",), cohort_file=wanted), [file])


EVALUATIONS = {
    "a file from elsewhere": elsewhere,
    "a cohort file": lambda: cohort_file(alone=True),
    "a cohort file beside records": lambda: cohort_file(alone=False),
    "a program's year": program,
    "a group that is all alike": alike,
    "an office with all measures": lambda: evaluate(office(300), Spec("x", by=("sex",))),
    "all measures by two": lambda: evaluate(office(300), Spec("x", by=("sex", "program"))),
    "an office by admission": lambda: evaluate(
        office(300), Spec("x", kind="admission", by=("year",))
    ),
    "few further referrals": lambda: evaluate(
        receipts_office(1288, 3, 1281), Spec("x", by=("program",))
    ),
}


LONG = ("all measures by two",)


@pytest.mark.parametrize(
    "name",
    [pytest.param(one, marks=pytest.mark.long if one in LONG else ()) for one in EVALUATIONS],
)
def test_every_whole_number_of_every_file_is_accounted_for(name: str, tmp_path: Path) -> None:
    assert strangers(EVALUATIONS[name](), tmp_path) == {}


def test_a_number_that_no_system_knows_is_found_in_every_file_that_says_it(tmp_path: Path) -> None:
    evaluation = EVALUATIONS["few further referrals"]()
    views = protect(evaluation, K).views
    planted = replace(views, people=1288, doubts=(("late", 1281),))
    found = strangers(evaluation, tmp_path, planted)
    assert found == {
        "docs/methods.pdf": {1288},
        "receipt.pdf": {1288},
        "receipt.json": {1288, 1281},
        "receipt.txt": {1288, 1281},
    }


def pooled(folder: Path, *, quiet: bool = False) -> PoolResult:
    """Return a pool of two offices; ``quiet``: of packages in which nothing is shown."""
    packages = []
    for code in (NORTH, SOUTH):
        protected = protect(year(SEEDS[code]), K)
        views = silent(protected.views) if quiet else protected.views
        files = release_files(seal(replace(protected, views=views)), about=About(code, "nobody"))
        packages.append(folder / code)
        write_files(files, packages[-1])
    return pool_packages(packages, folder / "pool", title="Pool")


def strangers_of_pool(result: PoolResult, quiet: PoolResult, folder: Path) -> dict[str, set[int]]:
    files, bare = (
        {each.relative_to(one.folder).as_posix(): each.read_bytes() for each in one.files}
        for one in (result, quiet)
    )
    known = set[int]().union(*(numbers for _, numbers in numbers_in(bare, folder)))
    known |= published(Views(result.pooled.tables, (), (), (), result.pooled.total, None, ()))
    known |= {len(data) for data in files.values()}
    found = {path: numbers - known for path, numbers in numbers_in(files, folder)}
    return {path: left for path, left in found.items() if left}


def test_every_whole_number_of_every_file_of_a_pool_is_accounted_for(tmp_path: Path) -> None:
    result, quiet = pooled(tmp_path / "shown"), pooled(tmp_path / "quiet", quiet=True)
    assert strangers_of_pool(result, quiet, tmp_path) == {}
    planted = result.folder / "pool.txt"
    planted.write_text(f"{planted.read_text()}\n4711 people are known to both.\n")
    assert strangers_of_pool(result, quiet, tmp_path) == {"pool.txt": {4711}}
