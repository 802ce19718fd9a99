"""Somebody asks for their rights: what the administrators open, and what erasing would take away. Everything is recorded."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.extensions import db
from app.lib.clock import now
from app.models import ErasureRule, Person, Registration
from app.services import audit, participant_page
from app.services.actors import Actor
from app.services.errors import NotFound
from app.services.privacy import erasing, holdings
from app.services.privacy.holdings import Holdings

Subject = Person | Registration


@dataclass(frozen=True)
class Preview:
    """What erasing somebody does."""

    registrations: int
    withdrawn: list[Registration]  # living ones of events that are not over: their places become free
    letters: int
    speaks: bool  # for a body: then nothing can be erased


def subject_of(kind: str, subject_id: int) -> Subject:
    """The person, or the registration of nobody who is known as a person.

    Raises:
        NotFound: there is none, or what it was is erased.
    """
    found: Subject | None
    is_person = kind == "person"
    found = db.session.get(Person, subject_id) if is_person else db.session.get(Registration, subject_id)
    if found is None or found.anonymised_at is not None:
        raise NotFound
    return found


def of(subject: Subject) -> Holdings:
    """All that is kept."""
    if isinstance(subject, Person):
        return holdings.of_person(subject)
    return holdings.of_registration(subject)


def note_opened(subject: Subject, actor: Actor, *, with_needs: bool) -> None:
    """Put on record that somebody's data are opened, the true name of a discreet person among them.

    Reading the needs is recorded at each registration that has some.
    """
    audit.record(actor, "data.opened", subject, fields=["needs"] if with_needs else [])
    if not with_needs:
        return
    for one in of(subject).registrations:
        if one.needs is not None:
            participant_page.open_needs(one.registration, actor)


def preview(found: Holdings) -> Preview:
    """What erasing would take away."""
    rows = [one.registration for one in found.registrations]
    return Preview(
        registrations=len(rows),
        withdrawn=[row for row in rows if row.is_living and not row.event.is_over(now())],
        letters=len(found.letters) + sum(len(one.letters) for one in found.registrations),
        speaks=found.person is not None and erasing.speaks(found.person),
    )


def erase(subject: Subject, actor: Actor, maildir: Path) -> None:
    """Erase what is kept, because somebody asked for it.

    Raises:
        PersonErased: that was done before.
        MandateRuns: the person speaks for a body.
    """
    if isinstance(subject, Person):
        erasing.erase_person(subject, actor, ErasureRule.REQUEST, maildir)
    else:
        erasing.erase_registration(subject, actor, ErasureRule.REQUEST, maildir)
