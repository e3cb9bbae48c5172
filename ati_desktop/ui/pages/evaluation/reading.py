"""What the room asks of the office, each on the lane: figures, a release, a rebuild."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ati_desktop.casework.desk import Desk
from ati_desktop.casework.figures_overview import Overview, figures_overview
from ati_desktop.casework.results import Evaluation
from ati_desktop.casework.specifications import Spec
from ati_desktop.ui.kit.lane import Progress
from ati_desktop.ui.long_work import in_parts
from ati_desktop.ui.pages.evaluation.cohort_fields import start_spec
from ati_desktop.ui.pages.evaluation.words import translate

if TYPE_CHECKING:
    from ati_desktop.casework.candidates import Candidate
    from ati_desktop.casework.figures import Prepared
    from ati_desktop.casework.periods import Period
    from ati_desktop.casework.requests import Request


@dataclass(frozen=True)
class Read:
    """What was read; ``evaluation`` is None where there is nothing to work figures out of.

    ``waiting`` is how many packages wait for a second person, ``periods`` are the frozen copies.
    """

    overview: Overview
    spec: Spec
    evaluation: Evaluation | None
    waiting: int = 0
    periods: tuple[Period, ...] = ()


@dataclass(frozen=True)
class Ready:
    """A release that is worked out, and who else has to look before it leaves.

    ``review`` is what the receipt says about a second person.
    """

    prepared: Prepared
    review: str = ""
    review_needed: bool = False
    reviewers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Package:
    """All files of a release, and what was asked for it: the request that is open, if any."""

    candidate: Candidate
    request: Request | None = None


Prepare = Callable[[Desk, Spec, Progress], Ready]
"""What works a release out: ``prepare``, or what stands in for it."""


def read_figures(desk: Desk, spec: Spec | None, progress: Progress) -> Read:
    """Read what stands ready and work the figures of a specification out."""
    from ati_desktop.casework import periods, requests  # noqa: PLC0415 - on the lane: loads more

    progress.step(text=translate("Evaluation", "Working the figures out"))
    overview = figures_overview(desk)
    wanted = spec or start_spec(overview)
    waiting = sum(one.state == "waiting" for one in requests.list_requests(desk))
    frozen = tuple(periods.list_periods(desk))
    if overview.as_of is None and wanted.cohort_file is None and wanted.period is None:
        return Read(overview, wanted, None, waiting, frozen)
    from ati_desktop.casework import figures  # noqa: PLC0415 - on the lane: loads polars

    return Read(overview, wanted, figures.work_out(desk, wanted), waiting, frozen)


def read_file(desk: Desk, path: Path, progress: Progress) -> tuple[Read, str]:
    """Open a specification file, work its figures out, and return its text too."""
    from ati_desktop.casework import figures  # noqa: PLC0415 - on the lane: loads polars

    spec, text = figures.load_spec(path)
    return read_figures(desk, spec, progress), text


def prepare(desk: Desk, spec: Spec, progress: Progress) -> Ready:
    """Work out what a release would show and hide, and who else has to look."""
    from ati_desktop.casework import figures, requests  # noqa: PLC0415 - on the lane: loads polars

    words = {
        "figures": translate("Evaluation", "Working the figures out"),
        "protection": translate("Evaluation", "Hiding what would point at people"),
    }
    told = in_parts(progress, words)
    prepared = figures.prepare_release(
        desk, spec, progress=told, cancelled=lambda: progress.cancelled
    )
    progress.check()
    needed = requests.review_needed(desk)
    return Ready(prepared, prepared.about.review, needed, tuple(requests.reviewers(desk)))


def make_package(
    desk: Desk, ready: Ready, spec_text: str, recipient: str, purpose: str, progress: Progress
) -> Package:
    """Make every file of a release, and find what was asked for exactly these files before."""
    from ati_desktop.casework import figures, requests  # noqa: PLC0415 - on the lane: loads polars

    progress.step(text=translate("Evaluation", "Making the files"))
    candidate = figures.candidate_of(ready.prepared, spec_text)
    progress.check()
    open_ = [
        one
        for one in requests.list_requests(desk)
        if one.manifest_sha256 == candidate.manifest_sha256
        and one.state in ("waiting", "approved", "written")
        and (one.recipient, one.purpose) == (recipient.strip(), purpose.strip())
    ]
    return Package(candidate, open_[0] if open_ else None)


def rebuild(desk: Desk, progress: Progress) -> None:
    """Make the figures anew from the records."""
    from ati_desktop.casework.refreshing import refresh  # noqa: PLC0415 - on the lane

    told = in_parts(progress, {})
    refresh(desk, progress=told, cancelled=lambda: progress.cancelled)
