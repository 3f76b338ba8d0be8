"""Addresses below a panel's page, so that the page's privacy covers them all."""

from importlib import import_module

from wagtail.contrib.routable_page.models import path

from soskes_wagtail.pages import SoskesRoutablePageMixin


def _views():
    # The views read the page's models.
    return import_module("soskes_wagtail.community.consultations.views")


class ConsultationRoutesMixin(SoskesRoutablePageMixin):
    """Stands before the other mixins of a page."""

    @path("", name="index_route")
    def index_route(self, request):
        return _views().overview(self, request)

    @path("kysy/", name="ask")
    def ask_view(self, request):
        return _views().ask_question(self, request)

    @path("kysymykset/", name="questions")
    def questions_view(self, request):
        return _views().questions(self, request)

    @path("<int:pk>/", name="consultation")
    def consultation_view(self, request, pk):
        return _views().consultation(self, request, pk)

    @path("<int:pk>/pankkiin/", name="to_bank")
    def to_bank_view(self, request, pk):
        return _views().to_bank(self, request, pk)

    @path("pankki/", name="bank")
    def bank_view(self, request):
        return _views().bank_list(self, request)

    @path("pankki/<int:pk>/", name="case")
    def case_view(self, request, pk):
        return _views().case(self, request, pk)
