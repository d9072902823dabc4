"""The declaration of a system of coordinates in the dictionary step, as a form without JavaScript."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.core_services.publishing.grounds import STOPS, clock
from tests.portal.workbench.test_personal_page import AT, logged_in
from tests.seeding import DEPARTMENT, register_department
from zhanqiao.core_services.publishing import operations, queries
from zhanqiao.core_services.publishing.queries import SubmissionCard
from zhanqiao.core_services.publishing.rules import PlaceChoices, TableWords, place_choices
from zhanqiao.data_center.storage.rules import DeclaredPlaces
from zhanqiao.kit.coordinates import System
from zhanqiao.people.access import queries as access
from zhanqiao.people.accounts.rules import Role
from zhanqiao.people.departments.queries import department_card
from zhanqiao.portal.workbench.forms.dictionary import TablesForm
from zhanqiao.portal.workbench.forms.places import PlacesForm

pytestmark = pytest.mark.django_db(transaction=True)


def card_of(submission_id: str, officer: str) -> SubmissionCard:
    return queries.submission_card(submission_id=submission_id, card=access.card_of(account_id=officer))


def sent(form: TablesForm, **changed: str) -> dict[str, str]:
    """Return what a browser sends of the form as it stands, with changes."""
    table = form.tables[0]
    parts = [table.head, *table.lines, *table.coordinates.lines]
    shown = {field.html_name: field.value() or "" for part in parts for field in part}
    return {name: "on" if value is True else str(value) for name, value in shown.items()} | changed


def test_an_officer_declares_the_system_of_the_pair_that_was_found(client: Client) -> None:
    register_department()
    officer = logged_in(client, Role.officer, department_card(key_or_code=DEPARTMENT).id)
    submission_id = operations.receive_file(
        chunks=[STOPS.encode()], filename="站点.csv", department=DEPARTMENT, by=officer, at=AT
    )
    operations.understand_submission(submission_id=submission_id, by=officer, at=AT, clock=clock)
    address = f"/workbench/submissions/{submission_id}/dictionary/"
    page = client.get(address).content.decode()
    card = card_of(submission_id, officer)
    choices = queries.choices_of(report=card.report)
    form = TablesForm(None, tables=queries.proposed_tables(submission=card), choices=choices)
    assert ("坐标系" in page, "GCJ-02" in page) == (True, True)
    answer = client.post(address, sent(form, **{"t0-c-pair0-system": "gcj02"}))
    assert answer.status_code == 302
    places = DeclaredPlaces(longitude="经度", latitude="纬度", system=System.GCJ02)
    assert [table.places for table in card_of(submission_id, officer).tables] == [(places,)]
    assert 'value="gcj02" selected' in client.get(address).content.decode()
    refused = client.post(address, sent(form, **{"t0-c-pair0-system": "gcj02", "t0-c-pair0-latitude": ""}))
    assert (refused.status_code, "经度和纬度两列都要选择" in refused.content.decode()) == (422, True)


def test_a_table_without_places_has_a_free_line_where_two_columns_are_numbers() -> None:
    choices = place_choices(columns=[("x", "number", None), ("y", "decimal", None), ("名", "text", None)])
    form = PlacesForm(
        {"p-pair0-longitude": "x", "p-pair0-latitude": "y", "p-pair0-system": "bd09"},
        prefix="p",
        choices=choices,
        declared=(),
    )
    assert (form.is_valid(), form.proposed) == (True, False)
    assert form.places() == (DeclaredPlaces(longitude="x", latitude="y", system=System.BD09),)
    assert PlacesForm(None, prefix="p", choices=PlaceChoices(), declared=()).lines == []


def test_a_geometry_is_declared_and_the_usual_system_declares_nothing() -> None:
    choices = place_choices(columns=[("形状", "geometry", None)])
    declared = (DeclaredPlaces(geometry="形状", system=System.GCJ02),)
    form = PlacesForm({"p-shape0-system": "wgs84"}, prefix="p", choices=choices, declared=declared)
    assert (form.is_valid(), form.places()) == (True, ())
    unsent = PlacesForm(None, prefix="p", choices=choices, declared=declared)
    assert unsent.shapes[0]["system"].value() == "gcj02"


def test_words_on_other_pages_keep_their_declaration() -> None:
    table = TableWords(name="t", places=(DeclaredPlaces(geometry="形状", system=System.GCJ02),))
    assert TableWords.from_dict(table.as_dict()) == table
