"""Answers of geocoding as the API gives them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.catalogue.rules.gazetteer import Division
from zhanqiao.data_center.catalogue.rules.geocoding import Geocoded, Match
from zhanqiao.kit.coordinates import System, convert
from zhanqiao.portal.open_service.queries.going_together import other_table

Json = dict[str, Any]
DIGITS = 8  # behind the point: a millimetre


def geocode_document(*, text: str) -> Json:
    """Return what one text means."""
    (found,), table = catalogue.geocode(texts=[text])
    return {"data": _found(found), "townships": other_table(table) if table else None}


def geocode_documents(*, texts: Sequence[str]) -> Json:
    """Return what each text means."""
    found, table = catalogue.geocode(texts=texts)
    return {"data": [_found(one) for one in found], "townships": other_table(table) if table else None}


def reverse_document(*, longitude: float, latitude: float, crs: str) -> Json:
    """Return the districts of a place that is given in a system of coordinates."""
    place = convert(longitude=longitude, latitude=latitude, source=System(crs), target=System.WGS84)
    east, north = (round(part, DIGITS) for part in place)
    found, table = catalogue.district_at(longitude=east, latitude=north)
    districts = [
        {"division": _division(one.division), "outline": {"code": one.code, "name": one.name}} for one in found
    ]
    outlines = other_table(table) if table else None
    return {"data": {"lon": east, "lat": north, "crs": crs, "districts": districts, "outlines": outlines}}


def _found(found: Geocoded) -> Json:
    return {"text": found.text, "status": found.status, "matches": [_match(one) for one in found.matches]}


def _match(match: Match) -> Json:
    return {
        "division": _division(match.division),
        "district": _division(match.district) if match.district else None,
        "confidence": match.confidence,
        "reason": match.reason,
        "because": match.because.as_dict(),
    }


def _division(division: Division) -> Json:
    return {"code": division.code, "name": division.name.as_dict(), "level": division.level}
