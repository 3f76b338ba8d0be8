"""Addresses below the marketplace's page, so that the page's privacy covers them all."""

from importlib import import_module

from wagtail.contrib.routable_page.models import path

from soskes_wagtail.pages import SoskesRoutablePageMixin


def _views(name: str):
    # The views read the page's models.
    return import_module(f"soskes_wagtail.community.marketplace.views.{name}")


class MarketplaceRoutesMixin(SoskesRoutablePageMixin):
    """Stands before the other mixins of a page."""

    @path("", name="index_route")
    def index_route(self, request):
        return _views("ads").listing(self, request)

    @path("uusi/", name="new")
    def new_view(self, request):
        return _views("ads").new(self, request)

    @path("omat/", name="own")
    def own_view(self, request):
        return _views("ads").own(self, request)

    @path("<int:pk>/", name="ad")
    def ad_view(self, request, pk):
        return _views("ads").ad(self, request, pk)

    @path("<int:pk>/muokkaa/", name="change")
    def change_view(self, request, pk):
        return _views("ads").change(self, request, pk)

    @path("viestit/", name="conversations")
    def conversations_view(self, request):
        return _views("talk").conversations(self, request)

    @path("viestit/<int:pk>/", name="conversation")
    def conversation_view(self, request, pk):
        return _views("talk").conversation(self, request, pk)

    @path("vahdit/", name="watched")
    def watched_view(self, request):
        return _views("watching").watched(self, request)

    @path("ilmoitetut/", name="reports")
    def reports_view(self, request):
        return _views("moderation").reports(self, request)
