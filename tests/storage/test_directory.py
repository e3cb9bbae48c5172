# ruff: noqa: RUF001 - names of several scripts
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Select, select

from ati_desktop.models import LegalCase, Participant, Person, PersonIdentifier, PersonName
from ati_desktop.models.dates import PartialDate
from ati_desktop.storage.directory import Directory, Why
from ati_desktop.storage.directory_facts import PersonFacts
from ati_desktop.storage.home import OpenHome
from ati_desktop.storage.names import search_tokens
from ati_desktop.storage.units import Unit, WorkingStore

PEOPLE = (
    PersonFacts(1, "P-7K3F-92", names=(("Nguyễn", "Thị Lan"),), birth="1984-03-12"),
    PersonFacts(2, "P-2222-22", names=(("O'Connor", "Shane"),), birth="1990-12-03"),
    PersonFacts(3, "P-3333-33", names=(("Kowalski", "Łukasz"),), birth="1984"),
    PersonFacts(4, "P-4444-44", names=(("Иванов", "Пётр"),), dockets=("2021-CR-00123",)),
    PersonFacts(5, "P-5555-55", names=(("Ñañez García", "María José"),), birth="1984-03"),
    PersonFacts(6, "P-6666-66", names=(("Işık", "İbrahim"),), identifiers=("A 987-654",)),
    PersonFacts(7, "P-7777-77", names=(("Bjørnsen", "Åse"), ("Smith", "Rose"))),
    PersonFacts(8, "P-8888-88", names=((None, "Suharto"),), birth="1970-06-01~"),
    PersonFacts(9, "P-9999-99", names=(("van der Berg", "Jean-Luc"),), birth="unknown"),
    PersonFacts(10, "P-AAAA-22"),
    PersonFacts(11, "P-BBBB-22", names=(("Παπαδόπουλος", "Νίκος"),)),
    PersonFacts(12, "P-CCCC-22", names=(("الحسن", "مُحَمَّد"),)),
    PersonFacts(13, "P-DDDD-22", restricted=True, names=(("Hidden", "Greta"),), birth="1984-03-12"),
    PersonFacts(14, "P-EEEE-22", names=(("王", "小明"),)),
    PersonFacts(15, "P-FFFF-22", names=(("Langley", "Nguyen"),)),
)


def directory() -> Directory:
    return Directory(PEOPLE)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("nguyen lan", 1),
        ("lan ng", 1),
        ("thi", 1),
        ("LAN, NGUYỄN", 1),
        ("oconnor", 2),
        ("o'connor shane", 2),
        ("shane o connor", 2),
        ("lukasz", 3),
        ("ŁUKASZ", 3),
        ("ivanov", 4),
        ("иван", 4),
        ("petr иванов", 4),
        ("nanez", 5),
        ("garcia nanez", 5),
        ("jose maria ñ", 5),
        ("isik", 6),
        ("ibrahim ISIK", 6),
        ("bjornsen", 7),
        ("bjoernsen aase", 7),
        ("smith", 7),
        ("suharto", 8),
        ("berg", 9),
        ("de berg van der", 9),
        ("jeanluc", 9),
        ("luc jean", 9),
        ("papadopoulos", 11),
        ("νικος", 11),
        ("محمد", 12),
        ("小明", 14),
        ("kowlski", 3),
        ("kowalksi", 3),
        ("bjornson", 7),
        ("p7k3f92", 1),
        ("P-7K3F-92", 1),
        ("7k3f92", 1),
        ("p-7k3f", 1),
        ("2021cr00123", 4),
        ("2021-CR-00123", 4),
        ("cr 00123", 4),
        ("a987654", 6),
        ("987-65", 6),
        ("12/03/1984", 1),
        ("12 mar 1984", 1),
        ("1984-03-12", 1),
        ("03/12/1990", 2),
        ("1970", 8),
        ("lan 1984", 1),
        ("maria mar 1984", 5),
    ],
)
def test_one_box_finds_anyone(typed: str, first: int) -> None:
    assert [hit.participant_id for hit in directory().search(typed)][:1] == [first]


def test_whole_words_come_before_beginnings_and_these_before_parts() -> None:
    people = [
        PersonFacts(1, "R1", names=(("Milan", None),)),
        PersonFacts(2, "R2", names=(("Langley", None),)),
        PersonFacts(3, "R3", names=(("Lan", None),)),
        PersonFacts(4, "R4", names=(("Lam", None),)),
    ]
    assert [hit.participant_id for hit in Directory(people).search("lan")] == [3, 2, 1]


def test_spelling_is_forgiven_only_when_nothing_else_answers() -> None:
    people = [
        PersonFacts(1, "R1", names=(("Meier", None),)),
        PersonFacts(2, "R2", names=(("Meyer", None),)),
    ]
    assert [(hit.participant_id, hit.why) for hit in Directory(people).search("meier")] == [
        (1, Why.NAME)
    ]
    assert {(hit.participant_id, hit.why) for hit in Directory(people).search("meiyer")} == {
        (1, Why.SPELLING),
        (2, Why.SPELLING),
    }
    assert Directory(people).search("mei yer") == []


def test_a_typed_particle_helps_the_order_and_is_never_needed() -> None:
    people = [
        PersonFacts(1, "R1", names=(("Cruz", "Ana"),)),
        PersonFacts(2, "R2", names=(("de la Cruz", "Zoe"),)),
    ]
    assert [hit.participant_id for hit in Directory(people).search("de la cruz")] == [2, 1]
    assert [hit.participant_id for hit in Directory(people).search("la")] == [2]


def test_a_hit_says_what_of_the_person_answered() -> None:
    found = {typed: directory().search(typed)[0] for typed in ("p7k3f92", "smith", "2021cr00123")}
    assert found["p7k3f92"].why is Why.REFERENCE
    assert found["p7k3f92"].birth == PartialDate(1984, 3, 12)
    assert found["p7k3f92"].name == "Nguyễn, Thị Lan"
    assert found["smith"].why is Why.NAME
    assert found["smith"].other_name == "Smith, Rose"
    assert found["2021cr00123"].why is Why.DOCKET
    assert directory().search("bjornsen")[0].other_name is None
    assert directory().search("a987654")[0].why is Why.IDENTIFIER
    assert directory().search("1990")[0].why is Why.BIRTH_DATE


def test_a_birth_year_finds_all_who_were_born_in_it_however_exactly_known() -> None:
    assert {hit.participant_id for hit in directory().search("1984")} == {1, 3, 5}
    assert {hit.participant_id for hit in directory().search("mar 1984")} == {1, 5}
    assert directory().search("suharto")[0].birth == PartialDate(1970, 6, 1, approximate=True)


@pytest.mark.parametrize("typed", ["", "   ", "-", "zzzz", "nguyen kowalski", "ـ"])
def test_nothing_is_found_where_nothing_answers(typed: str) -> None:
    assert directory().search(typed) == []


def test_no_more_than_the_limit_come_back() -> None:
    people = [PersonFacts(n, f"R{n}", names=(("Garcia", f"Ana {n:03d}"),)) for n in range(1, 100)]
    found = Directory(people).search("ana gar", limit=10)
    assert [hit.participant_id for hit in found] == list(range(1, 11))


def test_restricted_people_are_shown_and_found_by_their_reference_alone() -> None:
    people = directory()
    for typed in ("greta", "hidden", "1984-03-12 greta"):
        assert 13 not in {hit.participant_id for hit in people.search(typed)}
    (hit,) = people.search("P-DDDD-22")
    assert (hit.name, hit.birth) == ("P-DDDD-22", None)
    assert people.display(13) == "P-DDDD-22"
    assert people.ordered_ids()[-2:] == (10, 13)
    assert people.possible_duplicates("Hidden", "Greta", "1984-03-12") == []
    opened = Directory(PEOPLE, open_restricted=True)
    assert opened.search("greta")[0].participant_id == 13
    assert opened.display(13) == "Hidden, Greta"


def test_the_list_is_in_the_order_of_names_and_the_nameless_come_last() -> None:
    ordered = [directory().display(one) for one in directory().ordered_ids()]
    assert ordered[:4] == ["Bjørnsen, Åse", "Işık, İbrahim", "Kowalski, Łukasz", "Langley, Nguyen"]
    assert ordered[-2:] == ["P-AAAA-22", "P-DDDD-22"]
    assert len(directory()) == len(PEOPLE)


def test_who_is_gone_is_shown_as_a_dash() -> None:
    assert directory().display(999) == "\u2013"


NAME = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn", "Co")),
    min_size=1,
    max_size=12,
)


@given(family=NAME, given_name=NAME, data=st.data())
def test_any_part_of_any_word_of_a_name_finds_the_person(
    family: str, given_name: str, data: st.DataObject
) -> None:
    tokens = sorted(search_tokens(family, given_name))
    if not tokens:
        return
    token = data.draw(st.sampled_from(tokens))
    start = data.draw(st.integers(0, len(token) - 1))
    end = data.draw(st.integers(start + 1, len(token)))
    part = token[start:end]
    other = PersonFacts(2, "R-2", names=(("Zzyzx", None),))
    people = Directory([PersonFacts(1, "R-1", names=((family, given_name),)), other])
    if search_tokens(part):
        assert 1 in {hit.participant_id for hit in people.search(part)}


@given(st.text(max_size=30))
def test_no_text_can_break_the_search(text: str) -> None:
    assert len(directory().search(text, limit=5)) <= 5


@pytest.mark.parametrize(
    ("family", "given_name", "birth", "found"),
    [
        ("Nguyen", "Thi Lan", "1984-03-12", [1]),
        ("Lan", "Nguyen Thi", None, [1]),
        ("Nguyen", "Lan", "1984-12-03", [1]),  # day and month swapped
        ("Nguyen", "Lan", "1984-03-13", [1]),  # one slip in the date
        ("Nguyen", "Lan", "1961-07-30", []),  # somebody else
        ("Nguyen", "Thi Anh", None, [1]),  # two of three words
        ("Tran", "Lan", "1984-03-12", [1]),  # one word and the day of birth
        ("Ñañez", "Maria", "1984-03-20", [5]),  # the month fits
        ("Kowalsky", "Lukas", "1984-01-01", [3]),
        ("Unheard", "Of", "1984-03-12", []),
        ("", "Suharto", None, [8]),
        ("", "", "1984-03-12", []),
        ("", "", None, []),
    ],
)
def test_who_may_be_the_same_person_is_shown_before_one_is_made(
    family: str, given_name: str, birth: str | None, found: list[int]
) -> None:
    people = directory()
    hits = people.possible_duplicates(family, given_name, birth)
    assert [hit.participant_id for hit in hits] == found


def test_the_likeliest_duplicate_comes_first() -> None:
    people = [
        PersonFacts(1, "R1", names=(("Garcia", "Ana"),)),
        PersonFacts(2, "R2", names=(("Garcia", "Ana"),), birth="1990-01-02"),
        PersonFacts(3, "R3", names=(("Garcia", "Berta"),), birth="1990-01-02"),
    ]
    hits = Directory(people).possible_duplicates("Garcia", "Ana", "1990-01-02")
    assert [(hit.participant_id, hit.why) for hit in hits] == [
        (2, Why.BIRTH_DATE),
        (1, Why.NAME),
        (3, Why.BIRTH_DATE),
    ]


@pytest.fixture
def store(home: OpenHome) -> WorkingStore:
    assert home.working is not None
    return home.working


def keep_person(unit: Unit, reference: str, family: str | None, given_name: str | None) -> int:
    participant = unit.add(Participant(reference=reference))
    assert participant.id is not None
    if family or given_name:
        unit.add(PersonName(participant_id=participant.id, family=family, given=given_name))
    return participant.id


def test_the_directory_opens_from_the_sealed_store(store: WorkingStore) -> None:
    with store.unit("test") as unit:
        one = keep_person(unit, "P-7K3F-92", "Nguyễn", "Thị Lan")
        unit.add(PersonName(participant_id=one, family="Smith", given=None, position=1))
        unit.add(Person(participant_id=one, birth_date="1984-03-12"))
        unit.add(LegalCase(participant_id=one, docket="2021-CR-1"))
        unit.add(LegalCase(participant_id=one, docket="2022-CR-9"))
        unit.add(PersonIdentifier(participant_id=one, value="A-77"))
        two = keep_person(unit, "P-2222-22", None, "Suharto")
        three = keep_person(unit, "P-3333-33", None, None)
        unit.add(PersonName(participant_id=three))  # a name of no parts is no name
    told: list[float] = []
    with store.reading() as reading:
        people = Directory.opened(reading, progress=lambda done, doing: told.append(done))
    assert told == sorted(told)
    assert [people.display(who) for who in people.ordered_ids()] == [
        "Nguyễn, Thị Lan",
        "Suharto",
        "P-3333-33",
    ]
    for typed in ("lan", "smith", "12 mar 1984", "2022cr9", "a77", "p7k3f92"):
        assert [hit.participant_id for hit in people.search(typed)] == [one]
    assert people.search("suharto")[0].participant_id == two


def test_a_deed_is_seen_after_a_refresh(store: WorkingStore) -> None:
    with store.unit("test") as unit:
        one = keep_person(unit, "P-2222-22", "Zapata", "Ana")
        two = keep_person(unit, "P-3333-33", "Mora", "Luz")
    with store.reading() as reading:
        people = Directory.opened(reading)
    with store.unit("test") as unit:
        (name,) = unit.all(name_of(one))
        name.family = "Abad"
        unit.save(name)
        three = keep_person(unit, "P-4444-44", "Nunez", "Eva")
        (gone,) = unit.all(name_of(two))
        unit.delete(gone)
        unit.delete(must(unit.get(Participant, two)))
    with store.reading() as reading:
        people.refresh(reading, [one, two, three, 999])
    assert [people.display(who) for who in people.ordered_ids()] == ["Abad, Ana", "Nunez, Eva"]
    assert people.search("zapata") == []
    assert people.search("mora") == []
    assert people.search("P-3333-33") == []
    assert [hit.participant_id for hit in people.search("abad")] == [one]
    assert [hit.participant_id for hit in people.search("eva nun")] == [three]


def test_many_people_are_refreshed_at_once(store: WorkingStore) -> None:
    with store.unit("test") as unit:
        made = unit.add_all(Participant(reference=f"P-{n:04d}-22") for n in range(1200))
        ids = [one.id for one in made if one.id]
        unit.add_all(PersonName(participant_id=one, family=f"Name{one}") for one in ids)
    people = Directory()
    with store.reading() as reading:
        people.refresh(reading, ids)
    assert len(people) == 1200
    assert people.search("name77 ")[0].name == "Name77"


def name_of(participant_id: int) -> Select[PersonName]:
    return select(PersonName).where(PersonName.participant_id == participant_id)


def must(record: Participant | None) -> Participant:
    assert record is not None
    return record
