"""Who acts. Passed in by the doors: a service never asks for the present user."""

from __future__ import annotations

from dataclasses import dataclass

from app.models import ActorKind, Person, User


@dataclass(frozen=True)
class Actor:
    """A kind and, where there is one, an id; nothing that could be a name."""

    kind: ActorKind
    id: int | None = None


SYSTEM = Actor(ActorKind.SYSTEM)
PERSON = Actor(ActorKind.PERSON)


def staff(user: User) -> Actor:
    """The secretariat, acting through one of its users."""
    return Actor(ActorKind.STAFF, user.id)


def correspondent(person: Person) -> Actor:
    """A national correspondent or contact point, acting for the own delegation."""
    return Actor(ActorKind.CORRESPONDENT, person.id)


def desk(user: User) -> Actor:
    """The desk at the entrance, acting through one of its users."""
    return Actor(ActorKind.DESK, user.id)
