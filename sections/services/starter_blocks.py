"""Starter texts as StreamField values: what stands in the data files, in the shape of blocks."""

from datetime import date
from uuid import uuid4

from soskes_wagtail.directory_snippets.models import Statute


def to_stream(blocks: list[dict]) -> list[dict]:
    """Blocks of a starter page (see fixtures/README.md) as raw values for a ``StreamField``.

    A legal block whose statute is not in the directory is left out: an editor has deleted it.
    """
    made = (_MAKERS[block["type"]](block) for block in blocks)
    return [value for value in made if value is not None]


def _legal_info(block: dict):
    number, year = block["statute"].split("/")
    statute = Statute.objects.filter(number=number, year=year).first()
    if statute is None:
        return None
    return _raw(
        "legal_info",
        {
            "statute": statute.pk,
            "provisions": block.get("provisions", ""),
            "summary": _html(block["summary"]),
            "as_of": date.fromisoformat(block["as_of"]).isoformat(),
        },
    )


def _links(block: dict):
    links = [
        _item(
            {
                "text": item["title"],
                "page": None,
                "url": item["url"],
                "note": item.get("description", ""),
            }
        )
        for item in block["items"]
    ]
    return _raw("links", {"title": block.get("title", ""), "links": links})


def _accordion(block: dict):
    items = [
        _item({"title": item["title"], "text": _html(item["html"])}) for item in block["items"]
    ]
    return _raw("accordion", {"items": items})


def _callout(block: dict):
    return _raw(
        "callout",
        {"kind": block["kind"], "title": block["title"], "text": _html(block["html"])},
    )


def _html(text: str) -> str:
    return text if text.lstrip().startswith("<") else f"<p>{text}</p>"


def _item(value: dict) -> dict:
    """A member of a ListBlock; without an id Wagtail takes it for a value of the old form."""
    return {"type": "item", "value": value, "id": str(uuid4())}


def _raw(kind: str, value) -> dict:
    return {"type": kind, "value": value}


_MAKERS = {
    "heading": lambda block: _raw("heading", block["text"]),
    "paragraph": lambda block: _raw("paragraph", _html(block["html"])),
    "callout": _callout,
    "legal_info": _legal_info,
    "links": _links,
    "accordion": _accordion,
}
