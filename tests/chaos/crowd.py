"""The load: people who register, read their letters, confirm, withdraw and come to the desk, all at once, whatever is killed.

Each does what a person does: through the pages, again from the beginning where nobody answered. What was answered is noted.
"""

from __future__ import annotations

import re
import threading
import time
import uuid
from collections import defaultdict
from collections.abc import Callable
from email.message import EmailMessage
from functools import partial
from http.client import HTTPException
from queue import Empty, SimpleQueue

from bench.signed_in import SignedIn
from bench.visitor import Visitor, WrongStatus
from tests.chaos.plan import Person
from tests.concurrency.crowd import register
from tests.mail_server import MailServer

REGISTERING, READING = 6, 3  # threads
PATIENCE = 120  # seconds after which somebody gives up, which is a fault
_PAUSE = 0.25  # seconds until somebody tries again
_UNAVAILABLE = 503
_LINK = re.compile(r"/c/([\w-]+)")
_ANSWER = re.compile(r'data-answer="(\w+)"')


class NobodyAnswered(Exception):
    """Not within the patience of the patient."""


class Crowd:
    """What all of them do, and what they were told."""

    def __init__(
        self, port: int, mail: MailServer, slug: str, code: str, people: list[Person], desks: list[SignedIn]
    ) -> None:
        self.people = {person.email: person for person in people}
        self.registered: list[str] = []  # addresses: the done page was seen
        self.verified: dict[str, str] = {}  # address → reference
        self.tried_to_leave: set[str] = set()
        self.left: list[str] = []
        self.scans: dict[str, dict[uuid.UUID, str]] = defaultdict(dict)  # reference → scan → answer
        self.failures: list[str] = []
        self.again = 0
        self._home = False
        self._port, self._mail, self._slug = port, mail, slug
        self._reference = re.compile(rf"\b{code}-\w{{5}}\b")
        self._to_come, self._seen, self._done = iter(people), len(mail.accepted), set[str]()
        self._read, self._lock = set[str](), threading.Lock()
        self._at_desk: SimpleQueue[tuple[str, uuid.UUID]] = SimpleQueue()
        self._registrars = [self._thread(self._registrar) for _ in range(REGISTERING)]
        self._readers = [self._thread(self._reader) for _ in range(READING)]
        self._desks = [self._thread(partial(self._desk, number, who)) for number, who in enumerate(desks)]

    @property
    def steps(self) -> int:
        """How many steps of anybody were answered."""
        return len(self.registered) + len(self.verified) + len(self.left) + sum(map(len, self.scans.values()))

    @property
    def is_busy(self) -> bool:
        """Whether somebody still does something."""
        return any(thread.is_alive() for thread in (*self._registrars, *self._readers, *self._desks))

    def start(self) -> None:
        """All begin."""
        self.be_patient()
        for thread in (*self._registrars, *self._readers, *self._desks):
            thread.start()

    def be_patient(self) -> None:
        """Whoever waits for a letter goes on waiting: the worker was killed a moment ago."""
        self._end = time.monotonic() + PATIENCE

    def end(self, *, at_once: bool = False) -> None:
        """Wait until nobody wants anything any more, or send them home."""
        self._home = at_once
        for thread in (*self._registrars, *self._readers, *self._desks):
            thread.join()

    def _thread(self, role: Callable[[], None]) -> threading.Thread:
        def play() -> None:
            try:
                role()
            except Exception as error:  # whatever went wrong counts and is shown
                self.failures.append(f"{type(error).__name__}: {error}")

        return threading.Thread(target=play, daemon=True)

    def _registrar(self) -> None:
        while not self._home and (person := self._next_person()) is not None:
            act = partial(register, self._slug, person.typed, wait=lambda: None)
            if self._tried(person.address, act, person.patient):
                self.registered.append(person.email)

    def _next_person(self) -> Person | None:
        with self._lock:
            return next(self._to_come, None)

    def _reader(self) -> None:
        while self._letters_are_awaited():
            found = self._next_letter()
            if found is None:
                time.sleep(0.02)
                continue
            try:
                self._answer(*found)
            finally:
                self._done.add(found[0].email)

    def _letters_are_awaited(self) -> bool:
        if any(thread.is_alive() for thread in self._registrars):
            return True
        if self._home:
            return False
        awaited = {email for email in self.registered if self.people[email].confirms} - self._done
        if awaited and time.monotonic() > self._end:
            raise NobodyAnswered(f"{len(awaited)} wait for their letters")
        return bool(awaited)

    def _next_letter(self) -> tuple[Person, str] | None:
        """Who has got a letter that is to be answered, and its link."""
        with self._lock:
            while self._seen < len(self._mail.accepted):
                letter = self._mail.accepted[self._seen]
                self._seen += 1
                person = self.people.get(str(letter["To"]))
                link = _LINK.search(_words(letter))
                if person and person.confirms and link and person.email not in self._read:
                    self._read.add(person.email)
                    return person, link[1]
        return None

    def _answer(self, person: Person, token: str) -> None:
        reference = self._tried(person.address, partial(self._confirm, token), patient=True)
        self.verified[person.email] = reference
        if person.leaves:
            self.tried_to_leave.add(person.email)
            if self._tried(person.address, partial(self._withdraw, token), patient=False):
                self.left.append(person.email)
            return
        for _ in range(2):  # the badge is held out to two desks at once
            self._at_desk.put((reference, uuid.uuid4()))

    def _confirm(self, token: str, visitor: Visitor) -> str:
        visitor.submit(visitor.get(f"/c/{token}"), {})
        page = visitor.get("/my-registration")
        found = self._reference.search(page)
        assert found, f"no reference on the page of a registration:\n{page[-2000:]}"
        return found[0]

    def _withdraw(self, token: str, visitor: Visitor) -> bool:
        visitor.submit(visitor.get(f"/c/{token}"), {})
        visitor.submit(visitor.get("/my-registration/withdraw"), {})
        return visitor.path == "/my-registration"

    def _desk(self, number: int, who: SignedIn) -> None:
        while True:
            try:
                reference, scan = self._at_desk.get(timeout=0.1)
            except Empty:
                if any(thread.is_alive() for thread in self._readers):
                    continue
                return
            act = partial(self._scan, who, reference, scan)
            self.scans[reference][scan] = self._tried(f"10.19.0.{number}", act, patient=True)

    def _scan(self, who: SignedIn, reference: str, scan: uuid.UUID, visitor: Visitor) -> str:
        who.lend(visitor)
        visitor.headers["X-Desk"] = "panel"
        fields = {"csrf_token": who.form_token, "scan": str(scan), "code": reference}
        answer = visitor.post(f"/check-in/{self._slug}", list(fields.items()))
        found = _ANSWER.search(answer)
        assert found, f"a scan was answered: {answer[:300]}"
        return found[1]

    def _tried(self, address: str, act: Callable[[Visitor], str | bool], patient: bool) -> str:
        """Do something until it is answered, or once; empty where the impatient got no answer.

        Raises:
            WrongStatus: something else was answered than that one should come back in a moment.
            NobodyAnswered.
        """
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and not self._home:
            visitor = Visitor(self._port, address)
            try:
                return str(act(visitor) or "")
            except (OSError, HTTPException):
                pass
            except WrongStatus as error:
                if error.status != _UNAVAILABLE:
                    raise
            finally:
                visitor.connection.close()
            self.again += 1
            if not patient:
                return ""
            time.sleep(_PAUSE)
        raise NobodyAnswered(address)


def _words(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    return str(body.get_content()) if body is not None else ""
