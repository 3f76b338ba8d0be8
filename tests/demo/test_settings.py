"""The demo is a sound Django project: on one's own machine and on a server."""

import re

KEY = "k7" * 40


def test_checks_find_nothing(demo):
    demo.manage("check", "--fail-level", "WARNING")


def test_migrations_are_up_to_date(demo):
    demo.manage("makemigrations", "--check", "--dry-run", "home")


def test_a_server_has_no_complaints(demo):
    demo.manage(
        "check",
        "--deploy",
        "--fail-level",
        "WARNING",
        DEMO_PRODUCTION="1",
        DEMO_SECRET_KEY=KEY + "abcdefgh",
        DEMO_HOSTS="medikes.example",
    )


def test_a_server_does_not_start_without_a_key(demo):
    done = demo.manage("check", check=False, DEMO_PRODUCTION="1")
    assert done.returncode != 0
    assert "DEMO_SECRET_KEY" in done.stderr


def test_accounts_with_known_passwords_stay_off_a_server(demo):
    done = demo.manage("load_demo", check=False, DEMO_PRODUCTION="1", DEMO_SECRET_KEY=KEY)
    assert done.returncode == 1
    assert "known passwords" in done.stderr


def test_the_login_tells_the_accounts_only_when_trying_out(demo):
    script = (
        "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'medikes.settings'\n"
        "import medikes.wsgi; from django.test import Client\n"
        "page = Client(headers={'host': 'localhost'}).get('/kirjaudu/')\n"
        "print(page.status_code, 'medikes-demo' in page.content.decode())"
    )
    assert demo.run("-c", script).stdout.split() == ["200", "True"]
    assert demo.run("-c", script, DEMO_DEBUG="0").stdout.split() == ["200", "False"]


def test_the_host_keeps_its_own_search_and_home(demo):
    script = (
        "import search, home, soskes_wagtail.search as ours\n"
        "print(search.__file__, home.__file__, ours.__file__)"
    )
    own_search, own_home, ours = demo.run("-c", script).stdout.split()
    assert re.search(r"demo/search/__init__\.py$", own_search)
    assert re.search(r"demo/home/__init__\.py$", own_home)
    assert "/demo/" not in ours
