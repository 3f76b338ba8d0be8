from django.contrib.auth.views import redirect_to_login
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import path
from wagtail.models import Page

from soskes_wagtail.access import viewer_for
from soskes_wagtail.notifications import handling
from soskes_wagtail.pages import SoskesPageMixin, SoskesRoutablePageMixin


class NoticesPageMixin(SoskesRoutablePageMixin, SoskesPageMixin, models.Model):
    """Where people read their notices and choose what they are told; what it does stands in
    ``notifications.handling``."""

    is_soskes_notices = True
    is_soskes_tool = True
    subpage_types = []
    max_count_per_parent = 1

    class Meta:
        abstract = True

    @path("", name="list")
    def list_view(self, request: HttpRequest) -> HttpResponse:
        return self._for_people(handling.show_notices, request)

    @path("seuraaminen/", name="settings")
    def settings_view(self, request: HttpRequest) -> HttpResponse:
        return self._for_people(handling.settings, request)

    @path("seuraa/", name="follow")
    def follow_view(self, request: HttpRequest) -> HttpResponse:
        return self._for_people(handling.follow, request)

    def _for_people(self, handle, request: HttpRequest) -> HttpResponse:
        if not viewer_for(request).is_authenticated:
            return redirect_to_login(request.get_full_path(), login_url())
        return handle(self, request)


class NoticesPage(NoticesPageMixin, Page):
    template = "soskes_wagtail/notifications/notices_page.html"

    class Meta:
        verbose_name = _("page of notices")
        verbose_name_plural = _("pages of notices")


def login_url() -> str:
    # The template tags load models.
    from soskes_wagtail.templatetags.soskes import soskes_login_url

    return soskes_login_url()
