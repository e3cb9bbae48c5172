"""What is there to evaluate: how old the figures are, programs, cohort files, earlier releases."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from ati_desktop.casework.desk import Desk
from ati_desktop.casework.refreshing import evaluation_store
from ati_desktop.casework.registering import open_register
from ati_desktop.models.users import Right
from ati_desktop.storage.register import CohortCard, Release

__all__ = ["CohortCard", "Overview", "Release", "figures_overview"]


@dataclass(frozen=True, slots=True)
class Overview:
    """What stands ready; ``as_of`` is None while the figures were never built.

    ``programs`` gives the words of each code that the figures know.
    """

    as_of: str | None
    arrests_complete_to: str | None
    programs: Mapping[str, str]
    cohort_files: tuple[CohortCard, ...]
    releases: tuple[Release, ...]
    may_rebuild: bool


def figures_overview(desk: Desk) -> Overview:
    """Return what stands ready for evaluation; no figure is worked out.

    Raises:
        Refused: the role opens no figures, or the store is damaged or of another version.
    """
    store = evaluation_store(desk)
    said = store.about() if store.built else {}
    labels: Mapping[str, Mapping[str, str]] = json.loads(said.get("labels", "{}"))
    with open_register(desk) as register:
        files, releases = register.cohorts(), register.releases()
    return Overview(
        as_of=said.get("as_of"),
        arrests_complete_to=said.get("arrest_complete_to") or None,
        programs=dict(labels.get("program", {})),
        cohort_files=tuple(files),
        releases=tuple(releases),
        may_rebuild=desk.may(Right.REFRESH_EVALUATION),
    )
