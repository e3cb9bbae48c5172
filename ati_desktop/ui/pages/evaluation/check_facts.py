"""The lines of a release check: counts, the reasons as groups, the audit; never which number."""

from __future__ import annotations

from collections.abc import Iterator

from ati_desktop.casework.results import Protected
from ati_desktop.ui.kit.chip import Chip, Kind
from ati_desktop.ui.pages.evaluation.reading import Ready
from ati_desktop.ui.pages.evaluation.words import count, percent, translate

_FAR = 1.5
"""From this share of the proven bound on, how far it may be from the least says nothing."""
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
    yield translate("Evaluation", "Hidden as little as possible"), _least(protected)
    smallest = protected.views.smallest_shown
    shown = count(smallest) if smallest else "\N{EM DASH}"
    yield translate("Evaluation", "Smallest number shown"), shown


def _least(protected: Protected) -> Chip:
    """Return whether it is proven that nothing cheaper protects, and how near it is if not."""
    every = (protected, *protected.beside)
    if all(each.optimal for each in every):
        return Chip(translate("Evaluation", "proven"), Kind.GOOD)
    cost, bound = sum(each.cost for each in every), sum(each.bound for each in every)
    if bound <= 0 or cost > _FAR * bound:
        return Chip(translate("Evaluation", "not proven"), Kind.NEUTRAL)
    most = translate("Evaluation", "at most {share} more").format(share=percent(cost / bound - 1))
    return Chip(most, Kind.NEUTRAL)


def audit_method(protected: Protected) -> str:
    """Return how the attack was made, in a sentence."""
    said = translate("Evaluation", "How it was checked: {method}.")
    return said.format(method=protected.method)
