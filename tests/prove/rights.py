"""Guards of the rights desk, of one’s own data and of discreet mode."""

from __future__ import annotations

from tests.prove.guard import Guard

_DISCREET = "tests/web/test_discreet_everywhere.py"
_DATA = "tests/organiser/test_data_requests.py"
_OWN = "tests/public/test_own_data.py"
GUARDS = (
    Guard(
        "discreet: a correspondent’s name",
        "app/services/shown_names.py",
        "    if person.discreet and viewer is Viewer.OTHERS:",
        "    if False:",
        f"{_DISCREET}::test_another_participant_and_another_correspondent_read_no_name"
        f" {_DISCREET}::test_looking_before_a_step_names_nobody_in_discreet_mode"
        f" {_DISCREET}::test_no_page_names_somebody_in_discreet_mode[sqlite-organiser-en]",
    ),
    Guard(
        "discreet: the address of a letter",
        "app/models/letters.py",
        "        return addressed is not None and addressed.discreet",
        "        return False",
        f"{_DISCREET}::test_no_page_names_somebody_in_discreet_mode[sqlite-organiser-en]",
    ),
    Guard(
        "discreet: a letter about the delegation is opened by a button",
        "app/services/letter_archive.py",
        "    return letter.is_to_discreet or (letter.person_id is not None and _has_discreet(letter))",
        "    return letter.is_to_discreet",
        f"{_DISCREET}::test_a_letter_that_may_name_somebody_is_opened_by_a_button",
    ),
    Guard(
        "rights: opening all about a person is on record",
        "app/services/privacy/requests.py",
        '    audit.record(actor, "data.opened", subject, fields=["needs"] if with_needs else [])',
        "    pass",
        f"{_DATA}::test_nothing_is_shown_before_the_button_and_everything_but_the_needs_after",
    ),
    Guard(
        "rights: needs are opened by a click of their own",
        "app/services/privacy/data_words.py",
        "words.answers(one, say, with_needs=with_needs)",
        "words.answers(one, say, with_needs=True)",
        f"{_DATA}::test_nothing_is_shown_before_the_button_and_everything_but_the_needs_after",
    ),
    Guard(
        "rights: a copy holds no secret and no key",
        "app/services/privacy/data_export.py",
        "if column.key not in LEFT_OUT]",
        "if column.key]",
        "tests/services/privacy/test_data_export.py::test_no_secret_and_nobody_else_is_handed_out",
    ),
    Guard(
        "rights: the private link gives its own registration alone",
        "app/services/privacy/holdings.py",
        "    registrations = _registrations(Registration.id == registration.id)",
        "    registrations = _registrations(Registration.person_id == registration.person_id)",
        f"{_OWN}::test_another_registration_of_the_same_person_is_not",
    ),
    Guard(
        "rights: erasing asks for a word",
        "app/organiser/privacy/data_erasing.py",
        '        if typed not in {fold(translated(ERASE, code)) for code in ("en", "fr")}:',
        "        if False:",
        f"{_DATA}::test_erasing_says_what_goes_and_asks_for_a_word",
    ),
    Guard(
        "rights: only consents are taken back",
        "app/services/privacy/consents.py",
        "    taken = [name for name in given(registration) if name in names]",
        "    taken = list(names)",
        f"{_OWN}::test_a_consent_is_taken_back_and_no_other",
    ),
    Guard(
        "rights: finding takes whole addresses",
        "app/services/privacy/finding.py",
        "_named_registrations().where(Registration.email_key == key)",
        "_named_registrations().where(Registration.email_key.contains(key))",
        "tests/services/privacy/test_finding.py::test_who_is_found",
    ),
    Guard(
        "notice: what was looked at is what is published",
        "app/services/privacy/notice_drafts.py",
        "    if row.version != version:\n        raise EditedMeanwhile\n    newest",
        "    newest",
        "tests/organiser/test_notices.py::test_nothing_is_published_that_was_changed_since_it_was_looked_at",
    ),
)
