from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import path
from wagtail.models import Page

from soskes_wagtail.access import viewer_for
from soskes_wagtail.pages import SoskesRoutablePageMixin
from soskes_wagtail.sections.models.base import ContentPageMixin
from soskes_wagtail.sections.models.people import PeopleSearchPage, photo_response
from soskes_wagtail.sections.services import own_profile
from soskes_wagtail.templatetags.soskes import soskes_login_url


class OwnProfilePageMixin(SoskesRoutablePageMixin, ContentPageMixin):
    """One's own profile (oma profiili), and what SosKes holds about oneself."""

    is_soskes_own_profile = True
    is_soskes_tool = True
    subpage_types = []
    data_template = "soskes_wagtail/sections/own_data_page.html"
    delete_template = "soskes_wagtail/sections/own_profile_delete.html"

    class Meta:
        abstract = True

    def serve(self, request, *args, **kwargs):
        """For members only, also where the page lies outside a closed branch."""
        viewer = viewer_for(request)
        if not viewer.is_authenticated:
            return redirect_to_login(request.get_full_path(), soskes_login_url() or None)
        if not viewer.is_member:
            raise PermissionDenied
        response = super().serve(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    @path("")
    def edit_view(self, request):
        editing = own_profile.Editing(viewer_for(request), request)
        if request.method == "POST" and editing.save():
            return own_profile.back_to(self, request)
        context = {"editing": editing, "person_url": self._person_url(request, editing.profile)}
        return self.render(request, context_overrides=context)

    @path("ajan-tasalla/", name="confirm")
    def confirm_view(self, request):
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        own_profile.confirm(viewer_for(request), request)
        return own_profile.back_to(self, request)

    @path("poista/", name="delete")
    def delete_view(self, request):
        if request.method == "POST":
            own_profile.delete(viewer_for(request), request)
            return own_profile.back_to(self, request)
        return self.render(request, template=self.delete_template)

    @path("kuva/", name="photo")
    def photo_view(self, request):
        photo = own_profile.own_photo(viewer_for(request))
        if photo is None:
            raise Http404
        return photo_response(photo)

    @path("tietoni/", name="data")
    def data_view(self, request):
        context = own_profile.data_context(viewer_for(request))
        return self.render(request, context_overrides=context, template=self.data_template)

    @path("tietoni/lataa/", name="data_file")
    def data_file_view(self, request):
        content = own_profile.data_archive(viewer_for(request))
        response = HttpResponse(content, content_type="application/zip")
        response["Content-Disposition"] = 'attachment; filename="soskes-tietoni.zip"'
        response["X-Content-Type-Options"] = "nosniff"
        return response

    def _person_url(self, request, profile) -> str:
        pages = PeopleSearchPage.objects.filter(locale=self.locale_id)
        return own_profile.person_url(viewer_for(request), pages, profile, request)


class OwnProfilePage(OwnProfilePageMixin, Page):
    template = "soskes_wagtail/sections/own_profile_page.html"
    parent_page_types = ["soskes_sections.SosKesHomePage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("own profile")
        verbose_name_plural = _("own profiles")
