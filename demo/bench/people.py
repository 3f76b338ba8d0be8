"""A network of the size that the people search is made for."""

import itertools
from datetime import date

from django.contrib.auth import get_user_model

from bench.pages import MeasuredPage, reader
from soskes_wagtail import content_version
from soskes_wagtail.access import visible_to
from soskes_wagtail.directory_snippets.models import (
    Area,
    Expertise,
    Licence,
    Membership,
    NetworkRole,
    Organisation,
    Profile,
    ProfileExpertise,
)
from soskes_wagtail.sections.models import PeopleSearchPage

PEOPLE, ORGANISATIONS, EXPERTISE = 5000, 300, 200
FIRST = ("Aino", "Eero", "Helmi", "Ilmari", "Kerttu", "Lauri", "Martta", "Onni", "Saimi", "Väinö")
LAST = ("Aalto", "Harju", "Koivisto", "Lahti", "Mäki", "Niemi", "Rinne", "Salo", "Virta", "Öst")
TITLES = ("Sosiaalityöntekijä", "Sosiaaliohjaaja", "Palveluohjaaja", "Perhetyöntekijä")
LANGUAGES = (["fi"], ["fi", "sv"], ["fi", "en"], ["fi", "so", "ar"])


def make_people() -> None:
    """5,000 people in 300 organisations, each with two municipalities and three areas of
    expertise."""
    areas = list(Area.objects.municipalities().current())
    organisations = Organisation.objects.bulk_create(
        Organisation(
            name_fi=f"Mitattu organisaatio {i}", type="association", area=areas[i % len(areas)]
        )
        for i in range(ORGANISATIONS)
    )
    since = date(2020, 1, 1)
    Licence.objects.bulk_create(
        Licence(organisation=one, valid_from=since, seats=100) for one in organisations
    )
    users = get_user_model().objects.bulk_create(
        get_user_model()(username=f"mitattu-{i}", password="!") for i in range(PEOPLE)
    )
    Membership.objects.bulk_create(
        Membership(user=user, organisation=organisations[i % ORGANISATIONS], valid_from=since)
        for i, user in enumerate(users)
    )
    names = itertools.cycle(itertools.product(LAST, "abcdefghijklmnopqrstuvwxyz", FIRST))
    profiles = Profile.objects.bulk_create(
        Profile(
            user=user,
            name=f"{first} {last}{letter}la",
            title=TITLES[i % len(TITLES)],
            phone=f"000 000 {i:04}",
            email=f"mitattu-{i}@esimerkki.example",
            languages=LANGUAGES[i % len(LANGUAGES)],
        )
        for i, (user, (last, letter, first)) in enumerate(zip(users, names, strict=False))
    )
    tags = Expertise.objects.bulk_create(
        Expertise(name=f"Mitattu osaaminen {i}", slug=f"mitattu-{i}") for i in range(EXPERTISE)
    )
    through = Profile.areas.through
    through.objects.bulk_create(
        through(profile=profile, area=areas[(i + step) % len(areas)])
        for i, profile in enumerate(profiles)
        for step in (0, 7)
    )
    ProfileExpertise.objects.bulk_create(
        ProfileExpertise(content_object=profile, tag=tags[(i * 3 + step) % EXPERTISE])
        for i, profile in enumerate(profiles)
        for step in (0, 1, 2)
    )
    roles = list(NetworkRole.objects.all())
    if roles:
        through = Profile.network_roles.through
        through.objects.bulk_create(
            through(profile=profile, networkrole=roles[i % len(roles)])
            for i, profile in enumerate(profiles[::5])
        )
    content_version.bump()


def people_pages() -> list[MeasuredPage]:
    """The search with words and choices, in both shapes, misspelt, and the page of a person."""
    page = visible_to(reader(), PeopleSearchPage.objects.filter(locale__language_code="fi")).first()
    if page is None:
        return []
    path = page.get_url_parts()[2]
    depth = len([part for part in path.split("/") if part])
    area = Area.objects.municipalities().current().first()
    person = Profile.objects.order_by("-pk").first()
    size = f"{PEOPLE} people × {ORGANISATIONS} organisations"
    return [
        MeasuredPage(
            f"People: word and choices, {size}", f"{path}?q=aalto&kunta={area.slug}", depth
        ),
        MeasuredPage("People: cards, third page", f"{path}?q=ohjaaja&nakyma=kortit&page=3", depth),
        MeasuredPage("People: misspelt", f"{path}?q=koivsitobla", depth),
        MeasuredPage("People: one of them", f"{path}{person.pk}/", depth + 1),
    ]
