"""Invented colleagues of ``demo_data/people.json``, for the people search.

They cannot sign in. What is there already is left alone.
"""

import json
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from soskes_demo.organisations import organisation
from soskes_wagtail.directory_snippets.models import (
    Area,
    Licence,
    Membership,
    NetworkRole,
    Profile,
    ProfileAbsence,
)

FILE = settings.BASE_DIR / "demo_data" / "people.json"
LEVELS = ("phone_audience", "email_audience")


@transaction.atomic
def ensure_people() -> int:
    """Make the missing people. Returns how many were made."""
    rows = json.loads(FILE.read_text(encoding="utf-8"))
    made = [row for row in rows if _ensure_person(row)]
    for row in made:
        if "away" in row:
            _add_absence(row)
    return len(made)


def _ensure_person(row: dict) -> bool:
    users = get_user_model().objects
    if users.filter(username=row["username"]).exists():
        return False
    first_name, last_name = row["name"].split(" ", 1)
    user = users.create_user(
        row["username"],
        f"{row['username']}@esimerkki.example",
        first_name=first_name,
        last_name=last_name,
    )
    today = timezone.localdate()
    for slug in row["organisations"]:
        member = organisation(slug)
        if not member.licences.exists():
            since = today - timedelta(days=60)
            Licence.objects.create(organisation=member, seats=40, valid_from=since)
        Membership.objects.create(
            user=user, organisation=member, valid_from=today - timedelta(days=30)
        )
    profile = Profile(
        user=user,
        email=user.email,
        **{name: row[name] for name in ("name", "title", "phone", "languages", "ask_me")},
        **{name: row[name] for name in LEVELS if name in row},
    )
    if row.get("stale"):
        profile.confirmed_on = today - timedelta(days=250)
    profile.areas.set(Area.objects.filter(code__in=row["areas"]).exclude(kind=Area.Kind.REGION))
    profile.network_roles.set(NetworkRole.objects.filter(name_fi__in=row["roles"]))
    profile.expertise.set(row["expertise"])
    profile.save()
    return True


def _add_absence(row: dict) -> None:
    first, last, stand_in = row["away"]
    today = timezone.localdate()
    ProfileAbsence.objects.create(
        profile=Profile.objects.get(user__username=row["username"]),
        first_day=today + timedelta(days=first),
        last_day=today + timedelta(days=last),
        stand_in=Profile.objects.filter(name=stand_in).first() if stand_in else None,
    )
