"""The small network of ``world``, made once, with the settings that hosts have by default."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client, override_settings
from support.installed import installed_meanwhile

from matrix.world import World
from soskes_wagtail import private_files


@pytest.fixture(scope="package")
def _world(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[World]:
    with installed_meanwhile(django_db_blocker) as home:
        yield from _made(home, django_db_blocker, tmp_path_factory)


def _made(home, django_db_blocker, tmp_path_factory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("private")
    own = {k: v for k, v in settings.SOSKES.items() if k != "MEMBERSHIPS"}
    with (
        django_db_blocker.unblock(),
        pytest.MonkeyPatch.context() as patch,
        override_settings(
            SOSKES=own | {"PRIVATE_FILES": str(folder)}, MEDIA_ROOT=str(folder / "media")
        ),
    ):
        patch.setattr(private_files._storage, "_wrapped", private_files.PrivateFolder(folder))
        world = World(home)
        call_command("soskes_rebuild_search", verbosity=0)
        yield world


@pytest.fixture
def world(_world, db) -> World:
    return _world


@pytest.fixture
def browse(world):
    """browse(role): a client of somebody, whose session was open before anything happened."""

    def open_session(role: str) -> Client:
        client = Client(raise_request_exception=True)
        if role != "anonymous":
            client.force_login(world.users[role])
        return client

    return open_session
