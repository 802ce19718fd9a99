"""Files, kept in the database: what organisers hand in, what goes with messages, what jobs have made."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Base
from app.models.column_types import UtcDateTime


class StoredFile(Base):
    """A file under a name that nobody chose; the row that it belongs to knows that name, and what people call it.

    No foreign key leads here: a row whose file is lost stays, and says so when somebody asks for the file.
    """

    __tablename__ = "stored_file"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    size: Mapped[int]  # bytes
    sha256: Mapped[str] = mapped_column(String(64))
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime)


class StoredPiece(Base):
    """A part of the content, at most 256 KiB; the parts are numbered from 0 and go with their file."""

    __tablename__ = "stored_piece"

    file: Mapped[str] = mapped_column(ForeignKey("stored_file.name", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[bytes] = mapped_column(LargeBinary)
