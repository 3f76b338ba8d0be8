"""Languages in which people can be asked; ISO 639 codes."""

from django.utils.translation import gettext_lazy as _

LANGUAGE_NAMES = {
    "fi": _("Finnish"),
    "sv": _("Swedish"),
    "en": _("English"),
    "se": _("Northern Sámi"),
    "fse": _("Finnish Sign Language"),
    "rom": _("Romani"),
    "ar": _("Arabic"),
    "ckb": _("Kurdish (Sorani)"),
    "de": _("German"),
    "es": _("Spanish"),
    "et": _("Estonian"),
    "fa": _("Persian"),
    "fr": _("French"),
    "ru": _("Russian"),
    "so": _("Somali"),
    "sq": _("Albanian"),
    "th": _("Thai"),
    "tr": _("Turkish"),
    "uk": _("Ukrainian"),
    "vi": _("Vietnamese"),
    "zh": _("Chinese"),
}
