"""Releases worked out for real, once for each question, and handed to each room that asks again."""

from __future__ import annotations

import threading
from dataclasses import replace

from ati_desktop.casework import requests
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.figures import Prepared, about_office
from ati_desktop.casework.registering import open_register
from ati_desktop.casework.release_sources import release_source
from ati_desktop.casework.specifications import Spec
from ati_desktop.ui.kit.lane import Progress
from ati_desktop.ui.pages.evaluation.reading import Prepare, Ready, prepare


class PreparedOnce:
    """Remembers what was prepared for a question about a state of the figures, whatever its title.

    Only where no release has left: what has left decides about the next one. The state is frozen
    and the rule about a second person is read each time, as they belong to the office.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], Ready] = {}

    def __call__(self, desk: Desk, spec: Spec, progress: Progress) -> Ready:
        """Prepare, or return what was prepared before."""
        source, period = release_source(desk, spec)
        with open_register(desk) as register:
            left = bool(register.releases())
        files = tuple(sha256 for _file, sha256 in source.files)
        asked = (source.state, files, replace(spec, title=""))
        if left or asked not in self._known:
            ready = prepare(desk, spec, progress)
            if not left:
                self._known[asked] = ready
            return ready
        progress.check()
        known = self._known[asked].prepared
        prepared = replace(_titled(known, spec), about=about_office(desk), period=period)
        needed = requests.review_needed(desk)
        return Ready(prepared, prepared.about.review, needed, tuple(requests.reviewers(desk)))


def _titled(known: Prepared, spec: Spec) -> Prepared:
    """Return what was prepared under the title of a question that differs in nothing else."""
    evaluation = replace(known.evaluation, title=spec.title)
    protected = replace(known.protected, evaluation=evaluation)
    return replace(known, spec=spec, evaluation=evaluation, protected=protected)


class Held:
    """Prepares, but while it is held only when it is let go: so a check is seen under way."""

    def __init__(self, work: Prepare) -> None:
        self.work = work
        self._free = threading.Event()
        self._free.set()

    def hold(self) -> None:
        """Let nothing be prepared."""
        self._free.clear()

    def let_go(self) -> None:
        """Go on."""
        self._free.set()

    def __call__(self, desk: Desk, spec: Spec, progress: Progress) -> Ready:
        """Prepare once it is free, unless it is stopped meanwhile."""
        while not self._free.is_set():
            progress.check()
            self._free.wait(0.01)  # not a wait for something: how often is asked whether to stop
        return self.work(desk, spec, progress)
