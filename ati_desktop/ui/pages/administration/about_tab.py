"""What is inside: the version, where the data lives, and the licences of what ships."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import metadata

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ati_desktop import __version__
from ati_desktop.casework.desk import Desk
from ati_desktop.ui.kit.buttons import Button, Weight
from ati_desktop.ui.kit.card import Card
from ati_desktop.ui.kit.paged import Column, PagedTableModel
from ati_desktop.ui.kit.table import TableView
from ati_desktop.ui.kit.words import label
from ati_desktop.ui.long_work import carry_out
from ati_desktop.ui.shell import Shell

_OWN = "ati-desktop"
_NAME = re.compile(r"[A-Za-z0-9._-]+")
_LONGEST = 60


@dataclass(frozen=True)
class Part:
    """One part that ships with the program."""

    name: str
    version: str
    licence: str


class AboutTab(QWidget):
    """Version and place at the top, the parts with their licences below."""

    def __init__(self, desk: Desk, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = desk.home.home.folder
        self._rows: dict[str, Part] = {}
        own = Card(self.tr("ATI Desktop"))
        own.fact(self.tr("Version"), __version__)
        own.fact(self.tr("Licence"), "Apache-2.0")
        own.fact(self.tr("The data of this office lives in"), str(self._folder))
        own.add(
            label(
                self.tr(
                    "Everything in that folder is encrypted. Copy it whole while nobody is signed "
                    "in; without a password or the recovery code nobody can read it."
                ),
                "muted",
                wrap=True,
            )
        )
        own.action(Button(self.tr("Open the folder"), self._open, Weight.QUIET))
        columns = (
            Column(self.tr("Part"), lambda row: row.name, 240),
            Column(self.tr("Version"), lambda row: row.version, 140),
            Column(self.tr("Licence"), lambda row: row.licence, quiet=True),
        )
        self.model = PagedTableModel(columns, lambda ids: {i: self._rows[i] for i in ids}, self)
        self.table = TableView(self.tr("Licences"), shell.theme)
        self.table.show_model(self.model)
        self.table.setMinimumHeight(shell.theme.length(220))
        parts = Card(self.tr("What ships with it, and under which licence"))
        parts.add(self.table, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addWidget(own)
        whole.addWidget(parts, 1)
        carry_out(
            shell, self, self.tr("Reading the licences"), lambda _p: shipped_parts(), self._show
        )

    def _show(self, parts: list[Part]) -> None:
        self._rows = {part.name: part for part in parts}
        self.model.show_ids(list(self._rows))

    def _open(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))


def shipped_parts() -> list[Part]:
    """Return every library the program needs, directly or not, and the typefaces."""
    found: dict[str, Part] = {}
    waiting = _needed(_OWN)
    while waiting:
        name = waiting.pop()
        key = name.lower().replace("_", "-")
        if key in found:
            continue
        try:
            about = metadata.metadata(name)
        except metadata.PackageNotFoundError:
            continue
        found[key] = Part(about["Name"], about["Version"], _licence(about))
        waiting += _needed(name)
    found["noto"] = Part("Noto Sans", "", "OFL-1.1")
    found["dejavu"] = Part("DejaVu Sans Mono", "", "Bitstream Vera")
    return sorted(found.values(), key=lambda part: part.name.casefold())


def _needed(name: str) -> list[str]:
    try:
        lines = metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        return []
    wanted = (line for line in lines if "extra ==" not in line)
    return [match[0] for line in wanted if (match := _NAME.match(line))]


def _licence(about: metadata.PackageMetadata) -> str:
    said = _first(about, "License-Expression")
    if said:
        return said
    named = [
        line.rpartition(" :: ")[2]
        for line in about.get_all("Classifier") or []
        if line.startswith("License ::")
    ]
    first = _first(about, "License").strip().split("\n")[0]
    return first if 0 < len(first) <= _LONGEST else ", ".join(named) or first[:_LONGEST]


def _first(about: metadata.PackageMetadata, name: str) -> str:
    found = about.get_all(name) or [""]
    return str(found[0])
