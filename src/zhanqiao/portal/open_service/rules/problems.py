"""What the API itself refuses."""

from __future__ import annotations

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text


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


class BodyError(ZhanqiaoError):
    """The body of a POST is not the JSON object that the address takes."""

    status = 400
    code = "body-not-json"
    sentence = Text(
        zh='请求正文应是一个 JSON 对象（成员见接口描述文件），如 {{"sql": "select 1"}}；没有执行任何操作。',
        en='The body must be a JSON object with the members that the OpenAPI document lists, as in {{"sql": "select 1"}}; nothing was done.',
    )
