"""Row permissions in the views of wagtail-localize, which ask for the model's permission only.

Its list of snippets, used by its editor, even asks for none. The addresses that touch records
of the directory are taken first, checked here, and handed on.
"""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.module_loading import import_string

from soskes_wagtail.directory_snippets.policies import policy_for
from soskes_wagtail.directory_snippets.services.choices import choosable
from soskes_wagtail.directory_snippets.services.ownership import is_owned

VIEWS = "wagtail_localize.views"
#: What is done with one translation: the end of the address and the view that does it.
TRANSLATION_VIEWS = {
    "strings/<int:string_segment_id>/edit/": "edit_translation.edit_string_translation",
    "overrides/<int:overridable_segment_id>/edit/": "edit_translation.edit_override",
    "pofile/download/": "edit_translation.download_pofile",
    "pofile/upload/": "edit_translation.upload_pofile",
    "machine_translate/": "edit_translation.machine_translate",
    "disable/": "edit_translation.stop_translation",
}


def guarded_urls() -> list:
    """Patterns for ``register_admin_urls``, to stand before those of wagtail-localize."""
    from wagtail_localize.views.submit_translations import SubmitSnippetTranslationView
    from wagtail_localize.views.update_translations import UpdateTranslationsView

    records = "soskes_directory/<slug:model_name>"
    rows = _choosable_rows()
    return [
        path(f"localize/api/snippets/{records}/", rows.as_view({"get": "list"}), _app()),
        path(
            f"localize/api/snippets/{records}/<str:pk>/", rows.as_view({"get": "retrieve"}), _app()
        ),
        path(
            f"localize/submit/snippet/{records}/<str:pk>/",
            _checked(SubmitSnippetTranslationView).as_view(),
            _app(),
        ),
        path(
            "localize/update/<int:translation_source_id>/",
            _checked(UpdateTranslationsView).as_view(),
        ),
        *(
            path(
                f"localize/translate/<int:translation_id>/{end}",
                _translation_view(import_string(f"{VIEWS}.{name}")),
            )
            for end, name in TRANSLATION_VIEWS.items()
        ),
    ]


def _app() -> dict[str, str]:
    return {"app_label": "soskes_directory"}


def _choosable_rows():
    from wagtail_localize.views.snippets_api import SnippetViewSet

    class ChoosableRows(SnippetViewSet):
        def get_queryset(self):
            return choosable(self.request.user, super().get_queryset())

    return ChoosableRows


def _checked(view_class):
    class Checked(view_class):
        def get_object(self, *args, **kwargs):
            found = super().get_object(*args, **kwargs)
            check_translatable(self.request.user, found)
            return found

    return Checked


def _translation_view(view):
    from wagtail_localize.models import Translation

    @wraps(view)
    def checked(request, translation_id, **kwargs):
        translation = get_object_or_404(Translation, pk=translation_id)
        check_translatable(request.user, translation.source)
        return view(request, translation_id, **kwargs)

    return checked


def check_translatable(user, thing) -> None:
    """Raise PermissionDenied when ``thing``, a record or what wagtail-localize keeps of one, is
    in any language a row that the user may not change. Other models are none of our business."""
    source = getattr(thing, "specific_content_type", None)
    model = source.model_class() if source else type(thing)
    if model is None or not is_owned(model):
        return
    key = thing.object_id if source else thing.translation_key
    rows = model.objects.filter(translation_key=key)
    allowed = policy_for(model).instances_user_has_permission_for(user, "change")
    if rows.exclude(pk__in=allowed.order_by().values("pk")).exists():
        raise PermissionDenied
