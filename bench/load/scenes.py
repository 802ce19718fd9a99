"""What is played: the opening minute, the door, and a large network's pages. Each returns the parts of its clients.

Everything is as people and browsers do it: through the pages, with their forms as they stand.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from functools import partial

from bench.load.clients import Act, Client, Part
from bench.signed_in import SignedIn

MINUTE, DOOR_OPENS = 60, 300  # seconds
LOOK_EVERY, PAGE_EVERY = 1, 2  # seconds: the board's script, an organiser at work
OPENING_PAGES = ("list", "a filter", "a search", "one participant", "today")
NETWORK_PAGES = (
    "today",
    "events",
    "list",
    "a filter",
    "a search",
    "statistics",
    "statistics of the years",
    "matrix",
)


def opening(
    slug: str, people: int, clients: int, organisers: Sequence[SignedIn], of: str, every: float = PAGE_EVERY
) -> list[Part]:
    """So many registrations, evenly over a minute, from that many addresses; organisers list, filter and search meanwhile.

    The organisers look at the event `of`, in which there are people already, at a page `every` so many seconds.
    """
    parts = [
        Part(
            f"10.2.{client >> 8}.{client & 255}", _registrations(slug, range(client, people, clients), people)
        )
        for client in range(min(clients, people))
    ]
    return parts + organising(organisers, [of], OPENING_PAGES, MINUTE, every)


def _registrations(slug: str, numbers: range, people: int) -> list[tuple[float, Act]]:
    return [(number * MINUTE / people, partial(register, slug, number)) for number in numbers]


def register(slug: str, number: int, client: Client) -> str:
    """One complete registration; the address that was acknowledged."""
    address = f"guest{number}@{slug}.example"
    typed: dict[str, str | list[str]] = {
        "category": "guest",
        "body_text": "University",
        "mode": "in_person",
        "given_name": "Élodie",
        "family_name": f"MÜLLER {number}",
        "email": address,
        "language": ("en", "fr")[number % 2],
    }
    with client.step("form"):
        form = client.get(f"/events/{slug}/register")
    with client.step("check your answers"):
        checked = client.submit(form, typed)
    with client.step("send"):
        client.submit(checked, {})
    if not client.path.endswith("/registered"):
        raise RuntimeError(f"the registration ended at {client.path}")
    return address


def organising(
    organisers: Sequence[SignedIn],
    slugs: Sequence[str],
    pages: Sequence[str],
    seconds: float,
    every: float = PAGE_EVERY,
) -> list[Part]:
    """Organisers who open one page after the other, each beginning elsewhere."""
    moments = range(int(seconds / every))
    return [
        Part(
            f"10.3.0.{number}",
            [
                (
                    moment * every,
                    partial(
                        organise,
                        session,
                        pages[(moment + number) % len(pages)],
                        slugs[(moment * 7 + number) % len(slugs)],
                    ),
                )
                for moment in moments
            ],
        )
        for number, session in enumerate(organisers)
    ]


def organise(session: SignedIn, page: str, slug: str, client: Client) -> None:
    """One page of an organiser."""
    session.lend(client)
    participants = f"/organiser/events/{slug}/participants"
    paths = {
        "today": "/organiser/",
        "events": "/organiser/events",
        "list": participants,
        "a filter": f"{participants}?status=confirmed&place=held",
        "statistics": f"/organiser/events/{slug}/statistics",
        "statistics of the years": "/organiser/statistics",
        "matrix": "/organiser/statistics/matrix",
    }
    if page == "one participant":
        path = client.get(participants).partition(f'href="{participants}/')[2].partition('"')[0]
        paths[page] = f"{participants}/{path}"
    with client.step(page):
        if page == "a search":
            client.post(participants, [("q", "müller"), ("csrf_token", session.form_token)])
        else:
            client.get(paths[page])


def door(
    slug: str, codes: Sequence[str], desks: Sequence[SignedIn], board: SignedIn, look_every: int = LOOK_EVERY
) -> list[Part]:
    """Every code once, evenly over five minutes, at the desks in turn; the board in the hall is open all the time."""
    every = DOOR_OPENS / len(codes)
    parts = [
        Part(
            f"10.4.0.{number}",
            [
                (turn * every, partial(scan, slug, session, codes[turn]))
                for turn in range(number, len(codes), len(desks))
            ],
        )
        for number, session in enumerate(desks)
    ]
    mark: dict[str, str] = {}
    looks = [(float(second), partial(look, slug, board, mark)) for second in range(0, DOOR_OPENS, look_every)]
    return [*parts, Part("10.4.1.1", looks)]


def scan(slug: str, session: SignedIn, code: str, client: Client) -> str:
    """One badge, as the desk's script sends it; the code that was welcomed."""
    session.lend(client)
    client.headers["X-Desk"] = "panel"
    fields = {"csrf_token": session.form_token, "scan": str(uuid.uuid4()), "code": code}
    with client.step("scan"):
        answer = client.post(f"/check-in/{slug}", list(fields.items()))
    if 'data-answer="welcome"' not in answer:
        raise RuntimeError(f"the scan was answered otherwise: {answer[:300]}")
    return code


def look(slug: str, session: SignedIn, mark: dict[str, str], client: Client) -> None:
    """What the board's script asks for each second."""
    session.lend(client)
    with client.step("board"):
        client.look(f"/check-in/{slug}/board/now", mark)
