"""Extracts: rows of people for one recipient, in which nobody can be found.

The way there: the cohort's rows from the evaluation store, pseudonyms and shifts from the
register, coarser rows from disclosure, which measures and seals them; the files are written to
memory, read again, measured again, and only then can they be asked for and let out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from ati_desktop.casework.candidates import Candidate
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.extract_beside import TooClose, stand_beside
from ati_desktop.casework.extract_beside_figures import figures_before
from ati_desktop.casework.extract_history import earlier_extracts, give_pseudonyms, put_beside
from ati_desktop.casework.extract_making import Making, tell_people
from ati_desktop.casework.extract_specs import load_extract_spec
from ati_desktop.casework.extract_summary import predicate_of, summary_of
from ati_desktop.casework.extract_ways import with_ways_out
from ati_desktop.casework.figures import about_office
from ati_desktop.casework.release_sources import release_source
from ati_desktop.disclosure.extract import (
    SealedExtract,
    check_years,
    same_as_written,
    seal_extract,
)
from ati_desktop.disclosure.extract_draft import Draft
from ati_desktop.disclosure.extract_vintages import as_text, classes_of
from ati_desktop.disclosure.pseudonyms import scope_of
from ati_desktop.errors import Refused
from ati_desktop.evaluation.extract_rows import PERSON, extract_rows
from ati_desktop.evaluation.extract_spec import ExtractSpec
from ati_desktop.exports.about import About
from ati_desktop.exports.extracts import extract_files
from ati_desktop.models.users import Right

__all__ = [
    "ExtractSpec",
    "PreparedExtract",
    "extract_candidate",
    "load_extract_spec",
    "prepare_extract",
]

Progress = Callable[[float, str], None]
Stop = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class PreparedExtract:
    """An extract that was measured and sealed, for one recipient.

    ``summary`` are lines (name, value) for the window and for a second person; ``compared`` are
    the ids of the extracts that had left before this question was first answered;
    ``period`` names the frozen copy of the figures it was made from; ``classes`` says who is
    alike, for the comparison with later ones, and ``groups`` who shares a case: both stay inside.
    """

    spec: ExtractSpec
    spec_text: str
    sealed: SealedExtract
    recipient: str
    about: About
    summary: tuple[tuple[str, str], ...]
    compared: tuple[str, ...]
    period: str
    classes: Mapping[str, int]
    groups: Mapping[str, str] = field(repr=False)


def _silent(done: float, doing: str) -> None:
    """Say nothing about progress."""


def _never() -> bool:
    return False


def prepare_extract(
    desk: Desk,
    spec_text: str,
    name: str,
    recipient: str,
    *,
    progress: Progress = _silent,
    cancelled: Stop = _never,
) -> PreparedExtract:
    """Return what an extract would hold, measured and sealed; nothing is written to a file.

    The pseudonyms are drawn now and kept in the register: asked again for the same recipient, the
    same people have the same ones, and another recipient's people have others.

    Args:
        desk: who asks.
        spec_text: the specification, TOML.
        name: of its file, for refusals.
        recipient: for whom the extract is.
        progress: hears the share that is done and a word for what is being done.
        cancelled: asked now and then.

    Raises:
        Refused: the role may not release, a setting is not right, there are fewer than 50 people
            in a year, the model cannot be reached, or together with earlier extracts, for
            whomever, too few people would be alike.
    """
    desk.require(Right.RELEASE_FIGURES)
    spec = ExtractSpec.from_text(spec_text, name)
    return _prepare(desk, spec, spec_text, recipient, progress, cancelled)


def prepared_again(desk: Desk, candidate: Candidate) -> str:
    """Return the checksum that the manifest of an extract would have if it were prepared now.

    Raises:
        Refused: as for ``prepare_extract``.
    """
    spec = ExtractSpec.from_text(candidate.spec, "")
    spec = replace(spec, cohort=replace(spec.cohort, period=candidate.period or None))
    prepared = _prepare(desk, spec, candidate.spec, candidate.recipient, _silent, _never)
    about = replace(prepared.about, review=candidate.review)
    return extract_candidate(replace(prepared, about=about)).manifest_sha256


def _prepare(
    desk: Desk,
    spec: ExtractSpec,
    spec_text: str,
    recipient: str,
    progress: Progress,
    cancelled: Stop,
) -> PreparedExtract:
    scope = scope_of(recipient)
    progress(0.0, "rows")
    source, period = release_source(desk, spec.cohort)
    if source.data is None:
        raise Refused("The figures have not been built yet: ask a supervisor to rebuild them.")
    data = source.data
    rows = extract_rows(data, spec)
    check_years(rows.years)
    progress(0.2, "pseudonyms")
    known = give_pseudonyms(desk, scope, rows.people[PERSON].to_list())
    progress(0.3, "protection")

    def tell(spec: ExtractSpec, done: Callable[[int, int], None]) -> Making:
        return tell_people(spec, extract_rows(data, spec), known, done, cancelled)

    making = tell(
        spec, lambda done, whole: progress(0.3 + 0.6 * done / max(whole, 1), "protection")
    )
    earlier = earlier_extracts(desk, scope, spec, period)
    progress(0.9, "measuring")
    beside = put_beside(desk, earlier)
    figures = figures_before(desk, source, spec.cohort, earlier.every)

    def stand(making: Making) -> Draft:
        return figures.must_open_nothing(making, stand_beside(making, beside), cancelled)

    try:
        draft = stand(making)
    except TooClose as refusal:
        raise with_ways_out(
            refusal,
            spec,
            lambda other: seal_extract(stand(tell(other, lambda _done, _whole: None))),
        ) from None
    sealed = seal_extract(draft)
    progress(1.0, "done")
    return PreparedExtract(
        spec=spec,
        spec_text=spec_text,
        sealed=sealed,
        recipient=" ".join(recipient.split()),
        about=about_office(desk),
        summary=summary_of(
            sealed, making.told, len(earlier.lines), (figures.compared, figures.unknown)
        ),
        compared=tuple(earlier.every),
        period=period,
        groups=draft.groups,
        classes=classes_of(sealed.datasets, sealed.quasi),
    )


def extract_candidate(prepared: PreparedExtract) -> Candidate:
    """Return the package as it can be asked for and let out, measured again as it was written.

    Raises:
        Refused: the written files measure otherwise than what was sealed.
    """
    from ati_desktop.casework.extract_papers import papers_for_extract  # noqa: PLC0415 - sets type

    papers = papers_for_extract(prepared.sealed, prepared.about)
    files = extract_files(prepared.sealed, papers, prepared.about)
    tables = {one.name: f"data/{one.name}.csv" for one in prepared.sealed.datasets}
    written = {name: files[path] for name, path in tables.items() if path in files}
    same_as_written(prepared.sealed, written, prepared.groups)
    return Candidate(
        kind="extract",
        title=prepared.sealed.title,
        spec=prepared.spec_text,
        as_of=prepared.sealed.as_of,
        files=files,
        summary=prepared.summary,
        predicate=predicate_of(prepared.spec),
        printed=as_text(prepared.classes, prepared.sealed.levels),
        period=prepared.period,
        review=prepared.about.review,
        compared=prepared.compared,
        recipient=prepared.recipient,
    )
