"""What of people's rows is told: made coarser until k, l and t hold, or by safe harbor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from ati_desktop.disclosure.anonymity import measure
from ati_desktop.disclosure.datasets import Field, Kind
from ati_desktop.disclosure.extract_draft import Asked, Level
from ati_desktop.disclosure.extract_episodes import (
    Course,
    course_column,
    course_hierarchy,
)
from ati_desktop.disclosure.extract_hierarchies import column_hierarchy, without_top
from ati_desktop.disclosure.extract_measure import EPISODES
from ati_desktop.disclosure.hierarchies import Hierarchy
from ati_desktop.disclosure.hierarchy_rules import Rule
from ati_desktop.disclosure.lattice import Found, search
from ati_desktop.disclosure.lattice_model import Model
from ati_desktop.disclosure.work import Cancelled, Progress

NOT_RECORDED = "not_recorded"
_NOT_RECORDED_WORDS = "Not recorded"
_SIZE, _GROUP = "\x00size", "\x00group"
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class People:
    """People as the office knows them: one row each, to be told of.

    ``person`` names the column with the person's id, by which rows are ordered. ``quasi`` are the
    fields that count as known to others, ``sensitive`` those for which l and t must hold.
    ``courses`` are each person's episodes, if they are asked for. ``groups`` gives people who share
    a case the same word; k then counts groups.
    """

    frame: pl.DataFrame
    person: str
    fields: tuple[Field, ...]
    quasi: tuple[str, ...]
    sensitive: tuple[str, ...]
    courses: Mapping[str, Course] | None = None
    groups: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """The people who are told of, and how.

    ``frame`` has the person's id, a text column for each code field and the number columns;
    ``levels`` says how coarse each quasi-identifier is; columns at their highest level are not in
    ``fields`` any more.
    """

    frame: pl.DataFrame
    fields: tuple[Field, ...]
    levels: Mapping[str, Level]
    left_out: int
    notes: tuple[str, ...] = ()
    work: Mapping[str, object] = field(default_factory=dict)


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
    about = {one.name: one for one in people.fields}
    frame = people.frame.sort(people.person)
    frame = frame.with_columns(_one_unknown(about[name]) for name in people.quasi)
    hierarchies = {
        name: column_hierarchy(about[name], frame[name], rules or {}) for name in people.quasi
    }
    if people.courses is not None:
        column = course_column(frame[people.person].to_list(), people.courses)
        frame = frame.with_columns(column)
        hierarchies[EPISODES] = course_hierarchy(column.to_list())

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
    told = tuple(
        told_field(one, kept[one.name], hierarchies.get(one.name), levels.get(one.name))
        for one in people.fields
        if one.name not in levels or levels[one.name].level < levels[one.name].highest
    )
    kept = kept.with_columns(pl.col(list(people.quasi)).fill_null(NOT_RECORDED))
    work = {
        "loss": found.loss,
        "nodes": found.nodes_searched,
        "of_nodes": found.nodes_in_lattice,
        "optimal": found.optimal,
    }
    return Told(kept, told, levels, frame.height - kept.height, work=work)


def _one_unknown(about: Field) -> pl.Expr:
    """Return a column with null for every code that means that nothing is known."""
    column = pl.col(about.name)
    return pl.when(~column.is_in(list(about.missing))).then(column).alias(about.name)


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


def told_field(
    about: Field, values: pl.Series, hierarchy: Hierarchy | None, level: Level | None
) -> Field:
    """Return a column with the labels of exactly the codes that stand in it."""
    if about.kind is not Kind.CODE:
        return about
    used = set(values.fill_null(NOT_RECORDED))
    if hierarchy is None or level is None:
        labels = {code: words for code, words in about.labels.items() if code in used}
    else:
        codes = [code for code in about.labels if code not in about.missing]
        paths = (hierarchy.path(code) for code in codes)
        names = dict.fromkeys(path[level.level] for path in paths if path is not None)
        labels = {str(n): about.labels.get(str(n), str(n)) for n in names if n in used}
        if NOT_RECORDED in used:
            labels[NOT_RECORDED] = _NOT_RECORDED_WORDS
    missing = tuple(code for code in (*about.missing, NOT_RECORDED) if code in labels)
    return replace(about, labels=labels, missing=tuple(dict.fromkeys(missing)))
