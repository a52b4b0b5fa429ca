"""Texts that would run if a page let them through, and an ecosystem that holds one everywhere."""

import pandas as pd

import ecosystem as eco

PAYLOADS = (
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(2)</script>",
    "javascript:alert(3)",
    '"><svg onload=alert(4)><b title="',
    "' onmouseover='alert(5)' onfocus='alert(5)",
    "</title></style><script>alert(6)</script><style>",
    "{{ 7*7 }}{% for x in y %}<iframe srcdoc='<script>alert(7)</script>'>",
    '<a href="javascript:alert(8)">press</a> https://example.org"onclick="alert(8)',
)
"""Texts that would run if a page let any of them through as HTML, as a link or as a template."""


def make_hostile(payload):
    """Return an ecosystem with the payload in every text that a page could show."""

    def said(what):
        return f"{payload} {what}"

    return eco.Ecosystem(
        organisations=pd.DataFrame(
            {
                "organisation_id": [said(one) for one in "abcde"],
                "name": [said(f"organisation {one}") for one in "abcde"],
                "sector": ["voluntary", "statutory", "funder", None, "faith"],
                "area_code": [said("area 1")] * 5,
                "website": [payload, f"https://{payload}", "https://example.org/ok", None, "x y"],
                "postcode": [payload] * 5,
                "charity_number": [payload] * 5,
            }
        ),
        services=pd.DataFrame(
            {
                "service_id": [said(f"service {one}") for one in range(3)],
                "name": [said(f"service {one}") for one in range(3)],
                "service_type": [said("type")] * 2 + [said("other type")],
                "languages": [said("language")] * 3,
                "eligibility": [said("people")] * 3,
                "access": ["drop-in", "appointment", None],
                "capacity": [30, 30, None],
                "level": [2, 2, None],
            }
        ),
        providers=pd.DataFrame(
            {
                "service_id": [said(f"service {one}") for one in range(3)],
                "organisation_id": [said(one) for one in "abc"],
            }
        ),
        sites=pd.DataFrame(
            {"service_id": [said("service 2")], "area_code": [said("area 1")], "postcode": payload}
        ),
        catchments=pd.DataFrame(
            {
                "service_id": [said("service 0"), said("service 1")] * 2,
                "area_code": [said("area 1")] * 2 + [said("area 2")] * 2,
            }
        ),
        areas=pd.DataFrame(
            {
                "area_code": [said("area 1"), said("area 2"), said("area 3")],
                "name": [said("North"), said("South"), said("West")],
                "kind": payload,
                "parent_code": payload,
                "latitude": [52.5, 52.0, 52.2],
                "longitude": [-1.9, -1.9, -1.2],
            }
        ),
        demand=pd.DataFrame(
            {
                "area_code": [said("area 1"), said("area 2"), said("area 3")],
                "service_type": said("type"),
                "people": [10, 70, 200],
                "period": payload,
                "source": payload,
            }
        ),
        referrals=pd.DataFrame(
            {
                "from_id": [said("a"), said("b"), said("a")],
                "to_id": [said("b"), said("c"), said("c")],
                "service_type": said("type"),
                "period": payload,
                "sent": [10, 3, 60],
                "accepted": [8, 1, 40],
                "reached": [7, 1, 30],
                "feedback": [True, False, True],
                "agreement": [True, True, False],
            }
        ),
        relationships=pd.DataFrame(
            {"from_id": [said("a"), said("d")], "to_id": [said("b"), said("a")], "kind": said("k")}
        ),
        groups=pd.DataFrame(
            {"group_id": [said("group")], "name": [said("group")], "kind": [payload]}
        ),
        memberships=pd.DataFrame(
            {
                "group_id": [said("group")],
                "organisation_id": [said("a")],
                "represents_area_code": [said("area 1")],
            }
        ),
        about=pd.DataFrame(
            {
                "title": [said("title")],
                "area": [payload],
                "prepared_by": [payload],
                "licence": [payload],
                "sources": [payload],
            }
        ),
    )


EVERY_PAYLOAD = (
    *PAYLOADS,
    # Elements that run by themselves.
    "<svg><script>alert(10)</script></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(11)>",
    "<details open ontoggle=alert(12)>",
    "<body onload=alert(13)>",
    "<input autofocus onfocus=alert(14)>",
    "<video><source onerror=alert(15)></video>",
    "<object data='data:text/html,<script>alert(16)</script>'></object>",
    "<embed src=javascript:alert(17)>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<form action=//evil.example><button>press</button></form>",
    "<!--><script>alert(18)</script>",
    "<![CDATA[<script>alert(19)</script>]]>",
    "<scr<script>ipt>alert(20)</scr</script>ipt>",
    "&lt;script&gt;alert(21)&lt;/script&gt;",
    "\\u003cscript\\u003ealert(22)\\u003c/script\\u003e",
    "%3Cscript%3Ealert(23)%3C/script%3E",
    # Ways out of an attribute, a script, a style or a comment.
    '" autofocus onfocus=alert(24) x="',
    "` onmouseover=alert(25) `",
    "';alert(26);//",
    '";alert(27);//',
    "${alert(28)}",
    "\\';alert(29);//",
    "-->]]>*/alert(30)/*",
    "</textarea></option></select><script>alert(31)</script>",
    "expression(alert(32))",
    "x;background:url(//evil.example/x)",
    "}</style><script>alert(33)</script>",
    "@import '//evil.example/x.css';",
    # Addresses.
    "JaVaScRiPt:alert(34)",
    "java\tscript:alert(35)",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgzNik8L3NjcmlwdD4=",
    "vbscript:msgbox(37)",
    "//evil.example/x",
    "https://evil.example/'><script>alert(38)</script>",
    "file:///etc/passwd",
    # Templates.
    "{{ ''.__class__.__mro__ }}",
    "{% include '/etc/passwd' %}",
    "<%= 7*7 %>",
    "#{7*7}",
    "{0.__class__} %(x)s %s %n",
    # Formulas.
    "=1+1",
    '=HYPERLINK("//evil.example","press")',
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1+1)",
    "\t=1+1",
    # Queries, paths and commands.
    "'; DROP TABLE organisations; --",
    '" OR ""="',
    "../../../../etc/passwd",
    "..\\..\\windows\\system32",
    "C:\\CON",
    "$(touch evil) `touch evil` | touch evil",
    "__proto__",
    "constructor",
    # Characters that are not seen, turn the line, or are very many.
    "\u202egnp.exe",
    "zero\u200bwidth\u2060\ufeff",
    "nul\u0000bell\u0007escape\u001b[31m",
    "new\nline\r\nand\u2028another",
    "Z" + "\u0301" * 200,
    "long " * 400,
    "\U0001f1fa\U0001f1e6" * 40,
)
"""Texts of every kind that has run, led away or broken something in some page or workbook."""

HARMLESS = (
    "O'Brien & Sons <3 people>",
    'The "Open" Door',
    "100% Women {and} children",
    "a/b c\\d: #1 [new]",
    "مركز اللاجئين",
    "Центр «Дім»",
    "Zoë Łódź Çelik",
)
"""Names that people have, with every character that a clumsy guard would take away or spell out."""
