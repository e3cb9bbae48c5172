"""What explains a package, checked by validators that this program has no part in."""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
import sys
import warnings
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from lxml import etree

from ati_desktop.disclosure.datasets import Field, Kind
from ati_desktop.exports.codebook import rows_codebook
from ati_desktop.exports.datapackage import datapackage
from ati_desktop.exports.datasets import dataset_files
from ati_desktop.exports.ddi import NAMESPACE, ddi
from ati_desktop.exports.described import describe
from ati_desktop.exports.syntax import syntax_files
from ati_desktop.exports.syntax_r import quoted as r_text
from ati_desktop.exports.syntax_spss import quoted as spss_text
from ati_desktop.exports.syntax_stata import quoted as stata_text
from ati_desktop.exports.syntax_stata import value
from ati_desktop.exports.writing import write_files
from tests.exports.packages import program, written
from tests.exports.rows import AGE, CANARY, EPISODES, PEOPLE
from tests.r import r_says

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # their own, while they are imported
    from csvw import CSVW
    from frictionless import Package, validate

DATA = Path(__file__).parent / "data"
STUDY = {"universe": "Everybody", "kind": "rows", "period": "2019", "software": "ATI Desktop"}


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(program(), tmp_path_factory.mktemp("figures") / "new")


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    datasets = (PEOPLE, EPISODES)
    described = [describe(each, "data", demo=False) for each in datasets]
    files = {path: d for each in datasets for path, d in dataset_files(each).items()}
    files |= dict(rows_codebook("Some rows", STUDY, described, demo=False))
    files |= dict(syntax_files(described, demo=False))
    files["datapackage.json"] = datapackage("Some rows", described, files, demo=False)
    folder = tmp_path_factory.mktemp("rows") / "new"
    write_files(files, folder)
    return folder


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """No validator may fetch anything: an address that is asked for ends the test."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a validator reached for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def folders(request: pytest.FixtureRequest) -> list[Path]:
    return [request.getfixturevalue(name) for name in ("figures", "rows")]


@pytest.mark.usefixtures("offline")
@pytest.mark.filterwarnings("ignore")
def test_frictionless_validates_every_file(request: pytest.FixtureRequest) -> None:
    for folder in folders(request):
        report = validate(str(folder / "datapackage.json"))
        assert report.valid, report.flatten(["title", "note"])
        listed = {Path(task.place) for task in report.tasks}
        real = {p.relative_to(folder) for p in folder.rglob("*.csv") if p.parent.name != "codebook"}
        assert listed == real


@pytest.mark.usefixtures("offline")
@pytest.mark.filterwarnings("ignore")
def test_frictionless_finds_what_is_wrong(rows: Path, tmp_path: Path) -> None:
    weak = shutil.copytree(rows, tmp_path / "weak")
    path = weak / "data" / "episodes.csv"
    path.write_text(path.read_text().replace("M2Q8ZT,1,a", "NOBODY,1,c"))
    found = validate(str(weak / "datapackage.json")).flatten(["type"])
    assert {"hash-count", "byte-count", "constraint-error", "foreign-key"} & {f[0] for f in found}
    content = json.loads((weak / "datapackage.json").read_text())
    episodes = content["resources"][1]
    assert episodes["schema"]["foreignKeys"] == [
        {"fields": ["person"], "reference": {"resource": "participants", "fields": ["person"]}}
    ]
    assert episodes["schema"]["primaryKey"] == ["person", "spell"]


@pytest.mark.filterwarnings("ignore")
def test_a_reader_of_data_packages_gets_numbers_and_nothing_for_hidden(figures: Path) -> None:
    package = Package(str(figures / "datapackage.json"))
    found = package.get_resource("t04_program_by_result").read_rows()
    assert {type(row["count"]) for row in found} == {int, type(None)}
    content = json.loads((figures / "datapackage.json").read_text())
    assert content["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    for resource in content["resources"]:
        assert resource["type"] == "table"
        assert not resource["path"].startswith(("/", ".."))
        assert resource["schema"]["missingValues"] in (["s", ""], [""])


@pytest.mark.usefixtures("offline")
@pytest.mark.filterwarnings("ignore")
def test_csv_on_the_web_validates_every_file(
    request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> None:
    for folder in folders(request):
        beside = sorted((folder / "codebook").glob("*-metadata.json"))
        assert beside
        for path in beside:
            table = CSVW(str(path), validate=True)
            assert table.is_valid, [str(each.message) for each in table.warnings]
            assert table.to_json(minimal=True)
            assert not table.warnings
    assert not caplog.records


@pytest.mark.usefixtures("offline")
@pytest.mark.filterwarnings("ignore")
def test_csv_on_the_web_finds_a_code_that_is_not_on_the_list(
    rows: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    weak = shutil.copytree(rows, tmp_path / "weak")
    path = weak / "data" / "episodes.csv"
    path.write_text(path.read_text().replace("M2Q8ZT,1,a", "M2Q8ZT,1,c"))
    # It calls a file valid as CSV and says in its log what does not fit the metadata.
    assert CSVW(str(weak / "codebook" / "episodes-metadata.json"), validate=True).is_valid
    assert any(
        "invalid lexical value for string: c" in each.getMessage() for each in caplog.records
    )


@pytest.mark.usefixtures("offline")
def test_ddi_holds_to_the_schema_and_has_no_frequencies(request: pytest.FixtureRequest) -> None:
    parser = etree.XMLParser(no_network=True, resolve_entities=False)
    schema = etree.XMLSchema(etree.parse(DATA / "ddi_codebook_subset.xsd", parser))
    for folder in folders(request):
        document = etree.parse(folder / "codebook" / "codebook.xml", parser)
        schema.assertValid(document)
        names = {etree.QName(each).localname for each in document.iter(etree.Element)}
        assert not names & {"sumStat", "catStat", "valrng"}
        assert {"titl", "fileName", "var", "catgry", "catValu", "labl"} <= names


def test_ddi_survives_characters_that_xml_cannot_hold() -> None:
    odd = Field("odd", "Odd\x00\x0b\ud800<&>", Kind.CODE, {"a\x01": "]]>\x02 & <b>"})
    one = replace(PEOPLE, fields=(odd,), rows=(("a\x01",),), key=())
    document = etree.fromstring(ddi("A & B", STUDY, [describe(one, "data", demo=True)], demo=True))
    space = {"d": NAMESPACE}
    assert document.findtext(".//d:var/d:labl", namespaces=space) == "Odd<&>"
    assert document.findtext(".//d:catgry/d:labl", namespaces=space) == "]]> & <b>"
    assert document.findtext(".//d:titl", namespaces=space) == "DEMO - invented data: A & B"


class Page(HTMLParser):
    """Collects tags, addresses and the text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [v or "" for name, v in attrs if name in ("src", "href", "action")]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_of_the_codebook_fetches_nothing_and_names_every_column(rows: Path) -> None:
    text = (rows / "codebook" / "codebook.html").read_text(encoding="utf-8")
    page = Page()
    page.feed(text)
    assert not {"script", "img", "iframe", "link", "object"} & set(page.tags)
    assert all(address.startswith("#") for address in page.addresses)
    assert "url(" not in text
    for field in (*PEOPLE.fields, *EPISODES.fields):
        assert field.title in page.text
    assert '25 or "more", $HOME `x`' in page.text
    assert "Age at referral" in page.text


def test_labels_cannot_become_markup(tmp_path: Path) -> None:
    bad = replace(AGE, labels={"18-24": "<script>x</script>", "25+": "&amp;"})
    one = replace(PEOPLE, fields=(*PEOPLE.fields[:2], bad, *PEOPLE.fields[3:]))
    files = dict(rows_codebook("<b>T</b>", STUDY, [describe(one, "d", demo=False)], demo=False))
    page = Page()
    page.feed(files["codebook/codebook.html"].decode())
    assert "script" not in page.tags
    assert "b" not in page.tags
    assert "<script>x</script>" in page.text


def test_the_python_file_reads_every_table_with_labels(rows: Path) -> None:
    run = (
        "import runpy; got = runpy.run_path('syntax/read_data.py'); t = got['TABLES'];"
        "p = t['participants']; print(list(p['sex']), list(p['count'].fillna(-1)),"
        " list(p['age group'])[1], got['TITLES']['participants']['days'], len(t['episodes']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", run], cwd=rows, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == (
        "['Male', 'Not known', 'Female'] [-1.0, 14.0, 11.0] 25 or \"more\", $HOME `x`"
        " Days in the program 3"
    )


@pytest.mark.parametrize("start", [".", "syntax"])
def test_the_r_file_reads_every_table_with_labels(rows: Path, start: str) -> None:
    path = "syntax/read_data.R" if start == "." else "read_data.R"
    run = (
        f"source('{path}'); p <- tables$participants; cat(as.character(p$sex), '|',"
        " is.na(p$count), '|', as.character(p$`age group`[2]), '|', attr(p$days, 'label'), '|',"
        " nrow(tables$episodes))"
    )
    assert r_says(rows / start, "-e", run) == (
        'Male Not known Female | TRUE FALSE FALSE | 25 or "more", $HOME `x` |'
        " Days in the program | 3"
    )


def test_spss_and_stata_syntax_name_every_file_column_and_code(rows: Path) -> None:
    for path in (rows / "syntax" / "read_data.sps", rows / "syntax" / "read_data.do"):
        text = path.read_text(encoding="utf-8")
        for word in ("data/participants.csv", "data/episodes.csv", "age_group", "Not known"):
            assert word in text, path
        assert text.count("(") == text.count(")")
        assert all(len(line.encode()) < 250 for line in text.splitlines())


def test_the_stata_file_gives_codes_the_numbers_that_the_data_file_gives_them(rows: Path) -> None:
    text = (rows / "syntax" / "read_data.do").read_text(encoding="utf-8")
    assert re.search(r'replace column_2 = \.a if v2 == "unknown"', text)
    assert re.search(r'replace column_3 = 2 if v3 == "25\+"', text)


def test_words_cannot_become_commands() -> None:
    assert r_text('a"\\\nü') == '"a\\"\\\\\\n\\U000000fc"'
    assert spss_text("it's\n. EXECUTE.") == "'it''s . EXECUTE.'"
    assert stata_text("a\"`x'$y\\z") == '"a  x\' y z"'
    assert value('a"b') == '"a" + char(34) + "b"'
    assert value("") == '""'


def test_the_codebook_of_rows_says_which_codes_are_missing(rows: Path) -> None:
    text = (rows / "codebook" / "codebook.csv").read_text(encoding="utf-8")
    assert "participants,sex,Sex,code,unknown,Not known,yes," in text
    assert "participants,person,Pseudonym,pseudonym,,,," in text
    assert CANARY not in text
