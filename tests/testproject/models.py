"""Page types and a record of a host, for tests of the shell."""

from django.db import models
from django.db.models import Q
from wagtail.models import Page

from soskes_wagtail.access import Audience
from soskes_wagtail.pages import SoskesPageMixin


class NetworkHomePage(SoskesPageMixin, Page):
    """Stands for the home of SosKes."""

    is_soskes_home = True
    template = "testproject/network_page.html"


class NetworkPage(SoskesPageMixin, Page):
    template = "testproject/network_page.html"
    body = models.TextField(blank=True)


class NetworkSearchPage(SoskesPageMixin, Page):
    is_soskes_search = True
    template = "testproject/network_page.html"


class HostPage(Page):
    """A page of the host that knows nothing of SosKes."""

    template = "testproject/host_page.html"
    intro = models.TextField(blank=True)


class Notice(models.Model):
    """A record with an audience of its own."""

    title = models.CharField(max_length=100)
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.PUBLIC)

    def __str__(self):
        return self.title

    @classmethod
    def visible_q(cls, viewer):
        return Q(audience__in=viewer.audiences)


class Forgotten(models.Model):
    """A record whose author did not think about who may see it."""

    title = models.CharField(max_length=100)

    def __str__(self):
        return self.title
