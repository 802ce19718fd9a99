"""The main forms, each sent once with something wrong: where it stands, and what is typed into it."""

from __future__ import annotations

from dataclasses import dataclass, field

_NAMES = {"given_name": "Ana-Maria", "family_name": ""}


@dataclass(frozen=True)
class Sent:
    """A form, named by whom it is for and where, with its fields as somebody would leave them."""

    viewer: str
    address: str
    typed: dict[str, str] = field(default_factory=dict)
    form: str = ""  # which form of the page, where nothing is typed
    secret: bool = False  # a password, which stands in no page again

    @property
    def selector(self) -> str:
        """The form that holds what is typed."""
        return self.form or f"main form[method=post]:has([name={next(iter(self.typed))}])"


FORMS = {
    "registration": Sent(
        "nobody", "/events/{slug}/register", _NAMES | {"email": "address", "function": "Inspector"}
    ),
    "private link again": Sent("nobody", "/find-my-registration", {"email": "address"}),
    "link for correspondents": Sent("nobody", "/delegation/sign-in", {"email": "address"}),
    "sign-in": Sent("nobody", "/sign-in", {"email": "ana@example.org", "password": "wrong"}, secret=True),
    "new password": Sent("nobody", "/set-password/", {"password": "short"}, secret=True),
    "code": Sent("halfway with an app", "/sign-in/code", {"code": "000 000"}, secret=True),
    "app": Sent("halfway", "/second-factor", {"new_code": "000 000"}, secret=True),
    "own answers": Sent(
        "private link", "/my-registration/change", {"function": "Chief"}
    ),  # a clash stands there
    "own erasure": Sent("private link", "/my-registration/erase", form="#erasing"),
    "substitute": Sent("nominee", "/my-registration/decline", _NAMES | {"email": "address"}),
    "nomination": Sent("correspondent", "/delegation/{slug}/{code}/nominate", _NAMES | {"email": "none"}),
    "several": Sent("correspondent", "/delegation/{slug}/{code}/several", {"rows": ""}),
    "replacement": Sent("correspondent", "/delegation/people/{registration_id}/replace", _NAMES),
    "declining": Sent("correspondent", "/delegation/people/{asking}/decline", {"reason": ""}),
    "walk-in": Sent("desk agent", "/check-in/today/walk-in", _NAMES),
    "head count": Sent("desk agent", "/check-in/today/head-counts", {"number": ""}),
    "own password": Sent(
        "desk agent", "/account/password", {"present_password": "wrong", "password": "short"}, secret=True
    ),
    "own name": Sent("desk agent", "/account", {"name": ""}),
    "new event": Sent("organiser", "/organiser/events/new", {"title_en": "A conference", "slug": "A slug!"}),
    "event": Sent("organiser", "/organiser/events/{slug}/edit", {"title_en": "", "city": "Riga"}),
    "session": Sent("organiser", "/organiser/events/{slug}/programme/new", {"starts": "", "room": "G03"}),
    "part": Sent("organiser", "/organiser/events/{slug}/programme/{session_id}/people", {"person": "Nobody"}),
    "document": Sent("organiser", "/organiser/events/{slug}/documents/new", {"title": "Agenda"}),
    "participant": Sent(
        "organiser", "/organiser/events/{slug}/participants/new", _NAMES | {"email": "address"}
    ),
    "identity": Sent(
        "organiser",
        "/organiser/events/{slug}/participants/{registration_id}/identity",
        {"family_name": "", "email": "none"},
    ),
    "invitation link": Sent("organiser", "/organiser/events/{slug}/admission/links/new", {"max_uses": "0"}),
    "cancellation": Sent("organiser", "/organiser/events/{slug}/cancel", {"reason_en": ""}),
    "copy": Sent("organiser", "/organiser/events/{slug}/copy", {"day": ""}),
    "message": Sent("organiser", "/organiser/events/{slug}/letters/messages/new", {"subject_en": "News"}),
    "letter text": Sent(
        "organiser", "/organiser/events/{slug}/letters/texts/received/en", {"subject": "{{{{ unknown }}}}"}
    ),
    "sender": Sent("organiser", "/organiser/events/{slug}/letters/sender", {"mail_reply_to": "address"}),
    "reminder": Sent("organiser", "/organiser/events/{slug}/reminders", {"days_before": "999"}),
    "nomination of the secretariat": Sent(
        "organiser", "/organiser/events/{slug}/delegations/MD/nominate", _NAMES
    ),
    "correspondent": Sent("organiser", "/organiser/correspondents/new", _NAMES | {"email": "address"}),
    "copies": Sent("organiser", "/organiser/bodies/MD/copies", {"addresses": "address"}),
    "reported figures": Sent(
        "organiser", "/organiser/events/conference-2024/statistics/reported", {"attended": "999999"}
    ),
    "account": Sent("administrator", "/users/invite", {"name": "", "email": "address"}),
    "periods": Sent("administrator", "/organiser/privacy/retention/periods", {"needs_kept_days": "-1"}),
    "notice": Sent("administrator", "/organiser/privacy/notice/draft", {"text_en": ""}),
    "erasure": Sent("administrator", "/organiser/privacy/person/{person_id}/erase", {"word": "no"}),
}
