"""What organisers chose once and need not choose again: columns and filters of a list, the meaning of words in imported files."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Base
from app.models.column_types import UtcDateTime


class ListChoice(Base):
    """Columns of the list of participants under a name, for all organisers. What people need is never among them."""

    __tablename__ = "list_choice"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    columns: Mapped[list[str]] = mapped_column(JSON)  # codes, in their order
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SavedFilter(Base):
    """Filters of a list under a name, for all organisers. Codes and ids: the words of a search are names, and never kept."""

    __tablename__ = "saved_filter"
    __table_args__ = (
        UniqueConstraint("event_id", "of_list", "name"),
        Index(
            "uq_saved_filter_of_every_event",
            "of_list",
            "name",
            unique=True,
            sqlite_where=text("event_id IS NULL"),
            postgresql_where=text("event_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    of_list: Mapped[str] = mapped_column(String(20))  # “participants” or “letters”
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"))  # None: for every event
    name: Mapped[str] = mapped_column(String(80))
    chosen: Mapped[dict[str, list[str]]] = mapped_column(JSON)  # filter by filter, as the address says them
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class ImportWord(Base):
    """What a word of an imported list means: the heading of a column, or how a list writes a body, a category, a role."""

    __tablename__ = "import_word"
    __table_args__ = (UniqueConstraint("field", "word"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    field: Mapped[str] = mapped_column(String(40))  # “column”, or the code of the field whose value it is
    word: Mapped[str] = mapped_column(String(120))  # folded
    meaning: Mapped[str] = mapped_column(String(120))  # a code
    remembered_at: Mapped[datetime] = mapped_column(UtcDateTime)
