"""Member organisations of the demo: two with a good licence, one whose licence ends soon."""

from datetime import timedelta

from django.utils import timezone

from soskes_demo.organisations import organisation
from soskes_wagtail.access import RoleKey
from soskes_wagtail.directory_snippets.models import Invitation, JoinRequest, Licence
from soskes_wagtail.directory_snippets.services.invitations import invite

#: slug of the organisation: (seats, days until the licence ends; None: until further notice)
LICENCES = {
    "keski-suomen-hyvinvointialue": (40, None),
    "aanekosken-kaupunki": (6, 21),
    "laukaan-kunta": (8, 300),
}


def ensure_licences() -> int:
    """Issue the missing licences. Returns how many were made."""
    made, today = 0, timezone.localdate()
    for slug, (seats, days) in LICENCES.items():
        member = organisation(slug)
        if not member.licences.exists():
            Licence.objects.create(
                organisation=member,
                seats=seats,
                valid_from=today - timedelta(days=60),
                valid_until=days and today + timedelta(days=days),
            )
            made += 1
    return made


def ensure_waiting() -> None:
    """An invitation that nobody has accepted yet, and somebody who asks to join."""
    town = organisation("aanekosken-kaupunki")
    if not Invitation.objects.exists():
        invite(
            ["uusi.tyontekija@esimerkki.example"],
            organisation=town,
            role=RoleKey.READER,
            actor=None,
        )
        Invitation.objects.update(sent_at=timezone.now())
    if not JoinRequest.objects.exists():
        JoinRequest.objects.create(
            organisation=town,
            name="Sijainen Esimerkki",
            email="sijainen@esimerkki.example",
            message="Aloitin lastensuojelun sijaisena.",
        )
