"""What the room asks of the office, each on the lane: figures, a release, a rebuild."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ati_desktop.casework.desk import Desk
from ati_desktop.casework.figures_overview import Overview, figures_overview
from ati_desktop.casework.results import Evaluation
from ati_desktop.casework.specifications import Spec
from ati_desktop.errors import Refused
from ati_desktop.ui.kit.lane import Progress
from ati_desktop.ui.long_work import in_parts
from ati_desktop.ui.pages.evaluation.cohort_fields import start_spec
from ati_desktop.ui.pages.evaluation.words import translate

if TYPE_CHECKING:
    from ati_desktop.casework.figures import Prepared
    from ati_desktop.casework.planned_release import PlannedFile


@dataclass(frozen=True)
class Read:
    """What was read; ``evaluation`` is None where there is nothing to work figures out of."""

    overview: Overview
    spec: Spec
    evaluation: Evaluation | None


@dataclass(frozen=True)
class Ready:
    """A release that is worked out, with the files it would write; none if it may not."""

    prepared: Prepared
    files: tuple[PlannedFile, ...]


def read_figures(desk: Desk, spec: Spec | None, progress: Progress) -> Read:
    """Read what stands ready and work the figures of a specification out."""
    progress.step(text=translate("Evaluation", "Working the figures out"))
    overview = figures_overview(desk)
    wanted = spec or start_spec(overview)
    if overview.as_of is None and wanted.cohort_file is None:
        return Read(overview, wanted, None)
    from ati_desktop.casework import figures  # noqa: PLC0415 - on the lane: loads polars

    return Read(overview, wanted, figures.work_out(desk, wanted))


def read_file(desk: Desk, path: Path, progress: Progress) -> tuple[Read, str]:
    """Open a specification file, work its figures out, and return its text too."""
    from ati_desktop.casework import figures  # noqa: PLC0415 - on the lane: loads polars

    spec, text = figures.load_spec(path)
    return read_figures(desk, spec, progress), text


def prepare(desk: Desk, spec: Spec, progress: Progress) -> Ready:
    """Work out what a release would show and hide, and the files it would write."""
    from ati_desktop.casework import figures, planned_release  # noqa: PLC0415 - as above

    words = {
        "figures": translate("Evaluation", "Working the figures out"),
        "protection": translate("Evaluation", "Hiding what would point at people"),
    }
    told = in_parts(progress, words)
    prepared = figures.prepare_release(
        desk, spec, progress=told, cancelled=lambda: progress.cancelled
    )
    progress.check()
    try:
        return Ready(prepared, planned_release.planned_files(prepared))
    except Refused:
        return Ready(prepared, ())


def rebuild(desk: Desk, progress: Progress) -> None:
    """Make the figures anew from the records."""
    from ati_desktop.casework.refreshing import refresh  # noqa: PLC0415 - on the lane

    told = in_parts(progress, {})
    refresh(desk, progress=told, cancelled=lambda: progress.cancelled)
