"""An extract beside releases of figures and dashboards: its rows open nothing that those hide."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ati_desktop.casework.desk import Desk
from ati_desktop.casework.earlier_releases import (
    RECORDS,
    Part,
    Source,
    among,
    packages_before,
    put_beside,
)
from ati_desktop.casework.extract_beside import TooClose
from ati_desktop.casework.extract_making import Making
from ati_desktop.casework.extract_packages import packages_of
from ati_desktop.casework.refreshing import evaluation_store
from ati_desktop.casework.registering import open_register
from ati_desktop.disclosure.comparison import Comparison, Earlier, Package
from ati_desktop.disclosure.extract_draft import Draft
from ati_desktop.disclosure.extract_measure import KEY, PEOPLE
from ati_desktop.disclosure.together import put_together
from ati_desktop.disclosure.together_audit import find_weak
from ati_desktop.errors import Refused
from ati_desktop.evaluation.compute import evaluate
from ati_desktop.evaluation.data import EvaluationData
from ati_desktop.evaluation.package_rows import Rows, rows_behind
from ati_desktop.evaluation.spec import Spec

_AT_ONCE = 7
"""Packages beside an extract at once, so that with one of its own there are eight."""


@dataclass(frozen=True)
class Figures:
    """What left of figures, dashboards and extracts, worked out again.

    Of figures and dashboards ``compared`` counts those that could be, ``unknown`` the others.
    """

    data: EvaluationData
    every: Sequence[tuple[Earlier, Rows]] = ()
    compared: int = 0
    unknown: int = 0

    def must_open_nothing(
        self, making: Making, draft: Draft, cancelled: Callable[[], bool]
    ) -> Draft:
        """Return an extract beside which all that figures hide stays as open as it was.

        Raises:
            TooClose: something does not.
        """
        if not any(earlier.hides for earlier, _ in self.every):
            return draft
        people = next(each for each in draft.datasets if each.name == PEOPLE)
        at = [each.name for each in people.fields].index(KEY)
        gone = making.pseudonyms - {str(row[at]) for row in people.rows}
        others = [earlier.evaluation for earlier, _ in self.every]
        own: list[tuple[Earlier, Rows]] = []
        for package, rows in packages_of(making, gone, self.data, others, ""):
            for start in range(0, len(self.every), _AT_ONCE):
                beside = [*self.every[start : start + _AT_ONCE], *own]
                for comparison in put_beside(beside, rows):
                    _must_hold(package, comparison, cancelled)
            own = [(package, rows)]
        return draft


def figures_before(desk: Desk, source: Source, spec: Spec, ids: Sequence[str]) -> Figures:
    """Return what an extract of this cohort stands beside, out of these releases.

    Raises:
        Refused: the specification names a program that no record names.
    """
    data = source.data
    if data is None:
        raise Refused("The figures have not been built yet: ask a supervisor to rebuild them.")
    with open_register(desk) as register:
        before = among(register, ids)
    if not any(known.kind == "figures" for known in before.known):
        return Figures(data, unknown=len(before.unknown))
    cohort = replace(spec, by=(), measures=("referrals",))
    evaluation = evaluate(data, cohort)
    part = Part(RECORDS, source.state, evaluation, rows_behind(data, cohort, evaluation))
    every = packages_before(part, before, evaluation_store(desk), source, spec.threshold)
    compared = sum(earlier.kind != "extract" for earlier, _ in every)
    extracts = {extract.release.id for extract in before.extracts}
    return Figures(data, every, compared, len({*before.unknown} - extracts))


def _must_hold(package: Package, comparison: Comparison, cancelled: Callable[[], bool]) -> None:
    joint = put_together([*comparison.earlier, package], comparison.overlap)
    weak = find_weak(joint, cancelled=cancelled)
    if not weak:
        return
    at = weak[0].own if weak[0].own is not None else min(weak[0].pair or (0,))
    least = max(earlier.threshold for earlier in comparison.earlier)
    raise TooClose(
        "Beside the release {id} this extract would tell about fewer than {least} people.",
        id=comparison.earlier[min(at, comparison.newest - 1)].id,
        least=least,
    )
