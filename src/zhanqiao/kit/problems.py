"""Every error as a person or a program can use it: a page in the visitor's language, or RFC 9457 problem+json.

``Problems`` answers foreseen errors (``ZhanqiaoError``); Django calls the handlers for the rest.
"""

from __future__ import annotations

import json
import secrets
import sys
from collections.abc import Callable

import structlog
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render, resolve_url
from django.utils import translation
from django.utils.html import format_html

from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.kit.problem_documents import MEDIA_TYPE, problem_document
from zhanqiao.kit.texts import Text

API_PREFIX, DOCUMENT = "/api/", ".json"
LOGIN_REQUIRED, SERVER_ERROR = 401, 500
log = structlog.get_logger(__name__)


class BadRequestError(ZhanqiaoError):
    """The request cannot be understood or is refused by the frame."""

    sentence = Text(
        zh="请求无法理解，什么都没有改变。请检查地址和内容后重试。",
        en="The request was not understood; nothing was changed. Check the address and the content and try again.",
    )


class RefusedError(ZhanqiaoError):
    """The frame refuses the request."""

    status = 403
    code = "forbidden"
    sentence = Text(zh="没有权限，什么都没有改变。", en="This is not allowed; nothing was changed.")


class StaleFormError(ZhanqiaoError):
    """A form came without the proof that it was filled in on this site."""

    status = 403
    code = "stale-form"
    sentence = Text(
        zh="页面已过期或浏览器禁用了 Cookie，提交的内容没有保存。请返回上一页，刷新后重新提交。",
        en="The page is outdated or cookies are blocked; what you sent was not saved. Go back, reload and send it again.",
    )


class UnexpectedError(ZhanqiaoError):
    """Something we did not foresee; ``reference`` finds it in the log."""

    status = 500
    code = "unexpected"
    sentence = Text(
        zh="系统出现意外错误，本次操作没有完成。请稍后重试；如仍出现，请把编号 {reference} 告诉我们。",
        en="Something unexpected happened and the work was not finished. Try again later; "
        "if it happens again, tell us the number {reference}.",
    )


class Problems:
    """Middleware: answers every ``ZhanqiaoError`` that a view raises."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Stand before ``answer``."""
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self._answer(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a foreseen error; leave others to Django."""
        return problem_response(request, error=exception) if isinstance(exception, ZhanqiaoError) else None


def problem_response(request: HttpRequest, *, error: ZhanqiaoError) -> HttpResponse:
    """Return the answer to an error: problem+json for programs, else a page; 401 leads to the login page.

    Programs are those that call ``/api/…``, and ``….json`` without asking for HTML.
    """
    comes_again = error.facts.get("retry_after")
    if error.status >= SERVER_ERROR and comes_again is not None:
        log.warning("busy", code=error.code, path=request.path)  # foreseen: a crowd must not fill the log
    elif error.status >= SERVER_ERROR:
        log.error("problem", code=error.code, path=request.path, exc_info=error)
    if error.status == LOGIN_REQUIRED and not _is_for_programs(request):
        return _login(request)
    response = _document(request, error=error) if _is_for_programs(request) else _page(request, error=error)
    if comes_again is not None:
        response.headers["Retry-After"] = str(comes_again)
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer for Django's handler400."""
    del exception
    return problem_response(request, error=BadRequestError())


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer for Django's handler403."""
    del exception
    return problem_response(request, error=RefusedError())


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer for Django's handler404."""
    del exception
    return problem_response(request, error=NotFoundError(what=request.path))


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer for Django's CSRF_FAILURE_VIEW."""
    del reason
    return problem_response(request, error=StaleFormError())


def unexpected(request: HttpRequest) -> HttpResponse:
    """Answer for Django's handler500: a number for the visitor, the trace under that number in the log."""
    error = UnexpectedError(reference=secrets.token_hex(4))
    log.error("unexpected", reference=error.facts["reference"], path=request.path, exc_info=sys.exc_info())
    if _is_for_programs(request):
        return _document(request, error=error)
    try:
        return _page(request, error=error)
    except Exception:  # the page itself may be what is broken; the visitor still gets an answer
        log.exception("error page failed", reference=error.facts["reference"])
        return _plain(error)


def _is_for_programs(request: HttpRequest) -> bool:
    if request.path.startswith(API_PREFIX):
        return True
    wants = request.get_preferred_type(["application/json", "text/html"])
    return request.path.endswith(DOCUMENT) and wants != "text/html"  # who follows a link with a browser reads a page


def _document(request: HttpRequest, *, error: ZhanqiaoError) -> HttpResponse:
    language = translation.get_language_from_request(request)
    document = problem_document(error=error, language=language, instance=request.get_full_path())
    answer = HttpResponse(
        json.dumps(document, ensure_ascii=False, default=str),
        status=error.status,
        content_type=MEDIA_TYPE,
        headers={"Content-Language": language, "Vary": "Accept-Language", "Cache-Control": "no-store"},
    )
    if error.status == LOGIN_REQUIRED:
        answer["WWW-Authenticate"] = 'Bearer realm="zhanqiao"'
    return answer


def _login(request: HttpRequest) -> HttpResponse:
    """Lead to the login page and back to where the visitor was; after a form, to the home page."""
    return redirect_to_login(request.get_full_path() if request.method == "GET" else resolve_url("home"))


def _page(request: HttpRequest, *, error: ZhanqiaoError) -> HttpResponse:
    answer = render(request, "errors/problem.html", {"problem": error}, status=error.status)
    answer["Cache-Control"] = "no-store"
    return answer


def _plain(error: ZhanqiaoError) -> HttpResponse:
    body = format_html(
        '<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><title>{status}</title>'
        '<p>{zh}</p><p lang="en">{en}</p><p><a href="/">首页 · Home</a></p></html>',
        status=error.status,
        **error.text.as_dict(),
    )
    return HttpResponse(body, status=error.status)
