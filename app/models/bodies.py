"""A body is whatever a person represents: a state, an organisation, a network, a part of the Council of Europe."""

from __future__ import annotations

import enum
from datetime import date

from sqlalchemy import JSON, CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Base
from app.lib.bilingual import Bilingual
from app.models.column_types import code_of
from app.models.people import Language


class BodyKind(enum.StrEnum):
    MEMBER_STATE = "member_state"
    OBSERVER_STATE = "observer_state"
    OBSERVER_ORGANISATION = "observer_organisation"
    INTERNAL_PARTNER = "internal_partner"
    EUROPEAN_NETWORK = "european_network"
    EU_WORKING_GROUP = "eu_working_group"
    AGENCY = "agency"
    EU_INSTITUTION = "eu_institution"
    OTHER_STATE = "other_state"


class NetworkObserver(enum.StrEnum):
    """Whether a body is an observer to the Network. Unknown is not no."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Body(Base):
    __tablename__ = "body"
    __table_args__ = (
        CheckConstraint(
            "kind = 'member_state' OR (tile_row IS NULL AND tile_column IS NULL)",
            name="tile_of_a_member_state",
        ),
        Index("ix_body_kind_sort_en", "kind", "sort_en"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    alias: Mapped[str | None] = mapped_column(String(40))
    kind: Mapped[BodyKind] = mapped_column(code_of(BodyKind))
    selectable: Mapped[bool] = mapped_column(default=True)  # False: kept for its page, cannot send anybody
    network_observer: Mapped[NetworkObserver] = mapped_column(
        code_of(NetworkObserver), default=NetworkObserver.UNKNOWN
    )
    name_en: Mapped[str] = mapped_column(String(300))
    name_fr: Mapped[str] = mapped_column(String(300))
    sort_en: Mapped[str] = mapped_column(String(300))
    sort_fr: Mapped[str] = mapped_column(String(300))
    search_text: Mapped[str] = mapped_column(String(1500), default="")
    iso2: Mapped[str | None] = mapped_column(String(2))
    accession_date: Mapped[date | None]
    network_since: Mapped[date | None]  # unknown for most; never invented
    note: Mapped[str | None] = mapped_column(String(500))
    cc_emails: Mapped[list[str]] = mapped_column(JSON, default=list)  # who gets copies of official letters
    cc_language: Mapped[Language] = mapped_column(code_of(Language), default=Language.EN)
    tile_row: Mapped[int | None]
    tile_column: Mapped[int | None]

    @property
    def name(self) -> Bilingual:
        return Bilingual(self.name_en, self.name_fr)

    @property
    def is_member_state(self) -> bool:
        return self.kind is BodyKind.MEMBER_STATE

    def sort_in(self, language: str) -> str:
        """The key by which this body stands among others in a language."""
        return self.sort_fr if language == "fr" else self.sort_en
