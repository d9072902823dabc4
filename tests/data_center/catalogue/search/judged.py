"""Questions people ask of the demo city's catalogue, with the datasets that answer them.

Judged by hand from the entries, best first; ``|`` parts sets of equal worth. Words are those people
type: colloquial, English, pinyin, initials, misspelt, a column's name, a department, a code.
"""

from __future__ import annotations

from zhanqiao.data_center.catalogue.engine.documents import SearchColumn, SearchDocument
from zhanqiao.data_center.catalogue.rules import SCENES, THEMES
from zhanqiao.demo.entries import Entry, entries

JUDGED = """
地铁 = qingdao-metro | qingdao-metro-line5
轨道交通 = qingdao-metro | qingdao-metro-line5
metro = qingdao-metro | qingdao-metro-line5
subway stations = qingdao-metro
地铁站 = qingdao-metro
地铁五号线 = qingdao-metro-line5
地铁建设进度 = qingdao-metro-line5
换乘 = qingdao-metro
ditie = qingdao-metro | qingdao-metro-line5
空气质量 = beijing-air-quality
pm2.5 = beijing-air-quality
PM25 = beijing-air-quality
雾霾 = beijing-air-quality
空汽质量 = beijing-air-quality
air quality = beijing-air-quality
区划代码 = qingdao-streets china-divisions qingdao-villages china-counties-civil-affairs division-changes shandong-villages shandong-townships-civil-affairs
行政区划 = china-divisions | china-counties-civil-affairs | division-changes
撤县设区 = division-changes
区划变更 = division-changes
qdxz = qingdao-streets
乡镇街道 = qingdao-streets china-divisions shandong-townships-civil-affairs
街道办 = qingdao-streets
村委会 = qingdao-villages shandong-villages
居委会名单 = qingdao-villages shandong-villages
社区 = qingdao-villages shandong-villages
青岛区市边界 = qingdao-district-boundaries qingdao-districts-2012
四方区 = qingdao-districts-2012
胶南 = qingdao-districts-2012
boundaries = qingdao-district-boundaries qingdao-districts-2012 shandong-city-boundaries shandong-county-boundaries
停车 = synthetic-parking-lots
停车位 = synthetic-parking-lots
car park = synthetic-parking-lots
tingchechang = synthetic-parking-lots
热线 = synthetic-hotline-cases
12345 = synthetic-hotline-cases
投诉工单 = synthetic-hotline-cases
营业执照 = synthetic-enterprises
企业 = synthetic-enterprises listed-companies
统一社会信用代码 = synthetic-enterprises synthetic-business-permits
行政许可 = synthetic-business-permits
permits = synthetic-business-permits
上市公司 = listed-companies
股票代码 = listed-companies
机场 = china-airports world-airports qingdao-air-routes new-york-flights-2013 us-air-traffic-2008
青岛机场 = qingdao-air-routes
航班 = new-york-flights-2013 | us-air-traffic-2008
flights = new-york-flights-2013 | us-air-traffic-2008
航空公司 = qingdao-air-routes new-york-flights-2013
鸟击 = bird-strikes
港口 = world-ports
sea ports = world-ports
码头 = world-ports
法规 = qingdao-regulations
青岛条例 = qingdao-regulations
regulations = qingdao-regulations
疫情 = shandong-covid-2020
新冠 = shandong-covid-2020
covid = shandong-covid-2020
节假日 = working-days
放假 = working-days
holidays = working-days
二十四节气 = solar-terms
气象站 = china-weather-stations
天气 = china-weather-stations | seattle-new-york-weather
降水 = global-precipitation-2016 seattle-new-york-weather
二氧化碳 = mauna-loa-co2
co2 = mauna-loa-co2
气候变暖 = global-temperature mauna-loa-co2
地震 = earthquakes-week-2018
震级 = earthquakes-week-2018
大学 = china-universities
高校域名 = china-universities
universities = china-universities
失业率 = us-unemployment-by-industry
就业 = us-employment us-unemployment-by-industry
预算 = us-federal-receipts
财政收入 = us-federal-receipts
邮编 = us-zip-codes
postcode = us-zip-codes
坐标转换 = coordinate-references
GCJ-02 = coordinate-references
火星坐标 = coordinate-references
企鹅 = penguins
penguin = penguins
网购订单 = online-retail-2010
retail = online-retail-2010
问卷 = masculinity-survey-2018
survey = masculinity-survey-2018
开放平台 = china-data-portals
open data portal = china-data-portals
数据源 = firstdata-sources
人口 = gapminder-countries world-cities
预期寿命 = gapminder-countries | gapminder-health-income
life expectancy = gapminder-countries | gapminder-health-income
城市人口 = world-cities
发电量 = iowa-electricity
electricity = iowa-electricity
国家代码 = countries-and-regions
记录比对 = record-linkage-febrl
阅读理解 = cmrc2018-trial
地名 = shandong-places
青岛市交通运输局 = qingdao-metro | qingdao-air-routes | china-airports | world-airports | bird-strikes | new-york-flights-2013 | us-air-traffic-2008
曾用名 = qingdao-metro
station_id = qingdao-metro | qingdao-metro-line5
metor = qingdao-metro
earthqake = earthquakes-week-2018
机厂 = china-airports world-airports qingdao-air-routes
地鐵車站 = qingdao-metro
ＰＭ２．５ = beijing-air-quality
青岛的地铁数据有哪些 = qingdao-metro | qingdao-metro-line5
怎么查停车场收费 = synthetic-parking-lots
"""
DEPARTMENTS = {"qingdao-transport": ("青岛市交通运输局", "Qingdao Transport Bureau")}

Judgement = tuple[str, dict[str, int]]


def judgements(*, text: str = JUDGED) -> list[Judgement]:
    """Questions with the grade of each dataset that answers them: 3, then 2, then 1."""
    return [_judgement(line) for line in text.strip().splitlines()]


def demo_documents() -> list[SearchDocument]:
    """The demo city's entries as search documents, without their rows."""
    return [_document(entry) for entry in entries()]


def _judgement(line: str) -> Judgement:
    question, _, answers = line.partition(" = ")
    if "|" in answers:
        return question, dict.fromkeys(answers.replace("|", " ").split(), 3)
    return question, {slug: max(1, 3 - place) for place, slug in enumerate(answers.split())}


def _document(entry: Entry) -> SearchDocument:
    zh, en = DEPARTMENTS.get(entry.department, (entry.department, entry.department))
    theme, scene = THEMES[str(entry.theme)].text, SCENES.get(entry.scene or "")
    return SearchDocument(
        id=f"ds_{entry.slug}",
        slug=entry.slug,
        title_zh=entry.title.zh,
        title_en=entry.title.en,
        abstract_zh=entry.abstract.zh,
        abstract_en=entry.abstract.en,
        keywords=(*entry.keywords_zh, *entry.keywords_en),
        themes=(str(entry.theme),),
        theme_names=(theme.zh, theme.en),
        scene=entry.scene or "",
        scene_names=(scene.text.zh, scene.text.en) if scene else (),
        state="published",
        open_type="unconditional",
        department_id=entry.department,
        department=entry.department,
        department_zh=zh,
        department_en=en,
        district=entry.division_code,
        division_names=(entry.spatial.zh, entry.spatial.en),
        table_titles=tuple(word for table in entry.tables for word in (table.title.zh, table.title.en)),
        columns=tuple(
            SearchColumn(table.name, one.name, one.label.zh, one.label.en, one.description.zh, one.description.en)
            for table in entry.tables
            for one in table.columns
        ),
        tables=len(entry.tables),
        modified="2026-11-01",
    )
