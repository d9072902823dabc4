"""Applications for the demo city's conditional data, by demo accounts; they say in their words that they are examples."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from zhanqiao.core_services.data_requests import operations as requests
from zhanqiao.core_services.data_requests import queries as decided
from zhanqiao.core_services.data_requests.rules import ApplicantKind, ApplicationForm, ProofFile
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.kit.clock import CITY_TIME
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.paper import printed, styles, words
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.rules import Way
from zhanqiao.people.accounts.rules import Role

STAYS = "synthetic-parking-visits"


def ensure_applications(*, accounts: Mapping[Role, str], at: datetime) -> bool:
    """Hand two applications in, once: one waits for the owner of the data, one was refused and is among the public results.

    Return whether any was handed in.
    """
    if decided.applications_of(account_id=accounts[Role.citizen]):
        return False
    try:
        dataset_id = catalogue.id_of(slug=STAYS)
    except NotFoundError:
        return False
    form = _form(at)
    proof = ProofFile(name="example.pdf", content=_paper())
    waiting = requests.submit_application(
        dataset_id=dataset_id, form=form, files=[proof], by=accounts[Role.citizen], at=at
    )
    other = replace(form, applicant="（演示）海风公司", purpose="（演示）向车主推送广告。")
    refused = requests.submit_application(
        dataset_id=dataset_id, form=other, files=[proof], by=accounts[Role.operator], at=at
    )
    for one in (waiting, refused):
        requests.pass_application_on(application_id=one, by=accounts[Role.authority], at=at)
    requests.refuse_application(
        application_id=refused, reason="（演示）用途不在开放条件之内。", by=accounts[Role.reviewer], at=at
    )
    return True


def _form(at: datetime) -> ApplicationForm:
    day = at.astimezone(CITY_TIME).date()
    return ApplicationForm(
        kind=ApplicantKind.PERSON,
        applicant="（演示）林同学",
        credit_code="",
        contact="（演示）不提供真实联系方式",
        purpose="（演示）毕业论文：停留时长与收费的关系。",
        scene="（演示）在本人电脑上统计分析，只公布汇总结果。",
        scope="（演示）仅限本人。",
        from_on=day,
        to_on=day + timedelta(days=365),
        way=Way.API,
        security="（演示）加密保存，用后删除。",
        promised=True,
    )


def _paper() -> bytes:
    said = Text(zh="（演示）证明材料示例，没有真实内容。", en="(Example) A proof without real content.")
    return printed(
        title=said.zh,
        site="Zhanqiao",
        language="zh-hans",
        story=lambda _width: [words(said.zh, styles()["text"]), words(said.en, styles()["text"])],
    )
