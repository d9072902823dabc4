"""Problem documents (RFC 9457): what went wrong, in the caller's language and in both."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.portal.open_service.rules.negotiation import Language

REFERENCE = "/developers/#problem-"

TITLES = {
    400: Text("请求参数有误", "The request has a mistake"),
    401: Text("需要登录", "Sign-in needed"),
    403: Text("没有权限", "Not allowed"),
    404: Text("没有找到", "Not found"),
    405: Text("不支持的方法", "Method not allowed"),
    409: Text("与现有内容冲突", "Conflict"),
    410: Text("已失效", "Gone"),
    413: Text("内容过大", "Too large"),
    416: Text("范围超出文件", "Range outside the file"),
    422: Text("内容无法处理", "Content cannot be processed"),
    429: Text("请求过于频繁", "Too many requests"),
    500: Text("服务器出错", "Server error"),
    503: Text("暂时不可用", "Unavailable for now"),
}


class MethodNotAllowedError(ZhanqiaoError):
    """The address exists, the method does not."""

    status = 405
    code = "method-not-allowed"
    sentence = Text(
        zh="此地址只支持 {allowed}，不支持 {method}。没有做任何改动。",
        en="This address allows {allowed}, not {method}. Nothing was changed.",
    )


class NoSuchEndpointError(ZhanqiaoError):
    """No endpoint has this address."""

    status = 404
    code = "no-such-endpoint"
    sentence = Text(
        zh="接口中没有地址“{path}”。全部地址见 /api/v1/ 和 /api/v1/openapi.json。",
        en="The API has no address '{path}'. All addresses: /api/v1/ and /api/v1/openapi.json.",
    )


class UnforeseenError(ZhanqiaoError):
    """A fault of ours. The log holds the details under the reference."""

    status = 500
    code = "unforeseen"
    sentence = Text(
        zh="服务器处理时出错，数据没有受到影响。请稍后重试；若仍出错，请把编号 {reference} 告诉我们。",
        en="The server failed on this request; no data was affected. Try again later; if it persists, tell us the reference {reference}.",
    )


def problem(*, error: ZhanqiaoError, language: Language, instance: str) -> dict[str, Any]:
    """Return the problem document of ``error``, for the request to ``instance``."""
    title = TITLES.get(error.status) or _plain_title(error.status)
    return {
        "type": f"{REFERENCE}{error.code}",
        "title": title.in_language(language),
        "status": error.status,
        "detail": error.text.in_language(language),
        "instance": instance,
        "code": error.code,
        "zh": {"title": title.zh, "detail": error.text.zh},
        "en": {"title": title.en, "detail": error.text.en},
        "facts": error.facts,
    }


def _plain_title(status: int) -> Text:
    phrase = HTTPStatus(status).phrase
    return Text(phrase, phrase)
