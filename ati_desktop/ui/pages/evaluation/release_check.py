"""The release check at the side: how much is hidden, whether the audit holds, what would help."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ati_desktop.casework.results import Proposal, Protected, Remedy, Variable
from ati_desktop.ui.kit.buttons import Button, Weight
from ati_desktop.ui.kit.card import Card
from ati_desktop.ui.kit.chip import Chip, Kind
from ati_desktop.ui.kit.words import label
from ati_desktop.ui.pages.evaluation.words import count, translate, value_word, variables_of

_MOST_HELP = 2


class ReleaseCheck(Card):
    """Says what a release of the figures shown would hide; counts only, never which number."""

    def __init__(self, check: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self._check = check
        self._content: Card | None = None
        self.body.setContentsMargins(0, 0, 0, 0)
        whole = self.layout()
        if isinstance(whole, QVBoxLayout):
            whole.setContentsMargins(0, 0, 0, 0)
        self.show_unchecked(11)

    def show_unchecked(self, threshold: int) -> None:
        """Say what the check does, with the button that starts it."""
        fresh = self._fresh()
        words = self.tr(
            "Before figures leave the office, numbers below {threshold} are hidden, more are "
            "hidden so that nobody can work them out, and an attack is tried on what is left."
        )
        fresh.add(label(words.format(threshold=threshold), "muted", wrap=True))
        self.button = Button(self.tr("Check now"), self._check, Weight.SECONDARY)
        fresh.add(self.button)

    def show_result(self, protected: Protected) -> None:
        """Show what the check found."""
        fresh = self._fresh()
        for name, value in check_facts(protected):
            fresh.fact(name, value)
        for line in help_lines(protected):
            fresh.add(label(line, "muted", wrap=True))

    def _fresh(self) -> Card:
        if self._content is not None:
            self.body.removeWidget(self._content)
            self._content.hide()
            self._content.deleteLater()
        self._content = Card(self.tr("Release check"))
        self._content.setProperty("kind", "clear")
        self.setAccessibleName(self.tr("Release check"))
        self.add(self._content)
        return self._content


def check_facts(protected: Protected) -> Iterator[tuple[str, str | Chip]]:
    """Yield the lines of the check; counts only, never a number that is hidden."""
    reasons = protected.reasons
    below = translate("Evaluation", "Cells below {threshold}").format(threshold=protected.threshold)
    small = translate("Evaluation", "{count} hidden").format(count=count(reasons["small"]))
    yield below, Chip(small, Kind.WARN if reasons["small"] else Kind.GOOD)
    if reasons["alike"]:
        alike = translate("Evaluation", "Groups in which all are alike")
        yield alike, Chip(count(reasons["alike"]), Kind.WARN)
    others = translate("Evaluation", "More hidden to protect them")
    yield others, Chip(count(reasons["others"]), Kind.WARN if reasons["others"] else Kind.GOOD)
    holds = all(each.holds for each in (protected, *protected.beside))
    audit = translate("Evaluation", "holds") if holds else translate("Evaluation", "does not hold")
    yield translate("Evaluation", "Attacker audit"), Chip(audit, Kind.GOOD if holds else Kind.BAD)
    smallest = protected.views.smallest_shown
    yield (
        translate("Evaluation", "Smallest number shown"),
        count(smallest) if smallest else "\u2014",
    )
    dropped = len(protected.withheld)
    word = count(dropped) if dropped else translate("Evaluation", "none")
    yield translate("Evaluation", "Tables left out"), word


def help_lines(protected: Protected, most: int = _MOST_HELP) -> list[str]:
    """Return what would help most, in sentences; nothing when nothing would."""
    titles = {table.id: table.title for table in protected.evaluation.tables}
    variables = variables_of(protected.evaluation)
    seen: dict[tuple[Remedy, str], Proposal] = {}
    for proposal in protected.proposals:
        seen.setdefault((proposal.remedy, proposal.variable), proposal)
    return [
        _sentence(one, titles.get(one.table, one.table), variables.get(one.variable))
        for one in list(seen.values())[:most]
    ]


def _sentence(proposal: Proposal, table: str, variable: Variable | None) -> str:
    title = variable.title if variable else proposal.variable
    if proposal.remedy is Remedy.DROP_VARIABLE:
        text = translate(
            "Evaluation", "Would help: leave out {variable} (about {saves} fewer hidden)"
        )
        return text.format(variable=title, saves=count(proposal.saves), table=table)
    joined = [band for band in proposal.bands if len(band) > 1]
    words = "; ".join(" + ".join(value_word(variable, each) for each in band) for band in joined)
    text = translate(
        "Evaluation", "Would help: join {bands} in {variable} (about {saves} fewer hidden)"
    )
    return text.format(variable=title, bands=words, saves=count(proposal.saves))
