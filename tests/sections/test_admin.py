"""Editors can open the forms of every page type."""

import pytest
from django.urls import reverse

from soskes_wagtail.sections.models import (
    ArticlePage,
    MunicipalityDirectoryPage,
    MunicipalityPage,
    ServiceSectionPage,
    SosKesHomePage,
)

TYPES = [
    (SosKesHomePage, "host"),
    (ServiceSectionPage, "home"),
    (ArticlePage, "section"),
    (MunicipalityDirectoryPage, "home"),
    (MunicipalityPage, "directory"),
]


@pytest.fixture
def editor(admin_client):
    return admin_client


@pytest.mark.parametrize(("model", "place"), TYPES, ids=lambda value: str(value))
def test_a_new_page_can_be_begun(network, editor, model, place):
    parents = {
        "host": network.home.get_parent(),
        "home": network.home,
        "section": network.section,
        "directory": network.directory,
    }
    url = reverse(
        "wagtailadmin_pages:add",
        args=["soskes_sections", model._meta.model_name, parents[place].pk],
    )
    assert editor.get(url).status_code == 200


def test_pages_with_content_can_be_edited_and_previewed(network, editor):
    contact = network.contact("Työntekijä", [network.aanekoski])
    item = {"type": "item", "id": "00000000-0000-4000-9000-000000000001"}
    page = network.body(
        network.section,
        ("legal_info", {"statute": network.statute().pk, "provisions": "", "summary": ""}),
        (
            "contacts",
            {
                "title": "",
                "contacts": [item | {"value": contact.pk}],
                "service_classes": [item | {"value": network.child_welfare.pk}],
            },
        ),
    )
    assert editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
    preview = editor.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert preview.status_code == 200
    assert "Työntekijä" in preview.content.decode()


def test_a_preview_shows_the_service_classes_of_the_draft(network, editor):
    network.contact("Työntekijä", [network.aanekoski])
    page = network.fresh(network.section)
    page.service_classes = []
    page.save_revision()
    draft = editor.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert "Työntekijä" not in draft.content.decode()
    assert "Työntekijä" in editor.get(page.url).content.decode()
