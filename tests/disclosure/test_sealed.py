from __future__ import annotations

import copy
import subprocess
import sys
from dataclasses import fields, replace

import pytest

from ati_desktop.disclosure.protected import as_audited
from ati_desktop.disclosure.sealed import SealedRelease, protect, require_sealed, seal
from ati_desktop.errors import Refused
from ati_desktop.evaluation.results import CohortNote, Evaluation
from tests.disclosure.builders import SDC, crowd, evaluation_of, grid, people_of

PAIR = [("row", "column")]


def small() -> Evaluation:
    people = crowd(8, 300, {"a": 3, "b": 3, "c": 2})
    return evaluation_of(people, [("a", "b"), ("b", "c")])


def sealed() -> SealedRelease:
    return seal(protect(evaluation_of(grid(SDC), PAIR), 11))


def test_what_passed_the_audit_is_sealed() -> None:
    release = sealed()
    assert require_sealed(release) is release
    assert release.threshold == 11
    assert release.method.startswith("linear programs")


def test_nobody_else_can_make_a_release() -> None:
    release = sealed()
    parts = {f.name: getattr(release, f.name) for f in fields(release)}
    with pytest.raises(TypeError, match="sealed by disclosure"):
        SealedRelease(object(), **parts)
    with pytest.raises((TypeError, ValueError)):
        replace(release, threshold=3)


def test_a_copy_is_not_a_sealed_release() -> None:
    with pytest.raises(TypeError, match="only a sealed release"):
        require_sealed(copy.copy(sealed()))
    with pytest.raises(TypeError, match="only a sealed release"):
        require_sealed(protect(evaluation_of(grid(SDC), PAIR), 11))


def test_the_seal_is_refused_when_a_hidden_cell_was_shown_again() -> None:
    protected = protect(evaluation_of(grid(SDC), PAIR), 11)
    (view,) = protected.tables
    truth = protected.evaluation.tables[0].cells
    open_ = next(key for key in sorted(view.hidden, key=str) if truth.get(key, 0) >= 11)
    rows = tuple(replace(r, count=truth[open_]) if r.key == open_ else r for r in view.rows)
    views = replace(protected.views, tables=(replace(view, rows=rows),))
    with pytest.raises(Refused, match="could be worked out"):
        seal(replace(protected, views=views))


def test_the_seal_is_refused_for_what_stands_beside_too() -> None:
    protected = protect(replace(evaluation_of(grid(SDC), PAIR), beside=(small(),)), 11)
    (beside,) = protected.beside
    bad = replace(beside, views=replace(beside.views, doubts=(("odd", 2),)))
    with pytest.raises(Refused):
        seal(replace(protected, beside=(bad,)))
    assert len(seal(protected).beside) == 1


def test_only_the_very_object_that_protection_made_is_believed() -> None:
    protected = protect(replace(evaluation_of(grid(SDC), PAIR), beside=(small(),)), 11)
    assert as_audited(protected)
    assert all(as_audited(each) for each in protected.beside)
    for other in (replace(protected), copy.copy(protected), copy.deepcopy(protected)):
        assert not as_audited(other)
    assert seal(replace(protected)).views == seal(protected).views


def test_progress_is_told_while_the_audit_runs() -> None:
    seen: list[int] = []
    seal(protect(small(), 5), progress=lambda done, _: seen.append(done))
    assert seen


def test_nothing_in_a_release_tells_small_from_complementary() -> None:
    names = {f.name for f in fields(sealed())}
    assert not names & {"reasons", "evaluation", "sensitive", "primary", "proposals"}


@pytest.mark.parametrize(("first", "years"), [("2019-03", ("2019", "2020")), ("1946-07",
                                              (None, "2020")), (None, (None, "2020"))])  # fmt: skip
def test_only_years_that_many_share_are_named(
    first: str | None, years: tuple[str | None, str | None]
) -> None:
    people = people_of({("2019", "x"): 80, ("2020", "x"): 90, ("1946", "x"): 1, ("2018", "x"): 14},
                       ("year", "result"))  # fmt: skip
    evaluation = evaluation_of(people, [("year",), ("year", "result")])
    note = CohortNote("all", "Everybody.", first, "2020-12", len(people), len(people))
    population = seal(protect(replace(evaluation, cohort=note), 11)).population
    assert (population["first year"], population["last year"]) == years


def test_the_window_does_not_load_the_solver() -> None:
    code = (
        "import sys, ati_desktop.disclosure.sealed, ati_desktop.exports.package;"
        "heavy = {'numpy', 'highspy', 'polars', 'xlsxwriter', 'scipy'} & set(sys.modules);"
        "sys.exit(', '.join(sorted(heavy)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_solver_says_nothing_on_standard_output() -> None:
    code = "from tests.disclosure.test_sealed import protect, small; protect(small(), 5)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")
