"""XML and GeoJSON as SQL expressions that give one text a row."""

from __future__ import annotations

from zhanqiao.data_center.storage.engine.duck import quoted_name
from zhanqiao.data_center.storage.engine.export.columns import Answer, as_json, as_text
from zhanqiao.data_center.storage.engine.export.names import element_name
from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.query.compiling import Compiler, Statement
from zhanqiao.data_center.storage.engine.query.errors import NoPlaceError, QueryError
from zhanqiao.data_center.storage.engine.query.layout import Place
from zhanqiao.kit.texts import Text

XML_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<rows>\n'
XML_TAIL = "</rows>\n"
GEOJSON_HEAD = '{"type":"FeatureCollection","features":[\n'
GEOJSON_TAIL = "\n]}\n"
SEPARATOR = ",\n"
FORBIDDEN = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x{FFFE}\x{FFFF}]"  # XML 1.0 has no way to write these
ESCAPES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\r", "&#13;"))


def xml_rows(answer: Answer) -> Statement:
    """Return a statement that gives ``<row>…</row>`` per row.

    A null has no element; an empty text has an empty one. Characters that XML cannot carry become U+FFFD.
    """
    compiler = answer.compiler()
    pairs = zip(answer.fields, compiler.outputs(), strict=True)
    elements = [_element(compiler, field, sql) for field, sql in pairs]
    return compiler.statement(f"SELECT concat('<row>', {', '.join(elements)}, '</row>\n') {answer.tail(compiler)}")


def features(answer: Answer) -> Statement:
    """Return a statement that gives a separator and a GeoJSON feature per row. Raises NoPlaceError, QueryError for groups."""
    place = located(answer)
    compiler = answer.compiler()
    pairs = zip(answer.fields, compiler.outputs(), strict=True)
    properties = [
        f"{quoted_name(field.name)} := {as_json(field=field, sql=sql)}"
        for field, sql in pairs
        if field.type is not LogicalType.GEOMETRY
    ]
    body = f"to_json(struct_pack({', '.join(properties)}))" if properties else "'{}'"
    feature = f"concat('{SEPARATOR}', '{{\"type\":\"Feature\",\"geometry\":', {_shape(place)}, ',\"properties\":', {body}, '}}')"
    return compiler.statement(f"SELECT {feature} {answer.tail(compiler)}")


def located(answer: Answer) -> Place:
    """Return where rows stand on the map. Raises NoPlaceError, QueryError for groups, which stand nowhere."""
    if answer.layout.place is None:
        raise NoPlaceError
    if answer.query.aggregated:
        raise QueryError(parameter="select", reason=_GROUPS)
    return answer.layout.place


def _element(compiler: Compiler, field: Field, sql: str) -> str:
    name = element_name(field.name)
    text = as_text(field=field, sql=sql)
    if field.type in {LogicalType.TEXT, LogicalType.JSON}:
        text = f"regexp_replace({text}, '{FORBIDDEN}', '\ufffd', 'g')"
        for plain, escaped in ESCAPES:
            text = f"replace({text}, {compiler.bound(plain)}, {compiler.bound(escaped)})"
    return f"{compiler.bound(f'<{name}>')} || {text} || {compiler.bound(f'</{name}>')}"


def _shape(place: Place) -> str:
    if place.geometry is not None:
        return f"coalesce(ST_AsGeoJSON(ST_GeomFromWKB({place.geometry})), 'null')"
    point = f"'{{\"type\":\"Point\",\"coordinates\":[' || {place.west}::DOUBLE || ',' || {place.south}::DOUBLE || ']}}'"
    return f"coalesce({point}, 'null')"


_GROUPS = Text(
    zh="分组、聚合或去重后的行没有自己的位置，不能导出为地图格式（GeoJSON、GeoPackage）；请选择其他格式。",
    en="grouped, summed or distinct rows have no place of their own, so neither GeoJSON nor GeoPackage can hold them; choose another format.",
)
