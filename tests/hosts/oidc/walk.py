"""Signs in with the fake provider, more than once, and prints as JSON what SosKes then shows.

Run in a process of its own, since a host with allauth has other apps than the test project.
"""

import json
import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).parents[2]))
from hosts.oidc.provider import Provider

provider = Provider()
os.environ["OIDC_PROVIDER"] = provider.address
os.environ["DJANGO_SETTINGS_MODULE"] = "hosts.oidc.settings"

import django  # noqa: E402

django.setup()

import requests  # noqa: E402
from django.contrib.auth import get_user_model  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from support.installed import make_host  # noqa: E402

from soskes_wagtail.directory_snippets.models import Licence, Membership, Organisation  # noqa: E402


def sign_in(client: Client, following: str) -> str:
    """Through the provider and back; where it ends."""
    start = client.post(f"/tunnus/oidc/kunta/login/?next={following}", secure=False)
    at_provider = requests.get(start["Location"], allow_redirects=False, timeout=10)
    back = urlsplit(at_provider.headers["Location"])
    return client.get(f"{back.path}?{back.query}")["Location"]


def main() -> dict:
    call_command("migrate", verbosity=0)
    make_host()
    call_command("soskes_install", verbosity=0, stdout=sys.stderr)
    town = Organisation.objects.exclude(business_id=None).first()
    Licence.objects.create(organisation=town, seats=1)
    person = {"sub": "1", "preferred_username": "aino", "email": "aino@esimerkki.example"}
    seen = {}

    provider.claims = person | {"employer": town.business_id, "groups": ["soskes"]}
    client = Client()
    seen["before"] = client.get("/soskes/").status_code
    seen["after sign-in"] = sign_in(client, "/soskes/")
    seen["member"] = client.get("/soskes/").status_code
    seen["role"] = Membership.objects.get().role
    again = Client()
    seen["foreign next"] = sign_in(again, "https://evil.example/")

    other = person | {"sub": "2", "preferred_username": "eino", "email": "e@esimerkki.example"}
    provider.claims = other | {"employer": town.business_id, "groups": ["soskes"]}
    second = Client()
    sign_in(second, "/")
    seen["no seat"] = second.get("/soskes/").status_code

    provider.claims = person | {"employer": town.business_id, "groups": []}
    sign_in(Client(), "/")
    seen["session left open"] = client.get("/soskes/").status_code
    seen["host's own page"] = client.get("/laboratorio/").status_code
    seen["users"] = get_user_model().objects.count()
    return seen


if __name__ == "__main__":
    json.dump(main(), sys.stdout)
