"""Throttling counts by person and window, and never locks out when the cache fails."""

import pytest
from django.core.cache import cache

from soskes_wagtail import throttle


@pytest.fixture(autouse=True)
def _no_counters(monkeypatch):
    cache.clear()
    monkeypatch.setattr(throttle.time, "time", lambda: 1_000_000.0)


def ask(who="1", scope="join"):
    return throttle.allowed(scope, who, limit=2, seconds=60)


def test_more_than_the_limit_is_refused():
    assert [ask(), ask(), ask()] == [True, True, False]


def test_others_and_other_things_count_apart():
    assert [ask(), ask(), ask("2"), ask(scope="post")] == [True] * 4


def test_the_next_window_begins_anew(monkeypatch):
    assert [ask(), ask(), ask()][-1] is False
    monkeypatch.setattr(throttle.time, "time", lambda: 1_000_060.0)
    assert ask()


def test_a_broken_cache_locks_nobody_out(monkeypatch):
    def broken(*args):
        raise ConnectionError

    monkeypatch.setattr(throttle.cache, "add", broken)
    assert [ask(), ask(), ask()] == [True] * 3
