"""Released packages of several offices joined into one; needs no office and no signing in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ati_desktop.casework.pool_offices import check_together, labels_of
from ati_desktop.casework.pool_papers import pool_papers
from ati_desktop.casework.release_papers import papers_for
from ati_desktop.disclosure.pooling import Office, Pooled, pool
from ati_desktop.disclosure.sealed import seal_pool
from ati_desktop.errors import Refused
from ati_desktop.evaluation.relations import relations_between
from ati_desktop.evaluation.results import Variable
from ati_desktop.exports.about import About
from ati_desktop.exports.package import release_files
from ati_desktop.exports.writing import free_folder, write_files
from ati_desktop.imports.packages import Package, read_package

Progress = Callable[[float, str], None]
MOST_OFFICES = 200
_NOT_THE_SAME = "Not the same in all offices: see pool.txt."


@dataclass(frozen=True, slots=True)
class PoolResult:
    """A pool that was written. ``notes`` are sentences on what a reader must know of it.

    ``open_before`` says how many numbers each package by itself leaves less open than it should,
    by the package's name; it is for whoever pools, and is not written into the pool.
    """

    folder: Path
    files: tuple[Path, ...]
    offices: tuple[tuple[str, str, Package], ...]
    pooled: Pooled
    notes: tuple[str, ...]
    method: str
    open_before: Mapping[str, int]


def _silent(done: float, doing: str) -> None:
    """Say nothing about progress."""


def pool_packages(
    packages: Sequence[Path],
    folder: Path,
    *,
    names: Mapping[str, str] | None = None,
    title: str = "",
    progress: Progress = _silent,
) -> PoolResult:
    """Read packages, join them, attack the result, and write it as a package.

    Args:
        packages: folders of released packages, one an office.
        folder: where to write; new or empty.
        names: words for offices by their codes; the others are called A, B, C.
        title: of the pool.
        progress: told the share that is done.

    Raises:
        Refused: a package is not whole or not fit for pooling, two are of one office, demo and
            real ones are mixed, they do not mean the same, or the folder is taken.
    """
    from ati_desktop.disclosure.pool_audit import open_before  # noqa: PLC0415 - loads numpy

    folder = free_folder(folder)
    if len(packages) > MOST_OFFICES:
        raise Refused("At most {most} packages can be pooled at once.", most=MOST_OFFICES)
    read: list[Package] = []
    for done, path in enumerate(packages):
        progress(0.4 * done / len(packages), "reading")
        read.append(read_package(path))
    check_together(read)
    read.sort(key=lambda package: package.office)
    labels = labels_of(read, names or {})
    offices = [
        _office(package, label, name) for package, (label, name) in zip(read, labels, strict=True)
    ]
    progress(0.4, "joining")
    pooled = pool(offices)
    progress(0.6, "audit")
    sealed = seal_pool(
        pooled,
        offices,
        title=title or f"Pool of {len(read)} offices: {read[0].title}",
        population={
            "name": "pool",
            "rule": _one([package.rule for package in read]),
            "first year": None,
            "last year": None,
        },
        as_of=_span([package.as_of for package in read]),
        outcome_complete_to=_span([package.outcome_complete_to for package in read]) or None,
        demo=read[0].demo,
    )
    described = tuple((label, name, p) for (label, name), p in zip(labels, read, strict=True))
    notes = tuple(_notes(described, pooled))
    about = About(review=_one([package.review or "not said" for package in read]))
    papers = papers_for(sealed, about) | pool_papers(sealed, described, pooled, notes)
    files = release_files(sealed, papers, about)
    written = write_files(files, folder, lambda done, of: progress(0.8 + 0.2 * done / of, "files"))
    weak = Counter(label for label, _ in open_before(offices, pooled.tables))
    return PoolResult(
        folder=folder,
        files=tuple(written),
        offices=described,
        pooled=pooled,
        notes=notes,
        method=sealed.method,
        open_before={p.name: weak[label] for label, _, p in described if weak[label]},
    )


def _office(package: Package, label: str, name: str) -> Office:
    variables = tuple(
        Variable(each.name, each.title, tuple(each.labels), each.labels)
        for each in package.variables
    )
    return Office(
        label=label,
        name=name,
        threshold=package.threshold,
        variables=variables,
        outcomes=frozenset(each.name for each in package.variables if each.role == "outcome"),
        tables={table.variables: table.counts for table in package.tables},
        measures=package.measures,
        relations=relations_between(variables),
    )


def _one(texts: Sequence[str]) -> str:
    return texts[0] if len(set(texts)) == 1 else _NOT_THE_SAME


def _span(texts: Sequence[str]) -> str:
    """Return the one text, or the smallest and the largest; months sort as texts."""
    found = sorted(set(texts))
    return (
        found[0]
        if len(found) == 1
        else " to ".join(each or "never" for each in (found[0], found[-1]))
    )


def _notes(offices: Sequence[tuple[str, str, Package]], pooled: Pooled) -> list[str]:
    notes = ["A person known to two offices is counted in each of them."]
    packages = [package for _, _, package in offices]
    if len({package.rule for package in packages}) > 1:
        notes.append("The offices do not count the same time or programs; see the offices below.")
    if len({package.as_of for package in packages}) > 1:
        notes.append("The offices' figures are as of different months; see the offices below.")
    if len({package.threshold for package in packages}) > 1:
        notes.append(
            f"The offices hide counts below different numbers; here the strictest counts:"
            f" {pooled.threshold}."
        )
    notes += [f"{title} was left out: {why}." for title, why in pooled.left_out]
    return notes
