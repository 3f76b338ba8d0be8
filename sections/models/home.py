from django.http import HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from soskes_wagtail.access import viewer_for
from soskes_wagtail.sections.models.base import ContentPageMixin
from soskes_wagtail.sections.services.home import home_content, quick_target
from soskes_wagtail.sections.services.routing import page_at


class SosKesHomePageMixin(ContentPageMixin):
    """The network's own home, anywhere in the host's tree."""

    is_soskes_home = True

    class Meta:
        abstract = True

    def route(self, request, path_components):
        """The page at an address below, found at once instead of step by step."""
        # Before Wagtail checks the page's privacy: it then finds the user's groups read.
        viewer_for(request).group_ids  # noqa: B018
        if found := page_at(self, path_components, request):
            page, rest = found
            return page.route(request, list(rest))
        return super().route(request, path_components)

    def serve(self, request, *args, **kwargs):
        if target := quick_target(self, request):
            return HttpResponseRedirect(target)
        return super().serve(request, *args, **kwargs)

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["content"] = home_content(self, context["viewer"], request)
        return context


class SosKesHomePage(SosKesHomePageMixin, Page):
    soskes_may_be_kept = True
    template = "soskes_wagtail/sections/home_page.html"

    class Meta:
        verbose_name = _("SosKes home page")
        verbose_name_plural = _("SosKes home pages")
