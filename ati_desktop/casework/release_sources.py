"""What a release is made from: the records of a state that is kept for it, and cohort files."""

from __future__ import annotations

from ati_desktop.casework.cohort_files import cohort_file
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.earlier_releases import Source
from ati_desktop.casework.refreshing import evaluation_store
from ati_desktop.casework.registering import open_register
from ati_desktop.evaluation.cohort_files import CohortFile
from ati_desktop.evaluation.reader import read_evaluation
from ati_desktop.evaluation.spec import Spec
from ati_desktop.storage.register import Register
from ati_desktop.storage.register_requests import APPROVED, WAITING


def release_source(desk: Desk, spec: Spec) -> tuple[Source, str]:
    """Return what a release is made from, and the name of its frozen copy.

    Without a period in the specification the state of the figures is kept now, once for each
    state: asked again of that copy the same question has the same answer.

    Raises:
        Refused: the role opens no figures, they were not built yet, there is no such period or
            cohort file, or the disk is full.
    """
    store = evaluation_store(desk)
    with open_register(desk) as register:
        register.note("see figures")
        files = tuple(_files(desk, spec, register))
        if not store.built and files and spec.period is None:
            return Source(files=files), ""
        kept = "" if spec.period else store.freeze_state()
        period = spec.period or kept
        store.forget_states({period, *_in_use(register)})
    copy = store.of_period(period)
    return Source(kept or copy.state(), read_evaluation(copy), files), period


def _files(desk: Desk, spec: Spec, register: Register) -> list[tuple[CohortFile, str]]:
    if spec.cohort_file is None:
        return []
    file = cohort_file(desk, spec.cohort_file.name)
    return [(file, register.read_cohort(file.name).sha256)]


def _in_use(register: Register) -> set[str]:
    waiting = [one for one in register.requests.all() if one.state in (WAITING, APPROVED)]
    return {one.period for one in waiting} | {one.period for one in register.releases()}
