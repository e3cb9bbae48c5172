"""Figures for everybody to look at often: perturbed by cell keys, or differentially private."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from ati_desktop.casework.candidates import Candidate
from ati_desktop.casework.dashboard_methods import (
    CELL_KEY,
    MARK,
    METHODS,
    PRIVATE,
    marked,
)
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.earlier_releases import comparisons_of, left_before, predicate_of
from ati_desktop.casework.figures import about_office
from ati_desktop.casework.nearly_the_same import refuse_nearly_the_same
from ati_desktop.casework.private_counts import private_dashboard
from ati_desktop.casework.refreshing import evaluation_store
from ati_desktop.casework.registering import open_register
from ati_desktop.casework.release_sources import release_source
from ati_desktop.disclosure.cell_keys import KEY_BYTES, Keyed, keyed_cells
from ati_desktop.disclosure.cells import Cell, Number
from ati_desktop.disclosure.dashboards import SealedDashboard, seal_keyed
from ati_desktop.disclosure.noise import NoiseTable, noise_table
from ati_desktop.disclosure.noisy_choice import hidden_beside
from ati_desktop.disclosure.noisy_printed import noisy_package, ranges_as_text
from ati_desktop.errors import Refused
from ati_desktop.evaluation.base import build_base
from ati_desktop.evaluation.cohort import choose_cohort
from ati_desktop.evaluation.compute import evaluate
from ati_desktop.evaluation.data import EvaluationData
from ati_desktop.evaluation.reader import read_evaluation
from ati_desktop.evaluation.results import Evaluation, listed
from ati_desktop.evaluation.spec import Spec
from ati_desktop.exports.dashboards import dashboard_files
from ati_desktop.models.users import Right

CONTRIBUTIONS = 3
"""Of how many referrals of one person a differentially private count knows, unless told."""

_AGAIN = "specification"
Progress = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class Method:
    """How counts are made noisy; ``epsilon`` and ``contributions`` belong to ``dp``."""

    name: str = CELL_KEY
    epsilon: float | None = None
    contributions: int = CONTRIBUTIONS


def _silent(done: float, doing: str) -> None:
    """Say nothing about progress."""


def prepare_dashboard(
    desk: Desk, spec: Spec, spec_text: str, method: Method, *, progress: Progress = _silent
) -> Candidate:
    """Return a dashboard as it can be asked for and let out.

    With ``dp`` the answer is drawn and paid for here; asked again it is the same and costs nothing.

    Raises:
        Refused: the role may not release figures, the specification or the method cannot be used,
            the population differs by a few people only from that of an earlier dashboard or
            release, or the privacy budget does not reach.
    """
    desk.require(Right.RELEASE_FIGURES)
    if method.name not in METHODS:
        raise Refused("The method must be one of: {allowed}.", allowed=", ".join(METHODS))
    if spec.cohort_file is not None:
        raise Refused("A dashboard is made of the office's own records: leave [cohort_file] out.")
    progress(0.0, "figures")
    with open_register(desk) as register:
        register.note("prepare dashboard")
    if method.name == CELL_KEY:
        return _keyed_candidate(desk, spec, spec_text, progress)
    if method.epsilon is None:
        raise Refused("Differentially private counts need an epsilon, such as --epsilon 0.5.")
    data = _read(desk, spec)
    sealed = private_dashboard(desk, data, spec, method.epsilon, method.contributions)
    said = f"{PRIVATE}, epsilon {method.epsilon:g}, at most {method.contributions} of a person"
    progress(0.8, "files")
    about = about_office(desk)
    return Candidate(
        kind="dashboard",
        title=spec.title,
        spec=marked(spec_text, said),
        as_of=data.as_of,
        files=dashboard_files(sealed, about),
        summary=_summary(sealed),
        period=spec.period or "",
        review=about.review,
    )


def _keyed_candidate(desk: Desk, spec: Spec, spec_text: str, progress: Progress) -> Candidate:
    """Return a dashboard by cell keys, in which nothing opens what a release hides."""
    source, period = release_source(desk, spec)
    if source.data is None:
        raise Refused("The figures have not been built yet: ask a supervisor to rebuild them.")
    with open_register(desk) as register:
        refuse_nearly_the_same(register, spec, source, ("dashboard", "figures"))
        before = left_before(register, spec, source, "dashboard")
    counts = _counted(desk, source.data, spec)
    (part,) = source.parts(spec)
    progress(0.2, "protection")
    comparisons = comparisons_of(part, before, evaluation_store(desk), source, spec)
    hidden: frozenset[Number] = frozenset()
    while True:
        # A value that is hidden is named, and so are its cells, which may tell too much as well.
        sealed = counts.sealed(hidden)
        package = noisy_package(part.evaluation, sealed.ranges, spec.threshold)
        more = hidden_beside(package, comparisons)
        if not more:
            break
        hidden |= more
    progress(0.8, "files")
    about = about_office(desk)
    return Candidate(
        kind="dashboard",
        title=spec.title,
        spec=marked(spec_text, CELL_KEY),
        as_of=source.data.as_of,
        files=dashboard_files(sealed, about),
        summary=(
            *_summary(sealed),
            ("earlier packages", str(len(before.every))),
            ("of these not compared, as older than the comparison", str(len(before.unknown))),
            ("numbers hidden for the sake of releases", str(len(hidden))),
        ),
        predicate=predicate_of(spec, source),
        printed=ranges_as_text(sealed.ranges),
        period=period,
        review=about.review,
        compared=tuple(before.every),
    )


def prepared_again(desk: Desk, candidate: Candidate) -> str:
    """Return the checksum of the manifest that a dashboard by cell keys would have now.

    Raises:
        Refused: beside what has left since, it may not leave.
    """
    desk.require(Right.RELEASE_FIGURES)
    text = candidate.spec.partition(MARK)[0]
    spec = Spec.from_text(text, _AGAIN)
    period = candidate.period or spec.period
    return _keyed_candidate(desk, replace(spec, period=period), text, _silent).manifest_sha256


def _read(desk: Desk, spec: Spec) -> EvaluationData:
    store = evaluation_store(desk)
    return read_evaluation(store if spec.period is None else store.of_period(spec.period))


@dataclass(frozen=True)
class _Counted:
    """Everything that is counted for a dashboard, with the keys of the people in each cell."""

    evaluation: Evaluation
    cells: Mapping[Cell, Keyed]
    noise: NoiseTable

    def sealed(self, hidden: frozenset[Number] = frozenset()) -> SealedDashboard:
        """Return the dashboard without these numbers."""
        return seal_keyed(self.evaluation, self.cells, self.noise, hidden)


def _counted(desk: Desk, data: EvaluationData, spec: Spec) -> _Counted:
    noise = noise_table(spec.threshold)
    evaluation = listed(evaluate(data, spec))
    frame = build_base(data, choose_cohort(data, spec), spec).frame
    with open_register(desk) as register:
        keys = register.record_keys.give(
            frame["research_id"].to_list(), lambda: desk.randomness(KEY_BYTES)
        )
    tables = [table.variables for table in evaluation.tables]
    return _Counted(evaluation, keyed_cells(frame, tables, keys), noise)


def _summary(sealed: SealedDashboard) -> tuple[tuple[str, str], ...]:
    facts = ((name, str(value)) for name, value in sealed.facts.items())
    return (
        ("population", sealed.rule),
        ("as of", sealed.as_of),
        ("method", sealed.method),
        *facts,
        ("tables", str(len(sealed.tables))),
        ("figures", str(len(sealed.figures))),
    )
