"""The first tables, part 4 of 4."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
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


def _offences() -> None:
    op.create_table(
        "offences",
        *_keys("offences"),
        sa.Column("legal_case_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(40)),
        sa.Column("category", sa.String(40)),
        sa.Column("charge", sa.LargeBinary()),
        sa.Column("statute", sa.LargeBinary()),
        sa.Column("offence_on", sa.String(16)),
        sa.Column("severity", sa.String(40)),
        _rests_on("offences", "legal_case_id", "legal_cases"),
        _rests_on("offences", "participant_id", "participants"),
    )
    op.create_index("ix_offences_legal_case_id", "offences", ["legal_case_id"])
    op.create_index("ix_offences_participant_id", "offences", ["participant_id"])


def _referrals() -> None:
    op.create_table(
        "referrals",
        *_keys("referrals"),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("legal_case_id", sa.Integer()),
        sa.Column("program_id", sa.Integer()),
        sa.Column("provider_id", sa.Integer()),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("source", sa.String(40)),
        sa.Column("justice_point", sa.String(40)),
        sa.Column("referred_on", sa.String(16)),
        sa.Column("reason", sa.String(40)),
        sa.Column("reason_note", sa.LargeBinary()),
        sa.Column("decision", sa.String(40)),
        sa.Column("decided_on", sa.String(16)),
        sa.Column("decision_reason", sa.String(40)),
        sa.Column("decision_note", sa.LargeBinary()),
        sa.Column("ordinal", sa.Integer()),
        sa.Column("screen_level", sa.String(40)),
        sa.Column("screened_on", sa.String(16)),
        sa.Column("requested_service", sa.String(40)),
        sa.Column("level_of_care", sa.String(40)),
        sa.Column("urgent_needs", sa.Text(), nullable=False),
        _rests_on("referrals", "legal_case_id", "legal_cases"),
        _rests_on("referrals", "participant_id", "participants"),
        _rests_on("referrals", "program_id", "programs"),
        _rests_on("referrals", "provider_id", "providers"),
    )
    op.create_index("ix_referrals_decision", "referrals", ["decision"])
    op.create_index("ix_referrals_legal_case_id", "referrals", ["legal_case_id"])
    op.create_index("ix_referrals_participant_id", "referrals", ["participant_id"])
    op.create_index("ix_referrals_program_id", "referrals", ["program_id"])
    op.create_index("ix_referrals_provider_id", "referrals", ["provider_id"])


def _enrollments() -> None:
    op.create_table(
        "enrollments",
        *_keys("enrollments"),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("referral_id", sa.Integer()),
        sa.Column("legal_case_id", sa.Integer()),
        sa.Column("ordered_on", sa.String(16)),
        sa.Column("admitted_on", sa.String(16)),
        sa.Column("phase", sa.String(40)),
        sa.Column("phase_since", sa.String(16)),
        sa.Column("exited_on", sa.String(16)),
        sa.Column("exit_program", sa.String(40)),
        sa.Column("exit_treatment", sa.String(40)),
        sa.Column("exit_justice", sa.String(40)),
        sa.Column("exit_reason", sa.String(40)),
        _rests_on("enrollments", "legal_case_id", "legal_cases"),
        _rests_on("enrollments", "participant_id", "participants"),
        _rests_on("enrollments", "program_id", "programs"),
        _rests_on("enrollments", "referral_id", "referrals"),
    )
    op.create_index("ix_enrollments_legal_case_id", "enrollments", ["legal_case_id"])
    op.create_index("ix_enrollments_participant_id", "enrollments", ["participant_id"])
    op.create_index("ix_enrollments_program_id", "enrollments", ["program_id"])
    op.create_index("ix_enrollments_referral_id", "enrollments", ["referral_id"])


def _episodes() -> None:
    op.create_table(
        "episodes",
        *_keys("episodes"),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("enrollment_id", sa.Integer()),
        sa.Column("provider_id", sa.Integer()),
        sa.Column("admitted_on", sa.String(16)),
        sa.Column("ended_on", sa.String(16)),
        sa.Column("end_reason", sa.String(40)),
        _rests_on("episodes", "enrollment_id", "enrollments"),
        _rests_on("episodes", "participant_id", "participants"),
        _rests_on("episodes", "provider_id", "providers"),
    )
    op.create_index("ix_episodes_enrollment_id", "episodes", ["enrollment_id"])
    op.create_index("ix_episodes_participant_id", "episodes", ["participant_id"])
    op.create_index("ix_episodes_provider_id", "episodes", ["provider_id"])


def _stays() -> None:
    op.create_table(
        "stays",
        *_keys("stays"),
        sa.Column("episode_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer()),
        sa.Column("level_of_care", sa.String(40)),
        sa.Column("setting", sa.String(40)),
        sa.Column("in_custody", sa.Boolean(), nullable=False),
        sa.Column("started_on", sa.String(16)),
        sa.Column("ended_on", sa.String(16)),
        _rests_on("stays", "episode_id", "episodes"),
        _rests_on("stays", "participant_id", "participants"),
        _rests_on("stays", "provider_id", "providers"),
    )
    op.create_index("ix_stays_episode_id", "stays", ["episode_id"])
    op.create_index("ix_stays_participant_id", "stays", ["participant_id"])
    op.create_index("ix_stays_provider_id", "stays", ["provider_id"])


def upgrade() -> None:
    """Make the tables."""
    _offences()
    _referrals()
    _enrollments()
    _episodes()
    _stays()
