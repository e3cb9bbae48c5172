"""The columns of an extract with their closed lists, as disclosure takes them."""

from __future__ import annotations

from collections.abc import Mapping

from ati_desktop.disclosure.datasets import Field, Kind
from ati_desktop.evaluation.extract_rows import ExtractRows
from ati_desktop.evaluation.extract_spec import ExtractSpec
from ati_desktop.evaluation.extract_words import NOT_KNOWN, TITLES, definition, open_words
from ati_desktop.evaluation.results import Variable

_UNIT = {"days": "days", "weeks": "weeks", "months": "months", "shifted": "days since 1960"}


def columns_of(rows: ExtractRows, spec: ExtractSpec) -> tuple[Field, ...]:
    """Return the columns of people in the order in which they were asked for."""
    fields: list[Field] = []
    for name in spec.columns:
        if name in rows.numbers:
            title = f"{TITLES[name]}, {_UNIT[spec.dates]}"
            fields.append(Field(name, title, Kind.NUMBER, definition=definition(name, spec)))
            continue
        variable = rows.variables[name]
        words = variable.labels or open_words(name, set(rows.people[name]))
        fields.append(_coded(variable, words, spec))
    return tuple(fields)


def episode_fields(rows: ExtractRows, spec: ExtractSpec) -> dict[str, Field]:
    """Return the code columns of episodes by name."""
    return {
        name: _coded(variable, variable.labels, spec, episode=True)
        for name, variable in rows.episode_variables.items()
    }


def _coded(
    variable: Variable, words: Mapping[str, str], spec: ExtractSpec, *, episode: bool = False
) -> Field:
    missing = tuple(code for code in words if code in NOT_KNOWN)
    about = "" if episode else definition(variable.name, spec)
    return Field(variable.name, variable.title, Kind.CODE, dict(words), missing, about)
