"""The words of DCAT-US: version 1.1 (Project Open Data) as harvesters of data.json read it, and version 3."""

from __future__ import annotations

VERSION_1 = "https://project-open-data.cio.gov/v1.1/schema"
VERSION_3 = "https://resources.data.gov/resources/dcat-us3/"
LEVELS = {"unconditional": "public", "conditional": "restricted public", "closed": "non-public"}
LONGEST_RIGHTS = 255  # characters of version 1.1
REPEATED = {  # repeating intervals of ISO 8601, which version 1.1 asks for
    "realtime": "R/PT1S",
    "daily": "R/P1D",
    "weekly": "R/P1W",
    "monthly": "R/P1M",
    "quarterly": "R/P3M",
    "half_yearly": "R/P6M",
    "yearly": "R/P1Y",
    "irregular": "irregular",
}
FORMATS = {"csv": "CSV", "json": "JSON", "parquet": "Parquet"}
