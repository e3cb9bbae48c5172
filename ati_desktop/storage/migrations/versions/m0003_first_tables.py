"""The first tables, part 3 of 4."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def _keys(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("uid", name=f"uq_{table}_uid"),
    )


def _rests_on(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_{table}_{column}")


def _person_contacts() -> None:
    op.create_table(
        "person_contacts",
        *_keys("person_contacts"),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40)),
        sa.Column("value", sa.LargeBinary()),
        sa.Column("safe", sa.String(40)),
        sa.Column("note", sa.LargeBinary()),
        _rests_on("person_contacts", "participant_id", "participants"),
    )
    op.create_index("ix_person_contacts_participant_id", "person_contacts", ["participant_id"])


def _person_identifiers() -> None:
    op.create_table(
        "person_identifiers",
        *_keys("person_identifiers"),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40)),
        sa.Column("value", sa.LargeBinary()),
        sa.Column("value_index", sa.LargeBinary(32)),
        sa.Column("issuer", sa.LargeBinary()),
        _rests_on("person_identifiers", "participant_id", "participants"),
    )
    op.create_index(
        "ix_person_identifiers_participant_id", "person_identifiers", ["participant_id"]
    )
    op.create_index("ix_person_identifiers_value_index", "person_identifiers", ["value_index"])


def _person_names() -> None:
    op.create_table(
        "person_names",
        *_keys("person_names"),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40)),
        sa.Column("script", sa.String(40)),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("family", sa.LargeBinary()),
        sa.Column("given", sa.LargeBinary()),
        _rests_on("person_names", "participant_id", "participants"),
    )
    op.create_index("ix_person_names_participant_id", "person_names", ["participant_id"])


def _research_ids() -> None:
    op.create_table(
        "research_ids",
        *_keys("research_ids"),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("research_id", sa.String(16), nullable=False),
        _rests_on("research_ids", "participant_id", "participants"),
        sa.UniqueConstraint("research_id", name="uq_research_ids_research_id"),
    )
    op.create_index("ix_research_ids_participant_id", "research_ids", ["participant_id"])


def _consent_recipients() -> None:
    op.create_table(
        "consent_recipients",
        *_keys("consent_recipients"),
        sa.Column("consent_id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer()),
        sa.Column("provider_kind", sa.String(40)),
        _rests_on("consent_recipients", "consent_id", "consents"),
        _rests_on("consent_recipients", "provider_id", "providers"),
    )
    op.create_index("ix_consent_recipients_consent_id", "consent_recipients", ["consent_id"])
    op.create_index("ix_consent_recipients_provider_id", "consent_recipients", ["provider_id"])


def _disclosures() -> None:
    op.create_table(
        "disclosures",
        *_keys("disclosures"),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("consent_id", sa.Integer(), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("paper", sa.String(40), nullable=False),
        sa.Column("purpose", sa.String(40), nullable=False),
        sa.Column("made_at", sa.String(32), nullable=False),
        sa.Column("print_id", sa.String(20), nullable=False),
        sa.Column("sections", sa.Text(), nullable=False),
        sa.Column("withheld", sa.Text(), nullable=False),
        sa.Column("content_sha256", sa.String(64), nullable=False),
        sa.Column("facts", sa.LargeBinary()),
        _rests_on("disclosures", "consent_id", "consents"),
        _rests_on("disclosures", "participant_id", "participants"),
        _rests_on("disclosures", "recipient_id", "providers"),
        _rests_on("disclosures", "user_id", "users"),
        sa.UniqueConstraint("print_id", name="uq_disclosures_print_id"),
    )
    op.create_index("ix_disclosures_consent_id", "disclosures", ["consent_id"])
    op.create_index("ix_disclosures_participant_id", "disclosures", ["participant_id"])
    op.create_index("ix_disclosures_recipient_id", "disclosures", ["recipient_id"])
    op.create_index("ix_disclosures_user_id", "disclosures", ["user_id"])


def _events() -> None:
    op.create_table(
        "events",
        *_keys("events"),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("happened_on", sa.String(16)),
        sa.Column("ended_on", sa.String(16)),
        sa.Column("offence_on", sa.String(16)),
        sa.Column("section", sa.String(40)),
        sa.Column("legal_case_id", sa.Integer()),
        sa.Column("source_id", sa.Integer()),
        sa.Column("index_case", sa.Boolean(), nullable=False),
        sa.Column("technical", sa.Boolean(), nullable=False),
        sa.Column("note", sa.LargeBinary()),
        _rests_on("events", "legal_case_id", "legal_cases"),
        _rests_on("events", "participant_id", "participants"),
        _rests_on("events", "source_id", "outcome_sources"),
    )
    op.create_index("ix_events_legal_case_id", "events", ["legal_case_id"])
    op.create_index("ix_events_participant_id", "events", ["participant_id"])
    op.create_index("ix_events_source_id", "events", ["source_id"])


def upgrade() -> None:
    """Make the tables."""
    _person_contacts()
    _person_identifiers()
    _person_names()
    _research_ids()
    _consent_recipients()
    _disclosures()
    _events()
