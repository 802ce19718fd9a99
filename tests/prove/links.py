"""Guards of private links: random, stored as a digest, for one purpose, for a while, and harmless to open."""

from __future__ import annotations

from tests.prove.guard import Guard

GUARDS = (
    Guard(
        "links: of the secret only a digest is stored",
        "app/lib/tokens.py",
        "    return hashlib.sha256(token.encode()).hexdigest()\n",
        "    return token\n",
        "tests/services/test_private_links.py::test_of_the_secret_only_a_digest_is_kept",
    ),
    Guard(
        "links: each opens what it was made for",
        "app/services/access_links.py",
        "    if link is None or link.purpose not in purposes:\n",
        "    if link is None:\n",
        "tests/services/test_private_links.py::test_a_link_works_for_its_own_purpose_only"
        " tests/accounts/test_set_password.py::test_a_delegates_link_sets_no_password",
    ),
    Guard(
        "links: they expire and are revoked",
        "app/models/access_links.py",
        "        return self.revoked_at is None and at < self.expires_at\n",
        "        return True\n",
        "tests/services/test_private_links.py::test_it_lives_until_some_days_after_the_event"
        " tests/services/test_private_links.py::test_revoked_links_open_nothing",
    ),
    Guard(
        "links: those that sign in are used once",
        "app/services/access_links.py",
        "    if link.used_at is not None and link.purpose in _ONCE:\n        raise LinkUsed\n",
        "",
        "tests/delegation/test_sign_in.py::test_a_used_link_says_so_and_offers_another"
        " tests/accounts/test_set_password.py::test_the_link_works_once",
    ),
    Guard(
        "links: of two who press at once one comes in",
        "app/services/access_links.py",
        "    opening = living.where(AccessLink.used_at.is_(None)) if once else living\n",
        "    opening = living\n",
        "tests/services/test_correspondent_visits.py::test_of_two_who_press_at_once_one_comes_in",
    ),
    Guard(
        "links: none that is revoked while it is opened",
        "app/services/access_links.py",
        ".where(AccessLink.id == link.id, AccessLink.revoked_at.is_(None))\n",
        ".where(AccessLink.id == link.id)\n",
        "tests/services/test_private_links.py::test_a_link_revoked_while_it_is_opened_opens_nothing"
        " tests/accounts/test_set_password.py::test_a_link_that_ends_while_the_password_is_looked_at_sets_none",
    ),
    Guard(
        "links: a new one ends the earlier ones of an account",
        "app/services/accounts/users.py",
        '    passwords.revoke_links(user)\n    audit.record(actor, "user.invited_again", user)\n',
        '    audit.record(actor, "user.invited_again", user)\n',
        "tests/services/accounts/test_users.py::test_an_invitation_sent_again_ends_the_earlier_links",
    ),
    Guard(
        "links: the erased have none",
        "app/services/private_links.py",
        "    if registration.anonymised_at is not None:\n        raise LinkExpired\n",
        "",
        "tests/services/test_private_links.py::test_the_links_of_erased_people_open_nothing",
    ),
    Guard(
        "links: a visit ends by itself",
        "app/services/private_links.py",
        "    if now() >= until or not link.is_valid(now()) or link.registration is None:\n",
        "    if link.registration is None:\n",
        "tests/services/test_private_links.py::test_a_visit_ends_by_itself"
        " tests/services/test_private_links.py::test_a_visit_ends_when_its_link_is_revoked",
    ),
    Guard(
        "links: a correspondent’s visit ends by itself",
        "app/services/correspondent_visits.py",
        "    if now() - link.used_at >= timedelta(hours=settings.effective(_HOURS, hours)):\n        return None\n",
        "",
        "tests/services/test_correspondent_visits.py::test_a_visit_ends_by_itself",
    ),
    Guard(
        "links: opening one changes nothing (GET never writes, rows)",
        "app/lib/write_transactions.py",
        "    elif session.new or session.dirty or session.deleted:\n",
        "    elif False:\n",
        "tests/guards/test_get_never_writes.py::test_rows_are_not_written_while_reading",
    ),
    Guard(
        "links: opening one changes nothing (GET never writes, statements)",
        "app/lib/write_transactions.py",
        '        if is_reading():\n            raise WriteInReadingUnit("a reading unit executed',
        '        if False:\n            raise WriteInReadingUnit("a reading unit executed',
        "tests/guards/test_get_never_writes.py::test_statements_do_not_write_while_reading",
    ),
    Guard(
        "links: GET promises to change nothing",
        "app/web/units.py",
        '    set_reading(request.method in SAFE or getattr(view, "reads_only", False))\n',
        "    set_reading(False)\n",
        "tests/guards/test_get_never_writes.py::test_each_safe_method_only_reads",
    ),
    Guard(
        "links: what is stored of a letter holds no secret",
        "app/lib/discreet_logging.py",
        '    return _SECRET.sub("…", _ADDRESS.sub("…@…", _DETAIL.sub("", message)))\n',
        '    return _ADDRESS.sub("…@…", _DETAIL.sub("", message))\n',
        "tests/lib/test_discreet_logging.py::test_a_message_is_discreet",
    ),
    Guard(
        "links: only so many are sent again in an hour",
        "app/services/requested_letters.py",
        "    if again >= settings.number(_AGAIN) or registration.email_key is None:\n",
        "    if registration.email_key is None:\n",
        "tests/services/test_registering.py::test_the_link_goes_out_only_so_often_in_an_hour",
    ),
    Guard(
        "links: a correspondent asks for only so many",
        "app/services/correspondent_visits.py",
        '        if _sent_lately(person) < settings.number("link_resends_per_hour"):\n',
        "        if True:\n",
        "tests/services/test_correspondent_visits.py::test_one_can_ask_only_so_often",
    ),
    Guard(
        "links: one mailbox gets only so many requested letters",
        "app/services/requested_letters.py",
        "    if number < limit:\n        return now()\n",
        "    if True:\n        return now()\n",
        "tests/services/test_requested_letters.py::test_letters_beyond_the_limit_go_as_earlier_ones_grow_old",
    ),
    Guard(
        "links: naming again and again fills no mailbox",
        "app/services/requested_letters.py",
        "        raise AddressWrittenToOften(number=number)\n",
        "        pass\n",
        "tests/services/test_naming_floods.py::test_naming_again_and_again_has_an_end",
    ),
)
