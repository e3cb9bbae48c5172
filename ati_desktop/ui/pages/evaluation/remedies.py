"""What would help, in words and as another specification."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ati_desktop.casework.results import Proposal, Protected, Remedy, Variable
from ati_desktop.casework.specifications import Join, Spec
from ati_desktop.ui.pages.evaluation.words import count, translate, value_word, variables_of

_JOINED = "+"
_SEVERAL = 2


@dataclass(frozen=True)
class Help:
    """One remedy: what it does, how, about how much it saves, and the question with it applied.

    ``spec`` is None where a person must do it, because no specification can say it.
    """

    title: str
    detail: str
    spec: Spec | None


def helps(protected: Protected, spec: Spec, most: int) -> list[Help]:
    """Return what would help most, each remedy once; what was tried stands for an estimate."""
    best: dict[tuple[Remedy, str], Proposal] = {}
    for proposal in sorted(protected.proposals, key=lambda each: not each.exact):
        best.setdefault((proposal.remedy, proposal.variable), proposal)
    ranked = sorted(best.values(), key=lambda each: -each.saves)
    variables = variables_of(protected.evaluation)
    return [_help(one, spec, variables.get(one.variable)) for one in ranked[:most]]


def _help(proposal: Proposal, spec: Spec, variable: Variable | None) -> Help:
    about = translate("Evaluation", "about {saves} fewer hidden")
    tried = translate("Evaluation", "{saves} fewer hidden, tried out")
    saved = (tried if proposal.exact else about).format(saves=count(proposal.saves))
    title = variable.title if variable else proposal.variable
    if proposal.remedy is Remedy.DROP_VARIABLE:
        words = translate("Evaluation", "Leave out {variable}").format(variable=title)
        return Help(words, saved, _without(spec, proposal.variable))
    bands = [band for band in proposal.bands if len(band) >= _SEVERAL]
    joined = "; ".join(" + ".join(value_word(variable, each) for each in band) for band in bands)
    words = translate("Evaluation", "Join values of {variable}").format(variable=title)
    return Help(words, f"{joined} · {saved}", _joined(spec, proposal.variable, bands))


def _without(spec: Spec, name: str) -> Spec | None:
    if name not in spec.by:
        return None
    joins = tuple(join for join in spec.joins if join.variable != name)
    return replace(spec, by=tuple(one for one in spec.by if one != name), joins=joins)


def _joined(spec: Spec, name: str, bands: Iterable[tuple[str, ...]]) -> Spec | None:
    if name not in spec.by:
        return None
    ours = [join for join in spec.joins if join.variable == name]
    made = [Join(name, tuple(_codes(band, ours))) for band in bands]
    taken = {value for join in made for value in join.values}
    kept = [join for join in ours if not taken & set(join.values)]
    others = [join for join in spec.joins if join.variable != name]
    return replace(spec, joins=(*others, *kept, *made))


def _codes(band: Iterable[str], joins: Iterable[Join]) -> Iterator[str]:
    """Yield the codes of the records behind each value, which may be joined already."""
    for value in band:
        parts = frozenset(value.split(_JOINED))
        whole = (join.values for join in joins if parts <= set(join.values))
        yield from next(whole, (value,))
