"""Writes the first migration anew from the models, while no release has been made.

    .venv/bin/python -m tests.storage.draft_migration

After the first release a change of a model gets a migration of its own, written by hand.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import sqlalchemy as sa

import ati_desktop.storage
from ati_desktop.models import Record

FOLDER = Path(ati_desktop.storage.__file__).parent / "migrations" / "versions"
PARTS = 4
HEAD = '''"""{title}."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = {previous}
branch_labels = None
depends_on = None


def _keys(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{{table}}"),
        sa.UniqueConstraint("uid", name=f"uq_{{table}}_uid"),
    )


def _rests_on(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{{other}}.id"], name=f"fk_{{table}}_{{column}}")

'''


def type_text(column: sa.Column) -> str:
    plain = column.type
    plain = plain.impl if isinstance(plain, sa.types.TypeDecorator) else plain
    length = getattr(plain, "length", None)
    return f"sa.{type(plain).__name__}({length or ''})"


def table_lines(table: sa.Table) -> list[str]:
    lines = [f'op.create_table("{table.name}", *_keys("{table.name}"),']
    for column in table.columns:
        if column.name not in ("id", "uid", "version"):
            nullable = "" if column.nullable else ", nullable=False"
            lines.append(f'sa.Column("{column.name}", {type_text(column)}{nullable}),')
    for key in sorted(table.foreign_keys, key=lambda key: key.parent.name):
        other = key.column.table.name
        lines.append(f'_rests_on("{table.name}", "{key.parent.name}", "{other}"),')
    for rule in table.constraints:
        columns = [column.name for column in getattr(rule, "columns", [])]
        if isinstance(rule, sa.UniqueConstraint) and columns != ["uid"]:
            names = ", ".join(f'"{name}"' for name in columns)
            lines.append(f'sa.UniqueConstraint({names}, name="{rule_name(table, columns)}"),')
    lines.append(")")
    for index in sorted(table.indexes, key=lambda index: str(index.name)):
        columns = [column.name for column in index.columns]
        unique = ", unique=True" if index.unique else ""
        lines.append(f'op.create_index("{index.name}", "{table.name}", {columns}{unique})')
    return ["    " + line for line in lines]


def rule_name(table: sa.Table, columns: list[str]) -> str:
    return f"uq_{table.name}_{'_'.join(columns)}"


def draft() -> None:
    tables = Record.metadata.sorted_tables
    share = -(-len(tables) // PARTS)
    for number in range(PARTS):
        part = tables[number * share : (number + 1) * share]
        revision, previous = f"{number + 1:04d}", f'"{number:04d}"' if number else "None"
        title = f"The first tables, part {number + 1} of {PARTS}"
        text = HEAD.format(title=title, revision=revision, previous=previous)
        for table in part:
            body = "\n".join(table_lines(table))
            text += f"\ndef _{table.name}() -> None:\n{body}\n\n"
        calls = "\n".join(f"    _{table.name}()" for table in part)
        text += f'\ndef upgrade() -> None:\n    """Make the tables."""\n{calls}\n'
        path = FOLDER / f"m{revision}_first_tables.py"
        path.write_text(text, encoding="utf-8")
        subprocess.run([sys.executable, "-m", "ruff", "format", "-q", path], check=True)


if __name__ == "__main__":
    draft()
