"""Figures for everybody to look at often: perturbed by cell keys, or differentially private."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import polars as pl

from ati_desktop.casework.candidates import Candidate
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.figures import about_office
from ati_desktop.casework.private_counts import private_dashboard
from ati_desktop.casework.refreshing import evaluation_store
from ati_desktop.casework.registering import open_register
from ati_desktop.disclosure.cell_keys import KEY_BYTES, keyed_cells
from ati_desktop.disclosure.dashboards import SealedDashboard, seal_keyed
from ati_desktop.disclosure.noise import noise_table
from ati_desktop.errors import Refused
from ati_desktop.evaluation.base import build_base
from ati_desktop.evaluation.cohort import choose_cohort
from ati_desktop.evaluation.compute import evaluate
from ati_desktop.evaluation.data import EvaluationData
from ati_desktop.evaluation.reader import read_evaluation
from ati_desktop.evaluation.results import listed
from ati_desktop.evaluation.spec import Spec
from ati_desktop.exports.dashboards import dashboard_files
from ati_desktop.models.users import Right

CELL_KEY, PRIVATE = "cell-key", "dp"
METHODS = (CELL_KEY, PRIVATE)
CONTRIBUTIONS = 3
"""Of how many referrals of one person a differentially private count knows, unless told."""

_MARK = "# dashboard: "
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
            the population differs from that of an earlier dashboard by a few people only, or the
            privacy budget does not reach.
    """
    desk.require(Right.RELEASE_FIGURES)
    if method.name not in METHODS:
        raise Refused("The method must be one of: {allowed}.", allowed=", ".join(METHODS))
    if spec.cohort_file is not None:
        raise Refused("A dashboard is made of the office's own records: leave [cohort_file] out.")
    progress(0.0, "figures")
    data = _read(desk, spec)
    with open_register(desk) as register:
        register.note("prepare dashboard")
    compared: tuple[str, ...] | None = None
    if method.name == CELL_KEY:
        compared = _refuse_few(desk, data, spec)
        sealed = _keyed(desk, data, spec)
        said = CELL_KEY
    else:
        if method.epsilon is None:
            raise Refused("Differentially private counts need an epsilon, such as --epsilon 0.5.")
        sealed = private_dashboard(desk, data, spec, method.epsilon, method.contributions)
        said = f"{PRIVATE}, epsilon {method.epsilon:g}, at most {method.contributions} of a person"
    progress(0.8, "files")
    about = about_office(desk)
    return Candidate(
        kind="dashboard",
        title=spec.title,
        spec=f"{spec_text.rstrip()}\n{_MARK}{said}\n",
        as_of=data.as_of,
        files=dashboard_files(sealed, about),
        summary=_summary(sealed),
        period=spec.period or "",
        review=about.review,
        compared=compared,
    )


def prepared_again(desk: Desk, candidate: Candidate) -> str:
    """Return the checksum of the manifest that a dashboard by cell keys would have now.

    Raises:
        Refused: beside the dashboards that have left since, it may not leave.
    """
    text = candidate.spec.partition(_MARK)[0]
    return prepare_dashboard(desk, Spec.from_text(text, _AGAIN), text, Method()).manifest_sha256


def _read(desk: Desk, spec: Spec) -> EvaluationData:
    store = evaluation_store(desk)
    return read_evaluation(store if spec.period is None else store.of_period(spec.period))


def _keyed(desk: Desk, data: EvaluationData, spec: Spec) -> SealedDashboard:
    noise = noise_table(spec.threshold)
    evaluation = listed(evaluate(data, spec))
    frame = build_base(data, choose_cohort(data, spec), spec).frame
    with open_register(desk) as register:
        keys = register.record_keys.give(
            frame["research_id"].to_list(), lambda: desk.randomness(KEY_BYTES)
        )
    tables = [table.variables for table in evaluation.tables]
    return seal_keyed(evaluation, keyed_cells(frame, tables, keys), noise)


def _refuse_few(desk: Desk, data: EvaluationData, spec: Spec) -> tuple[str, ...]:
    """Return the ids of the dashboards that have left; none may count all the same people but few.

    Whoever holds both would see which numbers did not change, and so what those few are not.

    Raises:
        Refused: it does.
    """
    rows = _rows(data, spec)
    with open_register(desk) as register:
        earlier = [one for one in register.releases() if one.kind == "dashboard"]
    for release in earlier:
        other = Spec.from_text(release.spec, release.id)
        if f"{_MARK}{CELL_KEY}" not in release.spec or other.period != spec.period:
            continue
        theirs = _rows(data, replace(other, programs=_still_there(data, other)))
        few = [len(one - two) for one, two in ((rows, theirs), (theirs, rows))]
        if any(0 < count < spec.threshold for count in few):
            raise Refused(
                "This dashboard would count nearly the same people as {title} ({id}), all but a"
                " few. Choose the same cohort, or one that differs by at least {least}.",
                title=release.title,
                id=release.id,
                least=spec.threshold,
            )
    return tuple(one.id for one in earlier)


def _still_there(data: EvaluationData, spec: Spec) -> tuple[str, ...]:
    """Return the programs of a specification that records still name."""
    known = {*data.referrals["program"], *data.enrollments["program"]}
    return tuple(program for program in spec.programs if program in known)


def _rows(data: EvaluationData, spec: Spec) -> frozenset[tuple[object, ...]]:
    columns = ("research_id", "referral_no", "enrollment_no")
    rows: pl.DataFrame = choose_cohort(data, spec).rows.select(columns)
    return frozenset(rows.iter_rows())


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
