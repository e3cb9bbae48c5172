"""The lines of a release check: counts, the reasons as groups, the audit; never which number."""

from __future__ import annotations

from collections.abc import Iterator

from ati_desktop.casework.results import Protected
from ati_desktop.ui.kit.chip import Chip, Kind
from ati_desktop.ui.pages.evaluation.reading import Ready
from ati_desktop.ui.pages.evaluation.words import count, translate

Fact = tuple[str, str | Chip]


def state_of(ready: Ready) -> Chip:
    """Return whether the package may leave, in a word."""
    if not holds(ready.prepared.protected):
        return Chip(translate("Evaluation", "May not leave"), Kind.BAD)
    return Chip(translate("Evaluation", "Safe to leave"), Kind.GOOD)


def holds(protected: Protected) -> bool:
    """Return whether the audit holds, of the cohort files beside it too."""
    return all(each.holds for each in (protected, *protected.beside))


def check_facts(ready: Ready) -> Iterator[Fact]:
    """Yield what was found: name and value; a chip where it is a state."""
    protected = ready.prepared.protected
    yield from _reasons(protected)
    yield from _audit(protected)


def _reasons(protected: Protected) -> Iterator[Fact]:
    reasons = protected.reasons
    below = translate("Evaluation", "Cells below {threshold}").format(threshold=protected.threshold)
    hidden = translate("Evaluation", "{count} hidden")
    yield below, _few(reasons.get("small", 0), hidden)
    if reasons.get("alike"):
        yield translate("Evaluation", "Groups in which all are alike"), _few(reasons["alike"])
    yield translate("Evaluation", "More hidden to protect them"), _few(reasons.get("others", 0))
    dropped = len(protected.withheld)
    if dropped:
        yield translate("Evaluation", "Tables left out"), Chip(count(dropped), Kind.WARN)


def _few(number: int, words: str = "{count}") -> Chip:
    return Chip(words.format(count=count(number)), Kind.WARN if number else Kind.GOOD)


def _audit(protected: Protected) -> Iterator[Fact]:
    held = holds(protected)
    audit = translate("Evaluation", "holds") if held else translate("Evaluation", "does not hold")
    yield translate("Evaluation", "Attacker audit"), Chip(audit, Kind.GOOD if held else Kind.BAD)
    smallest = protected.views.smallest_shown
    shown = count(smallest) if smallest else "\N{EM DASH}"
    yield translate("Evaluation", "Smallest number shown"), shown
