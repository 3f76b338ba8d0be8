"""System checks: each fires on its fault, and a good host hears nothing."""

import sys
from types import ModuleType, SimpleNamespace

import pytest
from django.conf.urls.i18n import i18n_patterns
from django.core.checks import WARNING, run_checks
from django.test import override_settings
from django.urls import include, path

from soskes_wagtail import checks


@pytest.fixture
def template(settings, tmp_path):
    """template(name, text): a template of the host."""
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]

    def write(name, text):
        (tmp_path / name).write_text(text)
        settings.SOSKES = {"BASE_TEMPLATE": name}

    return write


def ids(messages):
    return [message.id.removeprefix("soskes_wagtail.") for message in messages]


def installed(monkeypatch, names):
    monkeypatch.setattr(checks.apps, "is_installed", lambda name: name in names)


def test_checks_are_registered_and_silent_on_a_good_host():
    # Whether this machine has the Finnish dictionary is not the question here.
    assert set(ids(run_checks(tags=["soskes"]))) <= {"W003"}


def test_checks_are_found_by_check_command():
    with override_settings(WAGTAIL_I18N_ENABLED=False):
        assert "W001" in ids(run_checks(tags=["soskes"]))


def test_addresses_for_mail_are_included():
    assert checks.check_urls() == []
    with override_settings(ROOT_URLCONF="support.plain_urls"):
        (message,) = checks.check_urls()
    assert message.id == "soskes_wagtail.W009" and message.level == WARNING
    assert 'include("soskes_wagtail.urls")' in message.hint


def test_addresses_for_mail_are_the_same_in_every_language():
    urls = ModuleType("urls_with_a_language")
    urls.urlpatterns = i18n_patterns(path("x/", include("soskes_wagtail.urls")))
    with override_settings(ROOT_URLCONF=urls):
        assert ids(checks.check_urls()) == ["W009"]


def test_part_without_what_it_needs(monkeypatch):
    everything = {*checks.NEEDS, "soskes_wagtail", "wagtail_localize"}
    everything |= {need for needs in checks.NEEDS.values() for need in needs}
    installed(monkeypatch, everything)
    assert checks.check_apps() == []
    installed(monkeypatch, everything - {"soskes_wagtail.directory_snippets"})
    messages = checks.check_apps()
    assert {message.id for message in messages} == {"soskes_wagtail.E001"}
    told = " ".join(message.msg for message in messages)
    for part in ("sections", "community"):
        assert f"{part} needs soskes_wagtail.directory_snippets" in told
    installed(monkeypatch, everything - {"soskes_wagtail"})
    assert ids(checks.check_apps()) == ["E001"] * len(checks.NEEDS)


def test_parts_may_be_left_out(monkeypatch):
    installed(monkeypatch, {"soskes_wagtail", "wagtail_localize"})
    assert checks.check_apps() == []


def test_localize_absent(monkeypatch):
    assert checks.check_apps() == []
    installed(monkeypatch, {"soskes_wagtail"})
    assert ids(checks.check_apps()) == ["E002"]


def test_content_languages():
    assert checks.check_languages() == []
    fewer = [("fi", "Suomi"), ("en", "English")]
    with override_settings(WAGTAIL_CONTENT_LANGUAGES=fewer):
        (message,) = checks.check_languages()
    assert message.id == "soskes_wagtail.W001"
    assert message.msg.endswith("missing: sv.")
    with override_settings(WAGTAIL_I18N_ENABLED=False):
        assert set(ids(checks.check_languages())) == {"W001"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{% block title %}{% endblock %}", "E004 W002 W002"),
        ("{% extends 'nowhere.html' %}", "E003"),
        ("{% block %}", "E003"),
    ],
    ids=["blocks missing", "parent missing", "syntax error"],
)
def test_base_template_that_does_not_do(template, text, expected):
    template("bad.html", text)
    assert " ".join(sorted(ids(checks.check_base_template()))) == expected


def test_base_template_that_is_not_there():
    with override_settings(SOSKES={"BASE_TEMPLATE": "nowhere.html"}):
        (message,) = checks.check_base_template()
    assert message.id == "soskes_wagtail.E003"
    assert "nowhere.html" in message.msg


ALL = "".join(f"{{% block {name} %}}{{% endblock %}}" for name in checks.BLOCKS)


def test_blocks_are_found_through_the_chain(template):
    template("top.html", f"<html>{{% if x %}}{ALL}{{% endif %}}</html>")
    template("middle.html", "{% extends 'top.html' %}{% block content %}x{% endblock %}")
    template("base.html", "{% extends 'middle.html' %}")
    assert checks.check_base_template() == []


def test_block_inside_a_replaced_block_does_not_count(template):
    inner = "{% block content %}{% endblock %}"
    template("top.html", ALL.replace(inner, f"{{% block body %}}{inner}{{% endblock %}}"))
    template("base.html", "{% extends 'top.html' %}{% block body %}own{% endblock %}")
    assert ids(checks.check_base_template()) == ["E004"]
    template("kind.html", "{% extends 'top.html' %}{% block body %}{{ block.super }}{% endblock %}")
    assert checks.check_base_template() == []


def test_base_template_that_extends_a_variable_is_not_judged(template):
    template("base.html", "{% extends layout %}")
    assert checks.check_base_template() == []


@override_settings(SOSKES={})
def test_own_base_template_has_all_blocks():
    assert checks.check_base_template() == []


# Finnish engine


class VoikkoError(Exception):
    pass


def voikko(start):
    return SimpleNamespace(Voikko=start, VoikkoException=VoikkoError)


def fails_with(error):
    def start(language):
        raise error

    return start


@pytest.mark.parametrize(
    ("module", "part"),
    [
        (None, "Python module"),
        (voikko(fails_with(OSError("libvoikko.so.1"))), "system library"),
        (voikko(fails_with(VoikkoError("fi"))), "dictionary"),
    ],
    ids=["module", "library", "dictionary"],
)
def test_finnish_engine_absent(monkeypatch, module, part):
    installed(monkeypatch, {"soskes_wagtail.search"})
    monkeypatch.setitem(sys.modules, "libvoikko", module)
    (message,) = checks.check_finnish_engine()
    assert message.id == "soskes_wagtail.W003"
    assert part in message.msg
    assert "apt-get install libvoikko1 voikko-fi" in message.hint
    assert "pip install soskes-wagtail[finnish]" in message.hint


def test_finnish_engine_present_or_not_wanted(monkeypatch):
    working = voikko(lambda language: SimpleNamespace(terminate=lambda: None))
    installed(monkeypatch, {"soskes_wagtail.search"})
    monkeypatch.setitem(sys.modules, "libvoikko", working)
    assert checks.check_finnish_engine() == []
    monkeypatch.setitem(sys.modules, "libvoikko", None)
    with override_settings(SOSKES={"FINNISH_ENGINE": "snowball"}):
        assert checks.check_finnish_engine() == []
    installed(monkeypatch, set())
    assert checks.check_finnish_engine() == []


# Settings


@override_settings(SOSKES={"BASE_TEMPLAT": "base.html", "quite_else": 1})
def test_unknown_settings():
    first, second = checks.check_settings()
    assert {first.id, second.id} == {"soskes_wagtail.W004"}
    assert first.hint == "Did you mean 'BASE_TEMPLATE'?"
    assert "BASE_TEMPLATE" in second.hint


@override_settings(SOSKES={"BASE_TEMPLATE": "testproject/host_base.html"})
def test_known_settings():
    assert checks.check_settings() == []


@pytest.mark.parametrize("value", [{"BASE_TEMPLATE": None, "FINNISH_ENGINE": 3}, ["base.html"]])
def test_wrong_types_are_reported_and_stop_no_other_check(value):
    with override_settings(SOSKES=value):
        assert set(ids(checks.check_settings())) == {"E005"}
        assert checks.check_base_template() == []
        assert checks.check_finnish_engine() == []
