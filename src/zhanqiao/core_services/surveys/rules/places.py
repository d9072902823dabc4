"""The districts that may be answered to a question of place (GB/T 2260 codes of Qingdao's ten)."""

from __future__ import annotations

from zhanqiao.kit.texts import Text

DISTRICTS: dict[str, Text] = {
    "370202": Text("市南区", "Shinan District"),
    "370203": Text("市北区", "Shibei District"),
    "370211": Text("黄岛区", "Huangdao District"),
    "370212": Text("崂山区", "Laoshan District"),
    "370213": Text("李沧区", "Licang District"),
    "370214": Text("城阳区", "Chengyang District"),
    "370215": Text("即墨区", "Jimo District"),
    "370281": Text("胶州市", "Jiaozhou"),
    "370283": Text("平度市", "Pingdu"),
    "370285": Text("莱西市", "Laixi"),
}
