"""What an extract that is too close to what has left could be instead: each way is tried out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace

from ati_desktop.casework.extract_beside import TooClose
from ati_desktop.errors import Refused
from ati_desktop.evaluation.base import GROUPS
from ati_desktop.evaluation.extract_spec import ExtractSpec

_SHARES = (0.2, 0.3, 0.5)


def with_ways_out(
    refusal: TooClose, spec: ExtractSpec, attempt: Callable[[ExtractSpec], object]
) -> Refused:
    """Return a refusal that says what would be possible.

    Args:
        refusal: why the extract cannot leave.
        spec: what was asked for.
        attempt: prepares another one, or refuses.
    """

    def possible(other: ExtractSpec) -> bool:
        try:
            attempt(other)
        except Refused:
            return False
        return True

    found = [words for words, other in _others(spec) if possible(other)]
    share = next(
        (each for each in _shares(spec) if possible(replace(spec, suppression=each))), None
    )
    if share is not None:
        found.append(f"suppression = {share:g}")
    if not found:
        found = [words for words, other in _coarser(spec) if possible(other)][:1]
    if not found:
        found = ["none of the same people; other years, or a release of figures"]
    values = refusal.values | {"ways": "; ".join(found)}
    return Refused(f"{refusal.sentence} Possible would be: {{ways}}.", **values)


def _shares(spec: ExtractSpec) -> tuple[float, ...]:
    """Return the shares of people to try: more than asked for, or nobody left out."""
    if spec.model != "k-anonymity":
        return ()
    more = tuple(share for share in _SHARES if share > spec.suppression)
    return (*more, 0.0) if spec.suppression else more


def _others(spec: ExtractSpec) -> Iterator[tuple[str, ExtractSpec]]:
    """Yield the same extract without each of its columns."""
    for name in spec.columns:
        yield from _without(spec, (name,))


def _coarser(spec: ExtractSpec) -> Iterator[tuple[str, ExtractSpec]]:
    """Yield the same extract without what came of people, and without the breakdowns of figures."""
    yield from _without(spec, [each for each in spec.columns if each not in spec.quasi])
    yield from _without(spec, [each for each in spec.columns if each in GROUPS])


def _without(spec: ExtractSpec, names: Collection[str]) -> Iterator[tuple[str, ExtractSpec]]:
    """Yield the same extract without these columns, unless nothing would be left."""
    rest = tuple(each for each in spec.columns if each not in names)
    quasi = tuple(each for each in spec.quasi if each not in names)
    if not names or not rest or (spec.model == "k-anonymity" and not quasi and not spec.episodes):
        return
    other = replace(
        spec,
        columns=rest,
        quasi=quasi,
        sensitive=tuple(each for each in spec.sensitive if each not in names),
        keep=tuple(each for each in spec.keep if each not in names),
        rules={each: rule for each, rule in spec.rules.items() if each not in names},
    )
    yield f"the same without {', '.join(names)}", other
