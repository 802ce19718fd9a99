"""Every form about stored values, opened twice: the second to save is told what stands there now, and keeps what was typed."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, NamedTuple, cast

import pytest
from flask import Flask

from app.extensions import db
from app.services import heartbeats
from tests.factories import users
from tests.outside.estate import Estate, an_estate
from tests.outside.running import Running
from tests.pages import Page, Visitor
from tests.signing_in import sign_in


class Edit(NamedTuple):
    """A form: its page, and the field that both change."""

    address: str
    field: str
    first: Any = "FIRST"
    second: Any = "SECOND"
    shown: str = ""  # what the second reads of the first, where it is not the value itself


_EVENT = "/organiser/events/{slug}"
EDITS = {
    "organiser.event_edit": Edit(f"{_EVENT}/edit", "city"),
    "organiser.mail_settings": Edit(f"{_EVENT}/letters/sender", "mail_sender_name"),
    "organiser.document_edit": Edit(f"{_EVENT}/documents/{{document_id}}/edit", "title"),
    "organiser.session_edit": Edit(f"{_EVENT}/programme/{{session_id}}", "room"),
    "organiser.session_person_edit": Edit(
        f"{_EVENT}/programme/{{session_id}}/people/{{role_id}}", "plain_name", "Eva FIRST", "Eva SECOND"
    ),
    "organiser.admissions": Edit(f"{_EVENT}/admission", "kind_agency", "7", "8"),
    "organiser.participant_change": Edit(f"{_EVENT}/participants/{{registration_id}}/change", "function"),
    "organiser.participant_identity": Edit(
        f"{_EVENT}/participants/{{registration_id}}/identity", "given_name", "First", "Second"
    ),
    "organiser.message_edit": Edit(f"{_EVENT}/letters/messages/{{campaign_id}}/edit", "subject_en"),
    "organiser.letter_text": Edit(f"{_EVENT}/letters/texts/received/en", "subject"),
    "organiser.correspondents_edit": Edit("/organiser/correspondents/{mandate_id}", "title"),
    "organiser.body_copies": Edit(
        "/organiser/bodies/MD/copies", "addresses", "a@first.example", "b@second.example"
    ),
    "organiser.retention_periods": Edit(
        "/organiser/privacy/retention/periods", "needs_kept_days", "41", "42"
    ),
    "organiser.saved_filter": Edit(f"{_EVENT}/filters/participants/{{filter_id}}", "name"),
    "accounts.user_change": Edit(
        "/users/{user_id}/change", "role", "statistics_reader", "organiser", "statistics"
    ),
}
# Two people with these forms cannot overwrite each other, or a test of their own shows that the second is told.
EXCUSED = {
    "has a test of its own": {
        "organiser.correspondents_end", "organiser.letter_text_standard", "organiser.letter_text_take",
        "organiser.list_choice_replace",
        "organiser.message_send", "organiser.notice_discard", "organiser.notice_draft", "organiser.notice_preview",
        "organiser.participant_decide", "organiser.reported_figure", "organiser.reported_figure_remove",
        "organiser.reported_figures", "organiser.saved_filter_replace", "organiser.settings_contact",
        "organiser.settings_letter_text", "organiser.settings_letter_text_standard", "organiser.settings_letter_text_take",
        "organiser.settings_limits", "organiser.settings_name", "organiser.settings_sender", "public.change_registration",
    },
    "adds a row, or refuses the second as a duplicate": {
        "accounts.user_invite", "checkin.count_heads", "checkin.hand_in", "checkin.mark", "checkin.walk_in",
        "delegation.nominate", "delegation.nominate_known", "delegation.nominate_several", "delegation.replace",
        "organiser.certificates_send", "organiser.convocation", "organiser.correspondents_new",
        "organiser.correspondents_take_over", "organiser.delegation_nominate", "organiser.document_new",
        "organiser.earlier_years_take_over", "organiser.event_copy", "organiser.event_new", "organiser.invitation_new",
        "organiser.list_choice_keep", "organiser.message_file_new", "organiser.message_new", "organiser.participant_new",
        "organiser.participant_replace", "organiser.presence_take_over", "organiser.reminder_rules",
        "organiser.reminder_rules_usual", "organiser.saved_filter_new", "organiser.session_new", "organiser.session_people",
        "organiser.statistics_freeze", "public.send",
    },
    "a step that the present state allows or refuses": {
        "accounts.user_close", "accounts.user_end_sessions", "accounts.user_invite_again", "accounts.user_reopen",
        "accounts.user_reset_second_factor", "checkin.undo", "delegation.decline", "delegation.head", "delegation.refuse",
        "delegation.send_again", "delegation.set_aside_substitute", "delegation.take_substitute", "delegation.validate",
        "delegation.withdraw", "organiser.bulk_do", "organiser.data_erase", "organiser.delegation_refuse",
        "organiser.delegation_substitute", "organiser.delegation_take_back", "organiser.event_archive",
        "organiser.event_cancel", "organiser.event_close", "organiser.event_discard", "organiser.event_publish",
        "organiser.event_reopen", "organiser.figures_publish", "organiser.figures_withdraw", "organiser.invitation_revoke",
        "organiser.letter_again", "organiser.letter_set_aside", "organiser.message_discard", "organiser.message_step",
        "organiser.message_stop", "organiser.participant_links", "organiser.release", "organiser.remind_silent",
        "organiser.session_restore",
        "public.accept_invitation", "public.accept_nomination", "public.address_confirmed", "public.decline_nomination",
        "public.erase_own", "public.withdraw", "public.withdraw_consents",
    },
    "takes away what is named on the page; a second time there is nothing there": {
        "organiser.document_remove", "organiser.list_choice_remove", "organiser.message_file_remove",
        "organiser.reminder_rule_remove", "organiser.saved_filter_remove", "organiser.session_person_remove",
        "organiser.session_remove",
    },
    "changes nothing that is stored, or hands out what is there": {
        "checkin.frame", "checkin.name_desk", "checkin.open_name", "checkin.photo", "organiser.audit_export",
        "organiser.bulk", "organiser.correspondents_export", "organiser.correspondents_import",
        "organiser.correspondents_open", "organiser.data_export_of", "organiser.data_of", "organiser.earlier_years",
        "organiser.letter_open", "organiser.letter_text_html", "organiser.letter_text_preview", "organiser.letter_text_test",
        "organiser.mail_settings_test", "organiser.message_outcome_export", "organiser.paper", "organiser.paper_file",
        "organiser.participant_name", "organiser.participant_needs", "organiser.participants_export", "organiser.presence",
        "organiser.privacy_find", "organiser.search_correspondents", "organiser.search_participants",
        "organiser.settings_letter_text_html", "organiser.settings_letter_text_preview",
        "organiser.settings_letter_text_test", "organiser.settings_sender_test", "organiser.statistics_export",
        "organiser.years_export", "public.check_answers", "public.find_registration", "public.own_data_export",
    },
    "one's own, by oneself": {
        "accounts.account_changed", "accounts.code_shown", "accounts.factor_exchanged", "accounts.password_changed",
        "accounts.password_set", "accounts.recovery_codes_renewed", "accounts.session_end", "accounts.sessions_end",
        "accounts.set_up_done", "accounts.sign_out", "accounts.signed_in", "delegation.ask", "delegation.entered",
        "delegation.leave", "public.close_my_registration", "public.open_private_link",
    },
}  # fmt: skip


@pytest.fixture
def estate(app: Flask) -> Estate:
    heartbeats.beat()
    owner = users.an_organiser()
    made = an_estate(cast(Running, SimpleNamespace(app=app)), owner)
    made.ids["user_id"] = owner.id
    return made


def form_with(page: Page, field: str) -> str:
    """Which form of the page has a field."""
    forms = [form for form in page.soup.select("main form[method=post]") if form.select(f"[name={field}]")]
    assert len(forms) == 1, f"{len(forms)} forms with {field} on {page.address}:\n{page.text[:800]}"
    forms[0]["id"] = "the-form"
    return "#the-form"


@pytest.mark.parametrize("endpoint", sorted(EDITS))
def test_the_second_is_told_and_loses_nothing(client: Visitor, estate: Estate, endpoint: str) -> None:
    visitor, edit = sign_in(client, users.an_administrator()), EDITS[endpoint]
    address = edit.address.format(**estate.ids)
    db.session.commit()
    one, two = visitor.visit(address), visitor.visit(address)
    saved = one.submit(form_with(one, edit.field), **{edit.field: edit.first})
    assert saved.status == 200, saved.text[:800]
    told = two.submit(form_with(two, edit.field), **{edit.field: edit.second})
    assert told.status == 409, told.text[:800]
    assert (edit.shown or edit.first).lower() in told.text.lower(), "what stands there now"
    form = form_with(told, edit.field)
    assert told.fields(form).getlist(edit.field)[-1] == edit.second, "what was typed"
    again = told.submit(form)
    assert again.status == 200, again.text[:800]
    page = visitor.visit(address)
    assert page.fields(form_with(page, edit.field)).getlist(edit.field)[-1] == edit.second


@pytest.mark.sqlite_only
def test_each_form_is_listed_or_excused(app: Flask) -> None:
    posted = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    excused = [endpoint for group in EXCUSED.values() for endpoint in group]
    assert len(excused) == len(set(excused))
    assert not EDITS.keys() & set(excused)
    assert posted - EDITS.keys() - set(excused) == set(), (
        "can two people overwrite each other there? List it, or say why not"
    )
    assert (EDITS.keys() | set(excused)) - posted == set(), "there are no such forms any more"
