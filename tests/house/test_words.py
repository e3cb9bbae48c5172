"""Words that respect people, in code, file names, resources, papers and docs."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# Each stem with the word to use instead. Titles of laws and charges are exempt where they stand.
REFUSED = {
    r"addicts?": "person with a substance use disorder",
    r"junk(ie|y)": "person who uses drugs",
    r"alcoholics?": "person with alcohol use disorder",
    r"offenders?": "participant",
    r"inmates?": "person in custody",
    r"prisoners?": "person in custody",
    r"convicts?": "person with a conviction",
    r"felons?": "person with a conviction",
    r"recidivists?": "person with a new arrest",
    r"relapse[sd]?": "return to use",
    r"drop-?outs?": "left before completion",
    r"non-?complian(t|ce)": "not yet engaged",
    r"drug abuse(rs?)?": "drug use",
    r"substance abuse(rs?)?": "substance use",
    r"(clean|dirty)[ _]tests?": "negative or positive test",
    r"tested[ _](clean|dirty)": "tested negative or positive",
    r"failed[ _](treatment|the[ _]program|participants?)": "left before completion",
}
PATTERN = re.compile(rf"\b({'|'.join(REFUSED)})\b", re.IGNORECASE)
KINDS = {".py", ".toml", ".json", ".md", ".txt", ".ts", ".sh"}

# Words of others, quoted where a file of theirs is read or a list warns of them.
QUOTED = {
    "resources/codes/offence_category.json",
    "resources/mappings/county_diversion.toml",
    "tests/house/test_words.py",
}


def shipped_files() -> list[Path]:
    folders = ("ati_desktop", "resources", "docs", "packaging", "tests", "benchmarks")
    found = [path for folder in folders for path in (ROOT / folder).rglob("*")]
    found += list(ROOT.glob("*.md"))
    return sorted(
        path
        for path in found
        if path.is_file() and path.suffix in KINDS and "lock" not in path.name
    )


def places(text: str) -> list[str]:
    # Names such as tested_clean hide words behind underscores and capitals.
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    lines = [*text.splitlines(), *spaced.replace("_", " ").splitlines()]
    return [line.strip()[:120] for line in lines if PATTERN.search(line)]


def test_every_file_uses_words_that_respect_people() -> None:
    files = {path.relative_to(ROOT).as_posix(): path for path in shipped_files()}
    found = {
        name: places(path.read_text(encoding="utf-8"))
        for name, path in files.items()
        if name not in QUOTED
    }
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_the_name_of_every_file_respects_people() -> None:
    names = [path.name.replace("_", " ") for path in shipped_files()]
    assert [name for name in names if PATTERN.search(name)] == []


def test_the_search_for_words_finds_them() -> None:
    found = places("def count_offenders(): ...\nclass TestedClean: ...\nparticipant completed")
    assert found == ["def count offenders(): ...", "class Tested Clean: ..."]
