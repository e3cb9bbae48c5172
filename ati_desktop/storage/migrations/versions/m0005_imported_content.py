"""Imported keys remember what their row said, so that a change at the source is seen."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the keyed hash of what a row said; rows of earlier imports have none."""
    op.add_column("imported_keys", sa.Column("content_index", sa.LargeBinary(32)))
