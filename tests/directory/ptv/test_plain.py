"""Texts with the marks of an editor become what they were meant to say."""

import json
import time

import pytest

from soskes_wagtail.directory_snippets.ptv.parse_common import text
from soskes_wagtail.directory_snippets.ptv.richtext import to_html


def draft(*blocks):
    return json.dumps({"entityMap": {}, "blocks": [{"type": t, "text": x} for t, x in blocks]})


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("<p>Apua&nbsp;kotiin.</p><p>Soita &amp; kysy.</p>", "Apua kotiin.\n\nSoita & kysy."),
        ("Yksi<br/>kaksi<BR>\nkolme", "Yksi\nkaksi\nkolme"),
        ("<ul>\n<li>yksi</li>\n<li>kaksi</li>\n</ul>", "* yksi\n* kaksi"),
        ('Katso <a class="x" href="https://x.fi/?a=1&amp;b=2">ohje</a>.',
         "Katso ohje (https://x.fi/?a=1&b=2)."),
        ('<a href="javascript:alert(1)">ohje</a>', "ohje"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("alle 18 < ikä > 3 & muut &co", "alle 18 < ikä > 3 & muut &co"),
        ("https://x.fi/?a=1&copy=2", "https://x.fi/?a=1&copy=2"),
        (draft(("unstyled", "Apua."), ("unordered-list-item", "yksi"),
               ("unordered-list-item", "kaksi"), ("unstyled", "Soita.")),
         "Apua.\n\n* yksi\n* kaksi\n\nSoita."),
        ('{"blocks": 5}', '{"blocks": 5}'),
        ('{"blocks": [5]}', '{"blocks": [5]}'),
        (992, "992"),
        (True, ""),
        (1.5, ""),
        (10**400, ""),
    ],
)  # fmt: skip
def test_marks_become_words(raw, plain):
    assert text(raw) == plain


def test_lists_are_lists_in_the_end():
    assert to_html(text("<p>Tuki:</p><ul><li>yksi</li><li>kaksi</li></ul>")) == (
        "<p>Tuki:</p><ul><li>yksi</li><li>kaksi</li></ul>"
    )


@pytest.mark.parametrize("part", ["<a href='", "<li ", "<br", "</p>", "&#1;", "<p>", "<a "])
def test_no_text_takes_long(part):
    start = time.process_time()
    text((part * 100_000)[:90_000] + "</p>")
    assert time.process_time() - start < 2
