"""frozen and public figures, lists of earlier years, chosen columns

Revises: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_DAY, _ANY_DAY = "\tday DATE NOT NULL", "\tday DATE"


def upgrade() -> None:
    op.create_table(
        "figure_snapshot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("definitions", sa.Integer(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=True),
        sa.Column("public_since", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("version >= 1", name=op.f("ck_figure_snapshot_version_counts_from_one")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_figure_snapshot_event_id_event")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_figure_snapshot_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure_snapshot")),
        sa.UniqueConstraint("event_id", "version", name=op.f("uq_figure_snapshot_event_id")),
    )
    op.create_table(
        "list_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_list_choice_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_choice")),
        sa.UniqueConstraint("name", name=op.f("uq_list_choice_name")),
    )
    op.create_table(
        "import_word",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("word", sa.String(length=120), nullable=False),
        sa.Column("meaning", sa.String(length=120), nullable=False),
        sa.Column("remembered_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_word")),
        sa.UniqueConstraint("field", "word", name=op.f("uq_import_word_field")),
    )
    for name in ("figures_public", "only_who_came"):
        op.add_column("event", sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False))
    # What was reported has stood on the public pages so far, and goes on standing there.
    op.execute("UPDATE event SET figures_public = true WHERE id IN (SELECT event_id FROM reported_figure)")
    _add_hand()
    _let_days_be(_DAY, _ANY_DAY, nullable=True)


def downgrade() -> None:
    """A check-in without its day goes: the tables of before have no place for it."""
    op.execute("DELETE FROM check_in WHERE day IS NULL")
    _let_days_be(_ANY_DAY, _DAY, nullable=False)
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(op.f("fk_reported_figure_user_id_user"), "reported_figure", type_="foreignkey")
    op.drop_column("reported_figure", "user_id")
    for name in ("only_who_came", "figures_public"):
        op.drop_column("event", name)
    for table in ("import_word", "list_choice", "figure_snapshot"):
        op.drop_table(table)


def _add_hand() -> None:
    """Who entered a reported figure. SQLite takes a reference with the column, and knows no other way later on."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "ALTER TABLE reported_figure ADD COLUMN user_id INTEGER"
            " CONSTRAINT fk_reported_figure_user_id_user REFERENCES user (id)"
        )
        return
    op.add_column("reported_figure", sa.Column("user_id", sa.Integer(), nullable=True))
    op.create_foreign_key(
        op.f("fk_reported_figure_user_id_user"), "reported_figure", "user", ["user_id"], ["id"]
    )


def _let_days_be(before: str, after: str, *, nullable: bool) -> None:
    """Change whether a line of the log may lack its day."""
    if op.get_bind().dialect.name != "sqlite":
        op.alter_column("check_in", "day", existing_type=sa.Date(), nullable=nullable)
        return
    _rewrite(before, after)


def _rewrite(before: str, after: str) -> None:
    """SQLite's own procedure for a changed constraint, which copies no table: sqlite.org/lang_altertable.html#otheralter."""
    bind = op.get_bind()
    number = bind.scalar(sa.text("PRAGMA schema_version"))
    bind.execute(sa.text("PRAGMA writable_schema = ON"))
    rewritten = bind.execute(
        sa.text(
            "UPDATE sqlite_schema SET sql = replace(sql, :before, :after)"
            " WHERE type = 'table' AND name = 'check_in' AND instr(sql, :before) > 0"
        ),
        {"before": before, "after": after},
    )
    if rewritten.rowcount != 1:
        raise RuntimeError("the day was not found in the table check_in")
    bind.execute(sa.text(f"PRAGMA schema_version = {number + 1}"))
    bind.execute(sa.text("PRAGMA writable_schema = OFF"))
