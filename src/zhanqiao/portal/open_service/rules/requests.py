"""The endpoints of what the public asked for and what was answered; never who asked."""

from __future__ import annotations

from zhanqiao.core_services.data_requests.rules import OpeningSort, OpeningState
from zhanqiao.kit.texts import Text
from zhanqiao.portal.open_service.rules.declared import LIMIT, OFFSET
from zhanqiao.portal.open_service.rules.endpoint import Endpoint
from zhanqiao.portal.open_service.rules.parameters import Parameter

MOST_REQUESTS = 100
REQUEST = Parameter("opening", Text("需求编号", "Number of the request"), required=True)
WORDS = Parameter(
    "q", Text("标题、内容或答复中都有的词", "Words that title, details or answer all hold"), example="公交"
)
SORT = Parameter(
    "sort",
    Text("顺序：票数、最新提出、最新答复", "Order: by votes, newest, latest answer"),
    choices=tuple(one.value for one in OpeningSort),
    default=OpeningSort.VOTES.value,
)
STATE = Parameter(
    "state",
    Text("只列出处于此状态的需求", "Only requests in this state"),
    choices=tuple(one.value for one in OpeningState if one is not OpeningState.MERGED),
)
REQUESTS: tuple[Endpoint, ...] = (
    Endpoint(
        name="requests",
        path="/requests",
        group="requests",
        title=Text("未开放数据需求", "Requests for data not yet open"),
        about=Text(
            "公众提出的数据需求：票数、状态、答复单位和日期；不含提出人。已合并的不列出。",
            "What the public wants opened: votes, state, answering office and date; never who asked. Merged ones are left out.",
        ),
        parameters=(WORDS, SORT, STATE, LIMIT, OFFSET),
        answer="RequestList",
    ),
    Endpoint(
        name="request-results",
        path="/requests/results",
        group="requests",
        title=Text("有条件开放数据申请结果", "Results of applications"),
        about=Text(
            "每件申请的审核结果、单位、日期和不予同意的理由；不含申请人和用途。",
            "Each decision on an application, with office, date and the reason of a refusal; without applicant and purpose.",
        ),
        parameters=(LIMIT, OFFSET),
        answer="ResultList",
    ),
    Endpoint(
        name="request",
        path="/requests/{opening}",
        group="requests",
        title=Text("一件数据需求", "One request"),
        about=Text("一件数据需求、答复和办理过程。", "A request, its answer and its steps."),
        places=(REQUEST,),
        answer="RequestAnswer",
        refusals=(404,),
    ),
)
