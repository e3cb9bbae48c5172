"""Every figure, curve and test has its card, and every card is whole and used."""

from __future__ import annotations

import dataclasses

import pytest

from ati_desktop.evaluation.cards import cards_of, read_card
from ati_desktop.evaluation.catalogue import MEASURES
from ati_desktop.evaluation.spec import Spec
from ati_desktop.resources import resource


@pytest.mark.parametrize("spec", [Spec("x"), Spec("x", completion_days=540)])
def test_every_card_is_filled_and_has_its_own_measure(spec: Spec) -> None:
    cards = cards_of(spec)
    assert len({card.measure for card in cards}) == len(cards)
    for card in cards:
        words = [value for value in dataclasses.asdict(card).values() if isinstance(value, str)]
        assert all(words)
        assert not any(mark in word for word in words for mark in "{}\n")
        assert card.version >= 1


def test_days_stand_in_the_words() -> None:
    card = read_card("retention_90", "retention", days=90)
    assert card.title == "Retention at 90 days"
    assert "day 90" in card.definition


def test_every_card_that_ships_is_used() -> None:
    shipped = {path.stem for path in resource("measures").glob("*.toml")}
    cohort = {"cohort_people", "cohort_events", "cohort_km", "cohort_km_at"}
    assert shipped == {*MEASURES, "rearrest_km_at", "completion_by_day", *cohort}
