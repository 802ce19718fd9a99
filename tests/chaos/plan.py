"""What happens in a round: who registers and how each of them goes on, and who is killed when. The seed decides it all.

What it cannot decide is how the threads and processes take their turns; a round that is repeated meets the same
people and the same kills at the same stages.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from tests.concurrency.crowd import Answers, answers
from tests.rounds import LONG

PEOPLE, PLACES, SEATS = (90, 55, 30) if LONG else (28, 17, 9)  # SEATS: in the session that one signs up for
KILLS = 4 if LONG else 0  # besides one of each kind
# Seconds for which a killed worker's letters wait, 10 being the least that the setting takes; and how many are claimed
# together: few enough to be sent and noted before the lease ends, on a machine that is busy with other tests.
LEASE, AT_ONCE = (20 if LONG else 10), 3
_LATEST = 1.8  # steps of each person on average, after which nobody is killed any more


@dataclass(frozen=True)
class Person:
    """Somebody who registers, and how that goes on."""

    email: str
    typed: Answers
    address: str  # from which the browser comes
    patient: bool  # tries until it works; the others leave it at one try
    confirms: bool  # opens the letter and presses its button
    leaves: bool  # withdraws afterwards; the others come to the desk


@dataclass(frozen=True)
class Kill:
    """Who is killed: once so many steps of all people were answered, and a moment later."""

    victim: str
    after: int
    pause: float


@dataclass(frozen=True)
class Plan:
    """A round."""

    chance: random.Random  # for what is decided while it runs
    people: list[Person]
    kills: list[Kill]


def plan(seed: str, slug: str, session_id: int, network: int, victims: tuple[str, ...]) -> Plan:
    """The plan of a round at an event; `network` tells its addresses from those of other rounds."""
    chance = random.Random(seed)
    people = [_person(chance, slug, session_id, network, number) for number in range(PEOPLE)]
    chosen = [*victims, *chance.choices(victims, k=KILLS)]
    chance.shuffle(chosen)
    stages = sorted(chance.randint(1, int(PEOPLE * _LATEST)) for _ in chosen)
    kills = [Kill(victim, after, chance.random() / 5) for victim, after in zip(chosen, stages, strict=True)]
    return Plan(chance, people, kills)


def _person(chance: random.Random, slug: str, session_id: int, network: int, number: int) -> Person:
    email = f"person{number}@{slug}.example"
    typed = answers(
        number,
        email=email,
        language=chance.choice(("en", "fr")),
        diet=f"Nothing that begins with {number}",
        sessions=[str(session_id)] if chance.random() < 0.6 else [],
    )
    address = f"10.{20 + network}.{number >> 8}.{number & 255}"
    return Person(
        email,
        typed,
        address,
        patient=chance.random() < 0.8,
        confirms=chance.random() < 0.9,
        leaves=chance.random() < 0.25,
    )
