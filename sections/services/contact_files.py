"""Answers that are files of contacts, for the addresses below pages."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from soskes_wagtail.access import audit, viewer_for
from soskes_wagtail.directory_snippets.exports import tables
from soskes_wagtail.directory_snippets.exports.contacts import Names, contact_table
from soskes_wagtail.directory_snippets.exports.vcard import VCARD_TYPE, vcard
from soskes_wagtail.directory_snippets.models import Contact
from soskes_wagtail.directory_snippets.services.cards import contact_cards


def csv_file(request: HttpRequest, contacts: QuerySet, name: str) -> HttpResponse:
    """The contacts that the reader may see as CSV; ``name``: of the file, without ending."""
    content = tables.as_csv(*contact_table(viewer_for(request), contacts))
    _log(request, "csv")
    return _file(content, tables.CSV_TYPE, f"{name}.csv")


def xlsx_file(request: HttpRequest, contacts: QuerySet, name: str) -> HttpResponse:
    """The same as an Excel workbook."""
    header, rows = contact_table(viewer_for(request), contacts)
    content = tables.as_xlsx(header, rows, title=_("Contacts"))
    _log(request, "xlsx")
    return _file(content, tables.XLSX_TYPE, f"{name}.xlsx")


def vcard_file(request: HttpRequest, pk: int) -> HttpResponse:
    """One contact as a vCard; Http404 when the reader may not see it."""
    cards = contact_cards(viewer_for(request), Contact.objects.filter(pk=pk))
    if not cards:
        raise Http404
    card = cards[0]
    # Not the address asked for: the same contact has one below each page that shows it.
    source = f"{request.scheme}://{request.get_host()}/soskes/contact/{card.pk}"
    content = vcard(card, source=source, classes=Names().classes(card))
    name = slugify(card.person or card.role_title)[:80] or "soskes"
    return _file(content, VCARD_TYPE, f"{name}.vcf")


def _log(request: HttpRequest, form: str) -> None:
    """What members take along; a page that is open to everybody tells no secrets."""
    if viewer_for(request).is_authenticated:
        data = {"kind": Contact._meta.label_lower, "format": form, "page": request.path}
        audit.record("export.records", actor=request.user, data=data)


def _file(content: bytes, content_type: str, filename: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    # A file of text must not be taken for a page.
    response["X-Content-Type-Options"] = "nosniff"
    return response
