"""What wagtail-localize keeps of translated pages and records after they are deleted."""

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
    from wagtail_localize.models import (
        String,
        StringSegment,
        Template,
        TemplateSegment,
        TranslatableObject,
        TranslationContext,
        TranslationSource,
    )

    objects = TranslatableObject.objects.filter(translation_key__in=_translation_keys())
    used = [(String, StringSegment, "string_id"), (Template, TemplateSegment, "template_id")]
    before = {}
    for _, segment, link in used:
        ours = segment.objects.filter(source__object__in=objects)
        before[segment] = list(ours.values_list(link, flat=True))
    TranslationSource.objects.filter(object__in=objects).delete()
    TranslationContext.objects.filter(object__in=objects).delete()
    context.remove(objects)
    for model, segment, link in used:
        still = segment.objects.values(link)
        model.objects.filter(pk__in=before[segment]).exclude(pk__in=still).delete()


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
