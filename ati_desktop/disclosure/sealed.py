"""The seal: what passed the audit, in the only form that exports accept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import InitVar, dataclass
from typing import TYPE_CHECKING
from weakref import WeakSet

from ati_desktop import __version__
from ati_desktop.disclosure.magnitude_views import MagnitudeView
from ati_desktop.disclosure.protect import protect
from ati_desktop.disclosure.protected import Protected, as_audited
from ati_desktop.disclosure.views import Views
from ati_desktop.disclosure.work import Progress
from ati_desktop.errors import Refused
from ati_desktop.evaluation.results import Card, SumColumn, Variable

if TYPE_CHECKING:
    from ati_desktop.disclosure.audit import AuditResult
    from ati_desktop.disclosure.pooling import Office, Pooled

__all__ = ["Protected", "SealedRelease", "protect", "require_sealed", "seal", "seal_pool"]

_SEAL = object()


@dataclass(frozen=True, eq=False, weakref_slot=True, slots=True)
class SealedRelease:
    """What may leave the office: printed numbers, words, and how it was made sure.

    Only ``seal`` and ``seal_pool`` make one. There is nothing in it that was hidden, and nothing
    that tells for which reason something was.
    """

    key: InitVar[object]
    title: str
    population: Mapping[str, str | None]
    as_of: str
    outcome_complete_to: str | None
    variables: tuple[Variable, ...]
    outcomes: frozenset[str]
    views: Views
    cards: tuple[Card, ...]
    demo: bool
    threshold: int
    method: str
    version: str
    beside: tuple[SealedRelease, ...] = ()
    magnitudes: tuple[MagnitudeView, ...] = ()
    sum_rules: tuple[SumColumn, ...] = ()
    sum_method: str = ""

    def __post_init__(self, key: object) -> None:
        if key is not _SEAL:
            raise TypeError("a release is sealed by disclosure only, after its audit")

    @property
    def pooled(self) -> bool:
        """Whether it joins the packages of several offices."""
        return any(variable.name == "office" for variable in self.variables)


_made: WeakSet[SealedRelease] = WeakSet()


def seal(protected: Protected, *, progress: Progress | None = None) -> SealedRelease:
    """Make the release if the audit of what would be printed holds.

    What came from ``protect`` untouched has been audited; anything else is attacked again.

    Raises:
        Refused: something that must stay hidden could be worked out, or nothing is left to print.
    """
    _refuse_nothing(protected)
    return _seal(protected, progress)


def _refuse_nothing(protected: Protected) -> None:
    """Refuse a package whose tables are all left out and that has nothing else to show."""
    parts = (protected, *protected.beside)
    gone = [each.withheld for part in parts for each in part.tables]
    gone += [each.withheld for part in parts for each in part.magnitudes]
    if gone and all(gone) and not any(map(_says, parts)):
        raise Refused(
            "Nothing can be released: no table of it can be protected, so all would be left out."
            " Join values, or take more referrals in, and try again."
        )


def _says(protected: Protected) -> bool:
    """Return whether something beside tables is shown: a figure, a curve, a test."""
    views = protected.views
    return (
        any(number is not None for f in views.figures for number in (f.value, f.denominator))
        or any(curve.steps for curve in views.curves)
        or any(test.p_value is not None for test in views.tests)
    )


def _seal(protected: Protected, progress: Progress | None = None) -> SealedRelease:
    evaluation = protected.evaluation
    flags = {t.variables[0] for t in evaluation.tables if not t.listed}
    result = _attacked(protected, progress)
    if not result.holds:
        raise Refused(
            "These tables cannot be released: a number below {threshold} could be worked out"
            " from them. Join years or values, or leave a table out, and try again.",
            threshold=protected.threshold,
        )
    sums = _audit_sums(protected)
    cohort = evaluation.cohort
    release = SealedRelease(
        _SEAL,
        title=evaluation.title,
        population={
            "name": cohort.name,
            "rule": cohort.rule,
            "first year": _year(protected, cohort.first_month),
            "last year": _year(protected, cohort.last_month),
        },
        as_of=evaluation.as_of,
        outcome_complete_to=evaluation.outcome_complete_to,
        variables=tuple(each for each in evaluation.variables if each.name not in flags),
        outcomes=protected.outcomes - flags,
        views=protected.views,
        cards=evaluation.cards,
        demo=evaluation.demo,
        threshold=protected.threshold,
        method=result.method,
        version=__version__,
        beside=tuple(_seal(each) for each in protected.beside),
        magnitudes=protected.magnitudes,
        sum_rules=evaluation.sum_columns,
        sum_method=sums,
    )
    _made.add(release)
    return release


def _attacked(protected: Protected, progress: Progress | None) -> AuditResult:
    """Return what the attacker finds; the audit that protection ended with is not done twice."""
    if as_audited(protected):
        if progress is not None:
            progress(1, 1)
        return protected.audit
    from ati_desktop.disclosure.audit import audit  # noqa: PLC0415 - loads numpy

    return audit(
        protected.evaluation,
        protected.views,
        protected.threshold,
        protected.outcomes,
        progress=progress,
    )


def _audit_sums(protected: Protected) -> str:
    """Attack the sums of amounts that would be printed; return how.

    Raises:
        Refused: one that must stay hidden could be narrowed down.
    """
    if not protected.magnitudes:
        return ""
    from ati_desktop.disclosure.magnitude_audit import audit_magnitudes  # noqa: PLC0415 - numpy

    sums = protected.sums
    holds, method = sums.holds, sums.method
    if not as_audited(protected):
        result = audit_magnitudes(
            protected.evaluation, protected.views, sums.views, protected.threshold
        )
        holds, method = result.holds, result.method
    if not holds:
        raise Refused(
            "These tables cannot be released: an amount of few people, or of one who has nearly"
            " all of it, could be worked out from them. Join values, or leave a table out, and try"
            " again."
        )
    return method


def seal_pool(
    pooled: Pooled,
    offices: Sequence[Office],
    *,
    title: str,
    population: Mapping[str, str | None],
    as_of: str,
    outcome_complete_to: str | None,
    demo: bool,
) -> SealedRelease:
    """Attack a pool together with the packages it is made of and, if it holds, make the release.

    Raises:
        Refused: a number that a package hides could be narrowed down with the pool.
    """
    from ati_desktop.disclosure.pool_audit import audit_pool  # noqa: PLC0415 - loads numpy

    result = audit_pool(offices, pooled.tables, pooled.threshold)
    if not result.holds:
        raise Refused(
            "These packages cannot be pooled: a number that one of them hides could be worked out"
            " from the pool."
        )
    total = pooled.total
    release = SealedRelease(
        _SEAL,
        title=title,
        population=population,
        as_of=as_of,
        outcome_complete_to=outcome_complete_to,
        variables=pooled.variables,
        outcomes=pooled.outcomes,
        views=Views(pooled.tables, (), (), (), total, None, ()),
        cards=(),
        demo=demo,
        threshold=pooled.threshold,
        method=result.method,
        version=__version__,
    )
    _made.add(release)
    return release


def _year(protected: Protected, month: str | None) -> str | None:
    """Return the year of the first or last month, where the year's own count is shown.

    The month itself may be that of one person.
    """
    year = (month or "")[:4]
    for table in protected.views.tables:
        shown = {row.key for row in table.rows if row.count}
        if table.variables == ("year",) and (year,) in shown:
            return year
    return None


def require_sealed(release: object) -> SealedRelease:
    """Return the release if ``seal`` made it.

    Raises:
        TypeError: it is anything else, such as a copy with something changed.
    """
    if not isinstance(release, SealedRelease) or release not in _made:
        raise TypeError("only a sealed release can be written")
    return release
