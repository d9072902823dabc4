"""One app of the gallery, made of the demo city's synthetic car parks: its page is the demo's own dashboard, and it says what it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from zhanqiao.core_services.gallery import operations as gallery
from zhanqiao.core_services.gallery.queries import my_apps
from zhanqiao.core_services.gallery.rules import AppWords, Kind, Shot
from zhanqiao.demo.city.contest import dataset_named
from zhanqiao.demo.city.society import BOARD, PARKING
from zhanqiao.people.access.queries import card_of
from zhanqiao.people.accounts.rules import Role

SCREENSHOT = Path(__file__).parent.parent / "data" / "pictures" / "parking-dashboard.webp"


def ensure_app(*, accounts: Mapping[Role, str], at: datetime) -> str:
    """Hand it in as the citizen and accept it as the authority, once; return its id, nothing where its dataset was not loaded."""
    dataset_id = dataset_named(PARKING)
    if not dataset_id:
        return ""
    citizen = accounts[Role.citizen]
    mine = my_apps(account_id=citizen, card=card_of(account_id=citizen))
    if mine:
        return mine[0].id
    words = AppWords(
        name_zh="（合成数据）全市停车一览",
        name_en="(Synthetic data) Parking of the city at a glance",
        about_zh="演示示例：用合成的停车场数据做的看板，比较各区市的泊位、收费和充电桩。数字不代表真实情况。",
        about_en="An example for demonstration: a dashboard of synthetic car parks that compares spaces, fees and chargers by district. "
        "The figures are not real.",
        address=f"/dashboards/{BOARD}/",
        maker="（合成）海风队",
        kind=Kind.CHART,
        datasets=(dataset_id,),
        pictures=(
            Shot(alt="看板：停车场数、泊位、充电桩和各区市的泊位图（合成数据）", content=SCREENSHOT.read_bytes()),
        ),
    )
    app_id = gallery.hand_in(words=words, by=accounts[Role.citizen], at=at)
    gallery.accept(app_id=app_id, number=1, by=accounts[Role.authority], at=at)
    return app_id
