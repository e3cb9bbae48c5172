"""What of people's rows is told: made coarser until k, l and t hold, or by safe harbor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from ati_desktop.disclosure.anonymity import measure
from ati_desktop.disclosure.extract_draft import Asked, Level
from ati_desktop.disclosure.extract_hierarchies import without_top
from ati_desktop.disclosure.extract_levels import People, Told, as_told, hierarchies_of
from ati_desktop.disclosure.hierarchy_rules import Rule
from ati_desktop.disclosure.lattice import Found, search
from ati_desktop.disclosure.lattice_model import Model
from ati_desktop.disclosure.work import Cancelled, Progress

_SIZE, _GROUP = "\x00size", "\x00group"
_ROUNDING = 1e-9


def tell_k_anonymous(
    people: People,
    asked: Asked,
    *,
    rules: Mapping[str, Rule] | None = None,
    keep: Sequence[str] = (),
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Told:
    """Make quasi-identifiers coarser, at the least loss, until the model holds.

    Either nobody is left out for it or at least k people are: fewer could be found by subtracting
    the extract from tables of the same people.

    Args:
        people: who is told of.
        asked: the model.
        rules: hierarchies that replace the shipped ones.
        keep: quasi-identifiers (or ``episodes``) that must be told at some level.
        progress: told how far the search is.
        cancelled: asked now and then.

    Raises:
        Refused: no levels will do, or a hierarchy does not fit.
    """
    frame, hierarchies = hierarchies_of(people, rules or {})
    if people.groups:
        own = [people.groups.get(one, one) for one in frame[people.person]]
        frame = frame.with_columns(pl.Series(_GROUP, own, dtype=pl.String))
    group = _GROUP if people.groups else None
    heights = {name: hierarchy.height for name, hierarchy in hierarchies.items()}
    hierarchies |= {name: without_top(hierarchies[name]) for name in keep}

    def find(suppression: float) -> Found:
        model = Model(asked.k, asked.l, asked.t, suppression, asked.loss, group=group)
        return search(
            frame, hierarchies, people.sensitive, model, progress=progress, cancelled=cancelled
        )

    found = find(asked.suppression)
    kept = _none_or_many(found, tuple(hierarchies), asked)
    # The distribution of all moves when more people go, and t is measured against it.
    if kept is None or (
        asked.t is not None and _far(kept, hierarchies, people) > asked.t + _ROUNDING
    ):
        found = find(0.0)
        kept = found.frame
    levels = {name: Level(found.levels[name], heights[name]) for name in hierarchies}
    told, kept = as_told(people, kept, hierarchies, levels)
    work = {
        "loss": found.loss,
        "nodes": found.nodes_searched,
        "of_nodes": found.nodes_in_lattice,
        "optimal": found.optimal,
    }
    return Told(kept, told, levels, frame.height - kept.height, work=work)


def _far(kept: pl.DataFrame, quasi: Iterable[str], people: People) -> float:
    return measure(kept, list(quasi), people.sensitive).t or 0.0


def _none_or_many(found: Found, quasi: Sequence[str], asked: Asked) -> pl.DataFrame | None:
    """Return the rows that stay if nobody is left out, or at least k people; else None.

    Where fewer than k are, the smallest classes go too, as far as the budget allows.
    """
    if not 0 < found.suppressed < asked.k:
        return found.frame
    sized = found.frame.with_columns(pl.len().over(list(quasi)).alias(_SIZE))
    classes = sized.select(*quasi, _SIZE).unique().sort(_SIZE, *quasi)
    budget = asked.suppression * (found.frame.height + found.suppressed)
    gone, also = found.suppressed, 0
    for size in classes[_SIZE]:
        if gone >= asked.k:
            break
        gone, also = gone + size, also + 1
    if gone < asked.k or gone > budget or also >= classes.height:
        return None
    stays = classes.slice(also).select(quasi)
    return sized.join(
        stays, on=list(quasi), how="semi", nulls_equal=True, maintain_order="left"
    ).drop(_SIZE)
