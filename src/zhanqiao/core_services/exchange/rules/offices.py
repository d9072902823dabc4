"""Whether a contact is an office's. Natural persons' names, mailboxes and telephones are not kept (个人信息保护法 art 6)."""

from __future__ import annotations

import re

from zhanqiao.core_services.exchange.rules.records import Contact

ENDINGS_ZH = re.compile(r"(办公室|委员会|中心|公司|集团|政府|大学|学院|平台|客服|热线|服务台|研究院|管理局)$")
SHORT_ENDINGS_ZH = re.compile(
    r"^.{3,}[局办委处科室部院厅署站所队]$"
)  # a name of a person has no four characters before
WORDS_EN = frozenset(
    [
        "office",
        "bureau",
        "department",
        "dept",
        "division",
        "agency",
        "center",
        "centre",
        "desk",
        "helpdesk",
        "team",
        "support",
        "service",
        "services",
        "help",
        "authority",
        "council",
        "ministry",
        "commission",
        "institute",
        "university",
        "library",
        "unit",
        "branch",
        "government",
        "administration",
        "opendata",
        "data",
        "info",
        "information",
        "webmaster",
        "contact",
        "enquiries",
        "inquiries",
        "board",
        "committee",
        "laboratory",
        "survey",
    ]
)
MAILBOXES = frozenset(
    [
        "info",
        "contact",
        "data",
        "opendata",
        "open",
        "help",
        "helpdesk",
        "support",
        "service",
        "services",
        "admin",
        "office",
        "webmaster",
        "enquiries",
        "inquiries",
        "enquiry",
        "inquiry",
        "statistics",
        "stats",
        "library",
        "press",
        "gis",
        "foia",
        "records",
        "portal",
        "dataportal",
        "publicdata",
        "feedback",
        "team",
        "desk",
        "bureau",
        "department",
        "agency",
        "mail",
        "hello",
        "ask",
        "metadata",
        "catalog",
        "catalogue",
        "dcat",
        "egov",
        "egovernment",
    ]
)
MOBILE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d{9}(?!\d)")
EMAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")


def office_contact(*, name: str, email: str, phone: str, publisher: str = "", organisation: bool = False) -> Contact:
    """Return as much of a contact as is an office's; ``organisation`` when the source itself types it as one."""
    name, email = name.strip(), email.strip().removeprefix("mailto:").strip()
    office = organisation or _is_office(name, publisher=publisher)
    shared = EMAIL.match(email) is not None and (organisation or _is_shared_mailbox(email))
    kept_phone = phone.strip().removeprefix("tel:") if office and not MOBILE.search(phone.replace(" ", "")) else ""
    return Contact(name=name[:100] if office else "", email=email[:200] if shared else "", phone=kept_phone[:60])


def _is_office(name: str, *, publisher: str) -> bool:
    if not name:
        return False
    if publisher and name.casefold() == publisher.strip().casefold():
        return True
    words = set(re.findall(r"[a-z]+", name.casefold()))
    return bool(ENDINGS_ZH.search(name) or SHORT_ENDINGS_ZH.match(name) or words & WORDS_EN)


def _is_shared_mailbox(email: str) -> bool:
    words = re.split(r"[._+-]|\d+", email.partition("@")[0].casefold())
    return any(word in MAILBOXES for word in words)
