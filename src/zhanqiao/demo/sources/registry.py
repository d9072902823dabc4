"""Which source each described dataset comes from."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from zhanqiao.demo.entries import Entry
from zhanqiao.demo.files import SourceFile
from zhanqiao.demo.sources import boundaries, calendar, divisions, folder, places, tables
from zhanqiao.demo.sources.tables import Source, vega
from zhanqiao.demo.synthetic import tables as synthetic

SOURCES: Mapping[str, Source] = MappingProxyType(
    {
        "bird-strikes": vega("birdstrikes.csv"),
        "china-airports": places.china_airports,
        "china-counties-civil-affairs": divisions.counties,
        "china-divisions": divisions.national_levels,
        "countries-and-regions": places.countries,
        "division-changes": divisions.changes,
        "earthquakes-week-2018": vega("earthquakes.json"),
        "gapminder-countries": vega("gapminder.json"),
        "gapminder-health-income": vega("gapminder-health-income.csv"),
        "global-precipitation-2016": tables.global_precipitation,
        "global-temperature": vega("global-temp.csv"),
        "iowa-electricity": vega("iowa-electricity.csv"),
        "mauna-loa-co2": vega("co2-concentration.csv"),
        "new-york-flights-2013": tables.new_york_flights,
        "penguins": vega("penguins.json"),
        "qingdao-district-boundaries": boundaries.qingdao_districts,
        "qingdao-streets": divisions.qingdao_streets,
        "qingdao-villages": divisions.qingdao_villages,
        "record-linkage-febrl": tables.record_linkage,
        "seattle-hourly-normals": vega("seattle-weather-hourly-normals.csv"),
        "seattle-new-york-weather": vega("weather.csv"),
        "shandong-city-boundaries": boundaries.shandong_cities,
        "shandong-county-boundaries": boundaries.shandong_districts,
        "shandong-places": places.shandong_places,
        "shandong-townships-civil-affairs": divisions.shandong_townships,
        "shandong-villages": divisions.shandong_villages,
        "solar-terms": calendar.solar_terms,
        "synthetic-business-permits": synthetic.permits,
        "synthetic-enterprises": synthetic.enterprises,
        "synthetic-hotline-cases": synthetic.hotline_cases,
        "synthetic-parking-huangdao": synthetic.car_parks_of(district="370211"),
        "synthetic-parking-jiaozhou": synthetic.car_parks_of(district="370281"),
        "synthetic-parking-laoshan": synthetic.car_parks_of(district="370212"),
        "synthetic-parking-lots": synthetic.car_parks,
        "synthetic-parking-shinan": synthetic.car_parks_of(district="370202"),
        "synthetic-parking-visits": synthetic.parking_visits,
        "us-air-traffic-2008": vega("flights-airport.csv", "airports.csv"),
        "us-employment": vega("us-employment.csv"),
        "us-federal-receipts": vega("budget.json"),
        "us-species-habitat": vega("species.csv"),
        "us-unemployment-by-industry": vega("unemployment-across-industries.json"),
        "us-zip-codes": vega("zipcodes.csv"),
        "working-days": calendar.working_days,
        "world-airports": places.world_airports,
        "world-cities": places.world_cities,
    }
)
AIR_QUALITY = "beijing-air-quality"


def files_of(*, entry: Entry, into: Path) -> tuple[SourceFile, ...]:
    """Return the files of a dataset; what is not taken as it lies in its package is written into ``into``.

    Raises SourceMissingError when its package or its file in the folder of demo data is not there.
    """
    if entry.slug in SOURCES:
        return SOURCES[entry.slug](into=into)
    if entry.slug == AIR_QUALITY:
        return folder.air_quality(entry=entry, into=into)
    return folder.files_of(entry=entry, into=into)
