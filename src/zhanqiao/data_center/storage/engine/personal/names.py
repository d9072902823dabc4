"""Names of persons, as whole columns: surnames, the length of names, and what the column is called."""

from __future__ import annotations

import re
from functools import lru_cache

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金"
    "石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁"
    "岳翟殷詹申耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤"
    "阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲"
    "虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹"
    "井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇"
    "公哈湛宾戎勾茅利於呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由"
)
DOUBLE_SURNAMES = "欧阳|上官|司马|东方|诸葛|皇甫|尉迟|公孙|慕容|令狐|司徒|夏侯|端木|南宫|长孙|宇文|轩辕|呼延|闻人|澹台|淳于|单于|太史|申屠|钟离|司空|东郭|独孤|公冶"
# What names of places, offices and things end in, and names of persons hardly ever.
NOT_OF_NAMES = "村庄屯路街巷区镇乡市县省州站桥湾河湖岛园厂店局部处所院馆校室场沟涧夼埠疃泊口头寺庙塔楼苑城港江海机车线等类式型额率数量费某组班科系司旗盟坊埝崖疗厅队"
HAN = r"\x{4e00}-\x{9fff}\x{3400}-\x{4dbf}\x{20000}-\x{323af}"
GIVEN = f"[{HAN}]{{0,1}}[^\\x{{0}}-\\x{{2fff}}{NOT_OF_NAMES}]"
SHAPE = f"(?:(?:{DOUBLE_SURNAMES})|[{SURNAMES}])[ ]?{GIVEN}|[{HAN}]{{2,6}}(?:[·•・][{HAN}]{{2,8}}){{1,3}}"
LATIN_SHAPE = r"[A-Za-z][A-Za-z\x27’. -]{0,39}"  # \x27 is an apostrophe, which SQL would have doubled

PRIVATE_WORDS = (
    "姓名|名字|申请人|户主|患者|病人|学生|考生|业主|当事人|被执行人|受益人|收件人|寄件人|收货人|居民|家长|监护人|持证人|参保人|投诉人|举报人"
    "|来电人|驾驶人|驾驶员|车主|死者|子女|配偶|父亲|母亲|对象|退休人员|员工|职工|住户|租户|承租人|乘客|会员|客户|报名人|联系对象|亲属|家属"
)
OFFICE_WORDS = (
    "法定代表|法人|负责人|联系人|联络人|经营者|经营人|投资人|股东|河长|湖长|林长|田长|路长|街长|校长|院长|园长|站长|所长|局长|处长|科长|主任|书记|经办人|承办人"
    "|责任人|编辑|作者|著者|译者|主编|执法|律师|医师|医生|药师|导师|教授|教师|代表|委员|领导|值班|管理员|传承人|设计师|项目经理|院士|发明人|评委|专家"
)
LATIN_WORDS = frozenset(
    {"fullname", "givenname", "firstname", "lastname", "surname", "middlename", "personname", "patientname"}
)
PRIVATE, OFFICE = re.compile(PRIVATE_WORDS), re.compile(OFFICE_WORDS)
HOME_WORDS = re.compile(
    "住址|家庭地址|居住地址|居住地|户籍地址|户口所在地|家庭住所|现住地|home_?address", re.IGNORECASE
)
HOME_PHONE_WORDS = re.compile("住宅电话|家庭电话|宅电|家庭座机|home_?phone", re.IGNORECASE)
PASSPORT_WORDS = re.compile("护照|通行证|证件号|证件编号|passport", re.IGNORECASE)
LONGITUDE_WORDS = re.compile("经度|^(?:lon|lng|longitude)$", re.IGNORECASE)
LATITUDE_WORDS = re.compile("纬度|^(?:lat|latitude)$", re.IGNORECASE)


def names_private_person(*, column: str) -> bool:
    """Say whether a column's name says that it names private persons; who holds an office is none."""
    return bool(PRIVATE.search(column)) and not OFFICE.search(column)


def names_office(*, column: str) -> bool:
    """Say whether a column's name says that it names who holds an office or speaks for an enterprise."""
    return bool(OFFICE.search(column))


def names_person_in_latin(*, column: str) -> bool:
    """Say whether a column is called given_name, surname and the like."""
    return re.sub("[^a-z]", "", column.casefold()) in LATIN_WORDS


def names_place(*, column: str) -> bool:
    """Say whether a column's name says that it holds addresses, of homes or of offices."""
    return bool(HOME_WORDS.search(column)) or "地址" in column or "address" in column.casefold()


@lru_cache(maxsize=4096)
def names_something_personal(column: str, /) -> bool:
    """Say whether values may be personal data by the column's name alone; asked of every row that programs send."""
    words = (HOME_WORDS, PASSPORT_WORDS, HOME_PHONE_WORDS)
    return names_private_person(column=column) or any(one.search(column) for one in words)
