import pytest
from django import forms
from django.core.exceptions import ValidationError
from support.hetu import LOOKALIKES, VALID
from support.xss import PAYLOADS, dangers

from soskes_wagtail.community import member_text
from soskes_wagtail.community.member_text_fields import (
    MemberTextField,
    MemberTextFormField,
    PlainTextFormField,
)


class Form(forms.Form):
    body = MemberTextFormField(required=False)
    title = PlainTextFormField(required=False)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_that_runs_gets_through(payload):
    for made in (member_text.clean(payload), member_text.from_text(payload)):
        assert dangers(made) == []
        assert member_text.clean(made) == made, "cleaning twice must change nothing"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_the_box_shows_a_payload_as_text(payload):
    for how in ("html", "text"):
        form = Form({"body": payload, "body-format": how})
        form.is_valid()
        page = str(form["body"])
        assert dangers(page.replace("data-", "x-").replace('name="', "").replace('id="', "")) == []


def test_formatting_people_use_stays():
    text = (
        "<p>Yksi <strong>kaksi</strong> <em>kolme</em><br>neljä</p><ul><li>a</li></ul>"
        "<ol><li>b</li></ol><blockquote><p>c</p></blockquote>"
    )
    assert member_text.clean(text) == text


def test_links_open_nothing_and_tell_nothing():
    made = member_text.clean('<p><a href="https://thl.fi/x" target="_blank">THL</a></p>')
    assert made == ('<p><a href="https://thl.fi/x" rel="nofollow noopener noreferrer">THL</a></p>')


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("<div>a</div><div><b>b</b></div>", "<p>a</p><p><strong>b</strong></p>"),
        ("a<p>b</p>", "<p>a</p><p>b</p>"),
        ("<h1>a</h1>", "<p>a</p>"),
        ("<p> &nbsp;</p><p><br></p>", ""),
        ("<span style='x'>a</span>", "<p>a</p>"),
        ("a\x00b", "<p>ab</p>"),
        ("", ""),
    ],
)
def test_what_editors_of_browsers_make_is_put_in_order(written, stored):
    assert member_text.clean(written) == stored


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("Hei\nsiellä\n\nToinen", "<p>Hei<br>siellä</p><p>Toinen</p>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("1. a\n2) b", "<ol><li>a</li><li>b</li></ol>"),
        ("Hei\n- a", "<p>Hei</p><ul><li>a</li></ul>"),
        ("> a\n> b", "<blockquote><p>a<br>b</p></blockquote>"),
        ("**a** *b* 2*3*4", "<p><strong>a</strong> <em>b</em> 2*3*4</p>"),
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
        (
            "katso https://thl.fi/a?b=1&c=2.",
            '<p>katso <a href="https://thl.fi/a?b=1&amp;c=2" rel="nofollow noopener noreferrer">'
            "https://thl.fi/a?b=1&amp;c=2</a>.</p>",
        ),
    ],
)
def test_plain_text_with_signs(written, stored):
    assert member_text.from_text(written) == stored
    again = member_text.from_text(member_text.to_text(stored))
    assert again == stored, "editing without scripts must not change the text"


def test_words_and_summary():
    text = "<p>Eka <strong>kappale</strong></p><ul><li>kohta</li></ul><p>Toka</p>"
    assert member_text.plain(text) == "Eka kappale\nkohta\nToka"
    assert member_text.summary(text) == "Eka kappale kohta Toka"
    assert (
        member_text.summary("<p>" + "sana " * 100 + "</p>", 30) == "sana sana sana sana sana sana…"
    )


@pytest.mark.parametrize("code", VALID)
def test_identity_codes_of_all_centuries_are_refused(code):
    half = len(code) // 2
    for body in (f"<p>Asiakas {code}</p>", f"<p>{code[:half]}<strong>{code[half:]}</strong></p>"):
        form = Form({"body": body, "body-format": "html"})
        assert form.errors["body"].as_data()[0].code == "identity_code"
        assert code not in str(form.errors)
    assert "body" in Form({"body": f"Tunnus {code.lower()}.", "body-format": "text"}).errors
    assert "title" in Form({"title": code}).errors


@pytest.mark.parametrize("text", LOOKALIKES)
def test_what_only_looks_like_a_code_passes(text):
    assert Form({"body": text, "title": text}).is_valid()


def test_too_long_is_said_and_not_cut():
    form = Form({"body": "a" * (member_text.MAX_LENGTH + 1)})
    assert form.errors["body"].as_data()[0].code == "max_length"
    assert "body" in Form({"body": "a" * (5 * member_text.MAX_LENGTH)}).errors


def test_the_model_field_cleans_whoever_saves():
    class Row:
        body = "<p onclick=x>a</p><script>b</script>"

    field = MemberTextField()
    field.set_attributes_from_name("body")
    row = Row()
    assert field.pre_save(row, True) == row.body == "<p>a</p>"
    with pytest.raises(ValidationError):
        field.clean(f"<p>{VALID[0]}</p>", None)
