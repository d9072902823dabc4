"""The view's own query as code: a URL, curl, Python, JavaScript and R."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode


@dataclass(frozen=True, slots=True)
class Sample:
    """One way to ask: its title, the language for highlighting, the code."""

    title: str
    language: str
    code: str


def samples(*, rows_url: str, csv_url: str, parameters: Mapping[str, str]) -> tuple[Sample, ...]:
    """Return samples that fetch rows (JSON) or the whole selection (CSV), for copying and running as they are."""
    address = _address(rows_url, parameters)
    table = _address(csv_url, parameters)
    return (
        Sample("URL", "url", address),
        Sample("curl", "shell", f"curl --get {_shell(rows_url)}{_curl(parameters)}"),
        Sample("Python", "python", _python(rows_url, table, parameters)),
        Sample("JavaScript", "javascript", _javascript(rows_url, parameters)),
        Sample("R", "r", f"rows <- read.csv({json.dumps(table)}, check.names = FALSE)\nhead(rows)"),
    )


def _address(url: str, parameters: Mapping[str, str]) -> str:
    return f"{url}?{urlencode(parameters)}" if parameters else url


def _curl(parameters: Mapping[str, str]) -> str:
    return "".join(f" \\\n  --data-urlencode {_shell(f'{name}={value}')}" for name, value in parameters.items())


def _shell(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


def _python(rows_url: str, table: str, parameters: Mapping[str, str]) -> str:
    given = json.dumps(dict(parameters), ensure_ascii=False, indent=4)
    return (
        "import json\nfrom urllib.parse import urlencode\nfrom urllib.request import urlopen\n\n"
        f"parameters = {given}\n"
        f"with urlopen({json.dumps(rows_url)} + '?' + urlencode(parameters)) as answer:\n"
        "    page = json.load(answer)\nfor row in page['data']:\n    print(row)\n\n"
        f"# pandas: pandas.read_csv({json.dumps(table)})"
    )


def _javascript(rows_url: str, parameters: Mapping[str, str]) -> str:
    given = json.dumps(dict(parameters), ensure_ascii=False, indent=2)
    return (
        f"const parameters = new URLSearchParams({given});\n"
        f"const answer = await fetch(`{rows_url}?${{parameters}}`);\n"
        "const { data, page } = await answer.json();\n"
        "console.table(data);"
    )
