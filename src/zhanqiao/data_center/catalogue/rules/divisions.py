"""Names of the divisions datasets are about: the country, its provinces, the city and its districts.

GB/T 2260 (six digits). Qingdao's districts are those of the statistics bureau's 2023 edition; the
codes 370205, 370282 and 370284 are retired and still occur in old data.
"""

from __future__ import annotations

from types import MappingProxyType

from zhanqiao.kit.texts import Text

DIGITS = 6
RETIRED = frozenset({"370205", "370282", "370284"})
_NAMES = """
100000 全国 China
110000 北京市 Beijing
120000 天津市 Tianjin
130000 河北省 Hebei
140000 山西省 Shanxi
150000 内蒙古自治区 Inner Mongolia
210000 辽宁省 Liaoning
220000 吉林省 Jilin
230000 黑龙江省 Heilongjiang
310000 上海市 Shanghai
320000 江苏省 Jiangsu
330000 浙江省 Zhejiang
340000 安徽省 Anhui
350000 福建省 Fujian
360000 江西省 Jiangxi
370000 山东省 Shandong
370200 青岛市 Qingdao
370202 市南区 Shinan District
370203 市北区 Shibei District
370205 四方区（已撤销） Sifang District (abolished)
370211 黄岛区 Huangdao District
370212 崂山区 Laoshan District
370213 李沧区 Licang District
370214 城阳区 Chengyang District
370215 即墨区 Jimo District
370281 胶州市 Jiaozhou
370282 即墨市（已撤销） Jimo City (abolished)
370283 平度市 Pingdu
370284 胶南市（已撤销） Jiaonan City (abolished)
370285 莱西市 Laixi
410000 河南省 Henan
420000 湖北省 Hubei
430000 湖南省 Hunan
440000 广东省 Guangdong
450000 广西壮族自治区 Guangxi
460000 海南省 Hainan
500000 重庆市 Chongqing
510000 四川省 Sichuan
520000 贵州省 Guizhou
530000 云南省 Yunnan
540000 西藏自治区 Tibet
610000 陕西省 Shaanxi
620000 甘肃省 Gansu
630000 青海省 Qinghai
640000 宁夏回族自治区 Ningxia
650000 新疆维吾尔自治区 Xinjiang
710000 台湾省 Taiwan
810000 香港特别行政区 Hong Kong
820000 澳门特别行政区 Macao
"""
DIVISIONS = MappingProxyType(
    {code: Text(zh=zh, en=en) for code, zh, en in (line.split(" ", 2) for line in _NAMES.strip().splitlines())}
)


def district_of(*, division_code: str) -> str:
    """Return the county-level code a division lies in: the first six digits of a 6-, 9- or 12-digit code."""
    return division_code[:DIGITS]


def division_name(*, code: str) -> Text:
    """Return the name of a six-digit division, or the code itself where it is not listed here."""
    return DIVISIONS.get(code) or Text(zh=code, en=code)
