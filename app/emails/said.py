"""What a letter says beside its words: the values of its placeholders, and what the frame shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.emails import placeholders
from app.emails.particulars import Particulars


@dataclass(frozen=True)
class ChosenSession:
    """A session somebody signed up for, in words."""

    title: str
    when: str
    room: str
    waiting: bool


@dataclass(frozen=True)
class Account:
    """With what somebody signs in, and what the person may do."""

    address: str
    role: str


@dataclass(frozen=True)
class Said:
    """What a letter says: made by the function of its kind, in one language."""

    language: str
    name: str  # to be greeted; empty: a greeting without a name
    values: Mapping[str, str] = field(default_factory=dict)  # of the placeholders, by their names
    event: Particulars | None = None
    account: Account | None = None
    capacity: str = ""  # as what, and for whom, somebody takes part
    reference: str = ""
    online_link: str = ""
    desk_code: bool = False  # whether the code for the desk stands beside the particulars
    sessions: tuple[ChosenSession, ...] = ()
    sessions_heading: bool = True  # False where the words lead up to them
    link: str = placeholders.MY_REGISTRATION  # of the button
    link_is_private: bool = True
    why: str = ""  # one gets this letter
    preview: str = ""  # what mail programs show beside the subject
