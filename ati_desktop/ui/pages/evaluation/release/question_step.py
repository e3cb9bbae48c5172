"""The first step: the title, who is counted, and what is in the package."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from ati_desktop.casework.specifications import Spec
from ati_desktop.ui.first_run_steps import Step
from ati_desktop.ui.kit.buttons import Button, Weight
from ati_desktop.ui.kit.card import Card
from ati_desktop.ui.pages.evaluation.cohort_fields import breakdown_words, measure_words
from ati_desktop.ui.pages.evaluation.pairs import Pair, Pairs
from ati_desktop.ui.pages.evaluation.reading import Read
from ati_desktop.ui.pages.evaluation.words import count, month, translate

_LONGEST = 200


class QuestionStep(Step):
    """Asks for the title; emits ``change`` when the question itself shall be another."""

    change = Signal()

    def __init__(self) -> None:
        super().__init__("", "")
        self.heading.setText(self.tr("What is asked"))
        self.why.setText(
            self.tr("This is what the package answers. The title stands on each of its papers.")
        )
        self.title = self.line(self.tr("Title of the release"), QLineEdit())
        self.title.setMaxLength(_LONGEST)
        self.facts: Card | None = None
        self.another = Button(self.tr("Change the question…"), self.change.emit, Weight.QUIET)

    def show_question(self, spec: Spec, read: Read) -> None:
        """Show a question."""
        if not self.title.isModified():
            self.title.setText(spec.title)
        if self.facts is not None:
            self.body.removeWidget(self.facts)
            self.facts.hide()
            self.facts.deleteLater()
        self.facts = Card(self.tr("What is in it"))
        self.facts.action(self.another)
        self.facts.add(Pairs(question_facts(spec, read)))
        self.body.addWidget(self.facts)

    def ready(self) -> bool:
        """Return whether there is a title."""
        if not self.title.text().strip():
            self.title.setFocus()
            return self.complain(self.tr("Give the release a title."))
        return self.complain("")

    def enter(self) -> None:
        """Put the cursor into the title."""
        self.title.setFocus()


def question_facts(spec: Spec, read: Read) -> Iterator[Pair]:
    """Yield what a question counts, as name and value."""
    evaluation = read.evaluation
    if evaluation is not None:
        yield translate("Evaluation", "Who is counted"), evaluation.cohort.rule
        as_of = month(evaluation.as_of)
        yield translate("Evaluation", "Figures as of"), as_of
    every = translate("Evaluation", "nothing")
    measures = measure_words()
    said = ", ".join(measures.get(name, name) for name in spec.measures)
    yield translate("Evaluation", "Measures"), said or every
    breakdowns = breakdown_words()
    by = ", ".join(breakdowns.get(name, name) for name in spec.by)
    yield translate("Evaluation", "Broken down by"), by or every
    if spec.joins:
        joins = "; ".join(" + ".join(join.values) for join in spec.joins)
        yield translate("Evaluation", "Counted as one"), joins
    if spec.cohort_file is not None:
        yield translate("Evaluation", "Cohort file beside it"), spec.cohort_file.name
    yield translate("Evaluation", "Smallest count shown"), count(spec.threshold)
