"""Guards of one’s own account: whoever holds a cookie alone changes nothing, and the owner learns of each change."""

from __future__ import annotations

from tests.prove.guard import Guard

_PROOFS = "tests/accounts/test_own_proofs.py"

GUARDS = (
    Guard(
        "second factor: a seed opens in no other row",
        "app/services/accounts/proving.py",
        '    return f"second factor of user {user.id}"\n',
        '    return "second factor"\n',
        "tests/accounts/test_second_factor.py::test_codes_are_kept_as_digests_and_the_seed_is_sealed",
    ),
    Guard(
        "second factor: a reset ends its recovery codes",
        "app/services/accounts/second_factor.py",
        "    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))\n",
        "",
        "tests/services/accounts/test_closing.py::test_a_lost_second_factor_is_reset_by_somebody_else",
    ),
    Guard(
        "second factor: recovery codes open nothing without one",
        "app/services/accounts/proving.py",
        "digits is None and user.second_factor is not None and recovery_codes",
        "digits is None and recovery_codes",
        "tests/services/accounts/test_proving.py::test_recovery_codes_open_nothing_without_a_second_factor",
    ),
    Guard(
        "own account: a closed one is not gone on with",
        "app/services/accounts/proving.py",
        "        or not user.active\n",
        "",
        "tests/services/accounts/test_proving.py::test_an_account_that_was_changed_meanwhile_is_not_gone_on_with",
    ),
    Guard(
        "own account: one changed meanwhile is not gone on with",
        "app/services/accounts/proving.py",
        "        or (user.password_hash, user.second_factor) != (seen.password_hash, seen.second_factor)\n",
        "",
        "tests/services/accounts/test_proving.py::test_an_account_that_was_changed_meanwhile_is_not_gone_on_with",
    ),
    Guard(
        "sessions: none begins with a password changed meanwhile",
        "app/services/accounts/signing_in.py",
        " or user.password_hash != verified.password_hash:",
        ":",
        "tests/services/accounts/test_proving.py::test_no_session_is_begun_for_it_either",
    ),
    Guard(
        "second factor: its pages are for who has shown the password",
        "app/web/access.py",
        "    if rule.halfway and sign_in.halfway() is None:\n",
        "    if False:\n",
        "tests/accounts/test_second_factor.py::test_the_pages_of_the_second_factor_are_for_who_has_shown_the_password",
    ),
    Guard(
        "second factor: halfway is over after half an hour",
        "app/services/accounts/login_sessions.py",
        "    if session.complete_at is None:\n"
        "        return session.created_at + timedelta(minutes=settings.effective(_HALFWAY, halfway))\n",
        "    settings.effective(_HALFWAY, halfway)\n",
        "tests/web/test_sign_in.py::test_halfway_one_waits_for_half_an_hour",
    ),
    Guard(
        "own account: the present password is asked",
        "app/services/accounts/proving.py",
        "        raise WrongPassword\n",
        "        pass\n",
        f"{_PROOFS}::test_a_password_is_changed_only_by_who_knows_it_and_to_a_good_one",
    ),
    Guard(
        "own account: another app asks for a present code",
        "app/accounts/own_proofs.py",
        "            seed = second_factor.proposed(seen, secret, safe())\n"
        "            proving.use_code(user, str(form.code.data), safe())\n",
        "            seed = second_factor.proposed(seen, secret, safe())\n",
        f"{_PROOFS}::test_the_app_is_exchanged_only_by_who_shows_both",
    ),
    Guard(
        "own account: new recovery codes ask for a present code",
        "app/accounts/own_proofs.py",
        "            proving.use_code(user, str(form.code.data), safe())\n"
        "            codes = second_factor.renew_recovery_codes(user)\n",
        "            codes = second_factor.renew_recovery_codes(user)\n",
        f"{_PROOFS}::test_new_recovery_codes_end_those_of_before",
    ),
    Guard(
        "own account: an app is set up with its own code",
        "app/services/accounts/second_factor.py",
        "        raise WrongNewCode\n",
        "        step = 0\n",
        f"{_PROOFS}::test_the_app_is_exchanged_only_by_who_shows_both",
    ),
    Guard(
        "sessions: a changed password ends the others",
        "app/services/accounts/passwords.py",
        "    login_sessions.end_all(user.id, but=present)\n",
        "",
        f"{_PROOFS}::test_the_password_is_changed_and_other_sessions_end",
    ),
    Guard(
        "sessions: another app ends the others",
        "app/services/accounts/second_factor.py",
        "    login_sessions.end_all(user.id, but=present)\n",
        "",
        f"{_PROOFS}::test_the_app_is_exchanged",
    ),
    Guard(
        "sessions: a copied cookie is worth nothing after a change of the password",
        "app/accounts/own_proofs.py",
        '            secret = login_sessions.renew(present.present_secret() or "")\n',
        '            secret = present.present_secret() or ""\n',
        f"{_PROOFS}::test_the_password_is_changed_and_other_sessions_end",
    ),
    Guard(
        "passwords: in no page of somebody whose session has ended",
        "app/web/errors.py",
        ' and not name.endswith("password")',
        "",
        "tests/accounts/test_own_account.py::test_a_password_is_in_no_page_after_the_session_has_ended",
    ),
    Guard(
        "own account: the owner is told of another password",
        "app/services/accounts/passwords.py",
        '    audit.record(staff(user), "user.password_changed", user)\n    telling.tell(user, AccountChange.PASSWORD_SET)\n',
        '    audit.record(staff(user), "user.password_changed", user)\n',
        f"{_PROOFS}::test_the_password_is_changed_and_other_sessions_end",
    ),
    Guard(
        "own account: its forms check the token",
        "app/accounts/forms.py",
        "        valid: bool = super().validate(extra_validators)\n",
        "        valid: bool = super().validate(extra_validators) or bool(self.csrf_token.errors)\n",
        f"{_PROOFS}::test_a_form_of_another_site_changes_nothing",
    ),
)
