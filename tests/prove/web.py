"""Guards of what a browser is told and of what it must bring: form tokens, content policy, cookies, caches."""

from __future__ import annotations

from tests.prove.guard import Guard

GUARDS = (
    Guard(
        "CSRF: every change needs a form token",
        "app/__init__.py",
        "    for extension in (csrf, bootstrap, compress):\n",
        "    for extension in (bootstrap, compress):\n",
        "tests/guards/test_form_tokens.py::test_nothing_is_changed_without_a_token",
    ),
    Guard(
        "CSRF: forms that check their token themselves do so",
        "config.py",
        '            "WTF_CSRF_TIME_LIMIT": 12 * 3600,\n',
        '            "WTF_CSRF_ENABLED": False,\n',
        "tests/accounts/test_set_password.py::test_a_form_of_another_site_sets_nothing"
        " tests/public/test_registration.py::test_a_form_without_its_token_is_shown_again_with_what_was_typed",
    ),
    Guard(
        "CSRF: what was typed on another site is not offered again",
        "app/web/form_senders.py",
        '        return site == "same-origin"\n',
        "        return True\n",
        "tests/guards/test_form_tokens.py::test_what_another_site_sends_is_not_offered_again"
        " tests/guards/test_form_tokens.py::test_nor_is_it_to_somebody_who_is_not_signed_in",
    ),
    Guard(
        "CSRF: nor what a browser sends that does not say where the form stood",
        "app/web/form_senders.py",
        "    return origin == request.host if origin else bool(session)\n",
        "    return True\n",
        "tests/guards/test_form_tokens.py::test_nor_by_a_browser_that_does_not_say_where_a_form_stood",
    ),
    Guard(
        "limits: forms of other sites use nothing up, also in older browsers",
        "app/web/form_senders.py",
        "    return bool(origin) and origin != request.host\n",
        "    return False\n",
        "tests/web/test_limits.py::test_forms_that_another_site_sends_use_nothing_up",
    ),
    Guard(
        "CSP: nothing but our own",
        "app/web/headers.py",
        "        \"default-src 'none'\",\n        \"style-src 'self'\",\n",
        "        \"style-src 'self'\",\n",
        "tests/public/test_calendar.py::test_headers_of_a_page",
    ),
    Guard(
        "CSP: no inline script",
        "app/web/headers.py",
        "        \"script-src 'self'\",\n",
        "        \"script-src 'self' 'unsafe-inline'\",\n",
        "tests/public/test_calendar.py::test_headers_of_a_page",
    ),
    Guard(
        "CSP: no frame of others around us",
        "app/web/headers.py",
        "        \"base-uri 'none'\",\n        \"frame-ancestors 'none'\",\n",
        "        \"base-uri 'none'\",\n",
        "tests/public/test_calendar.py::test_headers_of_a_page",
    ),
    Guard(
        "CSP: a letter that is shown does nothing",
        "app/organiser/letters/letter.py",
        'return Response(html, headers={"Content-Security-Policy": LETTER_POLICY})',
        'return Response(html, headers={"Content-Security-Policy": "default-src * \'unsafe-inline\'"})',
        "tests/organiser/test_letter.py::test_its_html_can_do_nothing_and_leads_nowhere",
    ),
    Guard(
        "headers: nosniff",
        "app/web/headers.py",
        '    headers["X-Content-Type-Options"] = "nosniff"\n',
        "",
        "tests/public/test_calendar.py::test_headers_of_a_page",
    ),
    Guard(
        "headers: no referrer",
        "app/web/headers.py",
        '"no-referrer" if request.endpoint not in _STATIC else "same-origin"',
        '"unsafe-url"',
        "tests/public/test_calendar.py::test_headers_of_a_page",
    ),
    Guard(
        "headers: private pages stand in no cache",
        "app/web/headers.py",
        '        headers["Cache-Control"] = "no-store"  # send_file thinks of public files\n',
        "",
        "tests/public/test_calendar.py::test_headers_of_a_page",
    ),
    Guard(
        "headers: HSTS over TLS",
        "app/web/headers.py",
        '        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"\n',
        "        pass\n",
        "tests/web/test_cookies.py::test_browsers_are_told_to_come_by_https",
    ),
    Guard(
        "cookies: __Host- over TLS",
        "app/web/cookies.py",
        '    return f"__Host-{name}" if over_tls() else name\n',
        "    return name\n",
        "tests/web/test_cookies.py::test_choices_are_remembered_for_this_host_alone",
    ),
    Guard(
        "hosts: an address that is put right stays here",
        "app/web/addresses.py",
        "    app.after_request(_stay)\n",
        "    app.extensions['unasked'] = _stay\n",
        "tests/web/test_refusals.py::test_an_address_is_put_right_without_naming_a_host",
    ),
    Guard(
        "hosts: only the own name is answered",
        "app/web/hosts.py",
        '        return name in self._names or (self._numbers and (name == "localhost" or _is_number(name)))\n',
        "        return True\n",
        "tests/web/test_hosts.py::test_by_another_name_it_says_where_it_is",
    ),
    Guard(
        "configuration: no secret out of the example",
        "config.py",
        "        if _is_guessable(self.secret_key):\n",
        "        if False:\n",
        "tests/cli/test_production_configuration.py::test_the_value_of_the_example_file_will_not_do"
        " tests/cli/test_production_configuration.py::test_a_key_made_by_hand_is_refused_and_not_repeated",
    ),
    Guard(
        "rate limit: registrations from one address",
        "app/web/limits.py",
        "            rate_counts.add_within(limit.setting, limit.key)\n",
        "            pass\n",
        "tests/web/test_limits.py::test_the_eleventh_registration_from_an_address_has_to_wait",
    ),
    Guard(
        "rate limit: links that do not exist",
        "app/web/limits.py",
        "            rate_counts.refuse_more_than(limit.setting, limit.key)\n",
        "            pass\n",
        "tests/web/test_limits.py::test_whoever_opens_links_that_do_not_exist_is_stopped",
    ),
    Guard(
        "rate limit: forms that another site sends use nothing up",
        "app/web/limits.py",
        "            _refuse_foreign()\n",
        "",
        "tests/web/test_limits.py::test_forms_that_another_site_sends_use_nothing_up",
    ),
    Guard(
        "configuration: production needs its secret",
        "config.py",
        "        if len(self.secret_key) < 32:\n",
        "        if False:\n",
        "tests/cli/test_production_configuration.py::test_each_is_missed",
    ),
    Guard(
        "configuration: the instance folder is closed to others",
        "app/ground.py",
        "    _close_to_others(Path(settings.instance_path))\n",
        "",
        "tests/guards/test_instance_folder.py::test_a_new_folder_is_closed_to_others",
    ),
)
