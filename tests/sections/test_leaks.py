"""What somebody may not see is nowhere: not on pages, not in blocks, lists or redirects."""

import datetime

import pytest
from django.utils import timezone
from support.html import soup
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction

from soskes_wagtail.access import RoleKey
from soskes_wagtail.directory_snippets.models import Organisation
from soskes_wagtail.sections.models import ArticlePage

SECRET = "Salainen"
YESTERDAY = timezone.localdate() - datetime.timedelta(days=1)


@pytest.fixture
def pages(network):
    """Addresses of every kind of page that shows records."""
    url = network.section.url
    network.municipality_page(network.aanekoski)
    return [
        network.home.url,
        url,
        f"{url}?kunta=aanekoski",
        network.directory.url,
        network.municipality_page(network.aanekoski).url,
    ]


def seen(client, urls):
    """Whether the secret is on one of the pages."""
    answers = [client.get(url) for url in urls]
    assert {answer.status_code for answer in answers} == {200}
    return any(SECRET in answer.content.decode() for answer in answers)


@pytest.mark.parametrize(
    ("audience", "reader_sees", "admin_sees"),
    [("public", True, True), ("members", True, True), ("admins", False, True)],
)
def test_a_contact_is_seen_by_its_audience_only(
    network, pages, client, member, person, role, audience, reader_sees, admin_sees
):
    network.contact(SECRET, [network.aanekoski], audience=audience)
    assert seen(member, pages) is reader_sees
    member.force_login(person("boss", role(RoleKey.ADMINISTRATOR)))
    assert seen(member, pages) is admin_sees
    member.logout()
    assert seen(member, pages) is (audience == "public")
    member.force_login(person("outsider"))
    assert seen(member, pages) is (audience == "public")


def test_a_contact_goes_at_the_next_request_after_its_audience_is_narrowed(network, pages, member):
    contact = network.contact(SECRET, [network.aanekoski])
    assert seen(member, pages)
    type(contact).objects.filter(pk=contact.pk).update(audience="admins")
    assert not seen(member, pages)


def test_a_hidden_service_point_is_not_named_by_its_contact(network, pages, member):
    unit = network.unit(f"{SECRET} turvakoti", network.aanekoski, audience="admins")
    network.contact("Päivystäjä", [network.aanekoski], unit=unit)
    network.service("Turvakotipalvelu", unit)
    assert not seen(member, pages)
    assert "Päivystäjä" in member.get(pages[1]).content.decode()


def test_an_offering_at_a_hidden_place_does_not_betray_its_service(network, pages, member):
    unit = network.unit("Turvakoti", network.aanekoski, audience="admins")
    network.service(SECRET, unit)
    assert not seen(member, pages)


@pytest.mark.parametrize(
    "fields",
    [
        {"live": False},
        {"audience": "admins"},
        {"withdrawn_at": timezone.now()},
    ],
)
def test_a_service_that_is_not_for_all_is_not_shown(network, pages, member, fields):
    network.service(SECRET, **fields)
    assert not seen(member, pages)


def test_a_translation_that_is_a_draft_is_not_shown(network, member, locales):
    service = network.service("Perhetyö")
    draft = service.copy_for_translation(locales["sv"])
    draft.name, draft.live = SECRET, False
    draft.save()
    swedish = network.directory.copy_for_translation(locales["sv"], copy_parents=True)
    swedish.save_revision().publish()
    url = network.municipality_page(network.aanekoski, "sv").url
    text = member.get(url).content.decode()
    assert "Perhetyö" in text
    assert SECRET not in text


def test_a_hidden_organisation_is_not_shown_nor_what_is_under_it(network, pages, member):
    hidden = Organisation.objects.create(
        type="association",
        name_fi=f"{SECRET} yhdistys",
        parent=network.county_org,
        audience="admins",
        oid="1.2.246.10.5.10.1",
    )
    Organisation.objects.create(type="association", name_fi=f"{SECRET} jaosto", parent=hidden)
    network.contact(f"{SECRET} neuvoja", [network.aanekoski], organisation=hidden)
    network.unit(f"{SECRET} talo", network.aanekoski, organisation=hidden)
    assert not seen(member, pages)


def contacts_block(**value):
    def members(ids):
        return [
            {"type": "item", "value": pk, "id": f"00000000-0000-4000-9000-{pk:012}"} for pk in ids
        ]

    return (
        "contacts",
        {
            "title": value.get("title", f"{SECRET} otsikko"),
            "contacts": members(value.get("contacts", [])),
            "service_classes": members(value.get("classes", [])),
        },
    )


def test_a_block_of_hidden_contacts_leaves_neither_title_nor_gap(network, member):
    hidden = network.contact(f"{SECRET} yksi", audience="admins")
    ended = network.contact(f"{SECRET} kaksi", valid_to=YESTERDAY)
    page = network.body(network.section, contacts_block(contacts=[hidden.pk, ended.pk]))
    page.show_who_does_what = False
    page.save()
    answer = soup(member.get(page.url))
    assert SECRET not in str(answer)
    assert answer.select(".soskes-content section") == []


def test_a_block_shows_those_that_may_be_seen_in_the_editors_order(network, member):
    network.section.show_who_does_what = False
    network.section.save()
    b, hidden, a = (
        network.contact("B", classes=[]),
        network.contact(f"{SECRET} C", audience="admins"),
        network.contact("A", classes=[]),
    )
    by_class = network.contact("Luokasta")
    page = network.body(
        network.section,
        contacts_block(
            title="Yhteys", contacts=[b.pk, hidden.pk, a.pk], classes=[network.families.pk]
        ),
    )
    answer = soup(member.get(page.url))
    assert [tag.text for tag in answer.select(".soskes-contact strong")] == [
        "B",
        "A",
        by_class.role_title,
    ]
    assert SECRET not in str(answer)


def link_block(page, text=""):
    return (
        "links",
        {
            "title": "Katso myös",
            "links": [
                {
                    "type": "item",
                    "id": "00000000-0000-4000-9000-000000000001",
                    "value": {"text": text, "page": page.pk, "url": "", "note": ""},
                }
            ],
        },
    )


def test_a_link_to_a_closed_page_is_not_shown(network, member, close, groups):
    article = network.page(network.section, SECRET, ArticlePage)
    page = network.body(network.home, link_block(article))
    assert SECRET in member.get(page.url).content.decode()
    close(article, "groups", [groups["a"]])
    answer = soup(member.get(page.url))
    assert SECRET not in str(answer)
    assert "Katso myös" not in str(answer)


@pytest.mark.parametrize("kind", ["draft", "closed"])
def test_cards_and_news_leave_out_what_the_reader_may_not_open(
    network, member, close, groups, kind
):
    article = network.page(network.section, f"{SECRET} artikkeli", ArticlePage)
    section = network.page(network.home, f"{SECRET} osio", type(network.section))
    for page in (article, section):
        page.save_revision().publish()
        if kind == "draft":
            page.unpublish()
        else:
            close(page, "groups", [groups["a"]])
    assert not seen(member, [network.home.url, network.section.url])


def test_the_quick_form_leads_to_no_closed_section(network, member, close, groups):
    close(network.section, "groups", [groups["a"]])
    answer = member.get(network.home.url, {"osio": network.section.pk, "kunta": "aanekoski"})
    assert answer.status_code == 200
    assert "Lastensuojelu" not in answer.content.decode()


def test_documents_of_a_closed_collection_are_not_named(network, member, groups):
    collection = Collection.get_first_root_node().add_child(name="Suljettu")
    below = collection.add_child(name="Alla")
    document = get_document_model().objects.create(
        title=f"{SECRET} asiakirja", file="salainen.pdf", collection=below
    )
    block = (
        "documents",
        {
            "title": "Lomakkeet",
            "documents": [
                {
                    "type": "item",
                    "value": document.pk,
                    "id": "00000000-0000-4000-9000-000000000002",
                }
            ],
        },
    )
    page = network.body(network.section, block)
    assert SECRET in member.get(page.url).content.decode()
    restriction = CollectionViewRestriction.objects.create(
        collection=collection, restriction_type="groups"
    )
    restriction.groups.set([groups["a"]])
    text = member.get(page.url).content.decode()
    assert SECRET not in text
    assert "Lomakkeet" not in text


def test_the_closed_network_asks_an_outsider_to_sign_in_everywhere(closed, client, person):
    network = closed
    network.municipality(
        "Suolahti",
        "774",
        wellbeing_county=None,
        valid_to=YESTERDAY,
        successor=network.aanekoski,
    )
    urls = [
        network.home.url,
        network.section.url,
        network.directory.url,
        network.municipality_page(network.aanekoski).url,
        f"{network.directory.url}suolahti/",
        f"{network.home.url}?osio={network.section.pk}&kunta=aanekoski",
    ]
    for user in (None, person("outsider")):
        if user:
            client.force_login(user)
        for url in urls:
            answer = client.get(url)
            assert answer.status_code == 302, url
            assert "login" in answer["Location"], url
            assert "aanekoski" not in answer["Location"].replace("next=", "").split("?")[0]


def test_a_redirect_does_not_lead_to_a_closed_page(network, member, close, groups):
    network.municipality(
        "Suolahti", "774", wellbeing_county=None, valid_to=YESTERDAY, successor=network.aanekoski
    )
    url = f"{network.directory.url}suolahti/"
    target = network.municipality_page(network.aanekoski)
    assert member.get(url).status_code == 301
    close(target, "groups", [groups["a"]])
    assert member.get(url).status_code == 404
