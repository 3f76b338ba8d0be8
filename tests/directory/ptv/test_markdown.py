import pytest

from soskes_wagtail.directory_snippets.ptv.markdown import to_html, to_text


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a *b* __c__", "<p>a <i>b</i> <b>c</b></p>"),
        ("snake_case_name 2*3*4", "<p>snake_case_name 2*3*4</p>"),
        (r"\*not\* \<b\>", r"<p>*not* \&lt;b&gt;</p>"),
        ("# T #\nx", "<h4>T</h4><p>x</p>"),
        ("* a\n* b", "<ul><li>a</li><li>b</li></ul>"),
        ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
        (
            "[Soita](tel:+358000) [x](mailto:a@b.example)",
            '<p><a href="tel:+358000">Soita</a> <a href="mailto:a@b.example">x</a></p>',
        ),
        ("[x](data:text/html,a)", "<p>x</p>"),
        (
            '[x](https://a.example/"onclick="b)',
            '<p><a href="https://a.example/&quot;onclick=&quot;b">x</a></p>',
        ),
        ("<img src=x onerror=a>", "<p>&lt;img src=x onerror=a&gt;</p>"),
        ("\ue03calert\ue0ff0\ue0ff", "<p>alert0</p>"),
    ],
)
def test_markdown_is_safe_html(text, html):
    assert to_html(text) == html


def test_long_and_nested_signs_end_in_time():
    for text in ("*" * 50_000, "[" * 50_000, "**a " * 20_000, "_a" * 30_000, "[a](" * 20_000):
        to_html(text)
        to_text(text)


def test_signs_are_taken_out_of_plain_text():
    assert to_text("## T\n\n**a** \\* [b](https://c.example)") == "T\n\na * b (https://c.example)"
    assert to_text("[https://c.example](https://c.example)") == "https://c.example"
