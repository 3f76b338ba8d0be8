"""Two municipalities with rows of their own, and one user of every kind."""

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from support.forms import filled_form
from support.members import keeps

from soskes_wagtail.access import Audience, RoleKey
from soskes_wagtail.directory_snippets import models
from soskes_wagtail.directory_snippets.services.permissions import role_permissions


@pytest.fixture
def areas(db):
    county = models.Area.objects.create(
        kind="wellbeing_county", code="15", name_fi="Keski-Suomen hyvinvointialue"
    )

    def municipality(code, name, **fields):
        return models.Area.objects.create(
            kind="municipality", code=code, name_fi=name, wellbeing_county=county, **fields
        )

    return SimpleNamespace(
        county=county,
        aanekoski=municipality("992", "Äänekoski"),
        jyvaskyla=municipality("179", "Jyväskylä"),
        jamsankoski=municipality("183", "Jämsänkoski", valid_to="2008-12-31"),
    )


def _rows(organisation, area, locale):
    """One row of every kind that belongs to an organisation."""
    made = SimpleNamespace(organisation=organisation)
    made.unit = models.Unit.objects.create(
        name_fi=f"Toimipiste {organisation}", organisation=organisation, area=area
    )
    made.contact = models.Contact.objects.create(
        role_title_fi=f"Sosiaalityöntekijä {organisation}",
        organisation=organisation,
        phone="000 000 0001",
    )
    made.service = models.Service.objects.create(
        name=f"Lastensuojelu {organisation}", organisation=organisation, locale=locale
    )
    made.offering = models.ServiceOffering.objects.create(
        service=made.service, organisation=organisation, unit=made.unit
    )
    made.channel = models.ServiceChannel.objects.create(
        name_fi=f"Neuvonta {organisation}", kind="phone", organisation=organisation
    )
    return made


@pytest.fixture
def own(areas, locales):
    """Äänekoski: the editor's own. ``department`` is below it and belongs to it, too."""
    city = models.Organisation.objects.create(
        name_fi="Äänekosken kaupunki", type="municipality", area=areas.aanekoski
    )
    made = _rows(city, areas.aanekoski, locales["fi"])
    made.department = models.Organisation.objects.create(
        name_fi="Perusturva", type="municipality", parent=city
    )
    made.department_contact = models.Contact.objects.create(
        role_title_fi="Perusturvajohtaja", organisation=made.department, phone="000 000 0003"
    )
    return made


@pytest.fixture
def foreign(areas, locales):
    """Jyväskylä, with one contact that only administrators see."""
    city = models.Organisation.objects.create(
        name_fi="Jyväskylän kaupunki", type="municipality", area=areas.jyvaskyla
    )
    made = _rows(city, areas.jyvaskyla, locales["fi"])
    made.hidden = models.Contact.objects.create(
        role_title_fi="Salainen yhteys",
        organisation=city,
        phone="000 000 0002",
        audience=Audience.ADMINS,
    )
    return made


@pytest.fixture
def facts(db):
    """Rows that belong to nobody."""
    return SimpleNamespace(
        statute=models.Statute.objects.create(
            number="417", year=2007, title_fi="Lastensuojelulaki"
        ),
        service_class=models.ServiceClass.objects.create(code="P3.8", name_fi="Lastensuojelu"),
        target_group=models.TargetGroup.objects.create(code="KR1", name_fi="Kansalaiset"),
        network_role=models.NetworkRole.objects.create(name_fi="Kouluttaja"),
        expertise=models.Expertise.objects.create(name="Päihdetyö"),
    )


@pytest.fixture
def user_of(person, role):
    """user_of(RoleKey.READER, "name"): with the role's permissions, and the admin's door open
    to every role but readers."""

    def make_user(key, name=None, **fields):
        group = role(key)
        names = [permission.partition(".")[2] for permission in role_permissions()[key]]
        found = list(
            Permission.objects.filter(
                content_type__app_label="soskes_directory", codename__in=names
            )
        )
        assert len(found) == len(names), "a permission that does not exist is named"
        if key != RoleKey.READER:
            found.append(
                Permission.objects.get(
                    content_type__app_label="wagtailadmin", codename="access_admin"
                )
            )
        group.permissions.set(found)
        return person(name or str(key.value), group, **fields)

    return make_user


@pytest.fixture
def profile_of(person):
    """profile_of(organisation, name): a member of the organisation with a profile."""

    def make(organisation, name, **fields):
        start = "2020-01-01"
        if not models.Licence.objects.filter(organisation=organisation).exists():
            models.Licence.objects.create(organisation=organisation, valid_from=start, seats=9)
        user = person(f"jasen-{name}")
        models.Membership.objects.create(user=user, organisation=organisation, valid_from=start)
        return models.Profile.objects.create(user=user, name=name, **fields)

    return make


@pytest.fixture
def editor(user_of, own):
    user = user_of(RoleKey.MUNICIPAL_EDITOR)
    keeps(user, own.organisation)
    return user


@pytest.fixture
def admin_user(user_of):
    return user_of(RoleKey.ADMINISTRATOR)


@pytest.fixture
def url():
    """url(model or record, view): address of a view of the admin."""

    def address(thing, view):
        viewset = thing.snippet_viewset
        args = [] if isinstance(thing, type) else [thing.pk]
        return reverse(viewset.get_url_name(view), args=args)

    return address


@pytest.fixture
def form_of():
    """form_of(page): what a browser would send when nothing was changed."""
    return filled_form
