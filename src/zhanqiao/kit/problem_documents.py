"""Problem documents (RFC 9457): what went wrong, in the caller's language and in both. Knows no Django."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

MEDIA_TYPE = "application/problem+json"
EXPLAINED = "/developers/#problem-"  # where the code of a problem is explained

TITLES = {
    400: Text("请求有误", "Bad request"),
    401: Text("需要登录", "Login required"),
    403: Text("没有权限", "Not allowed"),
    404: Text("没有找到", "Not found"),
    405: Text("不支持的方法", "Method not allowed"),
    409: Text("与现有内容冲突", "Conflict"),
    410: Text("已失效", "Gone"),
    413: Text("内容过大", "Too large"),
    415: Text("不支持的内容类型", "Unsupported content type"),
    416: Text("范围超出文件", "Range outside the file"),
    412: Text("前提不符", "Precondition failed"),
    422: Text("内容无法处理", "Content cannot be processed"),
    423: Text("正被占用", "Locked"),
    429: Text("请求过于频繁", "Too many requests"),
    500: Text("服务器出错", "Server error"),
    460: Text("校验值不符", "Checksum mismatch"),
    503: Text("暂时不可用", "Unavailable for now"),
}


def problem_document(*, error: ZhanqiaoError, language: str, instance: str) -> dict[str, Any]:
    """Return the members of an error: ``title`` and ``detail`` in one language, ``zh`` and ``en`` in both, its facts."""
    return {
        "type": EXPLAINED + error.code,
        "title": title_of(status=error.status).in_language(language),
        "status": error.status,
        "detail": error.text.in_language(language),
        "instance": instance,
        "code": error.code,
        **error.text.as_dict(),
        "facts": error.facts,
    }


def title_of(*, status: int) -> Text:
    """Return the short name of an HTTP status in both languages."""
    return TITLES.get(status) or Text(HTTPStatus(status).phrase, HTTPStatus(status).phrase)
