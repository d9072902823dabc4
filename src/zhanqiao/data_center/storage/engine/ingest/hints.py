"""What the name of a column promises about its values."""

from __future__ import annotations

import re

_CODE_NAME = re.compile(
    r"代码|编码|编号|代号|区划码|号码|证号|文号|许可证|注册号|案号|车牌|信用代码|机构码|条码|邮编|邮政|条形码|工号|学号|单号|卡号|账号"
    r"|(^|[_\W])(code|codes|no|nr|zip|zipcode|postcode|postal|ssn|isbn|issn|iata|icao|wmo|fips|adcode|gbcode|uscc|iso\d?)([_\W]|$)"
    r"|code$|codes$|codice|c[oó]dig|adcode|zipcode|postcode|soc_sec",
    re.IGNORECASE,
)
_CODE_CAMEL = re.compile(r"[a-z](Code|No|Zip)([_A-Z]|$)")
_ID_NAME = re.compile(
    r"(^|[_\W])(id|ids|uid|uuid|guid|key|fid|oid|gid|objectid|rowid|pk)([_\W]|$)|[a-z]I[dD]$|nameid$|标识|主键",
    re.IGNORECASE,
)
_SERIAL_NAME = re.compile(
    r"^(序号|行号|排名|名次|顺序|次序|rank|order|seq|sequence|index|ordinal|#|no\.?|num|number)$", re.IGNORECASE
)
_DIVISION_NAME = re.compile(
    r"区划|行政代码|(省|市|区|县|街道|镇|乡|村|居|地区|城市|区县|乡镇).*(代码|编码)|^代码$|adcode|division|"
    r"(province|city|area|street|county|district|town|village|region|admin).*code|^code$",
    re.IGNORECASE,
)
_DATE_NAME = re.compile(
    r"日期|时间|生日|出生|日$|(^|_)(date|dob|day|birth\w*|time)($|_)|date$|[a-z]Date|[a-z]Day|_at$|(^|_)dt($|_)",
    re.IGNORECASE,
)
_MONTH_NAME = re.compile(r"月|期|month|period", re.IGNORECASE)
_YEAR_NAME = re.compile(r"年|year", re.IGNORECASE)
_LONGITUDE = re.compile(r"经度|(^|[_\W])(lon|lng|long|longitude|x坐标)([_\W]|$)|longitude", re.IGNORECASE)
_LATITUDE = re.compile(r"纬度|(^|[_\W])(lat|latitude|y坐标)([_\W]|$)|latitude", re.IGNORECASE)
_PHONE_NAME = re.compile(r"电话|手机|联系方式|传真|热线|(^|[_\W])(phone|tel|telephone|mobile|fax|cell)", re.IGNORECASE)
_POSTCODE_NAME = re.compile(r"邮编|邮政编码|zip|post_?code|postal", re.IGNORECASE)


def names_code(*, name: str) -> bool:
    """Say whether a header promises codes: digits that are not amounts."""
    return bool(_CODE_NAME.search(name) or _CODE_CAMEL.search(name)) and not _SERIAL_NAME.match(name)


def names_identifier(*, name: str) -> bool:
    """Say whether a header promises an identifier."""
    return bool(_ID_NAME.search(name))


def names_division(*, name: str) -> bool:
    """Say whether a header promises administrative division codes."""
    return bool(_DIVISION_NAME.search(name))


def names_date(*, name: str) -> bool:
    """Say whether a header promises days."""
    return bool(_DATE_NAME.search(name))


def names_month(*, name: str) -> bool:
    """Say whether a header promises months or periods."""
    return bool(_MONTH_NAME.search(name))


def names_year(*, name: str) -> bool:
    """Say whether a header promises years."""
    return bool(_YEAR_NAME.search(name))


def names_longitude(*, name: str) -> bool:
    """Say whether a header promises degrees of longitude."""
    return bool(_LONGITUDE.search(name))


def names_latitude(*, name: str) -> bool:
    """Say whether a header promises degrees of latitude."""
    return bool(_LATITUDE.search(name))


def names_phone(*, name: str) -> bool:
    """Say whether a header promises telephone numbers."""
    return bool(_PHONE_NAME.search(name))


def names_postcode(*, name: str) -> bool:
    """Say whether a header promises postcodes."""
    return bool(_POSTCODE_NAME.search(name))
