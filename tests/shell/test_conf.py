"""Settings: read lazily, typed, and read anew when they change."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

from soskes_wagtail.conf import app_settings


def test_defaults_without_any_setting(settings):
    del settings.SOSKES
    assert app_settings.BASE_TEMPLATE == "soskes_wagtail/base.html"
    assert app_settings.FINNISH_ENGINE == ("libvoikko", "snowball")
    assert app_settings.LOGIN_URL == ""


def test_value_follows_the_settings_and_comes_back():
    before = app_settings.BASE_TEMPLATE
    with override_settings(SOSKES={"BASE_TEMPLATE": "host.html"}):
        assert app_settings.BASE_TEMPLATE == "host.html"
        with override_settings(SOSKES={"BASE_TEMPLATE": "other.html"}):
            assert app_settings.BASE_TEMPLATE == "other.html"
        assert app_settings.BASE_TEMPLATE == "host.html"
    assert before == app_settings.BASE_TEMPLATE


def test_other_settings_do_not_empty_the_cache():
    with override_settings(SOSKES={"BASE_TEMPLATE": "host.html"}):
        assert app_settings.BASE_TEMPLATE == "host.html"
        assert "BASE_TEMPLATE" in app_settings.__dict__
        with override_settings(SITE_ID=7):
            assert "BASE_TEMPLATE" in app_settings.__dict__


@pytest.mark.parametrize("value", [None, 5, ["base.html"]])
def test_wrong_type_names_the_setting_and_both_types(settings, value):
    settings.SOSKES = {"BASE_TEMPLATE": value}
    with pytest.raises(ImproperlyConfigured) as error:
        _ = app_settings.BASE_TEMPLATE
    text = str(error.value)
    assert "SOSKES['BASE_TEMPLATE'] must be str" in text
    assert type(value).__name__ in text


def test_soskes_that_is_no_dict_is_said_so(settings):
    settings.SOSKES = ["BASE_TEMPLATE"]
    with pytest.raises(ImproperlyConfigured, match="SOSKES must be a dict"):
        _ = app_settings.BASE_TEMPLATE


def test_unknown_finnish_engine_is_refused(settings):
    settings.SOSKES = {"FINNISH_ENGINE": "volkko"}
    with pytest.raises(ImproperlyConfigured, match="libvoikko, pypykko, snowball"):
        _ = app_settings.FINNISH_ENGINE
    settings.SOSKES = {"FINNISH_ENGINE": []}
    with pytest.raises(ImproperlyConfigured):
        _ = app_settings.FINNISH_ENGINE


def test_finnish_engines_are_a_name_or_a_list(settings):
    settings.SOSKES = {"FINNISH_ENGINE": "snowball"}
    assert app_settings.FINNISH_ENGINE == ("snowball",)
    settings.SOSKES = {"FINNISH_ENGINE": ["pypykko", "libvoikko"]}
    assert app_settings.FINNISH_ENGINE == ("pypykko", "libvoikko")


def test_every_setting_is_known_and_documented():
    assert {"BASE_TEMPLATE", "WELLBEING_COUNTY", "FINNISH_ENGINE", "LOGIN_URL"} <= (
        app_settings.known()
    )
    for name in app_settings.known():
        assert getattr(type(app_settings), name).__doc__
        assert getattr(app_settings, name) is not None
