from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from soskes_wagtail.sections.models.base import ContentPageMixin
from soskes_wagtail.sections.services.who_now import who_now


class ResponsiblePageMixin(ContentPageMixin):
    """Whom to call now: choose a matter and a municipality, get the answer."""

    is_who_is_responsible = True
    subpage_types: list[str] = []

    class Meta:
        abstract = True

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["who"] = who_now(self, context["viewer"], request)
        return context


class ResponsiblePage(ResponsiblePageMixin, Page):
    soskes_may_be_kept = True
    template = "soskes_wagtail/sections/responsible_page.html"
    parent_page_types = ["soskes_sections.SosKesHomePage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("“who is responsible now” page")
        verbose_name_plural = _("“who is responsible now” pages")
