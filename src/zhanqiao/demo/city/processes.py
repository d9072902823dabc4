"""What is under way in the demo city: a correction and a permit that wait, requests for data, one of them answered.

All are made by demo accounts and say in their words that they are examples.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from zhanqiao.core_services.corrections import operations as corrections
from zhanqiao.core_services.corrections import queries as corrected
from zhanqiao.core_services.data_requests import operations as requests
from zhanqiao.core_services.data_requests.rules import OpeningOutcome
from zhanqiao.core_services.reviews import operations as reviews
from zhanqiao.core_services.reviews.rules import UpdateWay
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.kit.clock import CITY_TIME
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.access.queries import card_of
from zhanqiao.people.accounts.rules import Role

AIRPORTS, PARKING = "china-airports", "synthetic-parking-lots"
AIRPORT = {"icao": "ZSQD"}
WANTED = (
    ("希望开放：公交线路实时到站", "（演示）想做一个站牌应用，需要线路、站点和实时到站信息。"),
    ("希望开放：停车场名录与泊位数", "（演示）想知道各区市停车场的位置和泊位数量。"),
)


def ensure_processes(*, accounts: Mapping[Role, str], at: datetime) -> bool:
    """Begin the examples once, as far as their datasets are there; return whether any was begun."""
    if corrected.corrections_asked_by(account_id=accounts[Role.citizen]):
        return False
    _correct(accounts, at)
    _want_updates(accounts, at)
    _ask(accounts, at)
    return True


def _correct(accounts: Mapping[Role, str], at: datetime) -> None:
    try:
        dataset = catalogue.dataset_card(slug=AIRPORTS, card=card_of(account_id=accounts[Role.citizen]))
    except NotFoundError:
        return
    corrections.ask(
        dataset=dataset,
        table_id=dataset.tables[0].id,
        identity=AIRPORT,
        column="city",
        written="Qingdao (Jiaozhou)",
        reason="（演示）胶东国际机场位于胶州市，建议在城市一栏注明。",
        account_id=accounts[Role.citizen],
        at=at,
    )


def _want_updates(accounts: Mapping[Role, str], at: datetime) -> None:
    try:
        dataset_id = catalogue.id_of(slug=AIRPORTS)
    except NotFoundError:
        return
    reviews.ask_for_updates(
        dataset_id=dataset_id,
        ways=[UpdateWay.ROWS],
        until=at.astimezone(CITY_TIME).date() + timedelta(days=180),
        reason="（演示）民航数据交换系统每天推送新增机场。",
        by=accounts[Role.officer],
        at=at,
    )


def _ask(accounts: Mapping[Role, str], at: datetime) -> None:
    asked = [
        requests.ask_for_opening(title=title, detail=detail, by=accounts[Role.citizen], at=at)
        for title, detail in WANTED
    ]
    for role in (Role.operator, Role.officer):
        requests.vote_for_opening(opening_id=asked[0], by=accounts[role], at=at)
    try:
        dataset_id = catalogue.id_of(slug=PARKING)
    except NotFoundError:
        return
    requests.answer_opening(
        opening_id=asked[1],
        outcome=OpeningOutcome.OPENED,
        answer="（演示）已开放，见所附数据集。",
        dataset_id=dataset_id,
        office_id=None,
        by=accounts[Role.authority],
        at=at,
    )
