"""Settings and secrets read strictly, so that a slip is found when it is written; and what forms are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from types import MappingProxyType
from typing import Any

from zhanqiao.core_services.connectors.rules.declaring import TOLD, Declared
from zhanqiao.core_services.connectors.rules.kinds import Kind
from zhanqiao.core_services.connectors.rules.settings import (
    FORMS,
    OF_KIND,
    DatabaseSettings,
    FolderSettings,
    HttpSettings,
    Paging,
    Settings,
    SqliteSettings,
)
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

TYPES = MappingProxyType({"str": str, "int": int, "bool": bool})
NAMES = MappingProxyType({"str": Text("文本", "a text"), "int": Text("整数", "an integer"), "bool": Text("是或否", "true or false")})  # fmt: skip
MISSING_TEXT = Text("必填", "it must be given")
UNKNOWN = Text("没有这个设置", "there is no such setting")


class ConnectorInvalidError(ZhanqiaoError):
    """A connector is described wrongly; nothing was saved."""

    status = 422
    code = "connector-invalid"
    sentence = Text(
        zh="连接器的“{field}”无效：{expected_zh}。没有保存。",
        en="The connector's {field} is not valid: {expected_en}. Nothing was saved.",
    )


def declared(*, kind: Kind) -> tuple[Declared, ...]:
    """Return the settings of a kind in their order."""
    return tuple(
        Declared(
            name=one.name,
            type=TYPES[str(one.type)],
            default=None if one.default is MISSING else one.default,
            told=one.metadata[TOLD],
        )
        for one in fields(OF_KIND[kind])
    )


def secrets_of(*, kind: Kind) -> tuple[str, ...]:
    """Return the names of the secrets of a kind."""
    return OF_KIND[kind].secrets


def asks_secrets_again(*, kind: Kind, before: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Say whether secrets would go to somebody else than those they were given for."""
    return any(
        before.get(one.name, one.default) != now.get(one.name, one.default)
        for one in declared(kind=kind)
        if one.told.whom
    )


def settings_of(*, kind: Kind, given: Mapping[str, Any]) -> Settings:
    """Return the settings of a kind. Raises ConnectorInvalidError for the first that is missing, unknown or wrong."""
    wanted = OF_KIND[kind]
    known = {one.name: one for one in fields(wanted)}
    for name, value in given.items():
        if name not in known:
            raise invalid(field=name, expected=UNKNOWN)
        _require_type(known[name], value)
    for name, one in known.items():
        if one.default is MISSING and not given.get(name):
            raise invalid(field=name, expected=MISSING_TEXT)
    found = wanted(**given)
    _require_sense(found)
    return found


def require_secrets(*, kind: Kind, given: Mapping[str, Any]) -> None:
    """Raise ConnectorInvalidError for a secret this kind does not know."""
    for name, value in given.items():
        if name not in OF_KIND[kind].secrets:
            raise invalid(field=f"secret.{name}", expected=UNKNOWN)
        if not isinstance(value, str) or not value:
            raise invalid(field=f"secret.{name}", expected=NAMES["str"])


def invalid(*, field: str, expected: Text) -> ConnectorInvalidError:
    """Return the error that names a field and what is expected of it."""
    return ConnectorInvalidError(field=field, expected_zh=expected.zh, expected_en=expected.en)


def _require_type(field: Field[Any], value: Any) -> None:
    name = str(field.type)
    if not isinstance(value, TYPES[name]) or (name == "int" and isinstance(value, bool)):
        raise invalid(field=field.name, expected=NAMES[name])
    if isinstance(value, int) and value < 0:
        raise invalid(field=field.name, expected=NAMES["int"])


def _require_sense(found: Settings) -> None:
    if isinstance(found, DatabaseSettings | SqliteSettings):
        _require_reading(found)
    elif isinstance(found, HttpSettings):
        _require_paging(found)
    if isinstance(found, SqliteSettings | FolderSettings) and not found.path.startswith("/"):
        raise invalid(field="path", expected=Text("以 / 开头的绝对路径", "an absolute path"))


def _require_reading(found: DatabaseSettings | SqliteSettings) -> None:
    if bool(found.table) == bool(found.select):
        raise invalid(field="table", expected=Text("table 与 select 二选一", "either a table or a select"))
    words = found.select.split(maxsplit=1)
    if words and (words[0].lower() not in {"select", "with"} or ";" in found.select):
        expected = Text("一条不带分号的 SELECT", "one SELECT without a semicolon")
        raise invalid(field="select", expected=expected)


def _require_paging(found: HttpSettings) -> None:
    if found.form not in FORMS:
        raise invalid(field="form", expected=Text(" / ".join(FORMS), " / ".join(FORMS)))
    ways = " / ".join(Paging)
    if found.paging not in set(Paging):
        raise invalid(field="paging", expected=Text(ways, ways))
    if found.paging == Paging.CURSOR and not (found.cursor and found.form == "json"):
        raise invalid(field="cursor", expected=Text("JSON 回答中游标的路径", "the path of the cursor in a JSON answer"))
    if not found.url.startswith(("http://", "https://")):
        raise invalid(field="url", expected=Text("http:// 或 https:// 地址", "an address with http:// or https://"))
