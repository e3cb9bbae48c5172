"""How a name is searched and sorted: without accents, in any script, in any order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from ati_desktop.storage.scripts import LETTER_ORDERS, PLAIN_LETTERS, romanise, spell_out

# Marks inside a name that people leave out when they type: O'Connor, the Catalan l·l, the okina.
_APOSTROPHES = dict.fromkeys(
    map(ord, "'`\u00b4\u00b7\u02b9\u02bb\u02bc\u02be\u02bf\u2018\u2019\u2032")
)
_GAPS = re.compile(r"[\s,;/|()\[\]{}\"\u00ab\u00bb\u201c-\u201f\u3000\u3001\uff0c\u060c]+")
_JOINTS = re.compile(r"[!-/:-@\[-`{-~\u2010-\u2015\u2212\u200b-\u200f\u30fb\uff65]+")
_PARTICLES = (
    "af al av bin bint d da das de del della der des di do dos du e el i ibn la las le les los "
    "of ter van vel vom von y zu zum zur"
)
PARTICLES = frozenset(_PARTICLES.split())
"""Small words of names, folded. They may be left out; when typed they only help the order."""


Spell = Callable[[str], tuple[str, ...]]


def _small(text: str) -> str:
    # The capital dotted I would otherwise leave a stray dot behind its small letter.
    small = text.translate(_APOSTROPHES).replace("\u0130", "i").casefold()
    return unicodedata.normalize("NFC", small)


def _letters_of(text: str) -> str:
    return "".join(
        letter
        for letter in unicodedata.normalize("NFKD", text)
        if not unicodedata.combining(letter)
        and (letter.isalnum() or unicodedata.category(letter) in {"Mn", "Mc"})
    )


def fold(word: str) -> str:
    """Return one word as it is searched: small letters and digits without any marks."""
    if word.isascii() and word.isalnum():
        return word.lower()
    plain = _letters_of(_small(word).translate(PLAIN_LETTERS))
    # A ligature or a letter of another width shows its small letters only when taken apart.
    return _letters_of(plain.casefold().translate(PLAIN_LETTERS))


def spellings(word: str) -> tuple[str, ...]:
    """Return the folded word and the other ways it is written, none of them twice."""
    if word.isascii():
        folded = fold(word)
        return (folded,) if folded else ()
    small = _small(word)
    ways = (small, spell_out(small), romanise(small))
    return tuple(dict.fromkeys(folded for way in ways if (folded := fold(way))))


def parts_of(chunk: str) -> list[str]:
    """Return the parts of a text without spaces, such as the two of a double-barrelled name."""
    whole = chunk.translate(_APOSTROPHES)
    if whole.isalnum():
        return [whole]
    return [piece for piece in _JOINTS.split(whole) if fold(piece)]


def words_of(text: str) -> list[str]:
    """Return the words of a text in their order; spaces, hyphens and points part words."""
    return [part for chunk in _GAPS.split(text) for part in parts_of(chunk)]


def search_tokens(*texts: str | None, spell: Spell = spellings) -> frozenset[str]:
    """Return every folded form under which the words of a person's names are found.

    Words joined by a hyphen or a point are found by themselves and as one word. ``spell`` may
    be ``spellings`` with a memory, where many names are worked through.
    """
    found: set[str] = set()
    for chunk in _GAPS.split(" ".join(text for text in texts if text)):
        parts = parts_of(chunk)
        for part in parts:
            found.update(spell(part))
        if len(parts) > 1:
            found.update(spell("".join(parts)))
    return frozenset(found)


def sort_key(
    family: str | None, given: str | None, language: str = "en", *, spell: Spell = spellings
) -> str:
    """Return the text by which a person stands in a list: family name, then given name.

    Accents and case decide only between names that are otherwise the same. Letters to which a
    language gives a place of their own (ñ, å, ø, ł) stand there. Latin comes before the other
    scripts. Someone with a single name stands under that name.
    """
    parts = [part for part in (family, given) if part]
    order = LETTER_ORDERS.get(language, {})
    keys = [" ".join(_placed(word, order, spell) for word in words_of(part)) for part in parts]
    return "\x01".join(keys) + "\x00" + "\x01".join(parts)


def _placed(word: str, order: dict[str, str], spell: Spell) -> str:
    small = _small(word) if order else ""
    if not any(letter in order for letter in small):
        return next(iter(spell(word)), "")
    return "".join(order.get(letter) or fold(letter) for letter in small)
