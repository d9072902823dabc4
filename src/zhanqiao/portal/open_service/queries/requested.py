"""Requests for data and results of applications, for the API; never the persons."""

from __future__ import annotations

from typing import Any

from zhanqiao.core_services.data_requests import queries as requests
from zhanqiao.core_services.data_requests.queries import OpeningCard, ResultCard
from zhanqiao.core_services.data_requests.rules import OpeningSort, OpeningState
from zhanqiao.kit.texts import Text
from zhanqiao.portal.open_service.rules.requests import MOST_REQUESTS

Json = dict[str, Any]
WORDS_CUT = Text("查找词过多或过长，只按“{words}”查找", "Too many words or too long: only '{words}' was looked for")
CUT = Text(f"每页最多 {MOST_REQUESTS} 条", f"A page holds {MOST_REQUESTS} at most")


def request_list(*, words: str, sort: str, state: str | None, limit: int, offset: int) -> Json:
    """Return a page of requests."""
    found, total = requests.opening_cards(
        words=words,
        sort=OpeningSort(sort),
        state=OpeningState(state) if state else None,
        limit=min(limit, MOST_REQUESTS),
        offset=offset,
    )
    limits = _limits(limit) + _word_limits(words)
    return {"data": [_request(one) for one in found], "total": total, "limits": limits}


def request_document(*, request_id: str) -> Json:
    """Return a request with its steps. Raises NotFoundError."""
    opening = requests.opening_card(opening_id=request_id)
    steps = requests.opening_steps(opening_id=request_id)
    return {
        "data": _request(opening),
        "steps": [
            {"state": one.state.as_dict(), "at": one.at, "office": one.office.as_dict(), "reason": one.reason}
            for one in steps
        ],
    }


def result_list(*, limit: int, offset: int) -> Json:
    """Return a page of decided applications."""
    found, total = requests.application_results(limit=min(limit, MOST_REQUESTS), offset=offset)
    return {"data": [_result(one) for one in found], "total": total, "limits": _limits(limit)}


def _limits(limit: int) -> list[Json]:
    return [{"code": "page-size", **CUT.as_dict()}] if limit > MOST_REQUESTS else []


def _word_limits(words: str) -> list[Json]:
    used = requests.wanted(words=words).words
    if used == " ".join(words.split()):
        return []
    return [{"code": "search-words", **WORDS_CUT.filled(words=used).as_dict()}]


def _request(opening: OpeningCard) -> Json:
    return {
        "id": opening.id,
        "title": opening.title,
        "detail": opening.detail,
        "state": opening.state.value,
        "votes": opening.votes,
        "asked_at": opening.asked_at,
        "outcome": opening.outcome.value if opening.outcome else None,
        "answer": opening.answer,
        "answered_at": opening.answered_at,
        "office": opening.office.as_dict(),
        "dataset": opening.dataset_slug,
        "merged_into": opening.merged_into,
        "url": f"/requests/{opening.id}/",
    }


def _result(result: ResultCard) -> Json:
    return {
        "dataset": result.dataset_slug,
        "title": result.title.as_dict(),
        "applicant": result.kind.as_dict(),
        "consented": result.is_consented,
        "outcome": result.outcome.as_dict(),
        "reason": result.reason,
        "office": result.office.as_dict(),
        "submitted_at": result.submitted_at,
        "decided_at": result.decided_at,
    }
