"""A crowd: everybody fills in the form at leisure, and all press “send” at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from bench.visitor import Visitor

Answers = dict[str, str | list[str]]


@dataclass
class Outcome:
    """Whose registration was acknowledged, and what went wrong for others."""

    acknowledged: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


Act = Callable[[Visitor, Callable[[], None]], str]  # done by one client, who calls back before the last step


def rush(ports: int | Sequence[int], slug: str, answers: list[Answers]) -> Outcome:
    """Let one client for each set of answers register through the pages, all sending at the same moment.

    Of several ports each client takes the next.
    """
    return all_at_once(ports, [partial(register, slug, typed) for typed in answers])


def all_at_once(ports: int | Sequence[int], acts: list[Act]) -> Outcome:
    """Let one client do each act, all taking the last step at the same moment; an act returns what is acknowledged."""
    outcome = Outcome()
    ready = threading.Barrier(len(acts))
    turns = [ports] if isinstance(ports, int) else ports
    threads = [
        threading.Thread(target=_do, args=(turns[number % len(turns)], number, act, ready, outcome))
        for number, act in enumerate(acts)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcome


def _do(port: int, number: int, act: Act, ready: threading.Barrier, outcome: Outcome) -> None:
    visitor = Visitor(port, f"10.9.{number >> 8}.{number & 255}")

    def wait() -> None:
        visitor.connection.close()  # the server may have given up a connection that was idle for so long
        ready.wait(180)

    try:
        outcome.acknowledged.append(act(visitor, wait))
    except Exception as error:  # whatever went wrong counts and is shown
        ready.abort()
        outcome.failures.append(f"{type(error).__name__}: {error}")
    finally:
        visitor.connection.close()


def register(slug: str, typed: Answers, visitor: Visitor, wait: Callable[[], None]) -> str:
    """Register through the pages; `wait` is called before the last step. Returns the address that was acknowledged."""
    form = visitor.get(f"/events/{slug}/register")
    checked = visitor.submit(form, typed)
    wait()
    visitor.submit(checked, {})
    if not visitor.path.endswith("/registered"):
        raise RuntimeError(f"the registration ended at {visitor.path}")
    return str(typed["email"])


def answers(number: int, **changes: str | list[str]) -> Answers:
    """What client number so-and-so types: a guest, unless told otherwise."""
    typed: Answers = {
        "category": "guest",
        "body_text": "University",
        "mode": "in_person",
        "given_name": "Ana",
        "family_name": f"PERSON {number}",
        "email": f"person{number}@crowd.example",
        "language": "en",
    }
    return {**typed, **changes}
