from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from soskes_wagtail.sections.models.base import ContentPageMixin
from soskes_wagtail.sections.services.listings import child_cards


class ArticlePageMixin(ContentPageMixin):
    """A page of text: an instruction, a working practice, a piece of news."""

    class Meta:
        abstract = True

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["cards"] = child_cards(self, context["viewer"], request)
        return context


class ArticlePage(ArticlePageMixin, Page):
    soskes_may_be_kept = True
    template = "soskes_wagtail/sections/article_page.html"
    parent_page_types = [
        "soskes_sections.SosKesHomePage",
        "soskes_sections.ServiceSectionPage",
        "soskes_sections.ArticlePage",
        "soskes_sections.MunicipalityPage",
    ]

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
