"""The seal of an extract: what may not pass it, and that nothing else makes one."""

from __future__ import annotations

import secrets
from dataclasses import replace

import pytest

from ati_desktop.disclosure.datasets import DataSet, Field, Kind
from ati_desktop.disclosure.extract import (
    Asked,
    SealedExtract,
    check_years,
    require_sealed_extract,
    same_as_written,
    seal_extract,
)
from ati_desktop.disclosure.extract_measure import measure_datasets, measure_written
from ati_desktop.errors import Refused
from ati_desktop.exports.datasets import dataset_csv
from tests.disclosure.extracts import code, draft, people, pseudonyms, slow_k_l_t

GOOD = [("1", "a"), ("1", "b"), ("2", "a"), ("2", "b"), ("1", "a"), ("2", "a")] * 3


def test_what_holds_is_sealed_with_what_was_measured() -> None:
    sealed = seal_extract(draft(people(GOOD, "sex", "result")))
    assert (sealed.measured.k, sealed.measured.l, sealed.measured.rows) == (9, 2, 18)
    assert require_sealed_extract(sealed) is sealed
    facts = sealed.facts
    assert facts["measured"] == {
        "k": 9, "l": 2, "t": 0.0, "classes": 2,
        "people_by_size_of_class": dict(sealed.measured.sizes),
    }  # fmt: skip
    assert facts["people"] == 18


def test_only_the_seal_makes_one() -> None:
    sealed = seal_extract(draft(people(GOOD, "sex", "result")))
    with pytest.raises(TypeError):
        SealedExtract(object(), **{n: getattr(sealed, n) for n in SealedExtract.__match_args__[1:]})
    with pytest.raises(TypeError):
        replace(sealed, key=object(), left_out=3)
    for other in (None, "extract", draft(people(GOOD, "sex", "result"))):
        with pytest.raises(TypeError):
            require_sealed_extract(other)


def test_too_few_people_alike_do_not_pass() -> None:
    rows = [*GOOD, ("9", "a"), ("9", "b"), ("9", "a"), ("9", "b")]
    with pytest.raises(Refused, match="k = 4"):
        seal_extract(draft(people(rows, "sex", "result")))


def test_people_alike_who_share_an_outcome_do_not_pass() -> None:
    rows = [*GOOD, *[("9", "a")] * 6]
    with pytest.raises(Refused, match="l = 1"):
        seal_extract(draft(people(rows, "sex", "result")))


def test_a_class_unlike_the_rest_does_not_pass_where_t_is_asked() -> None:
    rows = [*GOOD, *[("9", "b")] * 8, ("9", "a")]
    asked = Asked("k-anonymity", k=5, l=2, t=0.2)
    with pytest.raises(Refused, match="t = 0"):
        seal_extract(draft(people(rows, "sex", "result"), asked=asked))
    assert seal_extract(draft(people(rows, "sex", "result"), asked=replace(asked, t=0.5)))


def test_nobody_at_all_does_not_pass() -> None:
    with pytest.raises(Refused):
        seal_extract(draft(people([], "sex", "result")))


def test_fewer_than_fifty_a_year_do_not_pass() -> None:
    check_years({"2023": 50, "2024": 51})
    for years in ({"2023": 49, "2024": 51}, {}):
        with pytest.raises(Refused, match="only aggregates may leave"):
            check_years(years)
        with pytest.raises(Refused, match="only aggregates may leave"):
            seal_extract(draft(people(GOOD, "sex", "result"), years=years))


def test_fewer_than_k_left_out_do_not_pass() -> None:
    for left_out in (1, 4):
        with pytest.raises(Refused, match="subtracting"):
            seal_extract(draft(people(GOOD, "sex", "result"), left_out=left_out))
    for left_out in (0, 5):
        assert seal_extract(draft(people(GOOD, "sex", "result"), left_out=left_out))


def with_field(dataset: DataSet, field: Field) -> DataSet:
    fields = tuple(field if one.name == field.name else one for one in dataset.fields)
    return replace(dataset, fields=fields)


def test_columns_that_are_not_closed_are_a_fault() -> None:
    good = people(GOOD, "sex", "result")
    for field in (
        code("sex", "1"),  # a code without words
        code("sex", "1", "2", "unused"),  # words without a code
        Field("sex", "Sex", Kind.NUMBER),  # texts in a column of numbers
        Field("sex", "Sex", Kind.PSEUDONYM),
    ):
        with pytest.raises(ValueError, match="sex"):
            seal_extract(draft(with_field(good, field)))


def test_rows_out_of_order_or_there_twice_are_a_fault() -> None:
    good = people(GOOD, "sex", "result")
    turned = replace(good, rows=tuple(reversed(good.rows)))
    with pytest.raises(ValueError, match="order"):
        seal_extract(draft(turned))
    keys = pseudonyms(9)
    with pytest.raises(ValueError, match="twice"):
        seal_extract(draft(people(GOOD, "sex", "result", keys=sorted([*keys, *keys]))))


def test_a_name_is_no_pseudonym() -> None:
    keys = [f"P-{at:02}" for at in range(18)]
    with pytest.raises(ValueError, match="person"):
        seal_extract(draft(people(GOOD, "sex", "result", keys=keys)))


def test_people_of_one_case_count_once() -> None:
    """Planted: nine people alike, of whom five were arrested together."""
    dataset = people(GOOD, "sex", "result")
    alike = [str(row[0]) for row in dataset.rows if row[1] == "1"]
    together = {key: "case" if at < 6 else key for at, key in enumerate(alike)}
    assert seal_extract(draft(dataset)).measured.k == 9
    with pytest.raises(Refused, match="k = 4"):
        seal_extract(draft(dataset, groups=together))
    sealed = seal_extract(draft(dataset, groups={alike[0]: "a", alike[1]: "a"}))
    assert sealed.measured.k == 8
    content = {"participants": dataset_csv(dataset, demo=False)}
    same_as_written(sealed, content, {alike[0]: "a", alike[1]: "a"})
    with pytest.raises(Refused, match="measure otherwise"):
        same_as_written(sealed, content)


def episodes(rows: list[tuple[str, int, str]]) -> DataSet:
    fields = (
        Field("person", "Person", Kind.PSEUDONYM),
        Field("episode", "Episode", Kind.NUMBER),
        code("program", *dict.fromkeys(row[2] for row in rows)),
    )
    return DataSet("episodes", "Episodes", fields, tuple(sorted(rows)), ("person", "episode"))


def test_episodes_count_with_their_person() -> None:
    keys = pseudonyms(18)
    rows = people(GOOD, "sex", "result", keys=keys)
    alike = episodes([(key, 1, "DC") for key in keys])
    assert seal_extract(draft(rows, alike)).measured.k == 9
    one_more = episodes([*((key, 1, "DC") for key in keys), (keys[4], 2, "DC")])
    assert measure_datasets((rows, one_more), ("sex",), ()).k == 1
    with pytest.raises(Refused, match="k = 1"):
        seal_extract(draft(rows, one_more))


def test_episodes_of_somebody_else_are_a_fault() -> None:
    with pytest.raises(ValueError, match="not in the extract"):
        seal_extract(draft(people(GOOD, "sex", "result"), episodes([(pseudonyms(1)[0], 1, "DC")])))


def test_the_written_file_measures_the_same_the_slow_way() -> None:
    rows = [("1" if at % 3 else "2", "abc"[secrets.randbelow(3)]) for at in range(300)]
    dataset = people(rows, "sex", "result")
    content = dataset_csv(dataset, demo=True)
    measured = measure_written({"participants": content}, ("sex",), ("result",))
    told = [{"sex": str(sex), "result": result} for sex, result in rows]
    k, diverse, far = slow_k_l_t(told, ("sex",), ("result",))
    assert (measured.k, measured.l) == (k, diverse)
    assert measured.t == pytest.approx(far)


def test_a_file_that_was_changed_after_it_was_written_is_found_out() -> None:
    dataset = people(GOOD, "sex", "result")
    sealed = seal_extract(draft(dataset))
    content = dataset_csv(dataset, demo=False)
    same_as_written(sealed, {"participants": content})
    lines = content.splitlines(keepends=True)
    for changed in (content.replace(b",1,", b",2,", 1), b"".join(lines[:-1]), lines[0]):
        with pytest.raises(Refused, match="measure otherwise"):
            same_as_written(sealed, {"participants": changed})
    for files in ({}, {"participants": content, "more": content}):
        with pytest.raises(Refused, match="not those"):
            same_as_written(sealed, files)
