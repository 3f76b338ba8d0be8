"""Things people (and scripts) have written into text fields, and how to see that none of it runs.

Payloads are after the OWASP cheat sheet and the fixed bugs of sanitisers: events, addresses of
all schemes, broken tags, mutation by namespaces, comments and CDATA, encodings, styles, forms.
"""

import re
from urllib.parse import unquote

from bs4 import BeautifulSoup

_EVENTS = [
    "onload", "onerror", "onclick", "onfocus", "onmouseover", "onanimationstart", "onpointerdown",
    "ontoggle", "onbegin", "onwheel", "oninput", "onscroll", "oncopy", "onbeforetoggle",
]  # fmt: skip
_TAGS = ["img src=x", "svg", "body", "a href=x", "details open", "input autofocus", "video src=x"]
_SCHEMES = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    " javascript:alert(1)",
    "\x01javascript:alert(1)",
    "&#106;avascript:alert(1)",
    "&#x6A&#x61vascript:alert(1)",
    "javascript&colon;alert(1)",
    "vbscript:msgbox(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "data:image/svg+xml,<svg onload=alert(1)>",
    "blob:https://x/1",
    "file:///etc/passwd",
    "feed:javascript:alert(1)",
    "view-source:javascript:alert(1)",
    "livescript:alert(1)",
]
_WHOLE = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<script\n>alert(1)</script\t>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<<script>alert(1)//<</script>",
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "--><script>alert(1)</script>",
    "]]><script>alert(1)</script>",
    '"><script>alert(1)</script>',
    "'><script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "' onfocus='alert(1)' autofocus='",
    "<script>alert(1)",
    "<img src=x onerror=alert(1)//",
    "<img src=`x` onerror=alert(1)>",
    "<img/src/onerror=alert(1)>",
    '<img """><script>alert(1)</script>">',
    "<svg><script>alert(1)</script></svg>",
    "<svg><script>alert&#40;1&#41;</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg><a xlink:href=javascript:alert(1)><text y=20>x</text></a></svg>",
    "<svg><use href=\"data:image/svg+xml,<svg id=x xmlns='http://www.w3.org/2000/svg'>\">",
    "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 "
    'onerror=alert(1)&gt;">',
    "<math href=javascript:alert(1)>x</math>",
    '<math><a xlink:href="javascript:alert(1)">x</a></math>',
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<template><script>alert(1)</script></template>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=javascript:alert(1)></object>",
    "<embed src=javascript:alert(1)>",
    "<applet code=x></applet>",
    "<base href=javascript:/a/+alert(1)//>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<link rel=stylesheet href=javascript:alert(1)>",
    "<style>@import 'javascript:alert(1)';</style>",
    "<style>body{background:url(javascript:alert(1))}</style>",
    "<div style=background:url(javascript:alert(1))>x</div>",
    "<p style=\"position:fixed;top:0;left:0;width:100%;height:100%\">x</p>",
    "<div style='width:expression(alert(1))'>x</div>",
    "<xss style='behavior:url(x.htc)'>",
    "<form action=javascript:alert(1)><button>x</button></form>",
    "<form id=x></form><button form=x formaction=javascript:alert(1)>x</button>",
    "<isindex action=javascript:alert(1) type=image>",
    "<input type=image src=x onerror=alert(1)>",
    "<keygen autofocus onfocus=alert(1)>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<table background=javascript:alert(1)><tr><td>x</td></tr></table>",
    "<frameset onload=alert(1)></frameset>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<x contenteditable onblur=alert(1)>x</x>",
    "<custom-element onconnected=alert(1)>x</custom-element>",
    "<!--[if IE]><script>alert(1)</script><![endif]-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version='1.0'?><script>alert(1)</script>",
    "<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>&y;",
    "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "\ufeff<script>alert(1)</script>",
    "<scr\x00ipt>alert(1)</scr\x00ipt>",
    "<img src=x:x onerror\x0b=alert(1)>",
    "\uff1cscript\uff1ealert(1)\uff1c/script\uff1e",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;",
    "{{constructor.constructor('alert(1)')()}}",
    "{% include '/etc/passwd' %}",
    "${alert(1)}",
    "[x](javascript:alert(1))",
    "**<img src=x onerror=alert(1)>**",
    "> <script>alert(1)</script>",
    "https://x.example/\"onmouseover=\"alert(1)",
    "http://x.example/<script>alert(1)</script>",
    "<a href='https://x.example' onclick=alert(1) target=_blank>x</a>",
    "<a href=\"https://x.example\" id=\"soskes-content\" name=\"location\">x</a>",
    "<a href=\"//evil.example\" ping=\"//evil.example\">x</a>",
    "<img name=body><img name=documentElement>",
    "<p data-soskes-js hx-get=/evil hx-trigger=load hx-on:load=alert(1)>x</p>",
    "<script type=module>import('//evil.example')</script>",
    "<script nonce=x>alert(1)</script>",
    "<select><style></select><svg onload=alert(1)></style>",
    "<b><p><b onload=alert(1)></p></b>",
]  # fmt: skip
PAYLOADS = [
    *_WHOLE,
    *(f"<{tag} {event}=alert(1)>x" for tag in _TAGS for event in _EVENTS[:6]),
    *(f"<svg {event}=alert(1)>" for event in _EVENTS[6:]),
    *(f'<a href="{address}">x</a>' for address in _SCHEMES),
]
assert len(set(PAYLOADS)) >= 100

_SAFE_SCHEMES = ("http:", "https:", "mailto:", "tel:", "/", "#", "?", "")


def dangers(html: str) -> list[str]:
    """What of a piece of HTML could run or dress up as something else; empty for harmless."""
    found = []
    for tag in BeautifulSoup(html, "html.parser").find_all(True):
        if tag.name in ("script", "style", "svg", "math", "iframe", "object", "embed", "base",
                        "meta", "link", "form", "template", "noscript", "img"):  # fmt: skip
            found.append(tag.name)
        for name, value in tag.attrs.items():
            text = " ".join(value) if isinstance(value, list) else str(value)
            if name.startswith(("on", "hx-", "data-")) or name in ("style", "srcdoc", "id", "name"):
                found.append(f"{tag.name} {name}")
            if name in ("href", "src", "action", "formaction", "xlink:href", "ping"):
                scheme = re.match(r"[^/?#]*?:", re.sub(r"[\s\x00-\x20]", "", unquote(text)))
                if (scheme[0].lower() if scheme else "") not in _SAFE_SCHEMES:
                    found.append(f"{tag.name} {name}={text}")
    return found
