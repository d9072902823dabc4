"""A declared system of coordinates: applied in the release, told with it, and applied to what comes later."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.test import Client
from tests.core_services.publishing.grounds import AT, BY, clock, described, officer, understood, written
from tests.kit.test_coordinates import metres
from tests.seeding import permit

from zhanqiao.core_services.publishing import command, operations, queries
from zhanqiao.core_services.publishing.models import ConvertedTable
from zhanqiao.core_services.publishing.operations.shortcut import NoPlacesError
from zhanqiao.core_services.publishing.rules import MaskingRule, PlacesInvalidError, TableMasking, TableWords
from zhanqiao.data_center.storage import operations as storage_operations
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import Query
from zhanqiao.data_center.storage.rules import DeclaredPlaces, HalfPlaceError, Mode, Operation
from zhanqiao.kit.coordinates import System, convert
from zhanqiao.people.audit.models import AuditLine

PAIR = DeclaredPlaces(longitude="经度", latitude="纬度", system=System.GCJ02)
STOPS = "编号,站名,经度,纬度\n" + "".join(f"{n:04d},第{n}站,120.{n:03d},36.{n:03d}\n" for n in range(1, 31))
BROKEN = STOPS + "0031,坏站,12o.5,36.031\n0032,国外,-0.1276,51.5072\n"


def declared(
    department: str, *, content: str = STOPS, places: tuple[DeclaredPlaces, ...] = (PAIR,), **more: str
) -> str:
    """Hand a file in and declare its places; return the submission's id."""
    submission_id = understood(content=content, department=department, **more)
    describe(submission_id, department, places)
    return submission_id


def describe(
    submission_id: str, department: str, places: tuple[DeclaredPlaces, ...] | None, mode: Mode = Mode.REPLACE
) -> None:
    card = queries.submission_card(submission_id=submission_id, card=officer(department))
    (words,) = queries.proposed_tables(submission=card)
    said = (
        words
        if places is None
        else TableWords.from_dict({**words.as_dict(), "places": [one.as_dict() for one in places]})
    )
    operations.describe(
        submission_id=submission_id,
        entry=queries.proposed_entry(submission=card),
        tables=[said],
        mode=mode,
        dataset_id=card.dataset_id,
        by=BY,
        at=AT,
    )


def publish(submission_id: str) -> str:
    """Publish and return the table's id."""
    result = operations.publish(submission_id=submission_id, by=BY, at=AT, clock=clock)
    assert result is not None
    permit(dataset_id=result["dataset"])
    return str(result["tables"][0])


def places_of(table_id: str) -> list[tuple[float, float]]:
    rows = storage.rows(card=storage.table_card(table_id=table_id), query=Query()).rows
    return [(row[-2], row[-1]) for row in rows]


def expected(number: int, system: System = System.GCJ02) -> tuple[float, float]:
    return convert(longitude=120 + number / 1000, latitude=36 + number / 1000, source=system, target=System.WGS84)


def off(found: list[tuple[float, float]], system: System = System.GCJ02, first: int = 1) -> float:
    return max(metres(one, expected(number, system)) for number, one in enumerate(found, start=first))


@pytest.mark.parametrize("system", [System.GCJ02, System.BD09])
def test_a_declared_file_is_published_in_wgs84_and_says_so(department: str, system: System) -> None:
    places = DeclaredPlaces(longitude="经度", latitude="纬度", system=system)
    table_id = publish(declared(department, places=(places,)))
    card = storage.table_card(table_id=table_id)
    told = {"longitude": "经度", "latitude": "纬度", "system": system.value, "converted": 30, "outside": 0, "halves": 0}
    assert off(places_of(table_id), system) < 0.01
    assert card.coordinates == (told,)
    assert card.bbox is not None
    assert metres((card.bbox[0], card.bbox[1]), expected(1, system)) < 1
    (line,) = AuditLine.objects.filter(action="release.convert")
    assert json.loads(line.detail)["coordinates"] == [told]


def test_problem_cells_stay_and_what_cannot_be_converted_is_counted(department: str) -> None:
    table_id = publish(declared(department, content=BROKEN))
    card = storage.table_card(table_id=table_id)
    (told,) = card.coordinates
    assert (told["converted"], told["outside"], told["halves"], card.problem_cells) == (30, 1, 1, 1)
    assert places_of(table_id)[30:] == [(None, 36.031), (-0.1276, 51.5072)]


def test_an_appended_file_is_converted_by_the_same_declaration(department: str) -> None:
    table_id = publish(declared(department))
    dataset_id = storage.table_card(table_id=table_id).dataset_id
    later = "编号,站名,经度,纬度\n" + "".join(f"{n:04d},第{n}站,120.{n:03d},36.{n:03d}\n" for n in range(31, 51))
    submission_id = understood(content=later, department=department, dataset_id=dataset_id)
    describe(submission_id, department, None, Mode.APPEND)
    assert publish(submission_id) == table_id
    assert off(places_of(table_id)) < 0.01
    assert [one["converted"] for one in storage.table_card(table_id=table_id).coordinates] == [50]


def test_rows_and_files_of_programs_are_converted_by_the_same_declaration(department: str) -> None:
    table_id = publish(declared(department))
    row = {"编号": "0031", "站名": "第31站", "经度": 120.031, "纬度": 36.031}
    operations.send_rows(table_id=table_id, operation=Operation.APPEND, rows=[row], by=BY, at=AT)
    operations.publish_rows(table_id=table_id, at=AT)
    assert off(places_of(table_id)) < 0.01
    half = {"编号": "0032", "站名": "第32站", "经度": 120.032}
    with pytest.raises(HalfPlaceError):
        operations.send_rows(table_id=table_id, operation=Operation.APPEND, rows=[half], by=BY, at=AT)
    submission_id, _ = operations.send_file(
        table_id=table_id, chunks=[STOPS.encode()], filename="a.csv", mode=Mode.REPLACE, by=BY, at=AT
    )
    operations.understand_submission(submission_id=submission_id, by=BY, at=AT, clock=clock)
    operations.publish(submission_id=submission_id, by=BY, at=AT, clock=clock)
    assert (len(places_of(table_id)), off(places_of(table_id)) < 0.01) == (30, True)


def test_a_later_file_may_be_declared_to_be_in_wgs84(department: str) -> None:
    table_id = publish(declared(department))
    dataset_id = storage.table_card(table_id=table_id).dataset_id
    assert publish(declared(department, places=(), dataset_id=dataset_id)) == table_id
    assert places_of(table_id)[0] == (120.001, 36.001)
    assert storage.table_card(table_id=table_id).coordinates == ()
    assert ConvertedTable.objects.count() == 0


def test_masks_are_applied_to_the_converted_places(department: str) -> None:
    submission_id = declared(department)
    rounded = TableMasking(
        tuple(MaskingRule(column=name, method="generalise", grain="rounded", size=3) for name in PAIR.columns)
    )
    operations.choose_masking(submission_id=submission_id, table="公交站点", masking=rounded, by=BY, at=AT)
    table_id = publish(submission_id)
    row = {"编号": "0031", "站名": "第31站", "经度": "120.031", "纬度": 36.031}
    operations.send_rows(table_id=table_id, operation=Operation.APPEND, rows=[row], by=BY, at=AT)
    operations.publish_rows(table_id=table_id, at=AT)
    wanted = [tuple(round(part, 3) for part in expected(number)) for number in range(1, 32)]
    assert [tuple(map(float, place)) for place in places_of(table_id)] == wanted


def test_reviewers_see_converted_places(department: str) -> None:
    submission_id = declared(department)
    card = queries.submission_card(submission_id=submission_id, card=officer(department))
    (review,) = queries.table_reviews(submission=card, at=AT)
    rows = storage.rows(card=review.draft, query=Query()).rows
    assert metres((rows[0][-2], rows[0][-1]), expected(1)) < 0.01


@pytest.mark.parametrize(
    "places",
    [
        (DeclaredPlaces(longitude="经度", system=System.GCJ02),),
        (DeclaredPlaces(longitude="经度", latitude="站名", system=System.GCJ02),),
        (DeclaredPlaces(longitude="经度", latitude="没有", system=System.GCJ02),),
        (DeclaredPlaces(geometry="经度", system=System.GCJ02),),
        (PAIR, PAIR),
    ],
)
def test_a_declaration_that_does_not_fit_is_refused(department: str, places: tuple[DeclaredPlaces, ...]) -> None:
    submission_id = understood(content=STOPS, department=department)
    with pytest.raises(PlacesInvalidError):
        describe(submission_id, department, places)


def test_the_command_declares_for_all_places(
    department: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, "stops.csv", STOPS)
    usual = ["--dataset", "stops", "--title", "站点", "--department", department]
    assert command.main([str(path), *usual, "--coordinates", "gcj02"]) == command.PUBLISHED
    table_id = json.loads(capsys.readouterr().out)["tables"][0]
    assert off(places_of(table_id)) < 0.01
    assert command.main([str(path), *usual, "--append"]) == command.PUBLISHED
    assert off(places_of(table_id)[30:]) < 0.01
    plain = written(tmp_path, "lines.csv", "线路,里程\n" + "".join(f"{n}路,{n}.5\n" for n in range(1, 31)))
    refused = [str(plain), "--dataset", "lines", "--title", "线路", "--department", department, "--coordinates", "bd09"]
    assert command.main(refused) == command.REFUSED
    assert NoPlacesError.code in capsys.readouterr().out


def test_the_page_the_api_and_the_catalogue_say_it(department: str, client: Client) -> None:
    table_id = publish(declared(department))
    card = storage.table_card(table_id=table_id)
    told = client.get(f"/api/v1/tables/{table_id}/releases/{card.release_id}").json()["data"]
    dataset = client.get(f"/api/v1/datasets/{card.dataset_id}").json()["data"]
    page = client.get(f"/datasets/{dataset['slug']}", follow=True).content.decode()
    assert told["coordinates"] == list(card.coordinates)
    assert "经度、纬度：由 GCJ-02 转换为 WGS 84，共 30 处。" in page
    graph = client.get(f"/api/v1/datasets/{dataset['slug']}.ttl").content.decode()
    assert "converted from GCJ-02 to WGS 84, 30 places" in graph


def test_untouched_tables_say_nothing(department: str) -> None:
    submission_id = understood(content=STOPS, department=department)
    described(submission_id, department=department)
    table_id = publish(submission_id)
    assert (storage.table_card(table_id=table_id).coordinates, ConvertedTable.objects.count()) == ((), 0)
    assert storage_operations.converted_sent(rows=[{"a": 1}], declared=()) == [{"a": 1}]
