"""Reading a mapping file; a mistake is refused with its key, its line and what is allowed."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from pathlib import Path

from ati_desktop.imports.encodings import DETECT, KNOWN, known_encoding
from ati_desktop.imports.entries import Entry, read_toml
from ati_desktop.imports.fields import NOUNS, SEVERAL, TABLES
from ati_desktop.imports.fillings import (
    Names,
    read_fillings,
    read_forms,
    read_language,
    read_translation,
)
from ati_desktop.imports.mapping import (
    RULES,
    DoubtRules,
    Mapping,
    ProgramEntry,
    RecordMapping,
    SourceEntry,
    Translation,
)
from ati_desktop.imports.reading import FileFormat
from ati_desktop.models.code_lists import CodeLists
from ati_desktop.models.plain_text import compared

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
_DELIMITERS = (",", ";", "\t", "|", DETECT)
_KEYED = ("participant", "legal_case", "offence")
_NEEDS = {
    "offence": "legal_case",
    "legal_case": "participant",
    "referral": "participant",
    "enrollment": "participant",
    "event": "participant",
}


def read_mapping(path: Path, codes: CodeLists | None = None) -> Mapping:
    """Read and check a mapping file.

    Raises:
        Refused: the first mistake found, with its key and line and what is allowed there.
    """
    top, text = read_toml(path)
    name, version, title = read_name(top)
    source = _read_source_name(top, name)
    form, row_key, (dates, language) = _read_file(top)
    codes = codes or CodeLists()
    programs = tuple(_read_program(entry, codes) for entry in top.tables("program"))
    known = frozenset(one.code for one in programs)
    names = Names(_read_tables(top), dates, language, known, codes)
    records = tuple(_read_records(top, names, row_key))
    mapping = Mapping(
        name=name,
        source=source,
        version=version,
        title=title,
        file=form,
        row_key=row_key,
        records=records,
        programs=programs,
        events_from=_read_source(top, names),
        doubts=_read_doubts(top),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )
    top.done()
    _check_whole(top, mapping)
    return mapping


def read_name(top: Entry) -> tuple[str, int, str]:
    """Read the name, version and title that every mapping begins with.

    Raises:
        Refused: one of them is missing or of the wrong form.
    """
    name = top.need("name", str)
    if not _NAME.fullmatch(name):
        raise top.refusal("name", "a name has small letters, digits and _ only, at most 40.")
    version = top.need("version", int)
    if not 1 <= version < 1_000_000:
        raise top.refusal("version", "a version is a whole number from 1.")
    return name, version, top.take("title", str) or name


def read_format(entry: Entry) -> FileFormat:
    """Read how the file is written: encoding, delimiter, quote, words for nothing.

    Raises:
        Refused: the encoding or the delimiter is not one the program reads.
    """
    declared = entry.take("encoding", str) or DETECT
    encoding = declared if declared == DETECT else known_encoding(declared)
    if encoding is None:
        raise entry.refusal(
            "encoding",
            "{value} is not known here; write {detect} or one of {allowed}.",
            value=declared,
            detect=DETECT,
            allowed=", ".join(KNOWN),
        )
    delimiter = entry.choice("delimiter", _DELIMITERS, DETECT)
    quote = '"' if "quote" not in entry else (entry.take("quote", str) or "")
    if quote not in ("", '"', "'"):
        raise entry.refusal("quote", "write \" or ' or an empty text.")
    empty = frozenset({"", *entry.texts("empty")})
    return FileFormat(encoding, delimiter, quote, empty)


def _read_source_name(top: Entry, default: str) -> str:
    source = top.take("source", str) or default
    if not _NAME.fullmatch(source):
        raise top.refusal("source", "a source has small letters, digits and _ only, at most 40.")
    return source


def _read_file(top: Entry) -> tuple[FileFormat, tuple[str, ...], tuple[tuple[str, ...], str]]:
    entry = top.table("file")
    if entry is None:
        raise top.refusal("file", "this table is needed; it names at least row_key.")
    form = read_format(entry)
    row_key = _columns(entry, "row_key")
    if not row_key:
        raise entry.refusal("row_key", "name the column or columns that tell one row from another.")
    dates = read_forms(entry, "dates"), read_language(entry)
    entry.done()
    return form, row_key, dates


def _columns(entry: Entry, key: str) -> tuple[str, ...]:
    return tuple(compared(column) for column in entry.texts(key))


def _read_tables(top: Entry) -> dict[str, Translation]:
    tables = top.table("codes")
    if tables is None:
        return {}
    found = {}
    for name in tables.left:
        entry = tables.table(name)
        if entry is not None:
            found[name] = read_translation(name, entry)
    return found


def _read_program(entry: Entry, codes: CodeLists) -> ProgramEntry:
    program = ProgramEntry(
        entry.need("code", str), entry.need("name", str), entry.take("kind", str)
    )
    if len(program.code) > 40 or len(program.name) > 200:
        raise entry.refusal("code", "a code has at most 40 characters, a name 200.")
    if program.kind is not None and program.kind not in codes["program_kind"]:
        allowed = ", ".join(code.code for code in codes["program_kind"].codes)
        raise entry.refusal("kind", "write one of {allowed}.", allowed=allowed)
    entry.done()
    return program


def _read_records(top: Entry, names: Names, row_key: tuple[str, ...]) -> list[RecordMapping]:
    found = []
    case_only_if: tuple[str, ...] = ()
    for noun in NOUNS:
        entries = top.tables(TABLES[noun])
        if len(entries) > 1 and noun not in SEVERAL:
            raise top.refusal(TABLES[noun], "a row makes one {noun} at most.", noun=noun)
        for entry in entries:
            key = _columns(entry, "key") if noun in _KEYED else ()
            only_if = _columns(entry, "only_if")
            if noun == "legal_case":
                key, case_only_if = key or row_key, only_if
            if noun == "offence":
                only_if += case_only_if
            found.append(RecordMapping(noun, read_fillings(noun, entry, names), key, only_if))
    return found


def _read_source(top: Entry, names: Names) -> SourceEntry | None:
    entry = top.table("events_from")
    if entry is None:
        return None
    kind = entry.take("kind", str)
    if kind is not None and not names.knows("source_kind", kind):
        allowed = ", ".join(names.all_of("source_kind"))
        raise entry.refusal("kind", "write one of {allowed}.", allowed=allowed)
    source = SourceEntry(entry.need("name", str), kind, entry.take("complete_to", date))
    entry.done()
    return source


def _read_doubts(top: Entry) -> DoubtRules:
    entry = top.table("doubts")
    if entry is None:
        return DoubtRules()
    rules = entry.texts("rules") if "rules" in entry else RULES
    for rule in rules:
        if rule not in RULES:
            raise entry.refusal(
                "rules",
                "{rule} is no rule; there are {allowed}.",
                rule=rule,
                allowed=", ".join(RULES),
            )
    earliest = entry.take("earliest", date) or DoubtRules().earliest
    entry.done()
    return DoubtRules(frozenset(rules), earliest)


def _check_whole(top: Entry, mapping: Mapping) -> None:
    nouns = {record.noun for record in mapping.records}
    participant = mapping.record("participant")
    if participant is None or not participant.key:
        raise top.refusal(
            "participant",
            "this table is needed, with key: the column that is the same in all "
            "rows of one person.",
        )
    for noun in nouns:
        needed = _NEEDS.get(noun)
        if needed is not None and needed not in nouns:
            raise top.refusal(noun, "{noun} needs [{needed}] too.", noun=noun, needed=needed)
    _check_needed_fields(top, mapping)


def _check_needed_fields(top: Entry, mapping: Mapping) -> None:
    needed = {"enrollment": "program", "event": "kind", "identifier": "value", "contact": "value"}
    for record in mapping.records:
        field = needed.get(record.noun)
        filled = {filling.field.name for filling in record.fillings}
        if field is not None and field not in filled:
            table = TABLES[record.noun]
            raise top.refusal(table, "{noun} needs {field}.", noun=table, field=field)
