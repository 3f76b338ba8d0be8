"""The look in a real browser: phone and desk, with and without script, under a strict CSP."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.urls("testproject.style_guide")
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def guide(page, live_server_url):
    def open_at(size=None, query=""):
        if size:
            page.set_viewport_size(size)
        page.goto(f"{live_server_url}/tyyli/{query}", wait_until="networkidle")
        return page

    return open_at


@pytest.fixture
def scriptless(browser, live_server_url):
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(f"{live_server_url}/tyyli/")
    yield page
    context.close()


@pytest.mark.parametrize("width", [320, 390, 800, 1280])
def test_nothing_sticks_out_sideways(guide, width):
    page = guide({"width": width, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_menu_is_folded_on_a_phone_and_open_on_a_desk(guide):
    page = guide(PHONE)
    link = page.get_by_role("link", name="Kuntahakemisto")
    assert not link.is_visible()
    page.locator(".soskes-nav summary").click()
    assert link.is_visible()
    page = guide({"width": 1280, "height": 900})
    assert link.is_visible()
    assert not page.locator(".soskes-nav summary").is_visible()


def test_without_script_everything_works_and_nothing_dead_is_shown(scriptless):
    scriptless.locator(".soskes-nav summary").click()
    assert scriptless.get_by_role("link", name="Kuntahakemisto").is_visible()
    assert not scriptless.locator(".soskes-copy__button").first.is_visible()
    assert not scriptless.locator("[data-soskes-filter]").is_visible()
    assert scriptless.get_by_text("1.2.246.10.0000000.10.0", exact=True).is_visible()
    assert scriptless.locator("#kunnat a").count() == 23


def test_fingers_hit_phone_numbers_and_menu(guide):
    page = guide(PHONE)
    page.locator(".soskes-nav summary").click()
    for selector in (".soskes-phone", ".soskes-nav li a", ".soskes-tile a", ".soskes-az a"):
        for box in (link.bounding_box() for link in page.locator(selector).all()):
            assert box["height"] >= 43.5, selector


def test_text_is_sixteen_pixels_or_more(guide):
    small = guide(PHONE).evaluate(
        """() => [...document.querySelectorAll('.soskes *')]
        .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
        .filter(e => e.getClientRects().length && parseFloat(getComputedStyle(e).fontSize) < 16)
        .map(e => e.outerHTML.slice(0, 80))"""
    )
    assert small == []


def test_typing_filters_the_list_and_says_so(guide):
    page = guide()
    page.locator("[data-soskes-filter]").fill("aanek")
    assert page.locator("#kunnat li:visible").all_inner_texts() == ["Äänekoski"]
    assert page.locator("#kunnat h3:visible").all_inner_texts() == ["Ä"]
    status = page.locator(".soskes-filter-status")
    expect(status).to_have_text(re.compile(r"\b1\b.*\b23\b"))
    page.locator("[data-soskes-filter]").fill("")
    assert page.locator("#kunnat li:visible").count() == 23


def test_a_code_is_copied_and_focus_stays(guide, live_server_url):
    page = guide()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=live_server_url)
    button = page.locator(".soskes-copy__button").nth(1)
    before = button.inner_text()
    button.click()
    expect(button).not_to_have_text(before, use_inner_text=True)
    assert page.evaluate("navigator.clipboard.readText()") == "1.2.246.10.0000000.10.0"
    assert button.evaluate("button => button === document.activeElement")


def test_a_choice_by_mouse_sends_the_filters_but_the_keyboard_does_not(guide):
    page = guide()
    page.evaluate(
        "document.querySelector('.soskes-filters').addEventListener('submit', "
        "event => { event.preventDefault(); window.sent = (window.sent || 0) + 1; })"
    )
    choice = page.locator(".soskes-filters select")
    page.get_by_label("Käynti").check()  # otherwise the browser finds the form incomplete
    choice.focus()
    page.keyboard.press("j")
    choice.select_option("Joutsa")
    assert page.evaluate("window.sent") is None
    choice.dispatch_event("pointerdown", {"bubbles": True})
    choice.select_option("Äänekoski")
    assert page.evaluate("window.sent") == 1


def test_the_tile_map_keeps_its_picture_where_there_is_room(guide):
    rows = """() => new Set([...document.querySelectorAll('.soskes-tile')]
        .map(e => Math.round(e.getBoundingClientRect().top))).size"""
    assert guide({"width": 1280, "height": 900}).evaluate(rows) == 5
    assert guide(PHONE, "?short=1").evaluate(rows) == 5
    page = guide(PHONE)
    assert page.evaluate(rows) == 12
    assert page.locator(".soskes-tile__name").first.is_visible()
