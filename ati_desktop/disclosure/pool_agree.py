"""Whether the codebooks of several offices mean the same, and their value lists as one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from ati_desktop.disclosure.cells import Values
from ati_desktop.errors import Refused
from ati_desktop.evaluation.results import Variable


class Codebook(Protocol):
    """What an office says of its variables and measures."""

    @property
    def name(self) -> str:
        """Words for the office."""

    @property
    def variables(self) -> tuple[Variable, ...]:
        """Its variables with their closed lists."""

    @property
    def outcomes(self) -> frozenset[str]:
        """Those that tell what became of people."""

    @property
    def measures(self) -> Mapping[str, int]:
        """The versions of its definitions."""

    @property
    def values(self) -> Values:
        """The closed value lists by variable name."""


def agree(offices: Sequence[Codebook]) -> tuple[Variable, ...]:
    """Return all variables with the union of their values; each must mean the same everywhere.

    Raises:
        Refused: a title, a role, a label or the version of a definition differs.
    """
    found: dict[str, Variable] = {}
    measures: dict[str, int] = {}
    for office in offices:
        for measure, version in office.measures.items():
            if measures.setdefault(measure, version) != version:
                raise Refused(
                    "The measure {measure} is defined in another way in the package of office"
                    " {office} than in those before it. Release again with one version of the"
                    " program.",
                    measure=measure,
                    office=office.name,
                )
        for variable in office.variables:
            before = found.get(variable.name, variable)
            _check_meaning(before, variable, offices, office)
            found[variable.name] = _united(before, variable)
    return tuple(found.values())


def _check_meaning(
    before: Variable, variable: Variable, offices: Sequence[Codebook], office: Codebook
) -> None:
    name = variable.name
    roles = {name in o.outcomes for o in offices if name in o.values}
    if before.title != variable.title or len(roles) > 1:
        raise Refused(
            "{variable} is not the same in all packages: {one} and, in office {office}, {two}."
            " Release again from one specification.",
            variable=name,
            one=before.title,
            two=variable.title,
            office=office.name,
        )
    for value in variable.values:
        if value in before.labels and before.labels[value] != variable.labels[value]:
            raise Refused(
                "The code {value} of {variable} means {one} in one package and {two} in that of"
                " office {office}. Use one code list in all offices, or leave {variable} out.",
                value=value,
                variable=name,
                one=before.labels[value],
                two=variable.labels[value],
                office=office.name,
            )


def _united(before: Variable, variable: Variable) -> Variable:
    """Return both lists as one; a new value comes after the one that stands before it."""
    values = list(before.values)
    at = -1
    for value in variable.values:
        if value in values:
            at = values.index(value)
        else:
            at += 1
            values.insert(at, value)
    labels = {**variable.labels, **before.labels}
    return Variable(before.name, before.title, tuple(values), {v: labels[v] for v in values})
