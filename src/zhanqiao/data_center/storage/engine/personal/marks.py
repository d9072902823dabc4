"""Personal data without a check digit: passports, plates, e-mail addresses, landlines, addresses of homes.

Sources: GA 36-2018 (number plates); the National Immigration Administration's forms of passports (E, G and two
letters) and travel permits (H, M, C, W); YD/T 1194 (area codes). Their form alone proves little; ``judging`` says when it blocks.
"""

from __future__ import annotations

from zhanqiao.data_center.storage.engine.personal.kinds import PersonalKind
from zhanqiao.data_center.storage.engine.personal.speaking import FLAT, LIVES_AT, MAY_NAME

EDGE = "(?:^|[^0-9A-Za-z])"
END = "(?:[^0-9A-Za-z]|$)"
PASSPORT = f"{EDGE}(?i:[DEGPS][0-9A-HJ-NP-Z]?[0-9]{{7}}|[CHMW][0-9]{{8}}){END}"
INTRODUCED_PASSPORT = f"(?:护照|通行证|(?i:passport))[^0-9A-Za-z]{{0,8}}(?i:[A-Z]{{1,2}}[0-9]{{7,8}}){END}"
PLATE = (
    "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Za-hj-np-z][ -]?"
    f"[A-HJ-NP-Za-hj-np-z0-9]{{4,5}}(?:[A-HJ-NP-Za-hj-np-z0-9]{END}|[挂学警港澳])"
)
PROVIDERS = "qq|vip.qq|foxmail|163|vip.163|126|139|189|wo|sina|sohu|yeah|aliyun|gmail|hotmail|outlook|live|icloud|yahoo|tom|21cn"
EMAIL = f"(?i:[a-z0-9._%+-]+@(?:{PROVIDERS.replace('.', '[.]')})[.](?:com|net|cn|com[.]cn))"
LANDLINE = f"(?:^|[^0-9A-Za-z])[(]?0[0-9]{{2,3}}[)]?[ -]?[2-8][0-9]{{6,7}}{END}"
UNIT = "[0-9一二三四五六七八九十]{1,4}单元"  # what blocks of flats have, and offices do not
NUMBERED_PLACE = "(?:[0-9]+(?:-[0-9]+)?(?:号|栋|幢|室|户|楼|组)|[0-9]+-[0-9]+-[0-9]+)"

ANYWHERE = {
    PersonalKind.PASSPORT: PASSPORT,
    PersonalKind.PLATE: PLATE,
    PersonalKind.EMAIL: EMAIL,
    PersonalKind.LANDLINE: LANDLINE,
    PersonalKind.HOME_ADDRESS: f"{UNIT}|{FLAT}|{LIVES_AT}",
    PersonalKind.NAME: MAY_NAME,
}
TOLD = {  # what in the cell says that it is somebody's
    PersonalKind.PASSPORT: INTRODUCED_PASSPORT,
    PersonalKind.HOME_ADDRESS: LIVES_AT,
}
