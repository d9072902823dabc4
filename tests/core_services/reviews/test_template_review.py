"""The catalogue as a template: drafts change at once, what is public after two reviews, and only from what it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.core_services.reviews.grounds import AT, BY, City, approved

from zhanqiao.core_services.reviews import operations, queries
from zhanqiao.core_services.reviews.operations import HandedIn
from zhanqiao.core_services.reviews.rules import ChangeKind, ChangeState
from zhanqiao.data_center.catalogue import operations as catalogue
from zhanqiao.data_center.catalogue import queries as catalogue_queries
from zhanqiao.data_center.catalogue.engine.template_sheets import Resource, read, written
from zhanqiao.data_center.catalogue.operations import EntryChangedMeanwhileError, TemplateRefusedError
from zhanqiao.data_center.metadata.queries import words_of
from zhanqiao.people.audit.models import AuditLine


def handed(city: City, change: Callable[[dict[str, Resource]], None]) -> HandedIn:
    """Export the template, edit it, hand it in."""
    sheet = read(content=catalogue_queries.template_file(card=city.card()))
    change({each.cells["title_zh"]: each for each in sheet.resources})
    content = written(resources=list(sheet.resources), marks=sheet.marks)
    return operations.hand_in_template(content=content, card=city.card(), at=AT)


def abstract(dataset_id: str) -> str:
    return catalogue_queries.entry(dataset_id=dataset_id).abstract_zh


def described(*titles: str) -> Callable[[dict[str, Resource]], None]:
    def change(resources: dict[str, Resource]) -> None:
        for title in titles:
            resources[title].cells["abstract_zh"] = f"{title}的说明"

    return change


def test_a_draft_changes_at_once(city: City) -> None:
    done = handed(city, described("规划草案"))
    assert (done.saved, done.changes, abstract(city.draft)) == (1, (), "规划草案的说明")


def test_what_is_public_changes_after_both_reviews(city: City) -> None:
    done = handed(city, described("停车场余位", "监测井", "规划草案"))
    (change,) = done.changes
    assert (done.saved, abstract(city.lots), abstract(city.wells)) == (1, "", "")
    card = queries.change_card(change_id=change, card=city.card())
    assert (card.kind, [one["title"] for one in card.content["datasets"]]) == (
        ChangeKind.ENTRY,
        ["停车场余位", "监测井"],
    )
    assert card.content["datasets"][0]["cells"][0][2:] == ["", "停车场余位的说明"]
    assert approved(change) is ChangeState.IN_EFFECT
    assert (abstract(city.lots), abstract(city.wells)) == ("停车场余位的说明", "监测井的说明")
    lines = AuditLine.objects.filter(action="dataset.revise", object_id=city.lots)
    assert [line.by for line in lines] == [BY]


def test_an_item_changes_the_dictionary_after_both_reviews(city: City) -> None:
    def change(resources: dict[str, Resource]) -> None:
        resources["停车场余位"].items[2] |= {"item_zh": "剩余车位", "item_en": "Free spaces"}

    done = handed(city, change)
    before = [one.name_zh for one in words_of(table_id=city.table)]
    approved(done.changes[0])
    words = words_of(table_id=city.table)
    assert (before[2], words[2].name_zh, words[2].name_en) == ("余位", "剩余车位", "Free spaces")
    assert [one.name_zh for one in words[:2]] == before[:2]


def test_a_field_that_changed_meanwhile_stops_the_whole_change(city: City) -> None:
    done = handed(city, described("停车场余位", "监测井"))
    newer = replace(catalogue_queries.entry(dataset_id=city.wells), abstract_zh="后来的说明")
    catalogue.revise_dataset(dataset_id=city.wells, entry=newer, by=BY, at=AT)
    with pytest.raises(EntryChangedMeanwhileError):
        approved(done.changes[0])
    assert (abstract(city.lots), abstract(city.wells)) == ("", "后来的说明")
    card = queries.change_card(change_id=done.changes[0], card=city.card())
    assert card.state is ChangeState.AUTHORITY_REVIEW


def test_other_fields_that_changed_meanwhile_stay(city: City) -> None:
    done = handed(city, described("停车场余位"))
    newer = replace(catalogue_queries.entry(dataset_id=city.lots), keywords=("停车",))
    catalogue.revise_dataset(dataset_id=city.lots, entry=newer, by=BY, at=AT)
    approved(done.changes[0])
    entry = catalogue_queries.entry(dataset_id=city.lots)
    assert (entry.abstract_zh, entry.keywords) == ("停车场余位的说明", ("停车",))


def test_a_template_with_a_fault_changes_nothing_and_asks_for_nothing(city: City) -> None:
    def change(resources: dict[str, Resource]) -> None:
        described("规划草案", "监测井")(resources)
        resources["停车场余位"].cells["update_cycle"] = "偶尔"

    with pytest.raises(TemplateRefusedError):
        handed(city, change)
    assert (abstract(city.draft), queries.changes_for(card=city.card())) == ("", ())


def test_a_change_that_is_taken_back_changes_nothing(city: City) -> None:
    (change,) = handed(city, described("监测井")).changes
    operations.take_back_change(change_id=change, by=BY, at=AT)
    assert (queries.changes_for(card=city.card())[0].state, abstract(city.wells)) == (ChangeState.TAKEN_BACK, "")
