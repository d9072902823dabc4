"""Errors as pages and as RFC 9457 documents."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from zhanqiao.config import urls as site
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text


class PierClosedError(ZhanqiaoError):
    status = 409
    code = "pier-closed"
    sentence = Text(zh="栈桥因{cause}关闭。", en="The pier is closed because of {cause}.")


class SignInError(ZhanqiaoError):
    status = 401
    code = "login-required"
    sentence = Text(zh="请先登录。", en="Log in first.")


FAULTS: dict[str, Callable[[], Exception]] = {
    "closed": lambda: PierClosedError(cause="wind"),
    "login": SignInError,
    "refused": PermissionDenied,
    "gone": Http404,
    "odd": SuspiciousOperation,
    "broken": lambda: ZeroDivisionError("a secret detail"),
}


def fail(request: HttpRequest, name: str) -> HttpResponse:
    error = FAULTS[name]()
    raise error


urlpatterns = [path("api/v1/<name>", fail), path("pages/<name>", fail), *site.urlpatterns]
handler400, handler403, handler404, handler500 = site.handler400, site.handler403, site.handler404, site.handler500


@pytest.fixture
def visitor() -> Any:
    with override_settings(ROOT_URLCONF=__name__):
        yield Client(raise_request_exception=False)


def test_a_foreseen_error_is_a_problem_document(visitor: Client) -> None:
    answer = visitor.get("/api/v1/closed?a=1", headers={"Accept-Language": "en-GB,en;q=0.8"})
    assert (answer.status_code, answer["Content-Type"], answer["Vary"]) == (
        409,
        "application/problem+json",
        "Accept-Language",
    )
    assert answer.json() == {
        "type": "/developers/#problem-pier-closed",
        "title": "Conflict",
        "status": 409,
        "detail": "The pier is closed because of wind.",
        "instance": "/api/v1/closed?a=1",
        "code": "pier-closed",
        "zh": "栈桥因wind关闭。",
        "en": "The pier is closed because of wind.",
        "facts": {"cause": "wind"},
    }


@pytest.mark.parametrize(
    ("languages", "detail"),
    [("zh-CN", "栈桥因wind关闭。"), ("", "栈桥因wind关闭。"), ("en", "The pier is closed because of wind.")],
)
def test_the_detail_is_in_the_language_that_was_asked_for(visitor: Client, languages: str, detail: str) -> None:
    assert visitor.get("/api/v1/closed", headers={"Accept-Language": languages}).json()["detail"] == detail


@pytest.mark.parametrize(
    ("name", "status", "code"),
    [
        ("refused", 403, "forbidden"),
        ("gone", 404, "not-found"),
        ("odd", 400, "bad-request"),
        ("broken", 500, "unexpected"),
    ],
)
def test_errors_of_the_frame_are_problem_documents_too(visitor: Client, name: str, status: int, code: str) -> None:
    answer = visitor.get(f"/api/v1/{name}")
    assert (answer.status_code, answer["Content-Type"], answer.json()["code"]) == (
        status,
        "application/problem+json",
        code,
    )
    assert "secret" not in answer.text


@pytest.mark.parametrize(
    ("name", "status", "said"),
    [
        ("closed", 409, "栈桥因wind关闭。"),
        ("gone", 404, "请检查地址，或在数据目录中搜索"),
        ("refused", 403, "没有权限"),
    ],
)
def test_a_person_gets_a_page(visitor: Client, name: str, status: int, said: str) -> None:
    answer = visitor.get(f"/pages/{name}")
    assert (answer.status_code, said in answer.text, answer["Cache-Control"]) == (status, True, "no-store")


def test_an_unforeseen_error_gives_a_number_that_the_log_has(visitor: Client, caplog: pytest.LogCaptureFixture) -> None:
    answer = visitor.get("/pages/broken")
    found = [record for record in caplog.records if "unexpected" in str(record.msg)]
    assert (answer.status_code, "请把编号" in answer.text, "secret" in answer.text) == (500, True, False)
    assert [record.msg["reference"] in answer.text for record in found] == [True]


def test_who_is_not_logged_in_is_led_to_the_login_page_and_back(visitor: Client) -> None:
    answer = visitor.get("/pages/login?a=1")
    assert (answer.status_code, answer.url) == (302, "/login/?next=/pages/login%3Fa%3D1")


def test_a_form_sent_without_login_leads_home_afterwards(visitor: Client) -> None:
    answer = visitor.post("/pages/login")
    assert (answer.status_code, answer.url) == (302, "/login/?next=/")


def test_a_program_is_asked_for_credentials(visitor: Client) -> None:
    answer = visitor.get("/api/v1/login")
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="zhanqiao"')
