"""Who signs in, and which keys and deeds the role brings."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from ati_desktop.models.columns import Record


class Role(StrEnum):
    """The part a person plays in the office."""

    ADMINISTRATOR = "administrator"
    SUPERVISOR = "supervisor"
    CASE_MANAGER = "case_manager"
    LIAISON = "liaison"
    EVALUATOR = "evaluator"


class Zone(StrEnum):
    """A family of keys; holding none of a zone's keys means being unable to read it."""

    RECORDS = "records"
    IDENTITY = "identity"
    EVALUATION = "evaluation"


class Right(StrEnum):
    """What a person may ask the program to do."""

    READ_RECORDS = "read_records"
    WRITE_RECORDS = "write_records"
    PRINT_PAPER = "print_paper"
    IMPORT = "import"
    REFRESH_EVALUATION = "refresh_evaluation"
    READ_FIGURES = "read_figures"
    RELEASE_FIGURES = "release_figures"
    REVIEW_RELEASES = "review_releases"
    RULE_REVIEWS = "rule_reviews"
    ADMINISTER = "administer"


_STAFF = frozenset({Zone.RECORDS, Zone.IDENTITY})
_ALL = frozenset(Zone)

ROLE_ZONES: dict[Role, frozenset[Zone]] = {
    Role.ADMINISTRATOR: _ALL,
    Role.SUPERVISOR: _ALL,
    Role.CASE_MANAGER: _STAFF,
    Role.LIAISON: _STAFF,
    Role.EVALUATOR: frozenset({Zone.EVALUATION}),
}

ROLE_RIGHTS: dict[Role, frozenset[Right]] = {
    # Who keeps users and keys has not the last word on figures as well.
    Role.ADMINISTRATOR: frozenset(Right) - {Right.REVIEW_RELEASES},
    Role.SUPERVISOR: frozenset(Right) - {Right.ADMINISTER},
    Role.CASE_MANAGER: frozenset({Right.READ_RECORDS, Right.WRITE_RECORDS, Right.PRINT_PAPER}),
    Role.LIAISON: frozenset({Right.READ_RECORDS, Right.PRINT_PAPER}),
    Role.EVALUATOR: frozenset({Right.READ_FIGURES, Right.RELEASE_FIGURES, Right.REVIEW_RELEASES}),
}


class User(Record):
    """A person of the office who signs in; the keys are in the keyring, not here."""

    __tablename__ = "users"

    name: Mapped[str] = mapped_column(String(60), unique=True)
    role: Mapped[str] = mapped_column(String(20))
    active: Mapped[bool] = mapped_column(default=True)
