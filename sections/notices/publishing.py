"""A page has been published: who is told that it is new, or that it has changed."""

from django.utils import timezone
from wagtail.models import Page

from soskes_wagtail.notifications import notify
from soskes_wagtail.sections.models import EventListingPage, EventPage, MunicipalityPage
from soskes_wagtail.sections.models import ServiceSectionPage as Section


def tell_published(page: Page, actor=None) -> int:
    """Tell who follows what the page belongs to, once, when it is new; later who follows the
    page itself, once a day at most. A translation of what was there already is not new."""
    url = page.get_url()
    if url is None:
        return 0
    more = {"target": page, "title": page.title, "url": url, "actor": actor}
    if _is_new(page):
        if getattr(page, "follows_records", False) or _is_translation(page):
            return 0
        kind = "event.new" if isinstance(page, EventPage) else "page.new"
        return notify(kind, topics=topics_of_new(page), key=f"page.new:{page.pk}", **more)
    day = timezone.localdate()
    body = getattr(page, "summary", "")
    return notify(
        "page.changed",
        topics=own_topics(page),
        key=f"page.changed:{page.pk}:{day}",
        **more | {"body": body},
    )


def own_topics(page: Page) -> list[str]:
    """Topics of the page itself: followed in one language, told of each."""
    versions = Page.objects.filter(translation_key=page.translation_key)
    return [f"page:{pk}" for pk in versions.order_by("pk").values_list("pk", flat=True)]


def topics_of_new(page: Page) -> list[str]:
    """Topics of everything that a new page belongs to, the nearest first."""
    above = Page.objects.ancestor_of(page).filter(depth__gt=1)
    families = Page.objects.filter(translation_key__in=above.values("translation_key"))
    rows = families.order_by("-depth", "pk").values_list("pk", "content_type__model")
    prefixes = {Section: "section", EventListingPage: "series"}
    by_model = {model._meta.model_name: prefix for model, prefix in prefixes.items()}
    topics = [f"{by_model.get(model, 'page')}:{pk}" for pk, model in rows]
    municipality = MunicipalityPage.objects.filter(pk__in=above.values("pk")).first()
    area_ids = [municipality.area_id] if municipality else []
    if isinstance(page, EventPage):
        area_ids += [area.pk for area in page.areas.all()]
        topics += [f"tag:{tag.slug}" for tag in page.tags.all()]
        if page.section_id:
            key = Page.objects.filter(pk=page.section_id).values("translation_key")
            versions = Page.objects.filter(translation_key__in=key).order_by("pk")
            topics += [f"section:{pk}" for pk in versions.values_list("pk", flat=True)]
    return list(dict.fromkeys([*topics, *(f"area:{pk}" for pk in area_ids)]))


def _is_new(page: Page) -> bool:
    return page.first_published_at == page.last_published_at


def _is_translation(page: Page) -> bool:
    others = Page.objects.filter(translation_key=page.translation_key).exclude(pk=page.pk)
    return others.filter(first_published_at__isnull=False).exists()
