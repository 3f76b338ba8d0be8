from django.db import models
from django.utils.translation import gettext_lazy as _

from soskes_wagtail.directory_snippets.models.mixins import in_language


class AddressModel(models.Model):
    """Visiting and postal address (HSDS 3.0 address), street names in three languages."""

    street_fi = models.CharField(_("street address in Finnish"), max_length=255, blank=True)
    street_sv = models.CharField(_("street address in Swedish"), max_length=255, blank=True)
    street_en = models.CharField(_("street address in English"), max_length=255, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=12, blank=True)
    post_office_fi = models.CharField(_("post office in Finnish"), max_length=100, blank=True)
    post_office_sv = models.CharField(_("post office in Swedish"), max_length=100, blank=True)
    post_office_en = models.CharField(_("post office in English"), max_length=100, blank=True)
    address_note_fi = models.CharField(_("directions in Finnish"), max_length=500, blank=True)
    address_note_sv = models.CharField(_("directions in Swedish"), max_length=500, blank=True)
    address_note_en = models.CharField(_("directions in English"), max_length=500, blank=True)
    postal_address_fi = models.CharField(_("postal address in Finnish"), max_length=255, blank=True)
    postal_address_sv = models.CharField(_("postal address in Swedish"), max_length=255, blank=True)
    postal_address_en = models.CharField(_("postal address in English"), max_length=255, blank=True)

    class Meta:
        abstract = True

    @property
    def street(self) -> str:
        return in_language(self, "street")

    @property
    def post_office(self) -> str:
        return in_language(self, "post_office")

    @property
    def address_note(self) -> str:
        return in_language(self, "address_note")

    @property
    def postal_address(self) -> str:
        return in_language(self, "postal_address")

    @property
    def visiting_address(self) -> str:
        """``Hallintokatu 4, 44100 Äänekoski``; what is not known is left out."""
        place = " ".join(part for part in (self.postal_code, self.post_office) if part)
        return ", ".join(part for part in (self.street, place) if part)
