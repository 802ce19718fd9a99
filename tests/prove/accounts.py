"""Guards of the accounts: who gives them what they can do, and that somebody is always left who can."""

from __future__ import annotations

from tests.prove.guard import Guard

_ROOM = "app/services/accounts"
_ROLES = "tests/services/accounts/test_roles.py"
_CLOSING = "tests/services/accounts/test_closing.py"
_MATRIX = "tests/web/test_roles.py"

GUARDS = (
    Guard(
        "accounts: their pages are for administrators",
        "app/accounts/users.py",
        '@bp.get("/users")\n@access.allow(access.ADMINISTRATORS)\n',
        '@bp.get("/users")\n@access.allow(access.ORGANISERS)\n',
        f"{_MATRIX}::test_each_page_has_the_rule_that_its_address_promises",
    ),
    Guard(
        "accounts: who is limited to some events changes nothing that is everybody’s",
        "app/web/access.py",
        "    if rule.all_events and not current_user.all_events:\n",
        "    if False:\n",
        "tests/organiser/test_limited_organisers.py::test_the_directory_is_read_and_not_changed",
    ),
    Guard(
        "accounts: a file goes with the event",
        "app/services/jobs.py",
        "own.where(Job.event_id.is_(None) | Job.event_id.in_(seen))",
        "own",
        "tests/services/test_jobs.py::test_the_file_goes_with_the_event",
    ),
    Guard(
        "accounts: an administrator is always left",
        f"{_ROOM}/administrators.py",
        "        raise LastAdministrator\n",
        "        return\n",
        f"{_ROLES}::test_the_last_administrator_stays_one",
    ),
    Guard(
        "accounts: two administrators do not take each other out at once",
        f"{_ROOM}/administrators.py",
        "        .with_for_update(key_share=True)\n",
        "",
        "tests/concurrency/test_administrators.py",
    ),
    Guard(
        "accounts: nobody gives rights to the own account",
        f"{_ROOM}/roles.py",
        "    if actor == staff(user):\n",
        "    if False:\n",
        f"{_ROLES}::test_nobody_changes_what_the_own_account_can_do",
    ),
    Guard(
        "accounts: a desk agent is limited to events",
        f"{_ROOM}/roles.py",
        "    if not chosen and (chosen is not None or role is UserRole.DESK_AGENT):\n",
        "    if False:\n",
        f"{_ROLES}::test_a_limited_account_has_an_event",
    ),
    Guard(
        "accounts: the owner is told of another role",
        f"{_ROOM}/roles.py",
        "        telling.tell(user, AccountChange.ROLE_CHANGED)\n",
        "        pass\n",
        f"{_ROLES}::test_another_role_and_other_events",
    ),
    Guard(
        "accounts: nobody resets the own second factor",
        f"{_ROOM}/helping.py",
        "    if actor == staff(user):\n",
        "    if False:\n",
        f"{_CLOSING}::test_a_lost_second_factor_is_reset_by_somebody_else",
    ),
    Guard(
        "accounts: a second factor is reset once",
        f"{_ROOM}/helping.py",
        "    if user.second_factor is not None:\n        second_factor",
        "    if True:\n        second_factor",
        f"{_CLOSING}::test_a_lost_second_factor_is_reset_by_somebody_else",
    ),
    Guard(
        "accounts: of two who reopen one the second sees what the first has done",
        f"{_ROOM}/closing.py",
        '    db.session.refresh(user, with_for_update={"key_share": True})\n    if user.active:\n',
        "    if user.active:\n",
        f"{_CLOSING}::test_two_who_help_at_the_same_moment_write_one_letter",
    ),
    Guard(
        "accounts: of two who reset one the second sees what the first has done",
        f"{_ROOM}/helping.py",
        '    db.session.refresh(user, with_for_update={"key_share": True})\n',
        "",
        f"{_CLOSING}::test_two_who_help_at_the_same_moment_write_one_letter",
    ),
    Guard(
        "accounts: a closed account has neither sessions nor links",
        f"{_ROOM}/closing.py",
        "    passwords.revoke_links(user)\n    login_sessions.end_all(user.id)\n",
        "",
        "tests/services/accounts/test_users.py::test_a_closed_account_has_neither_sessions_nor_links",
    ),
    Guard(
        "accounts: who comes back proves everything anew",
        f"{_ROOM}/closing.py",
        "    user.password_hash = user.second_factor = user.second_factor_step = None\n",
        "",
        f"{_CLOSING}::test_who_comes_back_begins_anew",
    ),
    Guard(
        "accounts: no letter about an account takes another back",
        "app/services/outbox.py",
        "if kind is LetterKind.ACCOUNT_CHANGED else",
        "if False else",
        "tests/services/accounts/test_telling.py::test_no_letter_takes_another_back",
    ),
)
