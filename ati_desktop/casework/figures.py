"""The one door for figures: they are protected, audited and registered before they go out."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from ati_desktop.casework.candidates import Candidate
from ati_desktop.casework.cohort_files import cohort_file
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.earlier_releases import (
    Before,
    Part,
    Source,
    comparisons_of,
    left_before,
    predicate_of,
)
from ati_desktop.casework.letting_out import Released, let_out
from ati_desktop.casework.nearly_the_same import refuse_nearly_the_same
from ati_desktop.casework.refreshing import evaluation_store
from ati_desktop.casework.registered import list_releases
from ati_desktop.casework.registering import open_register
from ati_desktop.casework.release_sources import release_source
from ati_desktop.casework.reviewing import review_phrase
from ati_desktop.casework.spec_files import read_spec
from ati_desktop.disclosure.earlier import protect_after
from ati_desktop.disclosure.printed import printed_as_text
from ati_desktop.disclosure.protect import Protected, as_printed, protect, together
from ati_desktop.disclosure.sealed import seal
from ati_desktop.evaluation.compute import evaluate, evaluate_cohort_file, figures_as_json
from ati_desktop.evaluation.reader import read_evaluation
from ati_desktop.evaluation.results import Evaluation
from ati_desktop.evaluation.spec import Spec
from ati_desktop.exports.about import About
from ati_desktop.exports.package import free_folder, release_files
from ati_desktop.models.users import Right
from ati_desktop.storage.register import Release

__all__ = [
    "Evaluation",
    "Prepared",
    "Protected",
    "Release",
    "Released",
    "Spec",
    "figures_as_json",
    "list_releases",
]

Progress = Callable[[float, str], None]
Stop = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Prepared:
    """Figures worked out, and what of them may leave.

    ``period`` names the frozen copy they were worked out on; ``predicate`` says as JSON who is
    counted. ``compared`` are the ids of the releases that left before; of those in
    ``not_compared`` it was not kept what they printed.
    """

    spec: Spec
    evaluation: Evaluation
    protected: Protected
    about: About = field(default_factory=About)
    period: str = ""
    predicate: str = ""
    compared: tuple[str, ...] = ()
    not_compared: tuple[str, ...] = ()


def _silent(done: float, doing: str) -> None:
    """Say nothing about progress."""


def _never() -> bool:
    return False


def load_spec(path: Path) -> tuple[Spec, str]:
    """Read a specification file and return it with its text.

    Raises:
        Refused: it cannot be read, or a setting in it is not right; the sentence names it.
    """
    text = read_spec(path)
    return Spec.from_text(text, path.name), text


def work_out(desk: Desk, spec: Spec) -> Evaluation:
    """Return all results of a specification, for use inside the office only.

    Raises:
        Refused: the role opens no figures, they were not built yet, or the specification names
            a program or a cohort file that is not there.
    """
    store = evaluation_store(desk)
    with open_register(desk) as register:
        register.note("see figures")
    wanted = spec.cohort_file
    files = [cohort_file(desk, wanted.name)] if wanted is not None else []
    if not store.built and files and spec.period is None:
        return evaluate_cohort_file(files[0], spec)
    if spec.period is not None:
        store = store.of_period(spec.period)
    return evaluate(read_evaluation(store), spec, files)


def prepare_release(
    desk: Desk, spec: Spec, *, progress: Progress = _silent, cancelled: Stop = _never
) -> Prepared:
    """Return what a release would show and hide; nothing is written.

    Raises:
        Refused: as for ``work_out``, or the role may not release figures.
    """
    desk.require(Right.RELEASE_FIGURES)
    progress(0.0, "figures")
    source, period = release_source(desk, spec)
    parts = list(source.parts(spec))
    with open_register(desk) as register:
        before = left_before(register, spec, source)
        if before.answer is None:
            refuse_nearly_the_same(register, spec, source, ("dashboard",))
    progress(0.2, "protection")
    done = tuple(
        _protected(
            desk,
            part,
            before,
            source,
            spec,
            progress=_share(progress, at, len(parts)),
            cancelled=cancelled,
        )
        for at, part in enumerate(parts)
    )
    progress(1.0, "protection")
    protected = together(done)
    return Prepared(
        spec,
        protected.evaluation,
        protected,
        about=replace(about_office(desk), not_compared=len(before.unknown)),
        period=period,
        predicate=predicate_of(spec, source),
        compared=tuple(before.every),
        not_compared=tuple(before.unknown),
    )


def _protected(
    desk: Desk,
    part: Part,
    before: Before,
    source: Source,
    spec: Spec,
    *,
    progress: Callable[[int, int], None],
    cancelled: Stop,
) -> Protected:
    """Protect a part beside what left before; a question that was answered keeps its answer."""
    printed = before.printed(part)
    if printed is not None:
        again = as_printed(
            part.evaluation, spec.threshold, printed, progress=progress, cancelled=cancelled
        )
        if again is not None:
            return again
        return protect(part.evaluation, spec.threshold, progress=progress, cancelled=cancelled)
    store = evaluation_store(desk)
    comparisons = comparisons_of(part, before, store, source, spec)
    return protect_after(
        part.evaluation, spec.threshold, comparisons, progress=progress, cancelled=cancelled
    )


def prepared_again(desk: Desk, candidate: Candidate) -> str:
    """Return the checksum that the manifest of figures would have if they were prepared now.

    Raises:
        Refused: as for ``prepare_release``.
    """
    name = json.loads(candidate.predicate or "{}").get("name", "specification")
    spec = replace(Spec.from_text(candidate.spec, name), period=candidate.period or None)
    prepared = prepare_release(desk, spec)
    about = replace(prepared.about, review=candidate.review)
    return candidate_of(replace(prepared, about=about), candidate.spec).manifest_sha256


def _share(progress: Progress, part: int, parts: int) -> Callable[[int, int], None]:
    """Return where one of several parts of the protection tells how far it is; never backward."""
    furthest = 0.0

    def told(done: int, whole: int) -> None:
        nonlocal furthest
        furthest = max(furthest, done / max(whole, 1))
        progress(0.2 + 0.8 * (part + furthest) / parts, "protection")

    return told


def about_office(desk: Desk) -> About:
    """Return what packages say about this office and about a second person, as it is now."""
    phrase = review_phrase(desk)
    with open_register(desk) as register:
        return About(register.settings.office_code(), phrase)


def package_files(prepared: Prepared) -> dict[str, bytes]:
    """Return every file of the package, after the audit has been run on what would be printed.

    Raises:
        Refused: the audit does not hold, so nothing may be written.
    """
    from ati_desktop.casework.release_papers import papers_for  # noqa: PLC0415 - sets type

    sealed = seal(prepared.protected)
    return release_files(sealed, papers_for(sealed, prepared.about), prepared.about)


def candidate_of(prepared: Prepared, spec_text: str) -> Candidate:
    """Return the package as it can be asked for and let out.

    Raises:
        Refused: the audit does not hold.
    """
    evaluation = prepared.evaluation
    return Candidate(
        kind="figures",
        title=prepared.spec.title,
        spec=spec_text,
        as_of=evaluation.as_of,
        files=package_files(prepared),
        summary=_summary(prepared),
        predicate=prepared.predicate,
        printed=printed_as_text(
            prepared.protected.views,
            {part.evaluation.cohort.name: part.views for part in prepared.protected.beside},
        ),
        period=prepared.period,
        review=prepared.about.review,
        compared=prepared.compared,
    )


def _summary(prepared: Prepared) -> tuple[tuple[str, str], ...]:
    """Return what a second person is told; nothing hidden is in it."""
    views = prepared.protected.views
    return (
        ("population", prepared.evaluation.cohort.rule),
        ("as of", prepared.evaluation.as_of),
        ("smallest count shown by rule", str(prepared.protected.threshold)),
        ("tables", str(sum(1 for table in views.listed if not table.withheld))),
        ("tables left out", ", ".join(prepared.protected.withheld) or "none"),
        ("hidden cells", str(views.hidden_cells)),
        ("smallest count above zero", str(views.smallest_shown or "none")),
        ("period", prepared.period or "none"),
        ("earlier releases", str(len(prepared.compared))),
        ("of these not compared, as older than the comparison", str(len(prepared.not_compared))),
    )


def release_figures(
    desk: Desk,
    prepared: Prepared,
    spec_text: str,
    folder: Path,
    *,
    progress: Progress = _silent,
) -> Released:
    """Audit what was prepared, register it, then write the package, where nobody else is asked.

    The same figures released again give the same bytes and the same line of the register.

    Raises:
        Refused: a second person is asked in this office, the audit does not hold, the folder is
            taken or cannot be written.
    """
    desk.require(Right.RELEASE_FIGURES)
    free_folder(folder)
    return let_out(desk, candidate_of(prepared, spec_text), folder, progress=progress)


def figures_as_of(desk: Desk) -> str | None:
    """Return the month of the figures, or None while they were never built."""
    store = evaluation_store(desk)
    return store.about()["as_of"] if store.built else None
