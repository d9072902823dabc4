"""What the OData interface refuses."""

from __future__ import annotations

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text


class ODataOptionError(ZhanqiaoError):
    """A query option that cannot be understood; ``parameter`` names it."""

    status = 400
    code = "odata-option"
    sentence = Text(zh="选项 {parameter}：{zh}没有读取数据。", en="Option {parameter}: {en} Nothing was read.")


class ODataSyntaxError(ZhanqiaoError):
    """An expression leaves the grammar at ``position`` (0-based)."""

    status = 400
    code = "odata-syntax"
    sentence = Text(
        zh="选项 {parameter} 第 {position} 个字符处有“{token}”，此处应为：{expected}。没有读取数据。",
        en="Option {parameter}: '{token}' at character {position}; expected {expected}. Nothing was read.",
    )


class ODataNotOfferedError(ZhanqiaoError):
    """A part of OData that is not offered here."""

    status = 501
    code = "odata-not-offered"
    sentence = Text(
        zh="这里不提供 OData 的“{what}”。可用：{known}。",
        en="OData's '{what}' is not offered here. Use {known}.",
    )


class ODataFormatError(ZhanqiaoError):
    """The caller accepts no format that is offered."""

    status = 406
    code = "odata-format"
    sentence = Text(zh="没有格式“{asked}”。可用：{known}。", en="There is no format '{asked}'. Use {known}.")


class ODataVersionError(ZhanqiaoError):
    """The caller understands only older versions of the protocol."""

    status = 400
    code = "odata-version"
    sentence = Text(
        zh="这里使用 OData 4.0，而请求的 OData-MaxVersion 为 {asked}。请改用支持 4.0 的客户端。",
        en="This is OData 4.0, and the request's OData-MaxVersion is {asked}. Use a client that knows 4.0.",
    )


def wrong(parameter: str, zh: str, en: str, /) -> ODataOptionError:
    """Return the error of an option."""
    return ODataOptionError(parameter=parameter, zh=zh, en=en)
