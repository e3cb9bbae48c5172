"""Lists, search, a person's page and a form at 20,000 participants against 1,000, in the window."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.timing import Measured, alternate, tell

SMALL, LARGE = 1_000, 20_000
PASSWORD = "lantern river maple stone"


def measure(folder: Path) -> Iterator[Measured]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from ati_desktop.casework.demo.office import make_demo_office
    from ati_desktop.casework.office import utc_now
    from ati_desktop.storage.keyring import KeyCost

    desks = {}
    for count in (SMALL, LARGE):
        tell(f"  inventing {count} people ...")
        desks[count] = make_demo_office(
            folder / str(count),
            PASSWORD,
            participants=count,
            seed=1,
            clock=utc_now,
            progress=lambda done, doing: None,
            cost=KeyCost.floor(),
        )
    yield from _deeds(desks[LARGE], desks[SMALL])
    yield from _window(desks[LARGE], desks[SMALL])
    for desk in desks.values():
        desk.close()


def _pair(what: str, large: Callable[[], object], small: Callable[[], object]) -> Measured:
    one, other = alternate(large, small, 21)
    bound = None if "birth date" in what else 1.5  # more people answer to it there
    return Measured(what, one, f"the same with {SMALL}", other, bound)


def _deeds(large, small) -> Iterator[Measured]:
    from ati_desktop.casework.caseload import caseload_ids, caseload_rows
    from ati_desktop.casework.courses import read_course
    from ati_desktop.casework.finding import find_people
    from ati_desktop.casework.persons import overview, person_head
    from ati_desktop.casework.records import list_records

    def first_page(desk):
        return caseload_rows(desk, caseload_ids(desk)[:30])

    def page(desk):
        one = caseload_ids(desk)[17]
        person_head(desk, one), overview(desk, one), read_course(desk, one)

    def form(desk):
        return list_records(desk, "referral", caseload_ids(desk)[17])

    for what, deed in (
        ("deed: first page of the caseload", first_page),
        ("deed: search by a birth date", lambda desk: find_people(desk, "1990-03-12", 30)),
        ("deed: a person's page", page),
        ("deed: the records of a form", form),
    ):
        yield _pair(what, lambda deed=deed: deed(large), lambda deed=deed: deed(small))


class _Windows:
    """The same window on both offices."""

    def __init__(self, large, small) -> None:
        from ati_desktop.app import make_application, make_window
        from ati_desktop.casework.caseload import caseload_ids
        from ati_desktop.ui.pictures import settle
        from ati_desktop.workdesk import as_work_desk

        app, self.settle = make_application(), settle
        self.desks = {"large": large, "small": small}
        self.ids = {name: caseload_ids(desk) for name, desk in self.desks.items()}
        self.turn = dict.fromkeys(self.desks, 0)
        self.windows = {}
        for name, desk in self.desks.items():
            self.windows[name] = make_window(app, desk.home.home.folder)
            self.windows[name].enter(as_work_desk(desk))
            self.windows[name].show()

    def rest(self, name: str) -> None:
        self.settle()
        while not self.windows[name].lane.idle:
            self.settle()
        self.settle()

    def open_list(self, name: str) -> None:
        window = self.windows[name]
        window.go("directory")
        window.go("participants")
        window.workplace.place.reread()
        self.rest(name)

    def open_person(self, name: str) -> None:
        self.turn[name] += 1
        self.windows[name].go("participants", person=self.ids[name][self.turn[name]])
        self.rest(name)

    def search(self, name: str) -> None:
        quick = self.windows[name].workplace.search
        quick.open("okafor")
        self.rest(name)
        quick.shut()

    def close(self) -> None:
        for window in self.windows.values():
            window.hide()
            window.deleteLater()
        self.settle()


def _window(large, small) -> Iterator[Measured]:
    both = _Windows(large, small)
    for what, deed in (
        ("window: the participants room", both.open_list),
        ("window: a person's page", both.open_person),
        ("window: quick search, typed to shown", both.search),
    ):
        yield _pair(what, lambda deed=deed: deed("large"), lambda deed=deed: deed("small"))
    both.close()
