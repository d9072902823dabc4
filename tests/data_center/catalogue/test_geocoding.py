"""Names and addresses, led to districts and townships; what is not certain says so."""

from __future__ import annotations

import pytest

from zhanqiao.data_center.catalogue.rules.gazetteer import current_code, gazetteer
from zhanqiao.data_center.catalogue.rules.geocoding import REASONS, STATUSES, Geocoded, geocoded, geocoded_all

TOWNS = (
    ("370202001", "香港中路街道"),
    ("370202005", "湛山街道"),
    ("370203006", "延安路街道"),
    ("370203009", "即墨路街道"),
    ("370203040", "双山街道"),
    ("370212001", "中韩街道"),
    ("370212002", "沙子口街道办事处"),
    ("370212002", "沙子口街道"),
    ("370211020", "灵山卫街道"),
    ("370281005", "中云街道"),
    ("370283101", "古岘镇"),
    ("370285101", "姜山镇"),
    ("370215101", "姜山镇"),
    ("370102001", "解放路街道"),
)
NAMES = gazetteer(townships=TOWNS)


def told(text: str) -> tuple[str, list[str], str]:
    """Return the status, the codes, and the reason of the first."""
    found = geocoded(text=text, names=NAMES)
    return (
        found.status,
        [match.division.code for match in found.matches],
        found.matches[0].reason if found.matches else "",
    )


@pytest.mark.parametrize(
    ("text", "code", "reason"),
    [
        ("青岛市市北区延安三路234号", "370203", "full"),
        ("山东省青岛市市南区香港中路10号", "370202", "full"),
        ("崂山区沙子口街道", "370212002", "full"),
        ("崂山区 沙子口街道办事处，海滨路1号", "370212002", "full"),
        ("青岛市南区", "370202", "full"),
        ("青岛市市南区香港中路街道", "370202001", "full"),
        ("胶州市中云街道", "370281005", "full"),
        ("市南", "370202", "short"),
        ("青岛崂山", "370212", "short"),
        ("崂山沙子口街道", "370212002", "short"),
        ("崂山区沙子口", "370212002", "short"),
        ("沙子口街道海滨路", "370212002", "township-unique"),
        ("青岛市即墨路街道", "370203009", "township-unique"),
        ("四方区", "370203", "former"),
        ("青岛市胶南市灵山卫街道", "370211020", "former"),
        ("即墨市", "370215", "former"),
        ("地址：市北区", "370203", "inside"),
        ("青岛市", "370200", "city"),
        ("山东青岛", "370200", "city"),
        ("姜山镇（莱西市）", "", ""),
    ],
)
def test_a_text_is_led_to_its_division(text: str, code: str, reason: str) -> None:
    if not code:
        assert told(text)[0] == "ambiguous"
        return
    assert told(text) == ("found", [code], reason)


@pytest.mark.parametrize(
    ("text", "status", "codes", "reason"),
    [
        ("市北延安三路", "uncertain", ["370203"], "short-in-address"),
        ("城阳市场旁", "uncertain", ["370214"], "short-in-address"),
        ("沙子口", "uncertain", ["370212002"], "township-short"),
        ("姜山镇", "ambiguous", ["370285101", "370215101"], "ambiguous"),
        ("青岛市姜山", "ambiguous", ["370285101", "370215101"], "ambiguous"),
        ("市南区、市北区", "ambiguous", ["370202", "370203"], "several"),
        ("湛山街道和双山街道", "ambiguous", ["370202005", "370203040"], "several"),
        ("市南区沙子口街道", "ambiguous", ["370202", "370212002"], "contradiction"),
    ],
)
def test_what_is_not_certain_says_so(text: str, status: str, codes: list[str], reason: str) -> None:
    assert told(text) == (status, codes, reason)


@pytest.mark.parametrize("text", ["", "海滨路1号", "胶州路18号", "崂山路", "即墨路12号", "江西路", "青岛路"])
def test_roads_that_bear_the_name_of_a_district_are_not_taken_for_it(text: str) -> None:
    assert told(text) == ("unknown", [], "")


@pytest.mark.parametrize("text", ["济南市历下区解放路街道", "山东省烟台市芝罘区", "北京市朝阳区", "河北省石家庄市"])
def test_addresses_of_other_cities_are_elsewhere(text: str) -> None:
    assert told(text) == ("elsewhere", [], "")


def test_an_ordinary_road_behind_the_city_is_no_district() -> None:
    assert told("青岛市南京路") == ("found", ["370200"], "city")
    assert told("青岛市北京路") == ("found", ["370200"], "city")


def test_the_town_tells_its_district_and_its_reason_in_both_languages() -> None:
    (match,) = geocoded(text="沙子口街道", names=NAMES).matches
    assert match.district is not None
    assert (match.district.name.zh, match.confidence) == ("崂山区", 0.9)
    assert (match.because.zh, match.because.en) == (
        "未写区（市），镇街名称在全市唯一",
        "no district given; the township's name is unique in the city",
    )
    both = geocoded(text="姜山镇", names=NAMES)
    assert [(each.confidence, each.because.en) for each in both.matches] == [(0.5, "2 places bear this name")] * 2
    assert both.best is None


def test_a_column_is_answered_in_its_order_and_equal_texts_alike() -> None:
    texts = ["市南区", "沙子口街道", "市南区", ""]
    found = geocoded_all(texts=texts, names=NAMES)
    assert [one.text for one in found] == texts
    assert found[0] is found[2]
    assert found[3] == Geocoded("", "unknown")


def test_without_a_table_of_townships_districts_are_found() -> None:
    names = gazetteer()
    assert geocoded(text="崂山区沙子口街道", names=names).matches[0].division.code == "370212"
    assert geocoded(text="沙子口街道", names=names).status == "unknown"


def test_statuses_and_reasons_are_all_reached_and_retired_codes_lead_on() -> None:
    assert {told(text)[0] for text in ("市南区", "沙子口", "姜山镇", "济南市", "x")} == set(STATUSES)
    assert len(REASONS) == 11
    assert (current_code(code="370282"), current_code(code="370202001")) == ("370215", "370202")
