"""The first tables, part 1 of 4."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
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


def _audit() -> None:
    op.create_table(
        "audit",
        *_keys("audit"),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("user", sa.String(60), nullable=False),
        sa.Column("deed", sa.String(60), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("previous", sa.LargeBinary(32), nullable=False),
        sa.Column("mac", sa.LargeBinary(32), nullable=False),
    )


def _imports() -> None:
    op.create_table(
        "imports",
        *_keys("imports"),
        sa.Column("mapping", sa.String(80), nullable=False),
        sa.Column("mapping_version", sa.Integer(), nullable=False),
        sa.Column("file_sha256", sa.String(64), nullable=False),
        sa.Column("made_at", sa.String(32), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("created", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.Integer(), nullable=False),
    )


def _outcome_sources() -> None:
    op.create_table(
        "outcome_sources",
        *_keys("outcome_sources"),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(40)),
        sa.Column("complete_to", sa.Date()),
        sa.UniqueConstraint("name", name="uq_outcome_sources_name"),
    )


def _providers() -> None:
    op.create_table(
        "providers",
        *_keys("providers"),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(40)),
        sa.Column("sector", sa.String(40)),
        sa.Column("services", sa.Text(), nullable=False),
        sa.Column("address", sa.Text()),
        sa.Column("phone", sa.String(60)),
        sa.Column("email", sa.String(120)),
        sa.Column("contact_person", sa.LargeBinary()),
        sa.Column("active", sa.Boolean(), nullable=False),
    )


def _settings() -> None:
    op.create_table(
        "settings",
        *_keys("settings"),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.UniqueConstraint("name", name="uq_settings_name"),
    )


def _users() -> None:
    op.create_table(
        "users",
        *_keys("users"),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("name", name="uq_users_name"),
    )


def _drafts() -> None:
    op.create_table(
        "drafts",
        *_keys("drafts"),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(40), nullable=False),
        sa.Column("about", sa.String(60), nullable=False),
        sa.Column("base_version", sa.Integer()),
        sa.Column("changed_at", sa.String(32), nullable=False),
        sa.Column("content", sa.LargeBinary()),
        _rests_on("drafts", "user_id", "users"),
        sa.UniqueConstraint("user_id", "form", "about", name="uq_drafts_user_id_form_about"),
    )
    op.create_index("ix_drafts_user_id", "drafts", ["user_id"])


def upgrade() -> None:
    """Make the tables."""
    _audit()
    _imports()
    _outcome_sources()
    _providers()
    _settings()
    _users()
    _drafts()
