"""What left before, worked out again on its frozen copy, to be compared with what may leave now."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from ati_desktop.casework.candidates import PackageKind
from ati_desktop.casework.dashboard_methods import is_private
from ati_desktop.casework.extract_packages import KnownExtract, earlier_packages, known_extract
from ati_desktop.disclosure.comparison import Ranges
from ati_desktop.disclosure.definitions import outcome_variables
from ati_desktop.disclosure.earlier import Comparison, Earlier
from ati_desktop.disclosure.noisy_printed import are_true, noisy_package, ranges_from_text
from ati_desktop.disclosure.numbers import printed_numbers, true_numbers
from ati_desktop.disclosure.printed import completed, printed_from_text
from ati_desktop.disclosure.views import Views
from ati_desktop.errors import Refused
from ati_desktop.evaluation.cohort_files import CohortFile
from ati_desktop.evaluation.compute import evaluate, evaluate_cohort_file
from ati_desktop.evaluation.data import EvaluationData
from ati_desktop.evaluation.differences import overlap_of
from ati_desktop.evaluation.package_rows import Rows, rows_behind, rows_of_file
from ati_desktop.evaluation.reader import read_evaluation
from ati_desktop.evaluation.results import Evaluation
from ati_desktop.evaluation.spec import Spec
from ati_desktop.storage.evaluation_store import EvaluationStore
from ati_desktop.storage.register import Register, Release

RECORDS = ""
"""The name of the part that counts the office's own records; cohort files have their names."""

_AT_ONCE = 8


@dataclass(frozen=True)
class Source:
    """What a package was made from: the records of one state, and cohort files.

    ``state`` names what the records were: the same rows have the same name. ``files`` are the
    cohort files with the SHA-256 of the file as it came.
    """

    state: str = ""
    data: EvaluationData | None = None
    files: tuple[tuple[CohortFile, str], ...] = ()

    def parts(self, spec: Spec) -> Iterator[Part]:
        """Yield the parts of an evaluation, each with the rows behind it."""
        if self.data is not None:
            evaluation = evaluate(self.data, spec)
            rows = rows_behind(self.data, spec, evaluation)
            yield Part(RECORDS, self.state, evaluation, rows)
        for file, sha256 in self.files:
            evaluation = evaluate_cohort_file(file, spec)
            rows = rows_of_file(file, spec, evaluation)
            yield Part(file.name, sha256, evaluation, rows)


@dataclass(frozen=True)
class Part:
    """One base table of a package: its name, its state, its results and its rows."""

    name: str
    state: str
    evaluation: Evaluation
    rows: Rows


@dataclass(frozen=True)
class Known:
    """An earlier package of the register: what it asked, of which state, and what it printed.

    Of a dashboard the ranges of its numbers are known, and no views.
    """

    release: Release
    spec: Spec
    states: dict[str, str]
    views: dict[str, Views]
    ranges: Ranges = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """What sort of package it is."""
        return self.release.kind


@dataclass
class Before:
    """The releases that left before a question was first answered.

    ``known`` and ``extracts`` can be compared; ``unknown`` are the ids of those of which it was not
    kept what they printed, or on what they were worked out. ``answer`` is what was printed when
    this very question was answered on this state.
    """

    known: list[Known] = field(default_factory=list)
    extracts: list[KnownExtract] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    every: list[str] = field(default_factory=list)
    answer: Known | None = None

    def add(self, register: Register, release: Release, known: Known | None) -> None:
        """Add a release; differentially private counts are compared with nothing."""
        self.every.append(release.id)
        if release.kind == "extract" and release.recipient:
            self.extracts.append(known_extract(register, release))
        elif is_private(release.spec):
            return
        elif known is None:
            self.unknown.append(release.id)
        elif not any(_same(known, other) for other in self.known):
            self.known.append(known)

    def printed(self, part: Part) -> Views | None:
        """Return what was printed of a part then; None where it was not, or is not so any more."""
        kept = None if self.answer is None else self.answer.views.get(part.name)
        views = None if kept is None else completed(kept, part.evaluation)
        return views if views is not None and _is_true(views, part.evaluation) else None


def predicate_of(spec: Spec, source: Source) -> str:
    """Return as JSON who is counted and of which state, as the register keeps it."""
    said: dict[str, object] = {
        "name": spec.name,
        "kind": spec.kind,
        "from": spec.first,
        "to": spec.last,
        "programs": spec.programs,
        "states": _states(source),
    }
    return json.dumps(said, ensure_ascii=False, sort_keys=True)


def left_before(
    register: Register, spec: Spec, source: Source, kind: PackageKind = "figures"
) -> Before:
    """Return what left before this question was first answered on this state.

    Asked again, a question is compared with what it was compared with then, so that the answer
    stays what it was. Differentially private counts are compared with nothing: their noise has no
    bound, and their budget is the answer.
    """
    states = _states(source)
    found = Before()
    for release in reversed(register.releases()):
        known = _known(register, release)
        asked = None if known is None else (known.kind, _question(known.spec), known.states)
        if asked == (kind, _question(spec), states):
            found.answer = known
            break
        found.add(register, release, known)
    return found


def among(register: Register, ids: Collection[str]) -> Before:
    """Return what is known of these releases."""
    found = Before()
    for release in reversed(register.releases()):
        if release.id in ids:
            found.add(register, release, _known(register, release))
    return found


def comparisons_of(
    part: Part, before: Before, store: EvaluationStore, source: Source, spec: Spec
) -> list[Comparison]:
    """Return with which earlier packages a part has to be looked at, as many together as can be.

    Those of one state stay together where there are more.

    Raises:
        Refused: the cohort file is another one than then, and a printed number changed by few; or
            an earlier package that may count the same people cannot be worked out again.
    """
    every = packages_before(part, before, store, source, spec.threshold)
    for known in before.known:
        if known.release.id in before.unknown and spec.may_share(known.spec):
            raise Refused(
                "The release {id} cannot be worked out again as it was printed, so that this one "
                "cannot be compared with it. Take months or programs that it does not count.",
                id=known.release.id,
            )
    return put_beside(every, part.rows)


def packages_before(
    part: Part, before: Before, store: EvaluationStore, source: Source, few: int
) -> list[tuple[Earlier, Rows]]:
    """Return the earlier packages of a part, worked out again, with the rows behind each.

    Raises:
        Refused: as for ``comparisons_of``.
    """
    by_state: dict[str, list[tuple[Earlier, Rows]]] = {}
    for known in before.known:
        state = known.states.get(part.name)
        if state is None or part.name not in (known.views or {RECORDS}):
            continue
        again = _again(known, part, store, source)
        if again is not None:
            by_state.setdefault(state, []).append(again)
        elif part.name != RECORDS:
            _must_not_have_changed(known, part, few)
        elif known.release.id not in before.unknown:
            before.unknown.append(known.release.id)
    every = [each for group in by_state.values() for each in group]
    others = [*(earlier.evaluation for earlier, _ in every), part.evaluation]
    for extract in before.extracts if part.name == RECORDS else ():
        found = earlier_packages(extract, store, others)
        if not found:
            before.unknown.append(extract.release.id)
        every += found
    return every


def put_beside(every: Sequence[tuple[Earlier, Rows]], rows: Rows) -> list[Comparison]:
    """Return how the rows of a new package overlap with those of earlier ones, eight at a time."""
    groups = [every[start : start + _AT_ONCE] for start in range(0, len(every), _AT_ONCE)]
    return [found for group in groups if (found := _together(group, rows)) is not None]


def _together(group: Sequence[tuple[Earlier, Rows]], rows: Rows) -> Comparison | None:
    overlap = overlap_of([*(theirs for _, theirs in group), rows])
    newest = len(group)
    if not any(newest in each.packages and len(each.packages) > 1 for each in overlap.regions):
        return None
    return Comparison(tuple(earlier for earlier, _ in group), overlap)


def _states(source: Source) -> dict[str, str]:
    states = {file.name: sha256 for file, sha256 in source.files}
    return states | ({RECORDS: source.state} if source.data is not None else {})


def _question(spec: Spec) -> Spec:
    """Return what is asked, without the words and the name of the copy it is asked of."""
    return replace(spec, title="", name="", period=None)


def _same(one: Known, other: Known) -> bool:
    asked = (one.kind, one.states, _question(one.spec))
    return asked == (other.kind, other.states, _question(other.spec))


def _known(register: Register, release: Release) -> Known | None:
    printed = register.kept_releases.printed(release.id)
    if release.kind == "dashboard":
        ranges = ranges_from_text(printed)
        known = None if ranges is None else _asked(release)
        return None if known is None else replace(known, ranges=ranges or {})
    read = printed_from_text(printed) if release.kind == "figures" else None
    known = None if read is None else _asked(release)
    if read is None or known is None:
        return None
    main, views = read
    name = RECORDS if RECORDS in known.states else next(iter(known.states), RECORDS)
    return replace(known, views={name: main, **views})


def _asked(release: Release) -> Known | None:
    """Return what a release asked and of which state; None where that cannot be read any more."""
    try:
        said = json.loads(release.predicate)
        spec = Spec.from_text(release.spec, str(said["name"]))
        states = {str(name): str(state) for name, state in said["states"].items()}
    except (Refused, ValueError, KeyError, AttributeError):
        return None
    return Known(release, spec, states, {})


def _again(
    known: Known, part: Part, store: EvaluationStore, source: Source
) -> tuple[Earlier, Rows] | None:
    """Work a part of an earlier package out again; None where what it rested on is gone."""
    then = _then(known, part, store, source)
    if then is None:
        return None
    if known.kind == "dashboard":
        return _noisy(known, then)
    views = completed(known.views[part.name], then.evaluation)
    if not _is_true(views, then.evaluation):
        return None
    earlier = Earlier(
        id=known.release.id,
        evaluation=then.evaluation,
        views=views,
        outcomes=outcome_variables(then.evaluation),
        threshold=known.spec.threshold,
    )
    return earlier, then.rows


def _noisy(known: Known, then: Part) -> tuple[Earlier, Rows] | None:
    if not are_true(known.ranges, then.evaluation):
        return None
    package = noisy_package(then.evaluation, known.ranges, known.spec.threshold)
    return Earlier(id=known.release.id, **vars(package)), then.rows


def _is_true(views: Views, evaluation: Evaluation) -> bool:
    """Tell whether views are those of an evaluation: every number they print is its number."""
    if len(views.figures) != len(evaluation.figures) or len(views.tables) != len(evaluation.tables):
        return False
    truth = true_numbers(evaluation)
    printed = printed_numbers(evaluation, views)
    return all(truth.get(number, count) == count for number, count in printed.items())


def _then(known: Known, part: Part, store: EvaluationStore, source: Source) -> Part | None:
    state = known.states[part.name]
    if state == part.state:
        again = source
    elif part.name != RECORDS or not known.release.period:
        return None
    else:
        try:
            frozen = store.of_period(known.release.period)
            again = Source(state, read_evaluation(frozen))
        except Refused:
            return None
    return next((one for one in again.parts(known.spec) if one.name == part.name), None)


def _must_not_have_changed(known: Known, part: Part, few: int) -> None:
    """Refuse a cohort file that was replaced by one that differs by few in what was printed."""
    before = {
        row_key: row.count
        for table in known.views[part.name].tables
        for row in table.rows
        for row_key in [(table.variables, row.key)]
    }
    for table in part.evaluation.tables:
        for key, count in table.cells.items():
            then = before.get((table.variables, key))
            if then is not None and 0 < abs(count - then) < few:
                raise Refused(
                    "The cohort file {name} differs by fewer than {threshold} people from the one "
                    "of the release {id}, which would tell about them: use that one, or leave "
                    "the cohort file out.",
                    name=part.name,
                    threshold=few,
                    id=known.release.id,
                )
