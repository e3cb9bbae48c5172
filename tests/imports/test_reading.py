"""Any delimited text is read as it is, or refused in one sentence that names the line."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ati_desktop.errors import Cancelled, Refused
from ati_desktop.imports.files import Limits
from ati_desktop.imports.reading import FileFormat, SourceFile
from tests.imports.samples import read_bytes

FRESH = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "detect"),
        ("utf-8-sig", "detect"),
        ("utf-16", "detect"),
        ("utf-16-le", "detect"),
        ("utf-16-be", "detect"),
        ("utf-32", "detect"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("cp1252", "cp1252"),
        ("cp1251", "cp1251"),
    ],
)
def test_declared_and_detected_encodings_give_the_same_words(
    tmp_path: Path, encoding: str, declared: str
) -> None:
    word = "Привет" if encoding == "cp1251" else "Müller, José"
    data = f'id,name\r\n1,"{word}"\r\n'.encode(encoding)
    (row,) = read_bytes(tmp_path, data, FileFormat(declared))
    assert row.cells == ("1", word)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Иван Петров живёт в городе", "cp1251"),
        ("עברה ענת", "cp1255"),
        ("محمد العربي", "cp1256"),
        ("Γιώργος Παπαδόπουλος", "cp1253"),
        ("สมชาย ใจดี", "cp874"),
        ("高橋 一郎", "shift_jis"),
    ],
)
def test_an_old_encoding_is_asked_for_with_the_right_one_among_the_hints(
    tmp_path: Path, text: str, encoding: str
) -> None:
    data = ("id,name\n" + f"1,{text}\n" * 20).encode(encoding)
    with pytest.raises(Refused, match=encoding):
        read_bytes(tmp_path, data)
    assert read_bytes(tmp_path, data, FileFormat(encoding))[0].cells == ("1", text)


@pytest.mark.parametrize("text", ["José Peña, niñez", "Łukasz Wiśniewski żółć"])
def test_an_encoding_is_asked_for_where_two_would_write_names_otherwise(
    tmp_path: Path, text: str
) -> None:
    encoding = "cp1252" if "ñ" in text else "cp1250"
    data = ("id;name\n" + f"1;{text}\n" * 20).encode(encoding)
    with pytest.raises(Refused, match=encoding):
        read_bytes(tmp_path, data)
    assert read_bytes(tmp_path, data, FileFormat(encoding))[0].cells == ("1", text)


def test_a_wrong_encoding_is_refused_with_the_line(tmp_path: Path) -> None:
    data = b"id,name\n1,ok\n2,Jos\xe9\n"
    with pytest.raises(Refused, match=r"Line 3 .* utf-8"):
        read_bytes(tmp_path, data, FileFormat("utf-8"))


def test_a_wrong_encoding_far_down_is_refused_with_the_line(tmp_path: Path) -> None:
    data = b"id,name\n" + b"1,ok\n" * 50_000 + b"2,Jos\xe9\n"
    with pytest.raises(Refused, match="Line 50002 "):
        read_bytes(tmp_path, data, FileFormat("utf-8"))


def test_utf_8_declared_as_windows_is_refused_rather_than_garbled(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r'encoding = "utf-8"'):
        read_bytes(tmp_path, "id,name\n1,José\n".encode(), FileFormat("cp1252"))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_by_the_columns_that_are_expected(
    tmp_path: Path, delimiter: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"id{delimiter}name\n1{delimiter}a,b;c|d\n", encoding="utf-8")
    source = SourceFile(path, FileFormat(), expected=["id", "name"])
    assert source.header == ("id", "name")


def test_the_header_loses_its_mark_and_its_spaces(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"\xef\xbb\xbf id , name\n1,2\n")
    assert SourceFile(path, FileFormat()).header == ("id", "name")


def test_a_name_that_stands_there_twice_matters_only_where_it_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("note, id,note,id ,näme,näme\n1,2,3,4,5,6\n".encode())
    assert SourceFile(path, FileFormat(), expected=()).header.count("note") == 2
    for asked in (("id",), (" id",)):
        with pytest.raises(Refused, match="twice that is asked for: id\\."):
            SourceFile(path, FileFormat(), expected=asked)
    with pytest.raises(Refused, match="näme"):
        SourceFile(path, FileFormat(), expected=("näme",))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"\n\n  \n", "no header"),
        (b'"id,name\n1,2\n', "broken"),
        (b"id,name\n1,a\0b\n", "Line 2 holds a NUL"),
        (b"PK\x03\x04rest", "save the table as CSV"),
        (b"\x1f\x8brest", "packed"),
        (b"a" * 2_000_000, "longer than"),
        (b",".join(b"c%d" % n for n in range(600)) + b"\n", "more than 500 columns"),
    ],
)
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, data: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words):
        read_bytes(tmp_path, data)


def test_a_folder_a_missing_file_and_a_device_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="folder or a device"):
        SourceFile(tmp_path, FileFormat())
    with pytest.raises(Refused, match="There is no file"):
        SourceFile(tmp_path / "none.csv", FileFormat())
    if Path("/dev/zero").exists():
        with pytest.raises(Refused, match="folder or a device"):
            SourceFile(Path("/dev/zero"), FileFormat())


def test_a_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"id\n" + b"1\n" * 1000)
    with pytest.raises(Refused, match="larger than"):
        SourceFile(path, FileFormat(), limits=Limits(file_bytes=100))
    with pytest.raises(Refused, match="more than 500 rows"):
        list(SourceFile(path, FileFormat(), limits=Limits(rows=500)).rows())


def test_a_huge_value_is_a_problem_of_its_row_alone(tmp_path: Path) -> None:
    rows = read_bytes(tmp_path, b"id,name\n1," + b"x" * 50_000 + b"\n2,ok\n")
    assert "longer than" in rows[0].problem
    assert (rows[1].cells, rows[1].problem) == (("2", "ok"), "")


def test_ragged_rows_are_problems_and_the_others_are_read(tmp_path: Path) -> None:
    rows = read_bytes(tmp_path, b"a,b,c\n1,2\n1,2,3\n1,2,3,4\n")
    assert [bool(row.problem) for row in rows] == [True, False, True]
    assert [row.line for row in rows] == [2, 3, 4]


def test_lines_without_a_value_are_passed_over_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"\na,b\n\n1,2\n,\n3,4\n\n")
    source = SourceFile(path, FileFormat())
    assert [row.cells for row in source.rows()] == [("1", "2"), ("3", "4")]
    assert (source.blank, source.lines) == (3, 7)


def test_a_note_over_several_lines_is_one_value(tmp_path: Path) -> None:
    rows = read_bytes(tmp_path, b'id,note,x\n1,"first\nsecond, third\n",y\n2,b,c\n')
    assert rows[0].cells == ("1", "first\nsecond, third\n", "y")
    assert (rows[1].line, rows[1].problem) == (5, "")


@pytest.mark.parametrize(
    "data",
    [
        b'a,b,c\n1,2,"open\n4,5,6\n7,8,9\n',
        b'a,b,c\n1,2,"open\n4,5,"x"\n7,8,9\n',
        b'a,b,c\n1,2,"open\n4,5,x"\n7,8,9\n',
        b'a,b,c\n1,"open,2\n4,"5",6\n7,8,9\n',
    ],
)
def test_an_unclosed_quote_loses_no_row_in_silence(tmp_path: Path, data: bytes) -> None:
    rows = read_bytes(tmp_path, data)
    assert [row.line for row in rows] == [2, 3, 4]
    assert "quotation mark" in rows[0].problem
    assert rows[1].problem


def test_an_unclosed_quote_in_a_large_file_costs_only_the_rows_it_reached(tmp_path: Path) -> None:
    csv.field_size_limit(10**9)  # as some libraries do for the whole process
    data = b'a,b,c\n1,2,"open\n' + b"4,5,6\n" * 60_000
    rows = read_bytes(tmp_path, data)
    assert len(rows) == 60_001
    assert rows[1].cells == ("4", "5", "6")
    assert sum(not row.problem for row in rows) > 30_000


def test_cancelling_stops_the_reading(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a\n" + b"1\n" * 10_000)
    source = SourceFile(path, FileFormat(), cancelled=lambda: True)
    with pytest.raises(Cancelled):
        list(source.rows())


def test_progress_is_told_in_bytes_and_ends_at_the_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a\n" + b"1\n" * 100_000)
    told: list[tuple[int, int]] = []
    list(SourceFile(path, FileFormat(), progress=lambda *said: told.append(said)).rows())
    assert told == sorted(told)
    assert told[-1] == (200_002, 200_002)


@FRESH
@given(
    rows=st.lists(
        st.lists(
            st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=9),
            min_size=3,
            max_size=3,
        ),
        max_size=9,
    ),
    delimiter=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
)
def test_what_a_writer_wrote_is_read_back(
    tmp_path: Path, rows: list[list[str]], delimiter: str, encoding: str, quoting: int
) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, quoting=quoting)
    writer.writerow(["a", "b", "c"])
    writer.writerows(rows)
    form = FileFormat(encoding.removesuffix("-sig"), delimiter)
    read = read_bytes(tmp_path, text.getvalue().encode(encoding), form)
    wanted = [tuple(row) for row in rows if any(cell.strip() for cell in row)]
    good = [row.cells for row in read if not row.problem]
    assert good == wanted or any("quotation mark" in row.problem for row in read)


@FRESH
@given(
    data=st.binary(max_size=400)
    | st.text(alphabet='ab,;"\r\n\t\ufeffé', max_size=200).map(str.encode),
    form=st.builds(
        FileFormat,
        st.sampled_from(["detect", "utf-8", "utf-16", "cp1252", "shift_jis"]),
        st.sampled_from(["detect", ",", ";", "\t"]),
        st.sampled_from(['"', "'", ""]),
    ),
)
def test_hostile_bytes_are_read_or_refused(tmp_path: Path, data: bytes, form: FileFormat) -> None:
    try:
        rows = read_bytes(tmp_path, data, form)
    except Refused as refusal:
        told = str(refusal)
    else:
        told = "read"
        assert all(row.line >= 2 for row in rows)
    assert told
