"""The merger wizard: choose two and a day, look at what would move, do it, undo it."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from soskes_wagtail.access import viewer_for, visible_to
from soskes_wagtail.directory_snippets.mergers.carry_out import MergerError, confirm
from soskes_wagtail.directory_snippets.mergers.check import problems_of
from soskes_wagtail.directory_snippets.mergers.preview import preview_of
from soskes_wagtail.directory_snippets.mergers.story import story_of
from soskes_wagtail.directory_snippets.mergers.undo import changed_since, undo
from soskes_wagtail.directory_snippets.models import Merger
from soskes_wagtail.directory_snippets.views.merger_forms import FORMS
from soskes_wagtail.directory_snippets.widgets import ADMIN_CSS

PER_PAGE = 30
_RELATED = ("old_organisation", "new_organisation", "old_area", "new_area", "created_by")
_TEMPLATES = "soskes_wagtail/directory_snippets/admin"


class MergerView(WagtailAdminTemplateMixin, View):
    """Shared by all pages of the wizard: only for administrators of SosKes."""

    header_icon = "resubmit"

    def dispatch(self, request, *args, **kwargs):
        if not viewer_for(request).is_admin:
            raise PermissionDenied
        self.prepare(**kwargs)
        return super().dispatch(request)

    def prepare(self) -> None:
        """Find what the address names; Http404 when there is no such thing."""

    def get_page_title(self):
        return _("Mergers")

    def get_breadcrumbs_items(self):
        first = {"url": reverse("soskes_mergers:list"), "label": _("Mergers")}
        here = {"url": "", "label": self.get_page_title()}
        return [*self.breadcrumbs_items, first, here]

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"admin_css": ADMIN_CSS}


class ListView(MergerView):
    template_name = f"{_TEMPLATES}/merger_list.html"

    def get(self, request):
        rows = visible_to(viewer_for(request), Merger.objects.select_related(*_RELATED))
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
        return self.render_to_response(self.get_context_data(mergers=page))

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]


class AddView(MergerView):
    """The first step."""

    template_name = f"{_TEMPLATES}/merger_form.html"

    def prepare(self, kind):
        if kind not in FORMS:
            raise Http404
        self.kind = kind

    def get_page_title(self):
        if self.kind == Merger.Kind.MUNICIPALITY:
            return _("Merge municipalities")
        return _("Merge organisations")

    def get(self, request):
        return self._page(FORMS[self.kind]())

    def post(self, request):
        form = FORMS[self.kind](request.POST)
        if not form.is_valid():
            return self._page(form)
        form.instance.created_by = request.user
        merger = form.save()
        return redirect("soskes_mergers:merger", merger.pk)

    def _page(self, form):
        return self.render_to_response(self.get_context_data(form=form))


class OneView(MergerView):
    """One merger: what it would do, or what it did; and what can be done about it."""

    template_name = f"{_TEMPLATES}/merger.html"

    def prepare(self, pk):
        rows = visible_to(viewer_for(self.request), Merger.objects.select_related(*_RELATED))
        self.merger = get_object_or_404(rows, pk=pk)

    def get_page_title(self):
        return str(self.merger)

    def get(self, request):
        return self._page()

    def post(self, request):
        act = {
            "confirm": self._confirm,
            "discard": self._discard,
            "undo": self._undo,
            "undo-rest": self._undo_rest,
        }.get(request.POST.get("do", ""))
        return act() if act else self._page()

    def _confirm(self):
        try:
            confirm(self.merger, self.request.user)
        except MergerError as error:
            messages.error(self.request, str(error))
        else:
            self.merger.refresh_from_db()
            done = self.merger.state == Merger.State.DONE
            messages.success(
                self.request,
                _("The merger is carried out.")
                if done
                else _("The merger will be carried out on its day."),
            )
        return self._here()

    def _discard(self):
        waiting = (Merger.State.DRAFT, Merger.State.PLANNED)
        if Merger.objects.filter(pk=self.merger.pk, state__in=waiting).delete()[0]:
            messages.success(self.request, _("The merger is discarded. Nothing was changed."))
            return redirect("soskes_mergers:list")
        messages.error(self.request, _("Somebody has done this already."))
        return self._here()

    def _undo(self, *, leave_changed=False):
        try:
            left = undo(self.merger, self.request.user, leave_changed=leave_changed)
        except MergerError as error:
            messages.error(self.request, str(error))
        else:
            messages.success(self.request, _("The merger is undone."))
            for changed in left:
                text = _("Left as it is now: %(name)s. %(reason)s")
                values = {"name": changed.name, "reason": changed.reason}
                messages.warning(self.request, text % values)
        return self._here()

    def _undo_rest(self):
        return self._undo(leave_changed=True)

    def _here(self):
        return redirect("soskes_mergers:merger", self.merger.pk)

    def _page(self):
        merger = self.merger
        context = {"merger": merger, "is_due": merger.date <= timezone.localdate()}
        if merger.state in (Merger.State.DRAFT, Merger.State.PLANNED):
            context["problems"] = problems_of(merger)
            context["groups"] = preview_of(merger)
        else:
            context["story"] = story_of(merger)
        if merger.state == Merger.State.DONE:
            context["changed"] = changed_since(merger)
        return self.render_to_response(self.get_context_data(**context))


urlpatterns = [
    path("", ListView.as_view(), name="list"),
    path("add/<slug:kind>/", AddView.as_view(), name="add"),
    path("<int:pk>/", OneView.as_view(), name="merger"),
]
