from django.contrib.auth import get_user_model
from django.core.management.base import CommandError
from django.db.models import Q
from django.utils.translation import gettext as _

from soskes_wagtail.row_ids import row_id


def find_person(asked: str):
    """The user with this username, e-mail address or id, in this order. CommandError where
    there is none, or where several have the address."""
    model = get_user_model()
    for lookup in _lookups(model, asked):
        found = list(model._default_manager.filter(lookup)[:2])
        if len(found) > 1:
            raise CommandError(
                _("Several users have the e-mail address %(asked)s. Give the username.")
                % {"asked": asked}
            )
        if found:
            return found[0]
    raise CommandError(_("There is no user %(asked)s.") % {"asked": asked})


def _lookups(model, asked: str) -> list[Q]:
    if "\x00" in asked:
        return []
    email = model.get_email_field_name()
    found = [Q(**{model.USERNAME_FIELD: asked})]
    if any(field.name == email for field in model._meta.concrete_fields):
        found.append(Q(**{f"{email}__iexact": asked}))
    if (pk := row_id(asked)) is not None:
        found.append(Q(pk=pk))
    return found
