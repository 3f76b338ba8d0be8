from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import path
from wagtail.models import Page

from soskes_wagtail.access import viewer_for
from soskes_wagtail.directory_snippets.exports.person_vcard import person_vcard
from soskes_wagtail.directory_snippets.exports.vcard import VCARD_TYPE
from soskes_wagtail.directory_snippets.people.photos import photo_for
from soskes_wagtail.page_cache import put_together
from soskes_wagtail.pages import SoskesRoutablePageMixin
from soskes_wagtail.sections.models.base import ContentPageMixin
from soskes_wagtail.sections.services.people import card_of, people_list


class PeopleSearchPageMixin(SoskesRoutablePageMixin, ContentPageMixin):
    """People search (henkilöhaku): who is in the network, and a page for each of them."""

    is_soskes_tool = True
    subpage_types = []
    person_template = "soskes_wagtail/sections/person_page.html"
    people_template = "soskes_wagtail/sections/parts/people.html"

    class Meta:
        abstract = True

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["people_url"] = self.get_url(request) or ""
        return context

    @path("")
    def index_route(self, request):
        """A search: the people of the moment on a page that is kept for all searches."""
        url = self.get_url(request) or ""
        context = {"people": people_list(viewer_for(request), request, url), "people_url": url}
        people = render_to_string(self.people_template, context, request)
        fresh = {"people_html": mark_safe(people)}
        response = put_together(self, request, self.get_template(request), {}, fresh=fresh)
        return response or self.render(request, context_overrides=fresh)

    @path("<int:pk>/", name="person")
    def person_view(self, request, pk):
        facts = {"card": self._card(request, pk)}
        response = put_together(
            self,
            request,
            self.person_template,
            facts,
            fresh={},
            frame="soskes_wagtail/sections/kept_person.html",
            around=facts,
        )
        return response or self.render(
            request, context_overrides=facts, template=self.person_template
        )

    @path("<int:pk>/vcard/", name="person_vcard")
    def person_vcard_view(self, request, pk):
        card = self._card(request, pk)
        source = f"{request.scheme}://{request.get_host()}/soskes/person/{pk}"
        response = HttpResponse(person_vcard(card, source=source), content_type=VCARD_TYPE)
        name = slugify(card.name)[:80] or "soskes"
        response["Content-Disposition"] = f'attachment; filename="{name}.vcf"'
        response["X-Content-Type-Options"] = "nosniff"
        return response

    @path("<int:pk>/kuva/", name="person_photo")
    def person_photo_view(self, request, pk):
        photo = photo_for(viewer_for(request), pk) if pk < 2**63 else None
        if photo is None:
            raise Http404
        return photo_response(photo)

    def _card(self, request, pk: int):
        card = card_of(viewer_for(request), request, pk) if pk < 2**63 else None
        if card is None:
            raise Http404
        return card


def photo_response(photo) -> HttpResponse:
    response = HttpResponse(bytes(photo.data), content_type="image/jpeg")
    response["X-Content-Type-Options"] = "nosniff"
    # Checked again each time: whoever may not see it any more has it no more.
    response["Cache-Control"] = "private, no-cache"
    return response


class PeopleSearchPage(PeopleSearchPageMixin, Page):
    template = "soskes_wagtail/sections/people_page.html"
    parent_page_types = ["soskes_sections.SosKesHomePage"]

    class Meta:
        verbose_name = _("people search")
        verbose_name_plural = _("people searches")
