"""Import from a file: send a table, look at what it would do, write it."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from soskes_wagtail.access import audit, visible_to
from soskes_wagtail.directory_snippets.exports.tables import CSV_TYPE, XLSX_TYPE
from soskes_wagtail.directory_snippets.models import TableUpload
from soskes_wagtail.directory_snippets.sheets import template
from soskes_wagtail.directory_snippets.sheets.apply import NotWritten
from soskes_wagtail.directory_snippets.sheets.kinds import KINDS
from soskes_wagtail.directory_snippets.sheets.plan import Outcome
from soskes_wagtail.directory_snippets.sheets.scope import Scope
from soskes_wagtail.directory_snippets.sheets.sheet import SheetError
from soskes_wagtail.directory_snippets.sheets.uploads import keep_upload, plan_of, write_upload
from soskes_wagtail.directory_snippets.views.table_forms import TableUploadForm, kinds_for
from soskes_wagtail.directory_snippets.widgets import ADMIN_CSS

FORMS = {"csv": (template.as_csv, CSV_TYPE), "xlsx": (template.as_xlsx, XLSX_TYPE)}


class TableView(WagtailAdminTemplateMixin, View):
    """Shared by the pages of the import: only for those who may add some kind of row."""

    header_icon = "upload"

    def dispatch(self, request, *args, **kwargs):
        self.kinds = kinds_for(request.user)
        if not self.kinds:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self):
        return _("Import from a file")

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"admin_css": ADMIN_CSS}


class UploadView(TableView):
    template_name = "soskes_wagtail/directory_snippets/admin/table_upload.html"

    def get(self, request):
        return self._page(TableUploadForm(user=request.user, initial=self._initial()))

    def post(self, request):
        form = TableUploadForm(request.POST, request.FILES, user=request.user)
        if form.is_valid():
            data = form.cleaned_data
            try:
                upload = keep_upload(
                    request.user, form.chosen_kind, data["organisation"], data["file"]
                )
            except SheetError as error:
                form.add_error("file", str(error))
            else:
                return redirect("soskes_tables:preview", upload.pk)
        return self._page(form)

    def _initial(self) -> dict:
        wanted = self.request.GET.get("kind", "")
        return {"kind": wanted} if wanted in {kind.key for kind in self.kinds} else {}

    def _page(self, form):
        return self.render_to_response(self.get_context_data(form=form, kinds=self.kinds))


class PreviewView(TableView):
    """What a table would do, and after it was written how much it did."""

    template_name = "soskes_wagtail/directory_snippets/admin/table_preview.html"

    def dispatch(self, request, pk, *args, **kwargs):
        own = visible_to(request.user, TableUpload.objects.select_related("organisation"))
        self.upload = get_object_or_404(own, pk=pk)
        # The same object as the request's: what it may is asked once.
        self.upload.user = request.user
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        if self.upload.written_at:
            return self._page(plan=None)
        try:
            return self._page(plan_of(self.upload))
        except SheetError as error:
            return self._back(str(error))

    def post(self, request):
        try:
            written = write_upload(
                self.upload,
                expected=request.POST.get("seen", ""),
                partial=request.POST.get("partial") == "yes",
            )
        except NotWritten as error:
            changed = error.plan.fingerprint != request.POST.get("seen")
            messages.error(
                request,
                _("Something has changed since you looked. Nothing was written: look again.")
                if changed
                else _("Nothing was written: some rows are wrong."),
            )
            return self._page(error.plan)
        except SheetError as error:
            return self._back(str(error))
        if not written:
            messages.info(request, _("These rows were written already."))
        return redirect("soskes_tables:preview", self.upload.pk)

    def _back(self, problem: str):
        messages.error(self.request, problem)
        return redirect("soskes_tables:upload")

    def get_breadcrumbs_items(self):
        first = {"url": reverse("soskes_tables:upload"), "label": self.get_page_title()}
        return [*self.breadcrumbs_items, first, {"url": "", "label": self.upload.file_name}]

    def _page(self, plan):
        kind = KINDS[self.upload.kind]
        context = {"upload": self.upload, "plan": plan, "kind": kind}
        if plan is None:
            context["counts"] = self._counts(self.upload.result)
            context["list_url"] = reverse(kind.model.snippet_viewset.get_url_name("list"))
        else:
            context["counts"] = self._counts(plan.counts)
            context["refused"] = plan.of(Outcome.REFUSED)
            context["changed"] = plan.of(Outcome.CREATED, Outcome.UPDATED)
            context["unchanged"] = plan.of(Outcome.UNCHANGED)
        return self.render_to_response(self.get_context_data(**context))

    def _counts(self, counts) -> list[tuple[str, int]]:
        words = {
            Outcome.CREATED: _("New"),
            Outcome.UPDATED: _("Changed"),
            Outcome.UNCHANGED: _("As before"),
            Outcome.REFUSED: _("Wrong"),
        }
        return [(word, counts.get(outcome.value, 0)) for outcome, word in words.items()]


class FileView(TableView):
    """The template of a kind, or with ``filled`` the rows that one may change."""

    filled = False

    def get(self, request, kind, form):
        if kind not in {each.key for each in self.kinds} or form not in FORMS:
            raise Http404
        found = KINDS[kind]
        make, content_type = FORMS[form]
        rows = template.rows_of(found, Scope(request.user)) if self.filled else []
        if self.filled:
            data = {"kind": found.model._meta.label_lower, "format": form}
            audit.record("export.records", actor=request.user, data=data)
        response = HttpResponse(make(found, rows), content_type=content_type)
        response["Content-Disposition"] = f'attachment; filename="soskes-{kind}.{form}"'
        response["X-Content-Type-Options"] = "nosniff"
        return response


urlpatterns = [
    path("", UploadView.as_view(), name="upload"),
    path("<int:pk>/", PreviewView.as_view(), name="preview"),
    path("template/<slug:kind>.<slug:form>", FileView.as_view(), name="template"),
    path("rows/<slug:kind>.<slug:form>", FileView.as_view(filled=True), name="rows"),
]
