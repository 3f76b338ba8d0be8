"""Read a form from a page as a browser does, to send it back with changes."""

from bs4 import BeautifulSoup


def filled_form(response, selector: str = "form[data-edit-form]") -> dict[str, object]:
    """Names and values of a form's fields as they stand; disabled ones are left out."""
    page = BeautifulSoup(response.content, "html.parser")
    form = page.select_one(selector)
    assert form is not None, f"no {selector} on the page"
    data: dict[str, object] = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        if field.has_attr("disabled") or field.find_parent("template"):
            continue
        _add(data, field)
    return data


def _add(data, field) -> None:
    name, kind = field["name"], field.get("type")
    if field.name == "select":
        chosen = [option["value"] for option in field.select("option[selected]")]
        options = field.select("option")
        if not chosen and options and not field.has_attr("multiple"):
            chosen = [options[0].get("value", "")]
        data[name] = chosen if field.has_attr("multiple") else chosen[0]
    elif field.name == "textarea":
        data[name] = field.text.removeprefix("\n")
    elif kind in ("checkbox", "radio"):
        if field.has_attr("checked"):
            if kind == "radio":
                data[name] = field.get("value", "on")
            else:
                data.setdefault(name, []).append(field.get("value", "on"))
    elif kind not in ("submit", "button", "file", "reset", "image"):
        data[name] = field.get("value", "")
