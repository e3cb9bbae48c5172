"""Protection against what left before: nobody is found in the difference of two packages.

A count that is printed then and now tells by its change how many people came or went; two
cohorts of which one lies in the other tell who is between them. The promise is that of any hidden
count: who came and who left are two counts, and where one of them is 1 to threshold - 1 it must
seem able to be anything from 0 to threshold - 1, to everybody and to those who are among them. The
suppression takes them as targets like any others (``differencing_problem``); all packages together
are attacked then. What has left cannot be hidden any more, so where that does not help the new
package is refused, with what would be possible.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ati_desktop.disclosure.comparison import Comparison, Demands, Earlier, Package
from ati_desktop.disclosure.earlier_asking import (
    Asked,
    Found,
    hide_more,
    keep_all_hidden,
    must_not_be_close,
    public_numbers,
)
from ati_desktop.disclosure.earlier_views import Key, key_of, trimmed
from ati_desktop.disclosure.protect import THRESHOLD, Protected, protect
from ati_desktop.disclosure.refused_release import possible_without, too_close, too_close_beside
from ati_desktop.disclosure.work import Cancelled, Progress
from ati_desktop.errors import Refused
from ati_desktop.evaluation.results import Evaluation

__all__ = ["Comparison", "Earlier", "protect_after"]

_ROUNDS = 6
_WORK = 30_000
"""Steps of the solver for each round: there are several, and each asks for more than the last."""


def protect_after(
    evaluation: Evaluation,
    threshold: int = THRESHOLD,
    comparisons: Sequence[Comparison] = (),
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Protected:
    """Protect a package by itself and together with those that left before.

    Args:
        evaluation: all results of the new package.
        threshold: the smallest count that may be shown.
        comparisons: the earlier packages that share rows with it.
        progress: told (done, of how many).
        cancelled: asked between steps.

    Raises:
        Refused: as for ``protect``; or few people could be found between two packages, and no
            hiding in the new one helps.
    """
    asked = Asked(evaluation, threshold)
    for comparison in comparisons:
        must_not_be_close(comparison, threshold)
        keep_all_hidden(comparison, asked)
    changed = any(comparison.overlap.changes for comparison in comparisons)
    public = frozenset(
        number for comparison in comparisons for number in public_numbers(comparison)
    )
    for number in range(_ROUNDS):
        protected = protect(
            evaluation,
            threshold,
            work=_WORK if asked.intervals or changed else None,
            demands=Demands(tuple(comparisons), dict(asked.intervals), public),
            progress=progress,
            cancelled=cancelled,
        )
        for comparison in comparisons:
            protected = _trim(protected, comparison, threshold)
        weak = _all_weak(protected, comparisons, cancelled)
        if not weak:
            return protected
        if number == 0 and _hopeless(protected, comparisons, cancelled):
            break
        new = [hide_more(protected, comparison, each, asked) for comparison, each in weak]
        if not any(new):
            break
    raise _too_close(protected, weak[0], comparisons, cancelled)


def _too_close(
    protected: Protected,
    weak: tuple[Comparison, Found],
    comparisons: Sequence[Comparison],
    cancelled: Cancelled | None,
) -> Refused:
    comparison, found = weak
    few = max(protected.threshold, *(each.threshold for each in comparison.earlier))

    def holds(other: Protected) -> bool:
        return not _hopeless(other, comparisons, cancelled)

    without = possible_without(protected, holds)
    beside = next(each for each in comparison.earlier if each.id == found.release)
    least = beside.threshold
    if least >= protected.threshold or not holds(replace(protected, threshold=least)):
        least = 0
    if beside.hides:
        return too_close(found.release, few, without, least)
    ways = [f"the same without the breakdown by {without}"] if without else []
    if least:
        ways.append(f"a smallest count of {least}")
    return too_close_beside(beside.kind, found.release, protected.threshold, ways)


def _hopeless(
    protected: Protected, comparisons: Sequence[Comparison], cancelled: Cancelled | None
) -> bool:
    """Tell whether too much could be found out though no count but totals and zeros were told."""
    from ati_desktop.disclosure.together import bare  # noqa: PLC0415 - loads numpy

    least = replace(protected, views=bare(protected.views))
    return bool(_all_weak(least, comparisons, cancelled))


def _all_weak(
    protected: Protected, comparisons: Sequence[Comparison], cancelled: Cancelled | None
) -> list[tuple[Comparison, Found]]:
    return [(each, found) for each in comparisons for found in _weak(protected, each, cancelled)]


def _trim(protected: Protected, comparison: Comparison, threshold: int) -> Protected:
    """Hide the numbers that stand in no table where they changed by few people."""
    for package, earlier in enumerate(comparison.earlier):
        few = max(earlier.threshold, threshold)
        if comparison.close(package, few):
            same = frozenset(_same_figures(comparison, package))
            views = trimmed(protected.views, earlier.views, few, same)
            if views != protected.views:
                protected = replace(protected, views=views)
    return protected


def _same_figures(comparison: Comparison, package: int) -> Iterator[Key]:
    """Yield the figures that count exactly the same rows then and now."""
    for figure in comparison.earlier[package].evaluation.figures:
        cells = (*figure.numerator_cells, *figure.denominator_cells)
        if all(comparison.same_rows(package, frozenset(cell)) for cell in cells):
            yield key_of(figure)


def _weak(
    protected: Protected, comparison: Comparison, cancelled: Cancelled | None
) -> Iterator[Found]:
    from ati_desktop.disclosure.together import put_together  # noqa: PLC0415 - loads numpy
    from ati_desktop.disclosure.together_audit import find_weak  # noqa: PLC0415 - loads numpy

    new = Package(protected.evaluation, protected.views, protected.outcomes, protected.threshold)
    joint = put_together([*comparison.earlier, new], comparison.overlap)
    for each in find_weak(joint, cancelled=cancelled):
        yield Found(each.cells, _release(each.own, each.pair, comparison))


def _release(own: int | None, pair: tuple[int, int] | None, comparison: Comparison) -> str:
    """Return the id of the earlier package that a number is told beside."""
    if own == comparison.newest:
        # What figures hid of the same people is hidden anew: it is what others told.
        others = [each for each in comparison.earlier if not each.hides]
        return (others or comparison.earlier)[-1].id
    at = own if own is not None else min(pair or (0,))
    return comparison.earlier[min(at, comparison.newest - 1)].id
