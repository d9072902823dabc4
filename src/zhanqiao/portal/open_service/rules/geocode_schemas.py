"""JSON Schemas of geocoding: what is asked, and what is answered."""

from __future__ import annotations

from zhanqiao.data_center.catalogue.rules.gazetteer import LEVELS
from zhanqiao.data_center.catalogue.rules.geocoding import REASONS, STATUSES
from zhanqiao.kit.texts import Text
from zhanqiao.portal.open_service.rules.geocoding import MOST_TEXTS, SYSTEMS
from zhanqiao.portal.open_service.rules.join_schemas import closed
from zhanqiao.portal.open_service.rules.shapes import STRING, Schema, either, many, reference, said, single, thing

DEGREES: Schema = {"type": "number"}
SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
SOURCE = said(either("OtherTable"), "依据的数据表，没有时为 null", "The table it is said by; null where there is none")
GEOCODES: dict[str, Schema] = {
    "GeocodeTexts": closed(
        Text("要定位的文本", "The texts to be led to divisions"),
        required=("texts",),
        texts={"type": "array", "items": STRING, "minItems": 1, "maxItems": MOST_TEXTS},
    ),
    "Division": thing(
        Text("一个区划", "A division"),
        code=said(STRING, "国家统计局区划代码：区（市）六位，镇街九位", "Code of the statistics bureau: six digits, nine of townships"),
        name=reference("Text"),
        level={"type": "string", "enum": list(LEVELS)},
    ),
    "GeocodeMatch": thing(
        Text("一个可能的区划", "A division that a text may mean"),
        division=reference("Division"),
        district=either("Division"),
        confidence=said(SHARE, "由理由决定的固定数值，不是概率", "A fixed figure that goes with the reason, no probability"),
        reason={"type": "string", "enum": list(REASONS)},
        because=reference("Text"),
    ),
    "Geocoded": thing(
        Text("一条文本的定位", "What a text means"),
        text=STRING,
        status={"type": "string", "enum": list(STATUSES)},
        matches=many(reference("GeocodeMatch")),
    ),
    "GeocodeAnswer": thing(Text("一条文本的定位", "What a text means"), data=reference("Geocoded"), townships=SOURCE),
    "GeocodeAnswers": thing(
        Text("每条文本的定位", "What each text means"), data=many(reference("Geocoded")), townships=SOURCE
    ),
    "ReverseDistrict": thing(
        Text("坐标所在的区（市）", "A district in which a place lies"),
        division=reference("Division"),
        outline=thing(
            Text("边界发布时所用的代码和名称", "Code and name under which the outline is published"), code=STRING, name=STRING
        ),
    ),
    "ReverseAnswer": single(
        Text("坐标到区（市）", "A place and its districts"),
        thing(
            Text("转换为 WGS 84 的坐标，以及所在的区（市）", "The place in WGS 84, and the districts in which it lies"),
            lon=DEGREES,
            lat=DEGREES,
            crs={"type": "string", "enum": list(SYSTEMS)},
            districts=many(reference("ReverseDistrict")),
            outlines=SOURCE,
        ),
    ),
}  # fmt: skip
