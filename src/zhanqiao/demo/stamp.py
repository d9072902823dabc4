"""Remembers, in the state folder, that the demo city was loaded from these very descriptions and packages.

So the second start knows in a moment, without Django, that there is nothing to do.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from zhanqiao.demo.sources.folder import INDEX, folder
from zhanqiao.kit.environment import home

FILE = "demo.json"
DEMO = Path(__file__).resolve().parent
CHECKOUT = DEMO.parents[2]
LOCKS = ("requirements.lock", "package-lock.json")


@dataclass(frozen=True, slots=True)
class Login:
    """A demo account as it is printed."""

    name: str
    password: str
    role_zh: str
    role_en: str


def read() -> list[Login] | None:
    """Return the demo accounts when all was loaded before and nothing changed since, else None."""
    path = home() / FILE
    if not path.is_file():
        return None
    kept = json.loads(path.read_text(encoding="utf-8"))
    return [Login(**login) for login in kept["logins"]] if kept["made_of"] == _made_of() else None


def write(*, logins: Sequence[Login]) -> None:
    """Remember that everything is loaded, whole or not at all."""
    path = home() / FILE
    draft = path.with_suffix(".draft")
    content = {"made_of": _made_of(), "logins": [asdict(login) for login in logins]}
    draft.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    draft.replace(path)


def _made_of() -> str:
    digest = hashlib.sha256()
    for path in _ingredients():
        digest.update(f"{path.name}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _ingredients() -> Iterator[Path]:
    """The demo's own files, the locked versions of the packages, the index of the folder of demo data."""
    yield from sorted(path for path in DEMO.rglob("*") if path.suffix in {".py", ".toml", ".csv"})
    yield from (CHECKOUT / name for name in LOCKS if (CHECKOUT / name).is_file())
    place = folder()
    if place is not None:
        yield place / INDEX
