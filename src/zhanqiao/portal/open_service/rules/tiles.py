"""The endpoints of maps: vector tiles of a table, and the TileJSON that describes them."""

from __future__ import annotations

from zhanqiao.kit.texts import Text
from zhanqiao.portal.open_service.rules import declared as d
from zhanqiao.portal.open_service.rules.endpoint import Endpoint
from zhanqiao.portal.open_service.rules.media import MVT
from zhanqiao.portal.open_service.rules.parameters import Kind, Parameter
from zhanqiao.portal.open_service.rules.shapes import STRING, WHOLE, Schema, many, reference, said, thing

LIMITS_HEADER = "X-Tile-Limits"
SHOWN_ZOOM = 16  # the deepest zoom of the TileJSON: a unit of its tiles is 15 cm, clients enlarge them from there
LAYER = "data"
ZOOM = Parameter("z", Text("级别，0 到 20", "Zoom, 0 to 20"), kind=Kind.INTEGER, minimum=0, required=True)
COLUMN = Parameter("x", Text("列号，自西向东", "Column, from the west"), kind=Kind.INTEGER, minimum=0, required=True)
ROW = Parameter("y", Text("行号，自北向南", "Row, from the north"), kind=Kind.INTEGER, minimum=0, required=True)
CLUSTERS = Parameter(
    "clusters",
    Text(
        "何时按网格计数：auto 点太多时，always 总是，never 从不（改为均匀抽样）",
        "When points are counted by cells: auto where a tile has too many, always, or never (a fair sample is drawn instead)",
    ),
    choices=("auto", "always", "never"),
    default="auto",
)
SELECTED = (d.SELECT, d.WHERE, d.WORDS, d.WITHIN, d.INTERSECTS, CLUSTERS, d.AS_OF)
TILES: tuple[Endpoint, ...] = (
    Endpoint(
        name="tilejson",
        path="/tables/{table}/tiles.json",
        group="tables",
        title=Text("地图瓦片说明", "What the tiles of a table are"),
        about=Text(
            "TileJSON 3.0：瓦片地址（含筛选条件和版本）、范围、属性。参数与瓦片相同。",
            "TileJSON 3.0: the address of the tiles (with filter and release), extent, properties. Same parameters as tiles.",
        ),
        places=(d.TABLE,),
        parameters=SELECTED,
        answer="TileJson",
        refusals=(403, 404, 503),
    ),
    Endpoint(
        name="tile",
        path="/tables/{table}/tiles/{z}/{x}/{y}.mvt",
        group="tables",
        title=Text("矢量瓦片", "Vector tile"),
        about=Text(
            "一张 MVT 2.1 瓦片（Web 墨卡托，图层 data，4096 单位）：点，或简化并裁剪的线和面；要素 id 是行号（从 0 起）。"
            f"超出上限时按网格计数或抽样，在 {LIMITS_HEADER} 响应头和图层 limits 中说明。空瓦片长度为 0。",
            "One tile of MVT 2.1 (Web Mercator, layer data, 4096 units): points, or lines and areas simplified and clipped; a feature's "
            f"id is the number of its row, from 0. Past a limit, points are counted by cells or sampled; {LIMITS_HEADER} and the "
            "layer limits say so. An empty tile has no bytes.",
        ),
        places=(d.TABLE, ZOOM, COLUMN, ROW),
        parameters=SELECTED,
        media=(MVT,),
        refusals=(403, 404, 422, 503),
    ),
)
TILE_SCHEMAS: dict[str, Schema] = {
    "TileJson": thing(
        Text("瓦片说明（TileJSON 3.0）", "Description of tiles (TileJSON 3.0)"),
        tilejson=STRING,
        name=STRING,
        description=STRING,
        attribution=STRING,
        version=said(STRING, "版本号，如 3.0.0", "The release as a version, such as 3.0.0"),
        scheme=STRING,
        tiles=said(many(STRING), "瓦片地址模板", "Templates of the tiles' addresses"),
        minzoom=WHOLE,
        maxzoom=WHOLE,
        bounds=said(many({"type": "number"}), "西、南、东、北（度）", "West, south, east, north in degrees"),
        center=many({"type": "number"}),
        vector_layers=many(
            thing(
                Text("一个图层", "A layer"),
                id=STRING,
                description=STRING,
                minzoom=WHOLE,
                maxzoom=WHOLE,
                fields=said({"type": "object", "additionalProperties": STRING}, "属性及说明", "Properties, described"),
            )
        ),
        kind=said(STRING, "points 点或 shapes 线面", "points or shapes"),
        geometries=said(many(STRING), "几何类型", "The kinds of geometry that occur"),
        rows=said(WHOLE, "有位置的行数", "Rows that have a place"),
        without_place=said(WHOLE, "没有位置、不在图上的行数", "Rows without a place, which are not on the map"),
        release=reference("ReleaseReference"),
    )
}
