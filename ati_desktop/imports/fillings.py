"""Reading one field of a mapping file: a constant, or a column and how it is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from ati_desktop.errors import Refused
from ati_desktop.imports.date_forms import ENGLISH, PARTIAL, form_problem, languages
from ati_desktop.imports.entries import Entry
from ati_desktop.imports.fields import Field, Kind, fields_of
from ati_desktop.imports.mapping import POLICIES, REJECT, Filling, Translation, Value
from ati_desktop.models.answers import MISSING_CODES, Missing
from ati_desktop.models.code_lists import CodeLists
from ati_desktop.models.dates import PartialDate
from ati_desktop.models.plain_text import compared

_EMPTY = ("null", *sorted(MISSING_CODES))
_PROGRAMS = "programs"
_ALWAYS = frozenset({("enrollment", "program"), ("event", "kind")})


@dataclass(frozen=True)
class Names:
    """What fields of a mapping may refer to: its tables, forms of dates, programs, code lists."""

    translations: dict[str, Translation]
    dates: tuple[str, ...]
    language: str
    programs: frozenset[str]
    codes: CodeLists

    def knows(self, code_list: str, code: str) -> bool:
        """Return whether a code stands in a list, or in the mapping's own programs."""
        if code_list == _PROGRAMS:
            return code in self.programs
        return code in self.codes[code_list]

    def all_of(self, code_list: str) -> tuple[str, ...]:
        """Return the codes of a list."""
        if code_list == _PROGRAMS:
            return tuple(sorted(self.programs))
        return tuple(code.code for code in self.codes[code_list].codes)


def read_translation(name: str, entry: Entry) -> Translation:
    """Read one table of translations.

    Raises:
        Refused: a code is not a text, or two words are the same.
    """
    default = entry.choice("default", POLICIES, REJECT)
    words = entry.table("values")
    found: dict[str, str] = {}
    if words is None:
        raise entry.refusal("values", "this is needed: a table from words to codes.")
    for word in words.left:
        key = Translation.key(word)
        if key in found:
            raise words.refusal(word, "this word stands here twice (capitals do not count).")
        found[key] = words.need(word, str)
    entry.done()
    return Translation(name, MappingProxyType(found), default)


def read_forms(entry: Entry, key: str) -> tuple[str, ...]:
    """Read a list of forms of dates.

    Raises:
        Refused: one of them cannot be used.
    """
    forms = entry.texts(key)
    for form in forms:
        problem = form_problem(form)
        if problem:
            raise entry.refusal(key, problem, form=form)
    return forms


def read_language(entry: Entry, default: str = ENGLISH) -> str:
    """Read in which language the names of months are.

    Raises:
        Refused: the program does not know the months of that language.
    """
    return entry.choice("language", tuple(languages()), default)


def read_fillings(noun: str, entry: Entry, names: Names) -> tuple[Filling, ...]:
    """Read all fields of one record.

    Raises:
        Refused: a field is not of this noun, or its entry is wrong.
    """
    known = fields_of(noun)
    for name in entry.left:
        if name not in known:
            raise entry.refusal(
                name,
                "{noun} has no such field; it has {allowed}.",
                noun=noun,
                allowed=", ".join(known),
            )
    return tuple(_read_filling(known[name], entry, names) for name in entry.left)


def _read_filling(field: Field, entry: Entry, names: Names) -> Filling:
    if entry.kind_of(field.name) is dict:
        inner = entry.table(field.name)
        if inner is not None:
            return _from_column(field, inner, names)
    return Filling(field, constant=_constant(field, entry, names))


def _from_column(field: Field, entry: Entry, names: Names) -> Filling:
    column = entry.need("column", str)
    table = entry.take("codes", str)
    translation = None
    if table is not None:
        translation = _checked_table(field, table, entry, names)
    language = read_language(entry, names.language)
    empty = entry.choice("empty", _EMPTY, "null")
    forms = read_forms(entry, "dates") or names.dates or (PARTIAL,)
    impossible = entry.choice("impossible", POLICIES, REJECT)
    required = entry.take("required", bool) or False
    entry.done()
    _check_program(field, entry, translation, {empty, impossible} - {"null", REJECT})
    return Filling(
        field,
        column=compared(column),
        translation=translation,
        formats=forms,
        language=language,
        empty=None if empty == "null" else Missing(empty),
        required=required or (field.noun, field.name) in _ALWAYS,
        impossible=impossible,
    )


def _check_program(
    field: Field, entry: Entry, translation: Translation | None, odd: set[str]
) -> None:
    lenient = odd or (translation is not None and translation.default != REJECT)
    if field.kind == Kind.PROGRAM and lenient:
        raise entry.refusal(None, "a program that is not known can only be rejected.")


def _checked_table(field: Field, table: str, entry: Entry, names: Names) -> Translation:
    if field.kind not in (Kind.CODE, Kind.PROGRAM):
        raise entry.refusal("codes", "{field} holds no code.", field=field.name)
    if table not in names.translations:
        raise entry.refusal(
            "codes",
            "there is no table [codes.{table}]; there are {allowed}.",
            table=table,
            allowed=", ".join(names.translations) or "none",
        )
    translation = names.translations[table]
    for code in translation.codes.values():
        _check_code(field, code, "codes", entry, names)
    return translation


def _check_code(field: Field, code: str, key: str, entry: Entry, names: Names) -> None:
    code_list = field.codes or _PROGRAMS
    if field.kind == Kind.CODE and code in MISSING_CODES:
        return
    if not names.knows(code_list, code):
        raise entry.refusal(
            key,
            "{code} is no code of the list {list}; it has {allowed}.",
            code=code,
            list=code_list,
            allowed=", ".join(names.all_of(code_list)),
        )


def _constant(field: Field, entry: Entry, names: Names) -> Value:
    kinds: dict[Kind, type[Any]] = {Kind.NUMBER: int, Kind.YES_NO: bool, Kind.DAY: date}
    kind = kinds.get(field.kind, str)
    value: Value = (
        entry.need(field.name, kind) if kind is not bool else entry.take(field.name, bool)
    )
    if field.kind in (Kind.CODE, Kind.PROGRAM):
        _check_code(field, str(value), field.name, entry, names)
    if field.kind in (Kind.DATE, Kind.DATE_TEXT):
        try:
            found = PartialDate.parse(str(value))
        except Refused:
            sentence = "write a date as 2024, 2024-03 or 2024-03-11."
            raise entry.refusal(field.name, sentence) from None
        return found if field.kind == Kind.DATE else found.text
    return value
