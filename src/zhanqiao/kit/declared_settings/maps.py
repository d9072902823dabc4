"""The settings of maps; they stand among all others in ``declared_settings``."""

from __future__ import annotations

from zhanqiao.kit.declared_settings.setting import Setting
from zhanqiao.kit.texts import Text

MAPS: tuple[Setting, ...] = (
    Setting(
        "MAP_BASE",
        "shandong-city-boundaries,shandong-county-boundaries,shandong-places",
        Text(
            "底图用的数据集短名，逗号分隔，下层在前；没有发布的略过",
            "Slugs of the datasets that make the base map, by comma, the lowest first; those not published are skipped",
        ),
    ),
    Setting("MAP_APPROVAL_NUMBER", "", Text("审图号，显示在地图下方", "Map approval number, shown under maps")),
    Setting(
        "TIANDITU_KEY",
        "",
        Text(
            "天地图浏览器端密钥；为空则不提供天地图底图（浏览器会直接访问天地图）",
            "Browser key of Tianditu; empty: no Tianditu base map (browsers ask its servers themselves)",
        ),
    ),
    Setting("TIANDITU_URL", "https://t0.tianditu.gov.cn", Text("天地图服务地址", "Address of Tianditu's servers")),
)
