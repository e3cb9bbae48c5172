from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ati_desktop.storage.sealing import Sealer, Tampered

KEY = bytes(range(32))
PLACE = {"table": "person_names", "uid": "a1", "field": "family"}


@pytest.fixture
def sealer() -> Sealer:
    return Sealer(KEY, 1)


@given(text=st.text(), table=st.text(max_size=20), uid=st.text(max_size=40))
def test_every_text_comes_back_as_it_was(text: str, table: str, uid: str) -> None:
    text = text.encode("utf-8", "replace").decode()
    sealer = Sealer(KEY, 7)
    sealed = sealer.seal(text, table=_utf8(table), uid=_utf8(uid), field="note")
    assert sealer.open(sealed, table=_utf8(table), uid=_utf8(uid), field="note") == text


@given(data=st.binary(max_size=200))
def test_every_document_comes_back_as_it_was(data: bytes) -> None:
    sealer = Sealer(KEY, 7)
    assert sealer.open_bytes(sealer.seal(data, **PLACE), **PLACE) == data


def _utf8(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def test_short_texts_do_not_tell_their_length(sealer: Sealer) -> None:
    lengths = {len(sealer.seal("x" * count, **PLACE)) for count in range(16)}
    assert len(lengths) == 1


def test_the_same_text_is_never_sealed_twice_alike(sealer: Sealer) -> None:
    assert sealer.seal("Okonkwo", **PLACE) != sealer.seal("Okonkwo", **PLACE)


@pytest.mark.parametrize(
    "elsewhere",
    [
        PLACE | {"table": "people"},
        PLACE | {"uid": "a2"},
        PLACE | {"field": "given"},
    ],
)
def test_a_value_moved_elsewhere_is_not_opened(sealer: Sealer, elsewhere: dict[str, str]) -> None:
    sealed = sealer.seal("Okonkwo", **PLACE)
    with pytest.raises(Tampered):
        sealer.open(sealed, **elsewhere)


def test_a_value_of_another_generation_is_not_opened(sealer: Sealer) -> None:
    sealed = sealer.seal("Okonkwo", **PLACE)
    with pytest.raises(Tampered):
        Sealer(KEY, 2).open(sealed, **PLACE)
    relabelled = sealed[:1] + (2).to_bytes(2, "big") + sealed[3:]
    with pytest.raises(Tampered):
        Sealer(KEY, 2).open(relabelled, **PLACE)


def test_no_single_bit_can_be_changed(sealer: Sealer) -> None:
    sealed = sealer.seal("Okonkwo", **PLACE)
    for bit in range(len(sealed) * 8):
        edited = bytearray(sealed)
        edited[bit // 8] ^= 1 << bit % 8
        with pytest.raises(Tampered):
            sealer.open(bytes(edited), **PLACE)


def test_a_cut_value_is_not_opened(sealer: Sealer) -> None:
    sealed = sealer.seal("Okonkwo", **PLACE)
    for length in range(len(sealed)):
        with pytest.raises(Tampered):
            sealer.open(sealed[:length], **PLACE)


def test_another_key_opens_nothing(sealer: Sealer) -> None:
    with pytest.raises(Tampered):
        Sealer(bytes(32), 1).open(sealer.seal("Okonkwo", **PLACE), **PLACE)


def test_a_text_sealed_with_wrong_filling_is_not_opened(sealer: Sealer) -> None:
    nonce = bytes(12)
    bound = b"1|person_names|a1|family|1"
    sealed = b"\x01\x00\x01" + nonce + sealer._cipher.encrypt(nonce, b"\0" * 16, bound)
    with pytest.raises(Tampered):
        sealer.open(sealed, **PLACE)


@pytest.mark.parametrize("length", [0, 16, 31, 33])
def test_a_key_of_another_length_is_a_fault(length: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Sealer(bytes(length), 1)


def test_randomness_is_given_from_outside() -> None:
    given = Sealer(KEY, 1, randomness=bytes)
    assert given.seal("Okonkwo", **PLACE) == given.seal("Okonkwo", **PLACE)


def test_the_key_is_not_in_what_is_printed(sealer: Sealer) -> None:
    assert KEY.hex() not in repr(sealer)


def test_blind_index_ignores_case_width_and_spacing(sealer: Sealer) -> None:
    index = sealer.blind_index("docket", "CR 2024-0117")
    assert sealer.blind_index("docket", "  cr  2024-0117 ") == index
    assert sealer.blind_index("docket", "ＣＲ 2024-0117") == index  # noqa: RUF001 - wide letters
    assert len(index) == 32


def test_blind_index_differs_by_kind_number_and_key(sealer: Sealer) -> None:
    index = sealer.blind_index("docket", "17")
    assert sealer.blind_index("arrest", "17") != index
    assert sealer.blind_index("docket", "18") != index
    assert Sealer(bytes(32), 1).blind_index("docket", "17") != index
