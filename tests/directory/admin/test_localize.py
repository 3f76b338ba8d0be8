"""Translating a service keeps to own rows, too."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from soskes_wagtail.access import RoleKey
from soskes_wagtail.directory_snippets import models


@pytest.fixture
def translated(locales):
    """translated(service): its translation into Swedish, under way."""

    def submit(service):
        source, _ = TranslationSource.get_or_create_from_instance(service)
        swedish = Locale.objects.get(language_code="sv")
        translation = Translation.objects.create(source=source, target_locale=swedish)
        translation.save_target()
        return translation

    return submit


def addresses(service, translation):
    segment = StringSegment.objects.filter(source=translation.source).first()
    in_translation = {"translation_id": translation.pk}
    names = {
        "edit_string_translation": in_translation | {"string_segment_id": segment.pk},
        "edit_override": in_translation | {"overridable_segment_id": 1},
        "download_pofile": in_translation,
        "upload_pofile": in_translation,
        "machine_translate": in_translation,
        "stop_translation": in_translation,
        "update_translations": {"translation_source_id": translation.source_id},
        "submit_snippet_translation": {
            "app_label": "soskes_directory",
            "model_name": "service",
            "pk": service.pk,
        },
    }
    return {
        name: reverse(f"wagtail_localize:{name}", kwargs=kwargs) for name, kwargs in names.items()
    }


def put(client, address):
    return client.put(address, "value=Barnskydd", content_type="application/x-www-form-urlencoded")


def test_foreign_service_is_not_translated(editor, foreign, signed_in, translated):
    client = signed_in(editor)
    translation = translated(foreign.service)
    for name, address in addresses(foreign.service, translation).items():
        for method in (client.get, client.post, lambda url: put(client, url)):
            assert method(address).status_code in (302, 403, 404, 405), name
    assert not StringTranslation.objects.exists()
    translation.refresh_from_db()
    assert translation.enabled


def test_own_service_is_translated(editor, own, signed_in, translated):
    client = signed_in(editor)
    translation = translated(own.service)
    found = addresses(own.service, translation)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor)
    assert put(strict, found["edit_string_translation"]).status_code == 403
    assert put(client, found["edit_string_translation"]).status_code in (200, 201)
    assert StringTranslation.objects.get().data == "Barnskydd"
    assert client.get(found["download_pofile"]).status_code == 200
    swedish = models.Service.objects.get(locale__language_code="sv")
    edit = reverse(models.Service.snippet_viewset.get_url_name("edit"), args=[swedish.pk])
    assert client.get(edit).status_code == 200


def test_every_view_of_one_translation_is_guarded():
    """A new view of wagtail-localize that takes a translation is noticed here."""
    from wagtail_localize import wagtail_hooks

    from soskes_wagtail.directory_snippets.localize import TRANSLATION_VIEWS

    (resolver,) = wagtail_hooks.register_admin_urls()
    routes = {str(pattern.pattern) for pattern in resolver.url_patterns}
    start = "translate/<int:translation_id>/"
    # Only pages have a preview.
    known = {"preview/", "preview/<str:mode>/"} | set(TRANSLATION_VIEWS)
    assert {route.removeprefix(start) for route in routes if route.startswith(start)} == known


@pytest.mark.parametrize("who", [RoleKey.MODERATOR, RoleKey.MUNICIPAL_EDITOR])
def test_list_of_snippets_shows_nothing_hidden(who, own, foreign, user_of, signed_in):
    client = signed_in(user_of(who, "joku"))
    arguments = {"app_label": "soskes_directory", "model_name": "contact"}
    listing = client.get(reverse("wagtail_localize:snippets_api_listing", kwargs=arguments))
    text = listing.content.decode()
    assert "Perusturvajohtaja" in text and foreign.hidden.role_title_fi not in text
    for contact, status in ((foreign.hidden, 404), (foreign.contact, 200)):
        address = reverse(
            "wagtail_localize:snippets_api_detail", kwargs=arguments | {"pk": contact.pk}
        )
        assert client.get(address).status_code == status


def test_reader_stays_outside(own, user_of, signed_in):
    client = signed_in(user_of(RoleKey.READER))
    arguments = {"app_label": "soskes_directory", "model_name": "contact"}
    address = reverse("wagtail_localize:snippets_api_listing", kwargs=arguments)
    assert client.get(address).status_code == 302
