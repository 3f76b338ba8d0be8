"""What wagtail-localize keeps of translated pages and records, which deleting them leaves behind."""

from django.apps import apps
from django.db.models import Q
from wagtail.models import Page, TranslatableMixin, get_page_models

from soskes_wagtail.access.branches import topmost
from soskes_wagtail.install.context import InstallContext
from soskes_wagtail.install.registry import InstallStep, register_step
from soskes_wagtail.pages import SoskesPageMixin


def register() -> None:
    # The largest order: taken out first, while the pages still tell their translation keys.
    register_step(InstallStep("translations", 100, lambda context: None, uninstall))


def uninstall(context: InstallContext) -> None:
    """Forget the translation sources of SosKes, and strings that nothing else uses."""
    from wagtail_localize.models import String, StringSegment, TranslatableObject

    objects = TranslatableObject.objects.filter(translation_key__in=_translation_keys())
    strings = list(
        StringSegment.objects.filter(source__object__in=objects).values_list("string_id", flat=True)
    )
    context.remove(objects)
    String.objects.filter(pk__in=strings).exclude(
        pk__in=StringSegment.objects.values("string_id")
    ).delete()


def _translation_keys() -> list:
    paths = {
        path
        for model in get_page_models()
        if issubclass(model, SoskesPageMixin)
        for path in model.objects.values_list("path", flat=True)
    }
    branches = Q(pk__in=[])
    for path in topmost(paths):
        branches |= Q(path__startswith=path)
    keys = list(Page.objects.filter(branches).values_list("translation_key", flat=True))
    for model in apps.get_models():
        if (
            issubclass(model, TranslatableMixin)
            and not issubclass(model, Page)
            and model._meta.app_label.startswith("soskes_")
        ):
            keys += model._default_manager.values_list("translation_key", flat=True)
    return keys
