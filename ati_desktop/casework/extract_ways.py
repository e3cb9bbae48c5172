"""What an extract that is too close to what has left could be instead: each way is tried out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from ati_desktop.casework.extract_beside import TooClose
from ati_desktop.errors import Refused
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
    shares = (share for share in _SHARES if share > spec.suppression)
    less = (share for share in shares if possible(replace(spec, suppression=share)))
    share = next(less, None) if spec.model == "k-anonymity" else None
    if share is not None:
        found.append(f"suppression = {share:g}")
    if not found:
        found = ["none of the same people; other years, or a release of figures"]
    values = refusal.values | {"ways": "; ".join(found)}
    return Refused(f"{refusal.sentence} Possible would be: {{ways}}.", **values)


def _others(spec: ExtractSpec) -> Iterator[tuple[str, ExtractSpec]]:
    """Yield the same extract without each of its columns."""
    for name in spec.columns:
        rest = tuple(each for each in spec.columns if each != name)
        quasi = tuple(each for each in spec.quasi if each != name)
        if not rest or (spec.model == "k-anonymity" and not quasi and not spec.episodes):
            continue
        other = replace(
            spec,
            columns=rest,
            quasi=quasi,
            sensitive=tuple(each for each in spec.sensitive if each != name),
            keep=tuple(each for each in spec.keep if each != name),
            rules={each: rule for each, rule in spec.rules.items() if each != name},
        )
        yield f"the same without {name}", other
