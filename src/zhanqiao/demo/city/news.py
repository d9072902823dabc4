"""Three articles of the demo city, one of them an interview that takes questions. All say that they are examples."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from zhanqiao.core_services.news import operations as news
from zhanqiao.core_services.news.queries import articles_for
from zhanqiao.core_services.news.rules import ArticleWords, Guest, Kind, Turn
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.access.queries import ANONYMOUS
from zhanqiao.people.accounts.rules import Role
from zhanqiao.people.departments.queries import department_card

PARKING = "synthetic-parking-lots"
INTERVIEW_DAYS = 21
ZH, EN = "**本文为演示示例，内容是虚构的。**", "**An example for demonstration; what it tells is made up.**"


def ensure_news(*, accounts: Mapping[Role, str], department: str, at: datetime) -> bool:
    """Write the examples once for a department (key): its officer writes, its reviewer releases. Return whether any was made."""
    office = department_card(key_or_code=department).id
    if articles_for(departments=frozenset({office})):
        return False
    written = ((Kind.POLICY, _policy()), (Kind.NEWS, _news()), (Kind.INTERVIEW, _interview(at)))
    for days, (kind, words) in zip((2, 1, 0), written, strict=True):
        day = at - timedelta(days=days)
        made = news.write_article(kind=kind, department=department, words=words, by=accounts[Role.officer], at=day)
        news.release_article(article_id=made, number=1, revision=1, by=accounts[Role.reviewer], at=day)
    return True


def _news() -> ArticleWords:
    return ArticleWords(
        title_zh="（示例）停车场数据按季度更新",
        title_en="(Example) Car parks are updated every quarter",
        summary_zh="停车场的泊位、收费和充电桩数量将按季度核对更新。",
        summary_en="Spaces, fees and chargers of car parks will be checked and updated every quarter.",
        body_zh=f"{ZH}\n\n## 更新什么\n\n- 泊位数\n- 首小时收费\n- 充电桩数\n\n发现错误，可在数据集页面逐格提出校核。",
        body_en=f"{EN}\n\n## What is updated\n\n- spaces\n- the fee of the first hour\n- chargers\n\n"
        "Whoever finds a mistake can say so at the very cell, on the dataset's page.",
        datasets=_datasets(),
    )


def _policy() -> ArticleWords:
    return ArticleWords(
        title_zh="（示例）有条件开放的数据怎样申请",
        title_en="(Example) How data that are open on condition are applied for",
        summary_zh="三步：看条件、交申请、签协议。",
        summary_en="Three steps: read the condition, apply, accept the agreement.",
        body_zh=f"{ZH}\n\n## 三步\n\n1. 在数据集页面查看开放条件；\n2. 登录后提交申请，说明用途；\n3. 审核同意后签订利用协议，取得访问密钥。\n\n"
        "## 要多久\n\n办理期限写在每一步旁边，按真实的工作日历计算。",
        body_en=f"{EN}\n\n## Three steps\n\n1. Read the condition on the dataset's page.\n2. Sign in and apply; say what for.\n"
        "3. After consent, accept the agreement and get a key.\n\n## How long it takes\n\n"
        "The term stands beside each step, counted by the real calendar of working days.",
    )


def _interview(at: datetime) -> ArticleWords:
    return ArticleWords(
        title_zh="（示例）在线访谈预告：交通数据怎样服务出行",
        title_en="(Example) Interview to come: what traffic data do for getting around",
        summary_zh="欢迎在访谈开始前提问；先回答两个常见问题。",
        summary_en="Hand in your questions before it begins; two frequent ones are answered already.",
        body_zh=f"{ZH}\n\n访谈将围绕停车、公交和道路数据的开放与利用。",
        body_en=f"{EN}\n\nThe interview is about opening and using data on parking, buses and roads.",
        held_at=at + timedelta(days=INTERVIEW_DAYS),
        guests=(Guest("（示例）陈明", "（示例）交通数据处处长"), Guest("（示例）林悦", "（示例）停车管理工程师")),
        dialogue=(
            Turn(
                "停车场数据多久更新一次？",
                "按目录中承诺的更新周期更新，页面上可以看到是否按时。",
                "How often are the car parks updated?",
                "In the cycle that the catalogue promises; their page says whether they are on time.",
            ),
            Turn(
                "数据可以用在自己的应用里吗？",
                "可以，注明来源即可；做好之后欢迎提交到应用展示。",
                "May I use the data in my own app?",
                "Yes, if you name the source; then hand it in to the gallery of apps.",
            ),
        ),
        datasets=_datasets(),
    )


def _datasets() -> tuple[str, ...]:
    """Return the datasets that were loaded of those spoken of."""
    try:
        return (catalogue.dataset_card(slug=PARKING, card=ANONYMOUS).id,)
    except NotFoundError:
        return ()
