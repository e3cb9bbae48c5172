"""Letters as a keyboard without them writes them: special Latin letters, Cyrillic, Greek."""
# ruff: noqa: RUF001 - letters of several scripts that look alike are what this file is about

from __future__ import annotations

import re
from unicodedata import combining, normalize

# Letters that no decomposition takes apart, as they are commonly written without them.
PLAIN_LETTERS = str.maketrans(
    {
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ı": "i",
        "ħ": "h",
        "ŧ": "t",
        "ŋ": "n",
        "ə": "e",
        "ĸ": "k",
        # Arabic and Persian forms of one letter, and the stroke that only lengthens a line.
        "ى": "ي",
        "ی": "ي",
        "ک": "ك",
        "ة": "ه",
        "ٱ": "ا",
        "ـ": "",
        "ς": "σ",
    }
)

# The other common way to write these letters: Müller is also Mueller, Bjørn also Bjoern.
_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})

# Where a language gives a letter a place of its own; "{" sorts after every small Latin letter.
LETTER_ORDERS: dict[str, dict[str, str]] = {
    "es": {"ñ": "n{"},
    "sv": {"å": "z{a", "ä": "z{b", "ö": "z{c"},
    "fi": {"å": "z{a", "ä": "z{b", "ö": "z{c"},
    "da": {"æ": "z{a", "ø": "z{b", "å": "z{c"},
    "nb": {"æ": "z{a", "ø": "z{b", "å": "z{c"},
    "pl": {
        "ą": "a{",
        "ć": "c{",
        "ę": "e{",
        "ł": "l{",
        "ń": "n{",
        "ó": "o{",
        "ś": "s{",
        "ź": "z{a",
        "ż": "z{b",
    },
    "tr": {"ç": "c{", "ğ": "g{", "ı": "h{", "ö": "o{", "ş": "s{", "ü": "u{"},
}

_CYRILLIC = (
    "а a б b в v г g д d е e ж zh з z и i й y к k л l м m н n о o п p р r с s т t у u ф f х kh "
    "ц ts ч ch ш sh щ shch ъ _ ы y ь _ э e ю yu я ya ё e і i ї yi є ye ґ g ў u ђ dj ј j љ lj "
    "њ nj ћ c џ dz ѓ g ќ k ѕ dz қ k ғ g ң n ө o ұ u ү u һ h ә a"
)
_GREEK = (
    "α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s τ t υ y φ f χ ch "
    "ψ ps ω o"
)
_GREEK_PAIRS = {
    "ου": "ou",
    "αυ": "av",
    "ευ": "ev",
    "γγ": "ng",
    "γξ": "nx",
    "γχ": "nch",
    "γκ": "gk",
}
_INITIAL_MP = re.compile(r"^μπ")


def _table(pairs: str) -> dict[str, str]:
    words = pairs.split()
    return {
        letter: "" if latin == "_" else latin
        for letter, latin in zip(words[::2], words[1::2], strict=True)
    }


_CYRILLIC_TABLE = str.maketrans(_table(_CYRILLIC))
_GREEK_TABLE = str.maketrans(_table(_GREEK))
_IS_CYRILLIC = re.compile("[\u0400-\u04ff]")
_IS_GREEK = re.compile("[\u0370-\u03ff]")


def romanise(word: str) -> str:
    """Return a small-letter word with Cyrillic and Greek letters in a simple Latin form.

    Near the passport forms (ICAO 9303 for Cyrillic, ELOT 743 for Greek), without accents. Any
    other letter stays as it is.
    """
    if _IS_CYRILLIC.search(word):
        word = word.translate(_CYRILLIC_TABLE)
    if _IS_GREEK.search(word):
        word = "".join(part for part in normalize("NFD", word) if not combining(part))
        word = _INITIAL_MP.sub("b", word)
        for pair, latin in _GREEK_PAIRS.items():
            word = word.replace(pair, latin)
        word = word.translate(_GREEK_TABLE)
    return word


def spell_out(word: str) -> str:
    """Return a small-letter word with umlauts and their like as two letters."""
    return word.translate(_SPELLED_OUT)
