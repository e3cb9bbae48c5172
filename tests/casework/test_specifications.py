from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ati_desktop.casework.mappings import mapping_card, shipped_mappings
from ati_desktop.casework.specifications import CohortFileSpec, Spec, save_spec, spec_as_text
from ati_desktop.casework.writing import check_place, write_file
from ati_desktop.errors import Refused

titles = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(
    lambda text: text.strip() == text and bool(text.strip())
)


@given(
    titles,
    st.integers(3, 20),
    st.sets(st.integers(1, 4000), min_size=1, max_size=4),
    st.sampled_from(["referral", "admission"]),
)
def test_a_specification_comes_back_from_its_text(
    title: str, threshold: int, days: set[int], kind: str
) -> None:
    spec = Spec(
        title=title, name="s", kind="admission" if kind == "admission" else "referral",
        threshold=threshold, windows_days=tuple(sorted(days)),
    )  # fmt: skip
    assert Spec.from_text(spec_as_text(spec), "s") == spec


def test_a_cohort_file_comes_back_too() -> None:
    wanted = CohortFileSpec("rossi", "week", "arrest", ("fin", "mar"), (26.0, 52.0))
    spec = Spec(title="x", name="s", cohort_file=wanted)
    assert Spec.from_text(spec_as_text(spec), "s") == spec
    bare = Spec(title="x", name="s", cohort_file=CohortFileSpec("rossi"))
    assert Spec.from_text(spec_as_text(bare), "s") == bare


def test_a_specification_is_saved_where_there_is_room(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no folder"):
        save_spec(Spec(title="x"), tmp_path / "none" / "s.toml")
    with pytest.raises(Refused, match="is a folder"):
        save_spec(Spec(title="x"), tmp_path)


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    check_place(path)
    for data in (b"first", b"second"):
        write_file(path, data)
        assert path.read_bytes() == data
    assert [one.name for one in tmp_path.iterdir()] == ["a.bin"]


def test_the_mappings_of_this_build_are_told_apart() -> None:
    cards = {card.path.name: card for card in shipped_mappings()}
    assert not cards["county_diversion.toml"].cohort
    assert cards["rossi_cohort.toml"].cohort
    titles = [card.title for card in shipped_mappings()]
    assert titles == sorted(titles)


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"\xff", "cannot be read"), (b"name = ", "not valid TOML"), (b"#" * 1_000_001, "too large"),
     (None, "cannot be read")],
)  # fmt: skip
def test_a_mapping_that_cannot_be_read_is_refused(
    tmp_path: Path, content: bytes | None, told: str
) -> None:
    path = tmp_path / "m.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Refused, match=told):
        mapping_card(path)


def test_a_mapping_without_a_title_goes_by_its_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("version = 1\n", encoding="utf-8")
    assert mapping_card(path).title == "mine"
