"""A dashboard beside other packages whose people are the same but for a few.

Noise hides how many the few are to within some people only, and where two noisy numbers are the
same, the few are known not to be among them.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import replace

import polars as pl

from ati_desktop.casework.dashboard_methods import is_private
from ati_desktop.casework.earlier_releases import RECORDS, Source
from ati_desktop.errors import Refused
from ati_desktop.evaluation.cohort import choose_cohort
from ati_desktop.evaluation.data import EvaluationData
from ati_desktop.evaluation.spec import Spec
from ati_desktop.storage.register import Register, Release

_STATE = "state-"
Key = tuple[object, ...]


def refuse_nearly_the_same(
    register: Register, spec: Spec, source: Source, kinds: Collection[str]
) -> None:
    """See that no package that has left counts all the same people but few.

    The cohorts of all are asked of the figures that the new package is made from, so that who came
    in between is no difference. Copies under a name of their own are compared with themselves.

    Args:
        register: with all that has left.
        spec: of the new package.
        source: what it is made from.
        kinds: what sorts of packages it is compared with.

    Raises:
        Refused: one does.
    """
    data = source.data
    if data is None:
        return
    rows = _rows(data, spec)
    for release in register.releases():
        other = _asked(release) if release.kind in kinds else None
        if other is None or not _comparable(release, other, spec, source.state):
            continue
        theirs = _rows(data, replace(other, programs=_still_there(data, other)))
        few = max(spec.threshold, other.threshold)
        if any(0 < len(one - two) < few for one, two in ((rows, theirs), (theirs, rows))):
            raise Refused(
                "This {kind} would count nearly the same people as {title} ({id}), all but a"
                " few. Choose the same cohort, or one that differs by at least {least}.",
                kind="release" if "figures" not in kinds else "dashboard",
                title=release.title,
                id=release.id,
                least=few,
            )


def _asked(release: Release) -> Spec | None:
    if is_private(release.spec):
        return None
    try:
        return Spec.from_text(release.spec, release.id)
    except Refused:
        return None


def _comparable(release: Release, other: Spec, spec: Spec, state: str) -> bool:
    """Tell whether two packages are of one copy of the figures, or both of the figures as such."""
    try:
        states = json.loads(release.predicate)["states"]
    except (ValueError, KeyError, TypeError):
        states = {}
    return states.get(RECORDS) == state or not (_named(other) or _named(spec))


def _named(spec: Spec) -> bool:
    return spec.period is not None and not spec.period.startswith(_STATE)


def _still_there(data: EvaluationData, spec: Spec) -> tuple[str, ...]:
    """Return the programs of a specification that records still name."""
    known = {*data.referrals["program"], *data.enrollments["program"]}
    return tuple(program for program in spec.programs if program in known)


def _rows(data: EvaluationData, spec: Spec) -> frozenset[Key]:
    columns = ("research_id", "referral_no", "enrollment_no")
    rows: pl.DataFrame = choose_cohort(data, spec).rows.select(columns)
    return frozenset(rows.iter_rows())
