"""JSON Schemas of requests for data and of results of applications."""

from __future__ import annotations

from zhanqiao.kit.texts import Text
from zhanqiao.portal.open_service.rules.shapes import (
    FLAG,
    MOMENT,
    STRING,
    WHOLE,
    Schema,
    many,
    maybe,
    reference,
    said,
    thing,
)

TOTAL = said(WHOLE, "总数", "How many there are")
REQUESTED: dict[str, Schema] = {
    "Request": thing(
        Text("一件数据需求", "A request for data"),
        id=STRING,
        title=STRING,
        detail=STRING,
        state=said(STRING, "asked、forwarded、answered 或 merged", "asked, forwarded, answered or merged"),
        votes=WHOLE,
        asked_at=MOMENT,
        outcome=said(
            maybe(STRING),
            "opened、planned、declined 或 elsewhere；未答复时为 null",
            "opened, planned, declined or elsewhere; null before the answer",
        ),
        answer=STRING,
        answered_at=said(maybe(MOMENT), "答复时间", "When it was answered"),
        office=reference("Text"),
        dataset=said(STRING, "满足需求的数据集短名；没有则为空", "Slug of the dataset that fulfils it; empty for none"),
        merged_into=said(STRING, "合并到的需求；没有则为空", "The request it was merged into; empty for none"),
        url=STRING,
    ),
    "RequestStep": thing(
        Text("一步", "A step"), state=reference("Text"), at=MOMENT, office=reference("Text"), reason=STRING
    ),
    "RequestList": thing(
        Text("数据需求", "Requests for data"),
        data=many(reference("Request")),
        total=TOTAL,
        limits=many(reference("Limit")),
    ),
    "RequestAnswer": thing(
        Text("数据需求", "A request for data"), data=reference("Request"), steps=many(reference("RequestStep"))
    ),
    "ApplicationResult": thing(
        Text("一件申请的结果", "The result of an application"),
        dataset=STRING,
        title=reference("Text"),
        applicant=reference("Text"),
        consented=FLAG,
        outcome=reference("Text"),
        reason=STRING,
        office=reference("Text"),
        submitted_at=MOMENT,
        decided_at=MOMENT,
    ),
    "ResultList": thing(
        Text("申请结果", "Results of applications"),
        data=many(reference("ApplicationResult")),
        total=TOTAL,
        limits=many(reference("Limit")),
    ),
}
