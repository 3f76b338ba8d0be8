from django.contrib.auth.views import redirect_to_login
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import path, re_path
from wagtail.models import Page

from soskes_wagtail.access import viewer_for
from soskes_wagtail.pages import SoskesPageMixin, SoskesRoutablePageMixin
from soskes_wagtail.sections.members import care, entrance
from soskes_wagtail.sections.services.view_restrictions import RoutedPrivacyMixin


class MembersPageMixin(SoskesRoutablePageMixin, RoutedPrivacyMixin, SoskesPageMixin, models.Model):
    """Who belongs to an organisation: contact persons invite and end members here, without the
    admin. What it does stands in ``sections.members``."""

    is_soskes_members = True
    is_soskes_tool = True
    subpage_types = []
    max_count_per_parent = 1
    #: For people who are no members yet; Wagtail's privacy of the page does not hold for these.
    open_routes = frozenset({"welcome_view", "ask_view"})

    class Meta:
        abstract = True

    def serve(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = super().serve(request, *args, **kwargs)
        add_never_cache_headers(response)  # names and keys
        return response

    @path("", name="members")
    def members_view(self, request: HttpRequest) -> HttpResponse:
        return self._for_people(care.show_members, request)

    @path("kutsu/", name="invite")
    def invite_view(self, request: HttpRequest) -> HttpResponse:
        return self._for_people(care.invite_people, request)

    @path("hiljaiset/", name="silent")
    def silent_view(self, request: HttpRequest) -> HttpResponse:
        return self._for_people(care.show_silent, request)

    @re_path(r"^kutsut/(\d{1,18})/(laheta|peru)/$", name="invitation")
    def invitation_view(self, request: HttpRequest, pk: str, what: str) -> HttpResponse:
        return self._for_people(care.decide_invitation, request, int(pk), what)

    @re_path(r"^pyynnot/(\d{1,18})/(hyvaksy|hylkaa)/$", name="request")
    def request_view(self, request: HttpRequest, pk: str, what: str) -> HttpResponse:
        return self._for_people(care.decide_request, request, int(pk), what)

    @re_path(r"^jasenet/(\d{1,18})/(paata|vahvista)/$", name="member")
    def member_view(self, request: HttpRequest, pk: str, what: str) -> HttpResponse:
        return self._for_people(care.decide_member, request, int(pk), what)

    @path("tervetuloa/<str:token>/", name="welcome")
    def welcome_view(self, request: HttpRequest, token: str) -> HttpResponse:
        return entrance.welcome(self, request, token)

    @path("liity/", name="ask")
    def ask_view(self, request: HttpRequest) -> HttpResponse:
        return entrance.ask(self, request)

    def _for_people(self, handle, request: HttpRequest, *args) -> HttpResponse:
        if not viewer_for(request).is_authenticated:
            from soskes_wagtail.templatetags.soskes import soskes_login_url

            return redirect_to_login(request.get_full_path(), soskes_login_url())
        return handle(self, request, *args)


class MembersPage(MembersPageMixin, Page):
    template = "soskes_wagtail/sections/members/members.html"
    parent_page_types = ["soskes_sections.SosKesHomePage"]

    class Meta:
        verbose_name = _("members page")
        verbose_name_plural = _("members pages")
