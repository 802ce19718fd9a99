"""What a process of its own makes of the letters that wait: `python -m tests.worker.written_letters create_worker`.

Nothing is noted, so that another process finds the same letters. Links are new each time: what proves them is left out.
"""

from __future__ import annotations

import json
import re
import sys
from datetime import timedelta
from email import message_from_bytes, policy

import app
from app.extensions import db
from app.lib import transaction_kind
from app.services import delivery, network
from app.services.outgoing import OutgoingMessage

ALL = delivery.Limits(timedelta(minutes=2), 9, 60, 60, at_once=1000, per_minute=0)
_OWN_EACH_TIME = (
    (re.compile(r"(?<=[/=])[\w-]{22,}"), "…"),  # a link's token
    (re.compile(r"DTSTAMP:\S+"), "DTSTAMP:…"),
)


def read(outgoing: OutgoingMessage) -> list[str]:
    """Who gets a message, what it is called, and each of its parts."""
    message = message_from_bytes(outgoing.content, policy=policy.default)
    said = [outgoing.recipient, *(str(message[name]) for name in ("From", "Reply-To", "Subject"))]
    for part in message.walk():
        content = part.get_payload(decode=True) if not part.is_multipart() else b""
        text = content.decode("latin-1") if isinstance(content, bytes) else str(content)
        for pattern, instead in _OWN_EACH_TIME:
            text = pattern.sub(instead, text)
        said += [part.get_content_type(), text]
    return said


if __name__ == "__main__":
    messages: list[list[str]] = []

    def catch(outgoing: OutgoingMessage) -> str:
        messages.append(read(outgoing))
        return "250"

    made = getattr(app, sys.argv[1])()
    with made.app_context(), transaction_kind.writing():
        site = network.site(made.extensions["config"])
        answers = [delivery.send(letter, site, catch) for letter in delivery.take(ALL)]
        db.session.rollback()
    print(json.dumps([messages, [answer.outcome.value for answer in answers]]))
