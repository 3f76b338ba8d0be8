"""Member text in models and forms: what is stored is always sanitised, whoever stores it."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from soskes_wagtail.community import member_text
from soskes_wagtail.identity_codes import refuse_identity_codes


def refuse_long_text(text: str) -> None:
    if len(text or "") > member_text.MAX_LENGTH:
        raise ValidationError(
            _("The text is too long: at most %(limit)s characters.")
            % {"limit": member_text.MAX_LENGTH},
            code="max_length",
        )


class MemberTextField(models.TextField):
    """Clean HTML; cleaned again at every save, in bulk too (not by ``update()``)."""

    default_validators = [refuse_long_text, refuse_identity_codes]

    def pre_save(self, model_instance, add):
        value = member_text.clean(getattr(model_instance, self.attname) or "")
        setattr(model_instance, self.attname, value)
        return value

    def formfield(self, **kwargs):
        return super(models.TextField, self).formfield(
            **{"form_class": MemberTextFormField} | kwargs
        )


class MemberTextWidget(forms.Textarea):
    """A text area that soskes.js turns into a small editor; see the template."""

    template_name = "soskes_wagtail/community/widgets/member_text.html"

    def __init__(self, attrs=None):
        super().__init__({"rows": 6, "cols": 60} | (attrs or {}))

    def value_from_datadict(self, data, files, name):
        value = data.get(name)
        if value is None:
            return None
        # Too long is told by the field; until then nobody need parse it.
        if len(value) > 4 * member_text.MAX_LENGTH:
            return value
        if data.get(f"{name}-format") == "html":
            return member_text.clean(value)
        return member_text.from_text(value)

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        cleaned = member_text.clean(value or "")
        context["widget"]["value"] = member_text.to_text(cleaned)
        context["widget"]["html"] = cleaned
        return context


class MemberTextFormField(forms.CharField):
    widget = MemberTextWidget
    default_validators = [refuse_long_text, refuse_identity_codes]


class PlainTextFormField(forms.CharField):
    """One line or a few without formatting (titles, reasons): no control characters in it."""

    default_validators = [refuse_identity_codes]

    def to_python(self, value):
        return member_text.without_controls(super().to_python(value) or "").strip()
