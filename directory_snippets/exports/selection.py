"""Which contacts an export is of; what of them somebody may see is ``contact_cards``' to say."""

from django.db.models import Exists, OuterRef, QuerySet

from soskes_wagtail.directory_snippets.models import Area, Contact
from soskes_wagtail.directory_snippets.services.reach import reaching
from soskes_wagtail.directory_snippets.services.who_does_what import classes_below


def of_everything() -> QuerySet[Contact]:
    """All contacts, by role."""
    return Contact.objects.order_by("role_title_fi", "pk")


def of_municipality(area: Area) -> QuerySet[Contact]:
    """Those who serve a municipality, the whole county's among them."""
    return reaching(of_everything(), area.covering_ids)


def of_classes(classes: QuerySet) -> QuerySet[Contact]:
    """Those who handle some of the service classes, or of those under them."""
    links = Contact.service_classes.through.objects.filter(
        contact_id=OuterRef("pk"), serviceclass_id__in=classes_below(classes)
    )
    return of_everything().filter(Exists(links))
