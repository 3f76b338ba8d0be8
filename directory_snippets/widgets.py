"""Form widgets of the directory's admin."""

from django import forms
from wagtail.admin.staticfiles import versioned_static

ADMIN_CSS = "soskes_wagtail/directory/admin.css"


class CheckboxList(forms.CheckboxSelectMultiple):
    """Checkboxes in columns inside a box that scrolls.

    Works as it is; a script adds a field that narrows a long list down while one types.
    """

    template_name = "soskes_wagtail/directory_snippets/admin/checkbox_list.html"

    @property
    def media(self):
        return forms.Media(
            css={"all": [versioned_static(ADMIN_CSS)]},
            js=[versioned_static("soskes_wagtail/directory/checkbox-list.js")],
        )
