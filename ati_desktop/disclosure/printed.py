"""What a package printed, as text to be kept, and read back years later as it was."""

from __future__ import annotations

import json
import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass, replace
from enum import Enum
from functools import cache
from itertools import product
from typing import Any, Union, get_args, get_origin, get_type_hints

from ati_desktop.disclosure.views import FigureView, Row, Shown, TableView, Views
from ati_desktop.evaluation.results import DOUBT, PERSON, CountTable, Evaluation, Figure

_VERSION = 1


def printed_as_text(views: Views, beside: Mapping[str, Views]) -> str:
    """Return everything that a package prints as JSON.

    Args:
        views: of the package.
        beside: of the cohort files that stand beside, by their names.
    """
    content = {
        "version": _VERSION,
        "views": _plain(views),
        "beside": {name: _plain(each) for name, each in beside.items()},
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def printed_from_text(text: str) -> tuple[Views, dict[str, Views]] | None:
    """Return what ``printed_as_text`` kept; None where it cannot be read as that any more."""
    try:
        content = json.loads(text)
        if content["version"] != _VERSION:
            return None
        beside = {str(name): _made(each, Views) for name, each in content["beside"].items()}
        return _made(content["views"], Views), beside
    except (ValueError, KeyError, TypeError):
        return None


def completed(views: Views, evaluation: Evaluation) -> Views:
    """Return views with all tables and figures of their evaluation as it is worked out today.

    Older packages kept people and doubts as numbers; whoever read such a number and the total knows
    what is left of it as well. What they did not have at all is hidden in them.
    """
    tables = {table.id: table for table in views.tables}
    figures = {(each.measure, each.group, each.quantile): each for each in views.figures}
    wanted = [(each.measure, each.group, each.quantile) for each in evaluation.figures]
    if not tables.keys() <= {t.id for t in evaluation.tables} or not figures.keys() <= set(wanted):
        return views
    spans = {variable.name: variable.values for variable in evaluation.variables}
    said = {PERSON: views.people, **{DOUBT + code: count for code, count in views.doubts}}
    return replace(
        views,
        tables=tuple(
            tables.get(table.id)
            or (
                _unsaid(table, spans)
                if table.listed
                else _flag(table, said.get(table.id), sum(table.cells.values()))
            )
            for table in evaluation.tables
        ),
        figures=tuple(
            figures.get(name) or _hidden(figure)
            for name, figure in zip(wanted, evaluation.figures, strict=True)
        ),
    )


def _unsaid(table: CountTable, spans: Mapping[str, tuple[str, ...]]) -> TableView:
    keys = product(*((*spans[name], None) for name in table.variables))
    rows = tuple(Row(key, None) for key in keys)
    return TableView(table.id, table.title, table.variables, rows, withheld=True)


def _hidden(figure: Figure) -> FigureView:
    return FigureView(
        measure=figure.measure,
        group=figure.group,
        unit=figure.unit.value,
        shown=Shown.HIDDEN,
        value=None,
        numerator=None,
        denominator=None,
        low=None,
        high=None,
        quantile=figure.quantile,
        hidden=frozenset(),
        excluded=(),
    )


def _flag(table: CountTable, count: int | None, total: int) -> TableView:
    (yes,), (no,) = table.cells
    left = None if count is None else total - count
    rows = (Row((yes,), count), Row((no,), left), Row((None,), total))
    return TableView(table.id, table.title, table.variables, rows, listed=False)


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, frozenset):
        return sorted(_plain(each) for each in value)
    if isinstance(value, Mapping):
        return [[_plain(key), _plain(each)] for key, each in value.items()]
    return [_plain(each) for each in value] if isinstance(value, tuple | list) else value


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    return get_type_hints(kind)


def _made(value: Any, kind: Any) -> Any:
    """Return a value as the type that a field is declared to have."""
    origin, parts = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        some = [part for part in parts if part is not type(None)]
        return None if value is None else _made(value, some[0])
    if origin is tuple:
        kinds = [parts[0]] * len(value) if parts[-1:] == (Ellipsis,) else parts
        return tuple(_made(each, part) for each, part in zip(value, kinds, strict=True))
    if origin is frozenset:
        return frozenset(_made(each, parts[0]) for each in value)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {_made(key, parts[0]): _made(each, parts[1]) for key, each in value}
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    return _dataclass(value, kind) if is_dataclass(kind) else value


def _dataclass(value: Any, kind: Any) -> Any:
    hints = _hints(kind)
    given = {
        field.name: _made(value[field.name], hints[field.name])
        for field in fields(kind)
        if field.name in value or (field.default is MISSING and field.default_factory is MISSING)
    }
    return kind(**given)
