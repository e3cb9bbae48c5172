"""Which packages may stand in one pool, and what their offices are called in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ati_desktop.errors import Refused
from ati_desktop.imports.packages import Package

_LONGEST_NAME = 60


def check_together(packages: Sequence[Package]) -> None:
    """See that packages may stand in one pool.

    Raises:
        Refused: two are of one office, demo and real ones are mixed, or they count other things.
    """
    by_office: dict[str, Package] = {}
    for package in packages:
        before = by_office.setdefault(package.office, package)
        if before is not package:
            raise Refused(
                "{one} and {two} are packages of the same office: its people would be counted"
                " twice. Name one package for each office.",
                one=before.name,
                two=package.name,
            )
    if len({package.demo for package in packages}) > 1:
        demo = next(package for package in packages if package.demo)
        raise Refused(
            "{package} holds invented people of a demo; it is never pooled with real ones.",
            package=demo.name,
        )
    kinds = {package.rule.partition(" ")[0].strip(".,"): package for package in packages}
    if len(kinds) > 1:
        one, two, *_ = kinds.values()
        raise Refused(
            "{one} and {two} do not count the same: {first} {second}",
            one=one.name,
            two=two.name,
            first=one.rule,
            second=two.rule,
        )


def labels_of(packages: Sequence[Package], names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return a code and words for each office, in the order of their random codes.

    Raises:
        Refused: a name is of no office here, too long, or that of another one.
    """
    codes = {package.office for package in packages}
    for code, name in names.items():
        if code not in codes:
            raise Refused("No package is of an office with the code {code}.", code=code)
        if not name.strip() or len(name) > _LONGEST_NAME or not name.isprintable():
            raise Refused("The name of the office {code} must be a short line of text.", code=code)
    found = [(_letters(at), names.get(p.office, "").strip()) for at, p in enumerate(packages)]
    found = [(label, name or f"Office {label}") for label, name in found]
    if len({name for _, name in found}) < len(found):
        raise Refused("Two offices have the same name. Give each office a name of its own.")
    return found


def _letters(at: int) -> str:
    """Return A to Z, then AA, AB ..."""
    text = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        text = chr(ord("A") + rest) + text
    return text
