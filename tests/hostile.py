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
