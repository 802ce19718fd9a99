"""head counts, exits, who signs, letters with a certificate

Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ACTORS = ("person", "correspondent", "staff", "desk", "system")
_KINDS = (
    "confirm_address",
    "received",
    "waiting",
    "promoted",
    "session_place",
    "confirmed",
    "declined",
    "withdrawn",
    "cancelled",
    "event_cancelled",
    "replaced",
    "private_link",
    "event_changed",
    "nomination",
    "replacement",
    "nomination_reminder",
    "nomination_expired",
    "practical_information",
    "thanks",
    "message",
    "convocation",
    "convocation_copy",
    "reminder",
    "nominee_declined",
    "nominations_ended",
    "digest",
    "sign_in_link",
    "account_invitation",
    "account_changed",
)
_NEW_KIND = "certificate"
_WITH_KINDS = ("campaign", "letter", "letter_text")


def upgrade() -> None:
    op.create_table(
        "head_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("actor_kind", _code("actor_kind", _ACTORS), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("number >= 0", name=op.f("ck_head_count_number_positive")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["event_session.id"], name=op.f("fk_head_count_session_id_event_session")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_head_count")),
    )
    op.create_index("ix_head_count_session_id", "head_count", ["session_id", "id"])
    op.add_column(
        "event_session", sa.Column("exits", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column("event", sa.Column("signatory", sa.String(length=120), nullable=True))
    for language in ("en", "fr"):
        op.add_column(
            "event",
            sa.Column(
                f"signatory_function_{language}", sa.String(length=200), server_default="", nullable=False
            ),
        )
    _let_letters_be(_KINDS, (*_KINDS, _NEW_KIND))


def downgrade() -> None:
    """The new kind of letter goes with its letters: the tables of before have no place for it."""
    op.execute("DELETE FROM letter WHERE kind = 'certificate'")
    op.execute("DELETE FROM letter_text WHERE kind = 'certificate'")
    _let_letters_be((*_KINDS, _NEW_KIND), _KINDS)
    for language in ("fr", "en"):
        op.drop_column("event", f"signatory_function_{language}")
    op.drop_column("event", "signatory")
    op.drop_column("event_session", "exits")
    op.drop_table("head_count")


def _code(name: str, codes: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*codes, name=name, native_enum=False, create_constraint=True, length=40)


def _let_letters_be(before: tuple[str, ...], after: tuple[str, ...]) -> None:
    """Change which kinds of letters the tables take."""
    if op.get_bind().dialect.name == "sqlite":
        _rewrite_checks(_listed(before), _listed(after))
        return
    for table in _WITH_KINDS:
        name = op.f(f"ck_{table}_letter_kind")
        op.drop_constraint(name, table, type_="check")
        op.create_check_constraint(name, table, sa.column("kind").in_(after))


def _listed(codes: tuple[str, ...]) -> str:
    return "kind IN (" + ", ".join(f"'{code}'" for code in codes) + ")"


def _rewrite_checks(before: str, after: str) -> None:
    """SQLite's own procedure for a changed check, which copies no table: sqlite.org/lang_altertable.html#otheralter."""
    bind = op.get_bind()
    number = bind.scalar(sa.text("PRAGMA schema_version"))
    bind.execute(sa.text("PRAGMA writable_schema = ON"))
    for table in _WITH_KINDS:
        rewritten = bind.execute(
            sa.text(
                "UPDATE sqlite_schema SET sql = replace(sql, :before, :after)"
                " WHERE type = 'table' AND name = :name AND instr(sql, :before) > 0"
            ),
            {"before": before, "after": after, "name": table},
        )
        if rewritten.rowcount != 1:
            raise RuntimeError(f"the check of the kinds of letters was not found in the table {table}")
    bind.execute(sa.text(f"PRAGMA schema_version = {number + 1}"))
    bind.execute(sa.text("PRAGMA writable_schema = OFF"))
