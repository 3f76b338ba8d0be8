"""People to try the demo as: one for every role, and one whom SosKes does not concern."""

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _

from soskes_demo.organisations import organisation
from soskes_wagtail.access import RoleKey
from soskes_wagtail.directory_snippets.models import Membership

PASSWORD = "medikes-demo"
COUNTY = "keski-suomen-hyvinvointialue"


@dataclass(frozen=True)
class Account:
    """``role`` None: none in SosKes. ``works_for``: slugs of the organisations whose member they
    are; ``is_contact``: they care for its members."""

    username: str
    name: tuple[str, str]
    about: str
    role: RoleKey | None = None
    works_for: tuple[str, ...] = (COUNTY,)
    is_contact: bool = False
    is_superuser: bool = False

    @property
    def is_staff(self) -> bool:
        """Whether they write on the site; readers need no toolbar."""
        return self.is_superuser or self.role not in (None, RoleKey.READER)


ACCOUNTS = [
    Account(
        "lukija",
        ("Lukija", "Esimerkki"),
        _("Reads SosKes, works for two municipalities"),
        RoleKey.READER,
        works_for=("aanekosken-kaupunki", "laukaan-kunta"),
    ),
    Account(
        "muokkaaja",
        ("Muokkaaja", "Esimerkki"),
        _("Keeps the facts of the town of Äänekoski right, invites its members"),
        RoleKey.MUNICIPAL_EDITOR,
        works_for=("aanekosken-kaupunki",),
        is_contact=True,
    ),
    Account(
        "osiomuokkaaja",
        ("Osiomuokkaaja", "Esimerkki"),
        _("Writes the sections"),
        RoleKey.SECTION_EDITOR,
    ),
    Account(
        "moderaattori",
        ("Moderaattori", "Esimerkki"),
        _("Approves what others have written"),
        RoleKey.MODERATOR,
    ),
    Account(
        "yllapitaja",
        ("Ylläpitäjä", "Esimerkki"),
        _("Takes care of the whole of SosKes"),
        RoleKey.ADMINISTRATOR,
    ),
    Account("medikes", ("Medikes", "Esimerkki"), _("Uses MediKes only, does not see SosKes")),
    Account(
        "admin",
        ("Pääkäyttäjä", "Esimerkki"),
        _("Administrator of the whole site"),
        is_superuser=True,
    ),
]


def ensure_accounts() -> int:
    """Make the missing accounts with their memberships. Returns how many were made."""
    users, made = get_user_model().objects, 0
    hashed = make_password(PASSWORD)  # slow on purpose: once is enough
    for account in ACCOUNTS:
        user, created = users.get_or_create(
            username=account.username,
            defaults={
                "first_name": account.name[0],
                "last_name": account.name[1],
                "email": f"{account.username}@esimerkki.example",
                "is_superuser": account.is_superuser,
                "is_staff": account.is_staff,
                "password": hashed,
            },
        )
        made += created
        for slug in account.works_for if account.role else ():
            Membership.objects.get_or_create(
                user=user,
                organisation=organisation(slug),
                role=account.role,
                defaults={"is_contact": account.is_contact},
            )
    return made
