"""Statements a law wants on the paper, letter by letter."""

from __future__ import annotations

import tomllib
from typing import Literal

from ati_desktop.resources import resource

Statement = Literal["statement_1", "statement_2"]


def read_statement(which: Statement) -> str:
    """Return a statement of 42 CFR 2.32(a) as the regulation words it."""
    with resource("notices/us_42cfr2.toml").open("rb") as file:
        return str(tomllib.load(file)[which]["text"])
