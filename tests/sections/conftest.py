"""A network in a county of any size: sections, municipal directory, records."""

import itertools

import pytest
from support.network import close, groups, locales, make, person, role, root
from wagtail.models import Locale, Page, PageViewRestriction

from soskes_wagtail.access import RoleKey
from soskes_wagtail.directory_snippets.models import (
    Area,
    Contact,
    Organisation,
    Service,
    ServiceClass,
    ServiceOffering,
    Statute,
    Unit,
)
from soskes_wagtail.sections.models import (
    MunicipalityDirectoryPage,
    MunicipalityPage,
    ServiceSectionPage,
    SosKesHomePage,
)
from soskes_wagtail.sections.services.municipality_pages import ensure_pages

__all__ = ["close", "groups", "locales", "make", "person", "role", "root"]


class Network:
    """The host's tree with SosKes in it; every method makes what it says and returns it."""

    def __init__(self, make, root, locales):
        self._make = make
        self.locales = locales
        self._numbers = itertools.count(1)
        self.county = Area.objects.create(
            kind="wellbeing_county", code="15", name_fi="Keski-Suomen hyvinvointialue"
        )
        self.region = Area.objects.create(kind="region", code="13", name_fi="Keski-Suomi")
        self.aanekoski = self.municipality("Äänekoski", "992")
        self.jyvaskyla = self.municipality("Jyväskylä", "179", name_sv="Jyväskylä stad")
        self.county_org = Organisation.objects.create(
            type="wellbeing_county", name_fi="Hyvinvointialue", area=self.county
        )
        self.families = ServiceClass.objects.create(code="P3", name_fi="Perheiden palvelut")
        self.child_welfare = ServiceClass.objects.create(
            code="P3.8", name_fi="Lastensuojelu", name_sv="Barnskydd", parent=self.families
        )
        self.home = make(root, "SosKes", SosKesHomePage, show_in_menus=True)
        self.section = make(
            self.home, "Lastensuojelu", ServiceSectionPage, slug="lastensuojelu", show_in_menus=True
        )
        self.section.service_classes = [self.child_welfare]
        self.section.save()
        self.directory = make(
            self.home, "Kuntahakemisto", MunicipalityDirectoryPage, area=self.county
        )

    def fresh(self, page: Page) -> Page:
        return Page.objects.get(pk=page.pk).specific

    def page(self, parent, title, model, **fields):
        return self._make(parent, title, model, **fields)

    def municipality(self, name, code=None, **fields):
        fields.setdefault("wellbeing_county", self.county)
        fields.setdefault("region", self.region)
        code = code or f"{next(self._numbers):03}"
        return Area.objects.create(kind="municipality", code=code, name_fi=name, **fields)

    def contact(self, role_title, areas=(), classes=None, **fields):
        fields.setdefault("organisation", self.county_org)
        fields.setdefault("phone", "000 000 0123")
        contact = Contact.objects.create(role_title_fi=role_title, **fields)
        contact.areas.set(areas)
        contact.service_classes.set([self.child_welfare] if classes is None else classes)
        return contact

    def unit(self, name, area=None, **fields):
        fields.setdefault("organisation", self.county_org)
        return Unit.objects.create(name_fi=name, area=area, **fields)

    def service(self, name, unit=None, areas=(), **fields):
        fields.setdefault("locale", Locale.objects.get(language_code="fi"))
        service = Service(name=name, **fields)
        service.service_classes = [self.child_welfare]
        service.save()
        offering = ServiceOffering.objects.create(
            service=service, unit=unit, organisation=self.county_org
        )
        offering.areas.set(areas)
        return service

    def statute(self, number="417", year=2007, title="Lastensuojelulaki", **fields):
        fields.setdefault("title_sv", "Barnskyddslag")
        return Statute.objects.create(number=number, year=year, title_fi=title, **fields)

    def body(self, page, *blocks):
        """Give the page a body; ``blocks`` are pairs of type and raw value."""
        page = self.fresh(page)
        page.body = [
            {"type": kind, "value": value, "id": f"00000000-0000-4000-8000-{i:012}"}
            for i, (kind, value) in enumerate(blocks)
        ]
        page.save_revision().publish()
        return self.fresh(page)

    def municipality_page(self, area, locale="fi"):
        ensure_pages()
        return MunicipalityPage.objects.get(area=area, locale=self.locales[locale])


@pytest.fixture
def network(make, root, locales):
    return Network(make, root, locales)


@pytest.fixture
def reader(person, role):
    return person("lukija", role(RoleKey.READER))


@pytest.fixture
def member(client, reader):
    """A browser with a SosKes reader signed in."""
    client.force_login(reader)
    return client


@pytest.fixture
def closed(network, close, role):
    """The whole network closed to its roles, as the installation leaves it."""
    close(network.home, PageViewRestriction.GROUPS, [role(RoleKey.READER)])
    return network
