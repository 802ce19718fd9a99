"""Guards of signing in and of what follows: guessing, sessions, passwords."""

from __future__ import annotations

from tests.prove.guard import Guard

GUARDS = (
    Guard(
        "rate limit: attempts to sign in, per account and address",
        "app/services/accounts/signing_in.py",
        "    _count(attempts, limits[0], timedelta(minutes=limits[1]))\n",
        "",
        "tests/accounts/test_sign_in_limits.py::test_the_sixth_attempt_is_blocked_even_with_the_right_password",
    ),
    Guard(
        "rate limit: attempts to sign in, per address altogether",
        "app/services/accounts/signing_in.py",
        "    _count(from_here, limits[2], timedelta(hours=1))\n",
        "",
        "tests/accounts/test_sign_in_limits.py::test_one_address_is_limited_over_all_accounts",
    ),
    Guard(
        "rate limit: two attempts at once are two",
        "app/services/rate_counts.py",
        '"number": case((over, 1), else_=RateCount.number + 1)',
        '"number": case((over, 1), else_=1)',
        "tests/services/test_rate_counts.py::test_each_attempt_gets_the_next_number",
    ),
    Guard(
        "rate limit: an IPv6 customer is one address",
        "app/lib/networks.py",
        "        return str(parsed.ipv4_mapped or parsed.exploded[:19])\n",
        "        return str(parsed)\n",
        "tests/accounts/test_sign_in_limits.py::test_addresses_of_one_ipv6_customer_are_one",
    ),
    Guard(
        "rate limit: only trusted proxies say where a request comes from",
        "app/__init__.py",
        "    if settings.trusted_proxies:\n        hops = settings.trusted_proxies\n",
        "    if True:\n        hops = settings.trusted_proxies or 1\n",
        "tests/accounts/test_sign_in_limits.py::test_an_invented_forwarded_address_changes_nothing",
    ),
    Guard(
        "enumeration: an unknown account costs a comparison too",
        "app/services/accounts/signing_in.py",
        "    if not password_hash.matches(stored or password_hash.NOBODYS, password) or row is None or stored is None:\n",
        "    if row is None or stored is None or not password_hash.matches(stored, password):\n",
        "tests/accounts/test_sign_in.py::test_known_and_unknown_accounts_are_answered_alike",
    ),
    Guard(
        "passwords: 15 characters",
        "app/services/accounts/passwords.py",
        "    if password_strength.length(password) < LEAST:\n",
        "    if password_strength.length(password) < 8:\n",
        "tests/accounts/test_set_password.py::test_a_weak_password_is_refused_and_the_link_stays",
    ),
    Guard(
        "passwords: what is tried first is refused",
        "app/services/accounts/passwords.py",
        "        raise PasswordCommon\n",
        "        pass\n",
        "tests/accounts/test_set_password.py::test_a_weak_password_is_refused_and_the_link_stays",
    ),
    Guard(
        "passwords: argon2id",
        "app/lib/password_hash.py",
        "    return _hasher.hash(_normalised(password))\n",
        '    return "$plain$" + password\n',
        "tests/lib/test_password_strength.py::test_it_is_argon2id_and_two_hashes_of_one_password_differ",
    ),
    Guard(
        "sessions: a new cookie at each sign-in",
        "app/web/sign_in.py",
        "    session.clear()\n    session[_SECRET] = secret\n",
        "    session[_SECRET] = secret\n",
        "tests/accounts/test_sign_in.py::test_the_session_before_is_not_the_session_after",
    ),
    Guard(
        "sessions: of the secret a digest is stored",
        "app/services/accounts/login_sessions.py",
        '    row = db.session.execute(_look_up(), {"digest": tokens.digest(secret)}).one_or_none()\n',
        '    row = db.session.execute(_look_up(), {"digest": secret}).one_or_none() or db.session.execute(\n'
        '        _look_up(), {"digest": tokens.digest(secret)}\n    ).one_or_none()\n',
        "tests/web/test_sign_in.py::test_the_digest_of_the_database_is_no_secret",
    ),
    Guard(
        "sessions: signing out ends them in the database",
        "app/services/accounts/signing_in.py",
        "    login_sessions.end(secret)\n    if user is not None:\n",
        "    if user is not None:\n",
        "tests/accounts/test_sign_in.py::test_signing_out_ends_the_session_in_the_database",
    ),
    Guard(
        "sessions: what has ended opens nothing",
        "app/services/accounts/login_sessions.py",
        "LoginSession.ended_at.is_(None), User.active)\n",
        "User.active)\n",
        "tests/web/test_sign_in.py::test_ended_sessions_stay_ended",
    ),
    Guard(
        "sessions: a closed account ends at once",
        "app/services/accounts/login_sessions.py",
        "LoginSession.ended_at.is_(None), User.active)\n",
        "LoginSession.ended_at.is_(None))\n",
        "tests/web/test_sign_in.py::test_an_account_that_is_closed_ends_at_once",
    ),
    Guard(
        "sessions: idle for three hours is over",
        "app/services/accounts/login_sessions.py",
        "        session.last_seen_at + timedelta(minutes=settings.effective(_IDLE, idle)),\n",
        "        session.last_seen_at + timedelta(days=9),\n",
        "tests/web/test_sign_in.py::test_idle_for_three_hours_is_signed_out",
    ),
    Guard(
        "sessions: twelve hours are the end",
        "app/services/accounts/login_sessions.py",
        "        session.created_at + timedelta(minutes=settings.effective(_ABSOLUTE, absolute)),\n",
        "        session.created_at + timedelta(days=9),\n",
        "tests/web/test_sign_in.py::test_after_twelve_hours_even_the_busy_sign_in_anew",
    ),
    Guard(
        "sessions: a new password ends the others",
        "app/services/accounts/passwords.py",
        "    login_sessions.end_all(user.id)\n",
        "",
        "tests/accounts/test_set_password.py::test_other_sessions_and_other_links_end",
    ),
    Guard(
        "redirects: only within the site",
        "app/web/addresses.py",
        '    if not address or not address.startswith("/") or address.startswith("//") or "\\\\" in address:\n',
        "    if not address:\n",
        "tests/accounts/test_sign_in.py::test_one_is_only_led_on_within_the_site",
    ),
)
