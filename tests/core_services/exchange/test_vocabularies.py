"""Other portals' words in ours, and records as entries."""

from __future__ import annotations

import pytest

from zhanqiao.core_services.exchange.rules import (
    Contact,
    Record,
    cycle_code,
    entry_of,
    field_of,
    licence_code,
    office_contact,
    open_type,
    slug_of,
    theme_code,
)
from zhanqiao.data_center.catalogue.rules import problems


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("http://publications.europa.eu/resource/authority/frequency/DAILY", "daily"),
        ("R/P1Y", "yearly"),
        ("每季度", "quarterly"),
        ("实时", "realtime"),
        ("EVERY_DAY", "daily"),
        ("HALF_YEAR", "half_yearly"),
        ("fortnightly", "monthly"),
        ("now and then", None),
    ],
)
def test_update_cycles(word: str, code: str | None) -> None:
    assert cycle_code(word) == code


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("https://creativecommons.org/licenses/by/4.0/", "CC-BY-4.0"),
        ("http://creativecommons.org/publicdomain/zero/1.0", "CC0-1.0"),
        ("http://publications.europa.eu/resource/authority/licence/CC_BY_4_0", "CC-BY-4.0"),
        ("https://spdx.org/licenses/ODbL-1.0.html", "ODbL-1.0"),
        ("cc-zero", "CC0-1.0"),
        ("https://creativecommons.org/licenses/by/3.0/", "LicenseRef-Other"),
        ("ask us", "LicenseRef-Not-Stated"),
        ("", "LicenseRef-Not-Stated"),
    ],
)
def test_licences(words: str, code: str) -> None:
    assert licence_code(words)[0] == code


def test_themes_openness_and_heads() -> None:
    assert theme_code(("http://publications.europa.eu/resource/authority/data-theme/TRAN",)) == "6"
    assert theme_code(("生态环境",)) == "10"
    assert theme_code(("anything",)) == "22"
    assert [open_type(word) for word in ("non-public", "有条件开放", "登录开放", "")] == [
        "closed",
        "conditional",
        "unconditional",
        "unconditional",
    ]
    assert [field_of(label=one) for one in ("标题*", "来源部门", "更新频度", "摘要（必填）", "别的")] == [
        "title",
        "publisher",
        "cycle",
        "description",
        None,
    ]


@pytest.mark.parametrize(
    ("name", "email", "phone", "kept"),
    [
        ("Jane Doe", "jane.doe@city.example", "+1 555", Contact()),
        ("Jane Doe", "opendata@city.example", "+1 555", Contact(email="opendata@city.example")),
        (
            "Data Services Office",
            "jane.doe@city.example",
            "+1 555",
            Contact(name="Data Services Office", phone="+1 555"),
        ),
        ("张伟", "zhangwei@qd.example", "0532-1", Contact()),
        (
            "市大数据发展管理局",
            "info@qd.example",
            "13912345678",
            Contact(name="市大数据发展管理局", email="info@qd.example"),
        ),
    ],
)
def test_only_an_office_is_kept_as_contact(name: str, email: str, phone: str, kept: Contact) -> None:
    assert office_contact(name=name, email=email, phone=phone) == kept


@pytest.mark.parametrize("access", ["public", "restricted public", "non-public"])
def test_an_entry_of_a_bare_record_is_valid(access: str) -> None:
    record = Record(identifier="x", titles=(("fr", "Gares"),), access=access)
    entry = entry_of(record=record, key="lyon", department="dept", fallback_page="https://lyon.example/", number=7)
    assert problems(entry=entry) == ()
    assert (entry.title_zh, entry.licence, entry.resource_code) == ("Gares", "LicenseRef-Not-Stated", "399000/000007")
    assert entry.slug == slug_of(key="lyon", identifier="x")
