"""Guards of what is counted, and of who is believed about where a request comes from and where it goes."""

from __future__ import annotations

from tests.prove.guard import Guard

GUARDS = (
    Guard(
        "rate limit: guesses are counted",
        "app/web/limits.py",
        "            rate_counts.add(limit.key, rate_counts.HOUR)\n",
        "            pass\n",
        "tests/web/test_limits.py::test_whoever_opens_links_that_do_not_exist_is_stopped",
    ),
    Guard(
        "rate limit: asking for links by mail",
        "app/public/my_registration.py",
        '@limits.per_address("link_requests_per_address_per_hour", unless=("lang",))\n',
        "",
        "tests/web/test_limits.py::test_links_are_asked_for_so_many_times_an_hour",
    ),
    Guard(
        "rate limit: copies of one’s own data",
        "app/public/own_data.py",
        '@limits.per_address("data_exports_per_address_per_hour")\n',
        "",
        "tests/public/test_own_data.py::test_copies_are_made_so_many_times_an_hour",
    ),
    Guard(
        "rate limit: one IPv6 customer is one address",
        "app/lib/networks.py",
        ".exploded[:19]",
        ".exploded",
        "tests/web/test_limits.py::test_another_address_is_not_concerned",
    ),
    Guard(
        "rate limit: a port makes no other address",
        "app/lib/networks.py",
        "    found = _WITH_PORT.fullmatch(address)\n",
        "    found = None\n",
        "tests/lib/test_networks.py::test_one_ipv6_customer_is_one_origin_and_an_ipv4_address_is_itself",
    ),
    Guard(
        "rate limit: several at once get several numbers",
        "app/services/rate_counts.py",
        "else_=table.c.number + 1)",
        "else_=table.c.number)",
        "tests/services/test_rate_counts.py::test_ten_at_once_get_ten_numbers",
    ),
    Guard(
        "rate limit: a password is carried over in no page",
        "app/web/limits.py",
        "typed=errors.typed() if not by_link and form_senders.ours() else None",
        "typed=list(request.form.items())",
        "tests/web/test_limits.py::test_no_password_is_carried_over",
    ),
    Guard(
        "proxies: nobody is believed who is not trusted",
        "app/__init__.py",
        "    if settings.trusted_proxies:\n        hops = settings.trusted_proxies\n",
        "    if True:\n        hops = 1\n",
        "tests/web/test_hosts.py::test_a_forwarded_name_counts_only_behind_a_proxy"
        " tests/accounts/test_sign_in_limits.py::test_an_invented_forwarded_address_changes_nothing",
    ),
    Guard(
        "hosts: the proxy's word is looked at too",
        "app/web/hosts.py",
        'environ.get("HTTP_HOST", "")',
        'environ.get("HTTP_X_ASKED_HOST", self._own)',
        "tests/web/test_hosts.py::test_a_forwarded_name_counts_only_behind_a_proxy",
    ),
    Guard(
        "configuration: no address out of the example",
        "config.py",
        '        for name in ("mail_sender", "contact_address", "first_admin_email"):\n',
        "        for name in ():\n",
        "tests/cli/test_production_configuration.py::test_the_value_of_the_example_file_will_not_do",
    ),
    Guard(
        "headers: no other site uses what is ours",
        "app/web/headers.py",
        '    headers["Cross-Origin-Resource-Policy"] = "same-origin"\n',
        "",
        "tests/outside/test_answers.py::test_static_files_are_guarded_too",
    ),
)
