"""A crowd: everybody fills in the form at leisure, and all press “send” at once."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from bench.visitor import Visitor

Answers = dict[str, str | list[str]]


@dataclass
class Outcome:
    """Whose registration was acknowledged, and what went wrong for others."""

    acknowledged: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


def rush(port: int, slug: str, answers: list[Answers]) -> Outcome:
    """Let one client for each set of answers register through the pages, all sending at the same moment."""
    outcome = Outcome()
    ready = threading.Barrier(len(answers))
    threads = [
        threading.Thread(target=_register, args=(port, slug, number, typed, ready, outcome))
        for number, typed in enumerate(answers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcome


def _register(
    port: int, slug: str, number: int, typed: Answers, ready: threading.Barrier, outcome: Outcome
) -> None:
    visitor = Visitor(port, f"10.9.{number >> 8}.{number & 255}")
    try:
        form = visitor.get(f"/events/{slug}/register")
        checked = visitor.submit(form, typed)
        visitor.connection.close()  # the server may have given up a connection that was idle for so long
        ready.wait(180)
        visitor.submit(checked, {})
        if not visitor.path.endswith("/registered"):
            raise RuntimeError(f"the registration ended at {visitor.path}")
        outcome.acknowledged.append(str(typed["email"]))
    except Exception as error:  # whatever went wrong counts and is shown
        ready.abort()
        outcome.failures.append(f"{type(error).__name__}: {error}")
    finally:
        visitor.connection.close()


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
