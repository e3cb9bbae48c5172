"""Whatever was typed is printed as it was typed, and nothing else happens."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab import rl_config

from ati_desktop.reports.referral_facts import Person, ReferralSummary
from ati_desktop.reports.referral_summary import render_referral_summary
from ati_desktop.resources import resource
from tests.long_work import amount
from tests.reports.papers import FULL, every_byte, page_texts, plain, text_of

MARKUP = (
    '<img src="/etc/hostname"/> </para> <b>bold</b> <a href="http://example.org">x</a> &amp; '
    "{page} {0} %s %(x)s"
)

_seen: list[tuple[str, str]] = []
_watching = [False]


def _hook(event: str, args: tuple[Any, ...]) -> None:
    if _watching[0] and event in {"open", "socket.connect", "subprocess.Popen", "urllib.Request"}:
        _seen.append((event, str(args[0])))


sys.addaudithook(_hook)


@pytest.fixture
def doings() -> Iterator[Callable[[], list[tuple[str, str]]]]:
    """Watch what the interpreter opens, connects to or starts while a test draws a paper."""
    # The first paper opens the faces and what reportlab imports late; the second one nothing.
    render_referral_summary(_paper("Ω ע"), plain)
    _seen.clear()
    _watching[0] = True
    yield lambda: list(_seen)
    _watching[0] = False


def _poisoned(value: Any, poison: str) -> Any:
    """Return facts in which every free text is the poison."""
    if isinstance(value, str):
        return poison
    if isinstance(value, tuple):
        return tuple(_poisoned(part, poison) for part in value)
    if is_dataclass(value):
        names = [f.name for f in fields(value) if f.name not in {"print", "notice", "withheld"}]
        return replace(value, **{n: _poisoned(getattr(value, n), poison) for n in names})  # type: ignore[type-var]
    return value


def _paper(poison: str) -> ReferralSummary:
    facts: ReferralSummary = _poisoned(FULL, poison)
    return facts


def test_markup_is_printed_as_it_was_typed(doings: Callable[[], list[tuple[str, str]]]) -> None:
    pdf = render_referral_summary(_paper(MARKUP), plain)
    notice = ("open", str(resource("notices/us_42cfr2.toml")))
    assert set(doings()) == {notice}
    assert MARKUP in text_of(pdf)


def test_no_file_that_a_text_names_is_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the contents of another file")
    raw = every_byte(render_referral_summary(_paper(f'<img src="{secret}"/>'), plain))
    assert b"the contents of another file" not in raw
    assert b"/XObject" not in raw
    assert b"/URI" not in raw


def test_reportlab_itself_may_open_nothing_but_data() -> None:
    assert rl_config.trustedSchemes == ["data"]


def test_control_characters_are_shown_and_counted_once() -> None:
    facts = replace(FULL, person=Person("Ann\x00\x07 Lee\x1b", "P-1"))
    text = text_of(render_referral_summary(facts, plain))
    assert text.count("[3 characters cannot be printed and are shown as") == 1
    assert "Ann" in text


def test_one_character_is_said_in_the_singular() -> None:
    facts = replace(FULL, person=Person("Ann\x00", "P-1"))
    assert "[1 character cannot be printed" in text_of(render_referral_summary(facts, plain))


def test_a_direction_override_cannot_turn_a_name_round() -> None:
    facts = replace(FULL, person=Person("Ann \u202egnal\u202c", "P-1"))
    assert "Ann gnal" in text_of(render_referral_summary(facts, plain))


def test_ten_thousand_characters_without_a_space_are_all_there() -> None:
    facts = replace(FULL, referral=replace(FULL.referral, reason="wq" * 5000))
    pages = page_texts(render_referral_summary(facts, plain))
    assert sum(text.count("w") + text.count("q") for text in pages) > 10_000
    assert len(pages) > 1


@pytest.mark.long_in_part
def test_ten_thousand_characters_in_every_field_still_make_a_paper() -> None:
    words = amount("ATI_WORDS", by_day=160, whole=2000)
    pages = page_texts(render_referral_summary(_paper("word " * words), plain))
    assert len(pages) > 10
    assert sum(page.count("word") for page in pages) > 50 * words  # so many fields say it


@pytest.mark.long_in_part
@settings(max_examples=amount("ATI_TEXTS", by_day=15, whole=200), deadline=None)
@given(st.text(max_size=60))
def test_any_text_at_all_can_be_printed(text: str) -> None:
    pdf = render_referral_summary(_paper(text), plain)
    assert pdf.startswith(b"%PDF")
