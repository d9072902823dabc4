"""Questions of the demo city's catalogue that no weight was tuned on, judged by hand; the form of ``judged.py``.

Written in one go after the titles, keywords and columns of the entries, by kind. Change an answer when an entry
changes, never because search does not find it.
"""

CHINESE = """
公交卡以外的出行 轨道 = qingdao-metro | qingdao-metro-line5
国际航班时刻 航线 = qingdao-air-routes
高校名单 = china-universities
调休安排 = working-days
法定节假日哪天放假 = working-days
撤县设区的历史 = division-changes
村委会名录 = qingdao-villages shandong-villages
青岛的街道和乡镇 = qingdao-streets
温室气体浓度 = mauna-loa-co2
全球变暖 = global-temperature
市民投诉 = synthetic-hotline-cases
泊位数量 = synthetic-parking-lots
企业法人登记 = synthetic-enterprises
人均收入和预期寿命 = gapminder-health-income
税收 宽表 = us-federal-receipts
"""
PARTS = """
邮政 = us-zip-codes
海港 = world-ports
企鹅测量 = penguins
村居 = shandong-villages qingdao-villages
比对 = record-linkage-febrl
节气 = solar-terms
栖息 = us-species-habitat
换乘站 = qingdao-metro
证券 = listed-companies
气象观测 = china-weather-stations
"""
PINYIN = """
jichang = china-airports | world-airports | qingdao-air-routes | bird-strikes
dizhen = earthquakes-week-2018
shangshigongsi = listed-companies
essjq = solar-terms
jieqi = solar-terms
rexian = synthetic-hotline-cases
ssgs = listed-companies
tcc = synthetic-parking-lots
gangkou = world-ports
kongqi zhiliang = beijing-air-quality
xzqh = china-divisions | china-counties-civil-affairs | qingdao-streets | shandong-villages | division-changes
"""
MISTYPED = """
上市工司 = listed-companies
停车厂 = synthetic-parking-lots
节家日 = working-days
空气质亮 = beijing-air-quality
地铁车占 = qingdao-metro
airprots = china-airports | world-airports
pengiuns = penguins
unemploymnet = us-unemployment-by-industry
earthqauke = earthquakes-week-2018
"""
TRADITIONAL = """
機場 = china-airports | world-airports | qingdao-air-routes | bird-strikes
節假日 = working-days
上市公司名錄 = listed-companies
地方性法規 = qingdao-regulations
颱風 地震 = earthquakes-week-2018
氣象站 = china-weather-stations
"""
ENGLISH = """
working days = working-days
parking = synthetic-parking-lots
greenhouse gas = mauna-loa-co2
stock exchange = listed-companies
local laws = qingdao-regulations
zip codes = us-zip-codes
time zones = world-cities
wildlife strikes = bird-strikes
"""
CODES = """
UN/LOCODE = world-ports
BD-09 = coordinate-references
IATA = china-airports | world-airports
WGS84 = coordinate-references
provinceCode = china-divisions
ICAO = china-airports | world-airports
ISO 3166 = countries-and-regions
listed-companies = listed-companies
"""
HELD_OUT = "\n".join(part.strip() for part in (CHINESE, PARTS, PINYIN, MISTYPED, TRADITIONAL, ENGLISH, CODES))
