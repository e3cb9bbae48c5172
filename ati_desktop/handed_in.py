"""TOML and JSON that people hand in: read, or refused in a moment, whatever is in them."""

from __future__ import annotations

import json
import math
import re
import tomllib
from typing import Any

MOST_PARTS = 32
_QUOTED = re.compile(r'"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'')
_DOTTED = re.compile(r"[^\w\s.\-\"']+|\n")


class NotToml(ValueError):
    """A text is no TOML; the sentence says why and where, and goes on from "it is not TOML: "."""


def parse_toml(text: str) -> dict[str, Any]:
    """Return what a TOML text says.

    Reading a key of very many parts takes the square of their number, so that a small file would
    hold up the program for minutes: a key has ``MOST_PARTS`` at most.

    Raises:
        NotToml: it is none, a key has too many parts, a number is too long, or it is nested too
            deeply.
    """
    _check_keys(text)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise NotToml(str(fault)) from None
    except RecursionError:
        raise NotToml("it is nested too deeply") from None
    except ValueError:
        raise NotToml("a number in it is too long") from None


def parse_json(text: str | bytes) -> object:
    """Return what a JSON text says; all numbers in it have an end.

    Raises:
        ValueError: it is none, a number in it is endless, is none or is too long, or it is nested
            too deeply.
    """
    try:
        return json.loads(text, parse_constant=_endless, parse_float=_finite)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _endless(word: str) -> float:
    raise ValueError(f"{word} is no number of JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("a number without end")
    return number


def _check_keys(text: str) -> None:
    for number, line in enumerate(text.splitlines(), 1):
        if line.count(".") < MOST_PARTS:
            continue
        plain = _QUOTED.sub("q", line)
        if any(part.count(".") >= MOST_PARTS for part in _DOTTED.split(plain)):
            raise NotToml(f"a key has more than {MOST_PARTS} parts (at line {number})")
