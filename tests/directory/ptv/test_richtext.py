import pytest

from soskes_wagtail.directory_snippets.ptv.richtext import to_html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        ("  \n\n ", ""),
        ("Yksi.", "<p>Yksi.</p>"),
        ("Yksi.\nKaksi.\n\n\nKolme.", "<p>Yksi.<br/>Kaksi.</p><p>Kolme.</p>"),
        ("Näin:\n* a\n* b\nLoppu.", "<p>Näin:</p><ul><li>a</li><li>b</li></ul><p>Loppu.</p>"),
        ("- a\n\n- b\n\n– c", "<ul><li>a</li><li>b</li><li>c</li></ul>"),
        ("•a\n•b", "<ul><li>a</li><li>b</li></ul>"),
        ("1. Soita\n2. Tule", "<ol><li>Soita</li><li>Tule</li></ol>"),
        ("15. päivään mennessä", "<p>15. päivään mennessä</p>"),
        ("**Huom**", "<p>**Huom**</p>"),
        ('<script>x</script> & "a"', "<p>&lt;script&gt;x&lt;/script&gt; &amp; &quot;a&quot;</p>"),
        ("* <img onerror=x>", "<ul><li>&lt;img onerror=x&gt;</li></ul>"),
    ],
)
def test_plain_text_becomes_safe_html(text, html):
    assert to_html(text) == html
