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
    """The body is not the JSON object that is taken here; ``expected`` shows one."""

    status = 400
    code = "body-not-json"
    sentence = Text(
        zh="请求正文应是一个 JSON 对象，如 {expected}；没有执行任何操作。",
        en="The body must be a JSON object, as in {expected}; nothing was done.",
    )


class KeyRequiredError(ZhanqiaoError):
    """Writing needs an access key; a login on the site does not count, for other sites could make use of it."""

    status = 401
    code = "key-required"
    sentence = Text(
        zh="写入需要访问密钥：Authorization: Bearer zq_…。没有任何改变。请在“我的账号”中生成用途为写入的密钥。",
        en="Writing needs an access key: Authorization: Bearer zq_…. Nothing was changed. Make a key for writing in 'My place'.",
    )


class SignatureRequiredError(ZhanqiaoError):
    """Department nodes sign their calls (RFC 9421); this one is not signed. Nothing was read or written."""

    status = 401
    code = "signature-required"
    sentence = Text(
        zh="此处的请求须由已登记的部门节点签名（RFC 9421，Signature-Input 和 Signature）。没有读取或写入任何数据。",
        en="Calls here are signed by a registered department node (RFC 9421: Signature-Input and Signature). Nothing was read "
        "or written.",
    )


class BodyTooLargeError(ZhanqiaoError):
    """The body of a request to write is larger than the setting allows; nothing of it was kept."""

    status = 413
    code = "body-too-large"
    sentence = Text(
        zh="请求正文超过 {limit} MiB 的上限，没有写入任何数据。请分批提交，或以文件整体发布。",
        en="The body is larger than the limit of {limit} MiB; nothing was taken. Send the rows in parts, or publish a file.",
    )


class BodyTypeError(ZhanqiaoError):
    """The body is of a type, or packed in a way, that is not taken here; nothing was changed."""

    status = 415
    code = "body-type"
    sentence = Text(
        zh="此处不接受 {given} 类型的正文，没有任何改变。可用类型：{allowed}。",
        en="A body of the type {given} is not taken here; nothing was changed. Types that are: {allowed}.",
    )


class RowsBodyError(ZhanqiaoError):
    """The body holds no rows in one of the forms that are understood; nothing was changed."""

    status = 400
    code = "body-not-rows"
    sentence = Text(
        zh='第 {line} 行处无法读取：正文应是对象数组、{{"rows": […]}}，或每行一个对象的 NDJSON。没有写入任何数据。',
        en='Not understood at line {line}: the body should be an array of objects, {{"rows": […]}}, or NDJSON with an object '
        "a line. Nothing was taken.",
    )


class IdempotencyKeyError(ZhanqiaoError):
    """The Idempotency-Key is too long or holds characters that are not printable; nothing was changed."""

    status = 400
    code = "idempotency-key-invalid"
    sentence = Text(
        zh="Idempotency-Key 应为 1 至 255 个可见的 ASCII 字符。没有写入任何数据。",
        en="An Idempotency-Key has 1 to 255 visible ASCII characters. Nothing was taken.",
    )


class BatchRefusedError(ZhanqiaoError):
    """A batch that was waited for could not be taken; it is kept, none of its rows is in the table."""

    status = 409
    code = "batch-refused"
    sentence = Text(
        zh="批次 {batch} 未能并入数据表：{zh}",
        en="The batch {batch} could not be taken: {en}",
    )
