"""The refusal of a package that is too close to one that left, and what would be possible."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import compress

from ati_desktop.disclosure.comparison import Kind
from ati_desktop.disclosure.protected import Protected
from ati_desktop.errors import Refused
from ati_desktop.evaluation.results import Figure, Where


def too_close(release: str, threshold: int, without: str = "", least: int = 0) -> Refused:
    """Return the refusal.

    Args:
        release: the id of the earlier release.
        threshold: the smallest count that may be shown in either.
        without: the breakdown without which the package could leave; empty where there is none.
        least: the lower threshold with which it could leave; 0 where there is none.
    """
    if least:
        return Refused(
            "Together with the release {id} this one would tell about fewer than {threshold} "
            "people, since that one had a smallest count of {least}. It could leave with the same "
            "smallest count; or take people whom that release does not count.",
            id=release,
            threshold=threshold,
            least=least,
        )
    if without:
        return Refused(
            "Together with the release {id} this one would tell about fewer than {threshold} "
            "people. It could leave without the breakdown by {without}; or work on the frozen "
            "period of that release, take whole quarters or years, or wait until {threshold} more "
            "people have come.",
            id=release,
            threshold=threshold,
            without=without,
        )
    return Refused(
        "Together with the release {id} this one would tell about fewer than {threshold} people. "
        "Work on the frozen period of that release, take whole quarters or years, or wait until "
        "{threshold} more people have come.",
        id=release,
        threshold=threshold,
    )


def too_close_beside(kind: Kind, release: str, threshold: int, ways: Sequence[str]) -> Refused:
    """Return the refusal of a package beside a dashboard or an extract.

    Args:
        kind: what sort of package left before.
        release: its id.
        threshold: the smallest count that may be shown.
        ways: what would be possible.
    """
    return Refused(
        "Beside the {kind} {id}, which counts the same people, this one would tell about fewer than"
        " {threshold} people. Possible would be: {ways}.",
        kind=kind,
        id=release,
        threshold=threshold,
        ways="; ".join(
            (*ways, "people whom the {kind} does not count, such as other years")
        ).format(kind=kind),
    )


def possible_without(protected: Protected, holds: Callable[[Protected], bool]) -> str:
    """Return the title of the breakdown without which a package would hold; empty if none helps.

    Args:
        protected: the package that is refused.
        holds: tells of a smaller one whether hiding could keep its promise.
    """
    listed = {
        name for each in protected.evaluation.tables if each.listed for name in each.variables
    }
    for variable in protected.evaluation.variables:
        if variable.name not in listed:
            continue
        smaller = _without(protected, variable.name)
        if smaller is not None and holds(smaller):
            return variable.title
    return ""


def _without(protected: Protected, name: str) -> Protected | None:
    """Return a package without all that is broken down by a variable; None if nothing is left."""
    evaluation, views = protected.evaluation, protected.views
    tables = [name not in each.variables for each in evaluation.tables]
    figures = [name not in _names(each) for each in evaluation.figures]
    if all(tables) or not any(tables):
        return None
    return replace(
        protected,
        evaluation=replace(
            evaluation,
            tables=tuple(compress(evaluation.tables, tables)),
            figures=tuple(compress(evaluation.figures, figures)),
        ),
        views=replace(
            views,
            tables=tuple(compress(views.tables, tables)),
            figures=tuple(compress(views.figures, figures)),
        ),
    )


def _names(figure: Figure) -> set[str]:
    return {name for cell in _cells(figure) for name, _ in cell}


def _cells(figure: Figure) -> Iterator[Where]:
    yield figure.group
    yield from figure.numerator_cells
    yield from figure.denominator_cells
    for each in figure.excluded:
        yield from each.cells
