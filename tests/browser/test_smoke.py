"""The browser itself: that later tests look at real pages drawn by a real engine."""

import pytest
from wagtail.models import Page


def test_it_draws_and_clicks(page):
    page.set_content("<button onclick=\"this.textContent = 'Valmis'\">Hae</button>")
    page.get_by_role("button", name="Hae").click()
    assert page.get_by_role("button").inner_text() == "Valmis"
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("innerWidth") == 390
    assert page.screenshot().startswith(b"\x89PNG")


def test_it_reaches_the_live_site(page, live_server_url):
    response = page.goto(f"{live_server_url}/admin/login/")
    assert response.status == 200
    assert page.locator("input[name=username]").is_visible()


def test_nothing_leaves_the_machine(browser, request):
    """A page that asks another machine fails its test, and the question never gets out."""
    from support.browser import page as page_fixture

    guarded = page_fixture.__wrapped__(browser)
    page = next(guarded)
    page.set_content('<img src="https://example.com/pixel.png">')
    with pytest.raises(AssertionError, match="asked another machine: https://example"):
        next(guarded)


@pytest.mark.parametrize("time", [1, 2])
def test_rows_of_the_migrations_outlive_a_live_test(live_server, time):
    assert Page.objects.filter(depth=1).exists()


@pytest.mark.django_db
def test_rows_of_the_migrations_are_there_after_live_tests():
    assert Page.objects.filter(depth=1).exists()
