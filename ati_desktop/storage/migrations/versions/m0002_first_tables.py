"""The first tables, part 2 of 4."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
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


def _imported_keys() -> None:
    op.create_table(
        "imported_keys",
        *_keys("imported_keys"),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("table", sa.String(40), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("key_index", sa.LargeBinary(32), nullable=False),
        _rests_on("imported_keys", "import_id", "imports"),
        sa.UniqueConstraint("key_index", name="uq_imported_keys_key_index"),
    )
    op.create_index("ix_imported_keys_import_id", "imported_keys", ["import_id"])


def _participants() -> None:
    op.create_table(
        "participants",
        *_keys("participants"),
        sa.Column("reference", sa.String(12), nullable=False),
        sa.Column("sex", sa.String(40)),
        sa.Column("gender_identity", sa.String(40)),
        sa.Column("ethnicity", sa.String(40)),
        sa.Column("language", sa.String(40)),
        sa.Column("interpreter", sa.String(40)),
        sa.Column("case_manager_id", sa.Integer()),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        _rests_on("participants", "case_manager_id", "users"),
        sa.UniqueConstraint("reference", name="uq_participants_reference"),
    )
    op.create_index("ix_participants_case_manager_id", "participants", ["case_manager_id"])


def _programs() -> None:
    op.create_table(
        "programs",
        *_keys("programs"),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(40)),
        sa.Column("provider_id", sa.Integer()),
        sa.Column("active", sa.Boolean(), nullable=False),
        _rests_on("programs", "provider_id", "providers"),
        sa.UniqueConstraint("code", name="uq_programs_code"),
    )
    op.create_index("ix_programs_provider_id", "programs", ["provider_id"])


def _consents() -> None:
    op.create_table(
        "consents",
        *_keys("consents"),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40)),
        sa.Column("discloser", sa.LargeBinary()),
        sa.Column("sections", sa.Text(), nullable=False),
        sa.Column("purposes", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date()),
        sa.Column("expires_on", sa.Date()),
        sa.Column("expires_event", sa.String(40)),
        sa.Column("event_happened_on", sa.Date()),
        sa.Column("irrevocable_until_event", sa.Boolean(), nullable=False),
        sa.Column("right_to_revoke_told", sa.String(40)),
        sa.Column("redisclosure_risk_told", sa.String(40)),
        sa.Column("signed_on", sa.Date()),
        sa.Column("signed_by", sa.String(40)),
        sa.Column("signature_form", sa.String(40)),
        sa.Column("copy_given", sa.String(40)),
        sa.Column("interpreter", sa.String(40)),
        sa.Column("revoked_on", sa.Date()),
        sa.Column("note", sa.LargeBinary()),
        _rests_on("consents", "participant_id", "participants"),
    )
    op.create_index("ix_consents_expires_on", "consents", ["expires_on"])
    op.create_index("ix_consents_participant_id", "consents", ["participant_id"])


def _doubts() -> None:
    op.create_table(
        "doubts",
        *_keys("doubts"),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer()),
        sa.Column("table", sa.String(40), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("settled", sa.Boolean(), nullable=False),
        _rests_on("doubts", "import_id", "imports"),
        _rests_on("doubts", "participant_id", "participants"),
    )
    op.create_index("ix_doubts_import_id", "doubts", ["import_id"])
    op.create_index("ix_doubts_participant_id", "doubts", ["participant_id"])
    op.create_index("ix_doubts_settled", "doubts", ["settled"])


def _legal_cases() -> None:
    op.create_table(
        "legal_cases",
        *_keys("legal_cases"),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("docket", sa.LargeBinary()),
        sa.Column("docket_index", sa.LargeBinary(32)),
        sa.Column("court_id", sa.Integer()),
        sa.Column("supervising_id", sa.Integer()),
        sa.Column("judge", sa.LargeBinary()),
        sa.Column("received_on", sa.String(16)),
        sa.Column("legal_status", sa.String(40)),
        sa.Column("next_hearing_on", sa.Date()),
        sa.Column("disposed_on", sa.String(16)),
        sa.Column("note", sa.LargeBinary()),
        _rests_on("legal_cases", "court_id", "providers"),
        _rests_on("legal_cases", "participant_id", "participants"),
        _rests_on("legal_cases", "supervising_id", "providers"),
    )
    op.create_index("ix_legal_cases_court_id", "legal_cases", ["court_id"])
    op.create_index("ix_legal_cases_docket_index", "legal_cases", ["docket_index"])
    op.create_index("ix_legal_cases_next_hearing_on", "legal_cases", ["next_hearing_on"])
    op.create_index("ix_legal_cases_participant_id", "legal_cases", ["participant_id"])
    op.create_index("ix_legal_cases_supervising_id", "legal_cases", ["supervising_id"])


def _people() -> None:
    op.create_table(
        "people",
        *_keys("people"),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("birth_date", sa.LargeBinary()),
        sa.Column("contact_rules", sa.LargeBinary()),
        sa.Column("safe_to_contact", sa.String(40)),
        _rests_on("people", "participant_id", "participants"),
    )
    op.create_index("ix_people_participant_id", "people", ["participant_id"])


def upgrade() -> None:
    """Make the tables."""
    _imported_keys()
    _participants()
    _programs()
    _consents()
    _doubts()
    _legal_cases()
    _people()
