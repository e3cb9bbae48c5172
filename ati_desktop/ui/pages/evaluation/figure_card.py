"""The card of a figure: what it means, who is in it, who was left out and why, by which method."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from ati_desktop.casework.results import Card as Definition
from ati_desktop.casework.results import Evaluation, Figure, Shown, Unit
from ati_desktop.ui.kit.buttons import IconButton
from ati_desktop.ui.kit.card import Card
from ati_desktop.ui.kit.chip import Chip, Kind
from ati_desktop.ui.kit.layouts import scrolled
from ati_desktop.ui.kit.words import label, rule
from ati_desktop.ui.pages.evaluation.lines import (
    AnyFigure,
    Line,
    count_words,
    interval_words,
    value_words,
)
from ati_desktop.ui.pages.evaluation.words import (
    HIDDEN,
    count,
    group_words,
    percent,
    variables_of,
)

_QUARTILES = {0.25: "25 %", 0.5: "50 %", 0.75: "75 %"}


class FigureCard(Card):
    """Emits ``closed`` when the cross or Escape is pressed."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(" ", "", parent)
        self.cross = IconButton("close", self.tr("Close the card"), self.closed.emit)
        self.cross.setShortcut("Esc")
        self.action(self.cross)
        self._head.setStretchFactor(self.title, 100)
        self._place = QVBoxLayout()
        self._content: QWidget | None = None
        self.add(self._place, 1)

    def show_figure(self, line: Line, evaluation: Evaluation, *, released: bool) -> None:
        """Show the card of a line; ``released`` says that it is the view of a release."""
        definition = next(
            (one for one in evaluation.cards if one.measure == line.key[0]),
            None,
        )
        title = definition.title if definition else line.title
        self.title.setText(title)
        self.title.setWordWrap(True)
        self.setAccessibleName(title)
        content = QWidget()
        body = QVBoxLayout(content)
        body.setContentsMargins(0, 0, 8, 0)
        body.setSpacing(6)
        group = group_words(line.key[1], variables_of(evaluation))
        for part in self._parts(line, definition, group, released=released):
            if isinstance(part, QWidget):
                body.addWidget(part)
            else:
                body.addLayout(part)
        body.addStretch(1)
        self._replace(content)

    def forget(self) -> None:
        """Let go of the figure that was shown."""
        self.title.setText("")
        self._replace(QWidget())

    def _replace(self, content: QWidget) -> None:
        while (item := self._place.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.setParent(None)
                old.deleteLater()
        self._content = content
        self._place.addWidget(scrolled(content))

    def _parts(
        self, line: Line, definition: Definition | None, group: str, *, released: bool
    ) -> Iterator[QWidget | QLayout]:
        figure = line.figures[0]
        yield label(group, "muted", wrap=True)
        big = label(line.value, "big", wrap=True, selectable=True)
        yield big
        if line.state is Shown.NOT_COMPUTED:
            yield label(figure.not_computed or "", wrap=True)
        elif line.state is Shown.HIDDEN:
            yield label(self._why_hidden(), wrap=True)
        else:
            yield from self._numbers(line)
        chip = QHBoxLayout()
        chip.addWidget(self._mark(released=released))
        chip.addStretch(1)
        yield chip
        if definition is not None:
            yield from self._words(definition)
        yield from self._left_out(figure)

    def _mark(self, *, released: bool) -> Chip:
        if released:
            return Chip(self.tr("As it would be released"), Kind.ACCENT)
        return Chip(self.tr("Internal, not for release"), Kind.WARN)

    def _why_hidden(self) -> str:
        return self.tr(
            "The letter s stands for a number that is not shown, because it, or another number "
            "that could be worked out with it, would point at few people. Nothing here tells "
            "which of the two it is."
        )

    def _numbers(self, line: Line) -> Iterator[QLayout]:
        main = line.figures[0]
        if main.unit == Unit.DAYS:
            for figure in line.figures:
                point = _QUARTILES.get(figure.quantile or 0.5, "")
                said = [value_words(figure), _between(interval_words(figure))]
                name = self.tr("{share} took at most").format(share=point)
                yield _fact(name, " ".join(part for part in said if part))
        elif interval_words(main):
            yield _fact(self.tr("95 % interval"), interval_words(main))
        names = {
            "numerator": self.tr("Counted"),
            "denominator": self.tr("Followed") if main.unit == Unit.PROBABILITY else self.tr("Of"),
        }
        for name, title in names.items():
            said_count = count_words(main, name)
            if said_count and not (name == "numerator" and main.unit == Unit.COUNT):
                yield _fact(title, said_count)

    def _words(self, definition: Definition) -> Iterator[QWidget]:
        parts = (
            (self.tr("What it counts"), definition.definition),
            (self.tr("Who is in it"), definition.population),
            (self.tr("How it is worked out"), definition.method),
            (self.tr("Where it comes from"), definition.source),
        )
        for title, text in parts:
            yield from _section(title, text)
        version = self.tr("Definition {name}, version {version}")
        yield label(
            version.format(name=definition.measure, version=definition.version), "small", wrap=True
        )

    def _left_out(self, figure: AnyFigure) -> Iterator[QWidget | QLayout]:
        left = dict(_reasons(figure))
        yield rule()
        yield label(self.tr("Who was left out, and why"), "strong")
        if not left:
            yield label(self.tr("Nobody of the cohort."), "muted")
        for reason, number in left.items():
            yield _fact(reason, HIDDEN if number is None else count(number))
        missing = _share_missing(figure, left)
        if missing is not None:
            yield _fact(self.tr("Share left out"), percent(missing))
        if isinstance(figure, Figure) and figure.notes:
            yield label(self.tr("Counted in, and worth knowing"), "strong")
            for note in figure.notes:
                yield _fact(note.reason, count(note.count))


def _reasons(figure: AnyFigure) -> Iterable[tuple[str, int | None]]:
    if isinstance(figure, Figure):
        return ((one.reason, one.count) for one in figure.excluded)
    return figure.excluded


def _share_missing(figure: AnyFigure, left: Mapping[str, int | None]) -> float | None:
    """Return the share of all whom the figure leaves out, where every part of it is known."""
    base = figure.denominator
    if base is None or not left or any(number is None for number in left.values()):
        return None
    out = sum(number or 0 for number in left.values())
    return out / (out + base) if out + base else None


def _between(text: str) -> str:
    return f"({text})" if text else ""


def _section(title: str, text: str) -> Iterator[QWidget]:
    heading = label(title, "strong")
    heading.setContentsMargins(0, 6, 0, 0)
    yield heading
    yield label(text, wrap=True, selectable=True)


def _fact(name: str, value: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(12)
    shown = label(value, "strong" if value == HIDDEN else "", selectable=True)
    shown.setAccessibleName(f"{name}: {value}")
    row.addWidget(label(name, "muted", wrap=True), 1)
    row.addWidget(shown)
    return row
