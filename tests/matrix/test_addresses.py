"""No address of ours without somebody having thought about who may use it."""

import re

from django.urls import get_resolver
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import get_page_models

from matrix.addresses import REVIEWED
from matrix.surfaces import OURS, _walk


def addresses() -> set[str]:
    """Addresses whose view is ours or stands in a namespace of ours, and routes of our pages."""
    found = set()
    for namespaces, path, pattern in _walk(get_resolver(), (), ""):
        view = getattr(pattern.callback, "view_class", pattern.callback)
        ours = str(getattr(view, "__module__", "")).startswith("soskes_wagtail")
        if ours or any(name.startswith(OURS) for name in namespaces):
            found.add(path)
    for model in get_page_models():
        if model._meta.app_label.startswith("soskes") and issubclass(model, RoutablePageMixin):
            found |= {f"{model.__name__}: {route.pattern}" for route in model.get_subpage_urls()}
    return found


def test_every_address_is_reviewed():
    unknown = sorted(
        address
        for address in addresses()
        if not any(re.fullmatch(pattern, address) for pattern, _check in REVIEWED)
    )
    assert not unknown, "say in tests/matrix/addresses.py what checks these"


def test_what_is_reviewed_is_there():
    there = addresses()
    gone = [
        pattern
        for pattern, _check in REVIEWED
        if not any(re.fullmatch(pattern, address) for address in there)
    ]
    assert not gone
