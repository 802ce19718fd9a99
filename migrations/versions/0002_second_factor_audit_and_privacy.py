"""second factor, sealed audit trail, erasures, draft of a notice

Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ACTORS = ("person", "correspondent", "staff", "desk", "system")
_RULES = (
    "request",
    "needs",
    "persons",
    "registrations",
    "events",
    "letter_texts",
    "letter_addresses",
    "messages",
    "files",
    "sessions",
    "links",
    "accounts",
)
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
)
_NEW_KIND = "account_changed"
_WITH_KINDS = ("campaign", "letter", "letter_text")
_APPEND_ONLY = ("audit_entry", "audit_seal")


def upgrade() -> None:
    op.create_table(
        "erasure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rule", _code("erasure_rule", _RULES), nullable=False),
        sa.Column("actor_kind", _code("actor_kind", _ACTORS), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("subjects", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
    )
    op.create_index("ix_erasure_at", "erasure", ["at"])
    op.create_table(
        "audit_seal",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["audit_entry.id"], name=op.f("fk_audit_seal_entry_id_audit_entry")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_seal")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_audit_seal_entry_id")),
    )
    op.create_table(
        "notice_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("text_fr", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_draft")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_recovery_code_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sa.UniqueConstraint("digest", name=op.f("uq_recovery_code_digest")),
    )
    op.create_index("ix_recovery_code_user_id", "recovery_code", ["user_id"])
    op.add_column("login_session", sa.Column("complete_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "login_session", sa.Column("device", sa.String(length=80), server_default="", nullable=False)
    )
    op.add_column("user", sa.Column("second_factor", sa.String(length=300), nullable=True))
    op.add_column("user", sa.Column("second_factor_step", sa.Integer(), nullable=True))
    op.add_column("user", sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
    _let_letters_be(_KINDS, (*_KINDS, _NEW_KIND))
    _close_the_trail()


def downgrade() -> None:
    """The new kind of letter goes with its letters: the tables of before have no place for it."""
    _open_the_trail()
    op.execute("DELETE FROM letter WHERE kind = 'account_changed'")
    op.execute("DELETE FROM letter_text WHERE kind = 'account_changed'")
    _let_letters_be((*_KINDS, _NEW_KIND), _KINDS)
    op.drop_column("user", "closed_at")
    op.drop_column("user", "second_factor_step")
    op.drop_column("user", "second_factor")
    op.drop_column("login_session", "device")
    op.drop_column("login_session", "complete_at")
    op.drop_table("recovery_code")
    op.drop_table("notice_draft")
    op.drop_table("audit_seal")
    op.drop_table("erasure")


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


def _close_the_trail() -> None:
    """Let rows be added to the audit trail and nothing else."""
    if op.get_bind().dialect.name == "sqlite":
        for table in _APPEND_ONLY:
            for change in ("update", "delete"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{change} BEFORE {change.upper()} ON {table}"
                    f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )
        return
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    for table in _APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def _open_the_trail() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in _APPEND_ONLY:
            for change in ("update", "delete"):
                op.execute(f"DROP TRIGGER {table}_no_{change}")
        return
    for table in _APPEND_ONLY:
        op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
    op.execute("DROP FUNCTION refuse_change()")
