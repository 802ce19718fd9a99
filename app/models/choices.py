"""What organisers chose once and need not choose again: the columns of a list, and the meaning of words in imported files."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
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


class ImportWord(Base):
    """What a word of an imported list means: the heading of a column, or how a list writes a body, a category, a role."""

    __tablename__ = "import_word"
    __table_args__ = (UniqueConstraint("field", "word"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    field: Mapped[str] = mapped_column(String(40))  # “column”, or the code of the field whose value it is
    word: Mapped[str] = mapped_column(String(120))  # folded
    meaning: Mapped[str] = mapped_column(String(120))  # a code
    remembered_at: Mapped[datetime] = mapped_column(UtcDateTime)
