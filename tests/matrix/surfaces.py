"""Every way by which something may come out: groups of addresses that are asked as somebody.

Admin addresses are read from the URLconf, so that a new view of ours is asked without anybody
thinking of it.
"""

import re
from collections.abc import Iterator
from urllib.parse import quote

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter, StringConverter
from wagtail.models import Page

from matrix.world import CANARIES, World
from soskes_wagtail.directory_snippets.models import Licence, Membership

#: Namespaces of the admin in which our models and reports live.
OURS = ("wagtailsnippets_soskes", "wagtailsnippetchoosers_soskes", "soskes")
#: What changes something, or answers with the same as its neighbour.
LEFT_OUT = ("delete", "logout", "unpublish", "lock", "confirm_cancel", "move", "reorder")


def site(world: World) -> list[str]:
    """Pages that lists and menus stand on."""
    tops = Page.objects.child_of(world.home).live().specific()
    found = ["/", *(page.get_url() for page in (world.home, *tops))]
    below = Page.objects.filter(path__startswith=world.home.path, depth=world.home.depth + 2)
    return [*found, *(page.get_url() for page in below.live()[:8])]


def objects(world: World) -> list[str]:
    """The closed things at their own addresses."""
    pages = Page.objects.filter(pk__in=list(world.ids.values()))
    talk, market = world.ekollega.get_url(), world.market.get_url()
    panel, people = world.panel.get_url(), _url_of("people")
    found = [f"{world.home.get_url()}{page.slug}/" for page in pages]
    found += [f"/documents/{world.document.pk}/{world.document.filename}"]
    for group in (world.group_a, world.group_b, world.group_open):
        for below in ("", "jasenet/", "asetukset/", "kutsu/", "uusi/"):
            found.append(f"{talk}ryhma/{group.pk}/{below}")
    for topic in (world.topic_a, world.topic_b, world.topic_open):
        post = topic.posts.first()
        found += [
            f"{talk}aihe/{topic.pk}/{below}" for below in ("", "uusin/", "otsikko/", "siirra/")
        ]
        found += [f"{talk}viesti/{post.pk}/{b}" for b in ("", "muokkaa/", "versiot/", "ilmoita/")]
    found += [f"{talk}liite/{world.file.key}/", f"{talk}uutta/", f"{talk}ryhmat/"]
    found += [f"{talk}ilmoitukset/", f"{talk}?tunniste={CANARIES['group_a_tag']}"]
    found += [f"{panel}{world.question.pk}/", f"{panel}{world.question.pk}/pankkiin/"]
    found += [
        f"{panel}kysymykset/?tila=kaikki",
        f"{panel}pankki/",
        f"{panel}pankki/{world.case.pk}/",
    ]
    for ad in (world.ad, world.hidden_ad):
        found += [f"{market}{ad.pk}/", f"{market}{ad.pk}/muokkaa/"]
    found += [f"{market}{b}" for b in ("omat/", "viestit/", "vahdit/", "ilmoitetut/")]
    found += [f"{market}viestit/{world.conversation.pk}/", *world.pictures]
    found += [f"{people}{world.profile.pk}/", f"{people}{world.profile.pk}/vcard/"]
    return found


def files(world: World) -> list[str]:
    """Exports, feeds and calendars."""
    directory = _url_of("directory")
    found = [f"{directory}yhteystiedot/{kind}/" for kind in ("csv", "xlsx")]
    found += [f"{directory}yhteystiedot/vcard/{r.pk}/" for r in world.records.values()]
    municipality = Page.objects.filter(path__startswith=world.home.path, slug=world.area.slug)
    found += [page.get_url() for page in municipality.live()]
    return [*found, "/sitemap.xml"]


def search(world: World) -> list[str]:
    """The search page, its suggestions and people search, asked for every canary."""
    page, people = _url_of("search"), _url_of("people")
    found = []
    for word in CANARIES.values():
        found += [f"{page}?q={quote(word)}", f"{page}ehdotukset/?q={quote(word[:9])}"]
    for name in ("profile_title", "profile_phone", "contact_line"):
        found.append(f"{people}?q={quote(CANARIES[name])}")
    return list(dict.fromkeys(found))  # many begin alike


def notices(world: World) -> list[str]:
    page = _url_of("notices")
    return [
        page,
        f"{page}seuraaminen/",
        _url_of("own_profile"),
        f"{_url_of('own_profile')}tietoni/",
    ]


def admin_lists(world: World) -> list[str]:
    """Our lists, choosers, reports and exports in the admin."""
    return [path for path, takes in admin_patterns() if not takes]


def admin_objects(world: World) -> list[str]:
    """Every view of ours that takes one record, with a record of each kind."""
    records = {
        "contact": [world.records["contact"].pk, world.records["hidden"].pk],
        "unit": [world.records["unit"].pk],
        "profile": [world.profile.pk],
        "licence": [Licence.objects.filter(organisation=world.org_1).first().pk],
        "membership": [Membership.objects.filter(user=world.users["reader"]).first().pk],
        "group": [world.group_b.pk, world.group_a.pk],
    }
    found = []
    for path, takes in admin_patterns():
        if len(takes) != 1 or any(word in path for word in LEFT_OUT):
            continue
        for kind, ids in records.items():
            if f"/{kind}/" in path or f"_{kind}/" in path or f"{kind}/" in path:
                found += [path.replace("{}", str(pk)) for pk in ids]
    return found


def admin_wagtail(world: World) -> list[str]:
    """Wagtail's own views of pages, documents, history and searches."""
    found = ["/admin/", "/admin/reports/site-history/", "/admin/documents/", "/admin/images/"]
    found += [f"/admin/pages/{world.home.pk}/", f"/admin/documents/edit/{world.document.pk}/"]
    found += ["/admin/pages/", f"/admin/images/{world.image.pk}/", "/admin/images/chooser/"]
    found += [
        "/admin/choose-page/",
        f"/admin/choose-page/{world.home.pk}/",
        "/admin/documents/chooser/",
    ]
    for pk in world.ids.values():
        found += [
            f"/admin/pages/{pk}/edit/",
            f"/admin/pages/{pk}/history/",
            f"/admin/pages/{pk}/view_draft/",
            f"/admin/pages/{pk}/copy/",
            f"/admin/pages/{pk}/usage/",
            f"/admin/pages/{pk}/revisions/compare/earliest...latest/",
        ]
    for word in ("closed_page", "draft_page", "expired_page", "closed_document", "closed_image"):
        found += [f"/admin/pages/search/?q={CANARIES[word]}"]
        found += [f"/admin/documents/?q={CANARIES[word]}"]
        found += [f"/admin/images/?q={CANARIES[word]}"]
        found += [f"/admin/choose-page/search/?q={CANARIES[word]}"]
    return found


SURFACES = {
    each.__name__: each
    for each in (site, objects, files, search, notices, admin_lists, admin_objects, admin_wagtail)
}


def _url_of(what: str) -> str:
    """Address of the first page that a part has installed."""
    from soskes_wagtail.notifications.page import NoticesPage
    from soskes_wagtail.search.models import SearchPage
    from soskes_wagtail.sections.models import MunicipalityDirectoryPage
    from soskes_wagtail.sections.models.own_profile import OwnProfilePage
    from soskes_wagtail.sections.models.people import PeopleSearchPage

    model = {
        "search": SearchPage,
        "people": PeopleSearchPage,
        "directory": MunicipalityDirectoryPage,
        "notices": NoticesPage,
        "own_profile": OwnProfilePage,
    }[what]
    return model.objects.live().order_by("path").first().get_url()


def admin_patterns() -> list[tuple[str, tuple[str, ...]]]:
    """Addresses of our views in the admin, ``{}`` for each argument, and the arguments' names."""
    found = []
    for namespaces, path, pattern in _walk(get_resolver(), (), ""):
        if not any(name.startswith(OURS) for name in namespaces):
            continue
        takes = tuple(pattern.pattern.converters)
        if all(
            isinstance(c, IntConverter | StringConverter)
            for c in pattern.pattern.converters.values()
        ):
            found.append((path, takes))
    return sorted(set(found))


def _walk(resolver, namespaces, before) -> Iterator[tuple[tuple[str, ...], str, URLPattern]]:
    for one in resolver.url_patterns:
        route = before + _text(one.pattern)
        if isinstance(one, URLResolver):
            inner = (*namespaces, one.namespace) if one.namespace else namespaces
            yield from _walk(one, inner, route)
        else:
            yield namespaces, "/" + route.lstrip("/"), one


def _text(pattern) -> str:
    text = getattr(pattern, "_route", None)
    if text is None:
        text = str(pattern).lstrip("^").rstrip("$")
    return re.sub(r"<(?:\w+:)?\w+>", "{}", text)
