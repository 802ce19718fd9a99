"""What two web hosts, two workers and one PostgreSQL have in common, and what is left when one of each is killed under load.

`make test` does it with few people; `make hosts` with many, and prints what it counted. They share no folder.
"""

from __future__ import annotations

import threading
from collections import Counter
from http.client import HTTPException
from itertools import count

import pyotp
from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.lib import password_hash
from app.models import Letter, LetterState, Place, Registration, User
from bench.visitor import Visitor
from tests.accounts.attempts import PASSWORD
from tests.concurrency.crowd import answers, register, rush
from tests.factories.second_factors import SEED, an_app_of
from tests.factories.users import an_organiser
from tests.mail_server import MailServer
from tests.outside.running import Running
from tests.outside.visitor import Outsider
from tests.several_hosts.both import an_open_event, at_the_other, eventually, set_to
from tests.several_hosts.conftest import WHOLE
from tests.several_hosts.hosts import Host

PLACES, CLIENTS = (50, 100) if WHOLE else (6, 12)
LOADED, CLIENTS_AT_ONCE = (400, 12) if WHOLE else (36, 6)
LEASE = 10  # seconds for which a killed worker's letters wait
GUESSES = 10  # the least that the setting takes


def an_organiser_with_an_app() -> User:
    user = an_organiser(password_hash=password_hash.made(PASSWORD))
    an_app_of(user)
    db.session.commit()
    return user


def test_who_signed_in_at_one_host_is_in_at_the_other_until_signing_out_at_either(
    one: Running, two: Running
) -> None:
    user = an_organiser_with_an_app()
    browser = Outsider(one)
    page = browser.visit("/sign-in").submit(email=user.email, password=PASSWORD)
    other = at_the_other(browser, two)  # between password and code, too
    page = other.visit(page.address).submit(code=pyotp.TOTP(SEED).now())
    assert page.address.startswith("/organiser/"), page.text
    assert [visitor.get("/organiser/").status_code for visitor in (browser, other)] == [200, 200]
    other.visit("/organiser/").submit('form[action="/sign-out"]')
    again = at_the_other(other, one)
    assert again.get("/organiser/").status_code in {302, 303}
    print("signed in with the password at one and the code at two; signed out at two, and at one")


def test_wrong_links_are_counted_together(one: Running, two: Running) -> None:
    set_to("unknown_links_per_address_per_hour", GUESSES)
    guessing = [Outsider(host, "198.51.100.7") for host in (one, two)]
    codes = [
        guessing[number % 2].get("/r/" + "x" * 22 + str(number)).status_code for number in range(GUESSES)
    ]
    assert codes == [404] * GUESSES
    assert [visitor.get("/r/" + "x" * 23).status_code for visitor in guessing] == [429, 429]
    assert Outsider(two, "198.51.100.8").get("/r/" + "x" * 23).status_code == 404, "others are not concerned"
    print(f"{GUESSES} wrong links at both, then 429 at both; the limit held at once at both")


def test_the_places_of_an_event_are_given_once(stage: Flask, running: list[Host]) -> None:
    event = an_open_event(capacity_in_person=PLACES)
    event_id, slug = event.id, event.slug
    db.session.commit()
    outcome = rush([host.port for host in running], slug, [answers(number) for number in range(CLIENTS)])
    assert outcome.failures == []
    asked = select(Registration.place, func.count()).where(Registration.event_id == event_id)
    found = dict(db.session.execute(asked.group_by(Registration.place)).tuples().all())
    assert found == {Place.HELD: PLACES, Place.WAITING: CLIENTS - PLACES}
    print(f"{CLIENTS} people at once through both for {PLACES} places: {found[Place.HELD]} have one")


class Load:
    """People who register one after the other, at either host; whom one does not answer asks the other."""

    def __init__(self, running: list[Host], slug: str) -> None:
        self.running, self.slug = running, slug
        self.acknowledged: list[str] = []
        self.failures: list[str] = []
        self.again = 0  # how often somebody had to ask the other host
        self._numbers = count(1)
        self._threads = [threading.Thread(target=self._people) for _ in range(CLIENTS_AT_ONCE)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        for thread in self._threads:
            thread.join()

    def wait_for(self, number: int) -> None:
        eventually(
            lambda: len(self.acknowledged) >= number or bool(self.failures),
            f"{number} registrations ({len(self.acknowledged)} so far)",
        )

    def _people(self) -> None:
        while (number := next(self._numbers)) <= LOADED:
            typed = answers(number, email=f"loaded{number}@crowd.example")
            for turn in range(4):
                host = self.running[(number + turn) % 2]
                try:
                    self.acknowledged.append(self._one(host, number, typed))
                    break
                except (OSError, HTTPException):
                    self.again += 1
                except Exception as error:  # whatever went wrong counts and is shown
                    self.failures.append(f"{type(error).__name__}: {error}")
                    break
            else:
                self.failures.append(f"nobody answered person {number}")

    def _one(self, host: Host, number: int, typed: dict[str, str | list[str]]) -> str:
        visitor = Visitor(host.port, f"10.8.{number >> 8}.{number & 255}")
        try:
            return register(self.slug, typed, visitor, lambda: None)
        finally:
            visitor.connection.close()


def test_a_host_that_dies_under_load_takes_nothing_with_it(
    stage: Flask, running: list[Host], postbox: MailServer
) -> None:
    set_to("letter_lease_seconds", LEASE)
    event = an_open_event()
    event_id = event.id
    db.session.commit()
    load = Load(running, event.slug)
    load.start()
    held: set[str] = set()
    try:
        for dying, so_far in zip(running, (LOADED // 4, LOADED // 2), strict=True):
            load.wait_for(so_far)
            dying.kill("web", "worker")
            held |= under_way()
            load.wait_for(so_far + LOADED // 8)  # the other one goes on alone
            dying.start()
    finally:
        load.end()
        for host in running:
            host.kill()
            held |= under_way()
            host.start()

    assert load.failures == []
    check_registrations(event_id, load)
    check_letters(event_id, held, postbox)
    print(
        f"{LOADED} registrations at two hosts, each killed once: {len(load.acknowledged)} acknowledged and there once,"
        f" {load.again} asked the other host, {len(held)} letters were held by whoever died"
    )


def under_way() -> set[str]:
    """The letters that somebody was sending, among them those that whoever died a moment ago cannot note any more."""
    return set(db.session.scalars(select(Letter.message_id).where(Letter.state == LetterState.SENDING)))


def check_registrations(event_id: int, load: Load) -> None:
    """Whoever was told that it worked is there once, and nobody twice."""
    asked = select(Registration.email).where(Registration.event_id == event_id)
    there = Counter(db.session.scalars(asked))
    assert set(there) == set(load.acknowledged)
    assert len(load.acknowledged) == LOADED
    assert set(there.values()) == {1}


def check_letters(event_id: int, held: set[str], postbox: MailServer) -> None:
    """Each has gone out, once; a second time at most what a killed worker was sending."""
    waiting = select(func.count()).where(Letter.event_id == event_id, Letter.state != LetterState.SENT)
    eventually(lambda: db.session.scalar(waiting) == 0, "all letters go out")
    queued = set(db.session.scalars(select(Letter.message_id).where(Letter.event_id == event_id)))
    named = [str(mail["Message-ID"]).strip("<>").partition("@")[0] for mail in list(postbox.accepted)]
    arrived = Counter(name for name in named if name in queued)
    assert set(arrived) == queued
    assert {name for name, times in arrived.items() if times > 1} <= held
    assert set(arrived.values()) <= {1, 2}
