"""A withdrawal or suspension takes effect at every interface of a running site within two seconds."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import requests

from tests.contracts.permissions.interfaces import Interface, interfaces
from tests.contracts.permissions.kinds import Ground
from tests.live import CHECKOUT, LiveSite, environment, serving
from zhanqiao.data_center.catalogue.engine import folder

pytestmark = pytest.mark.xdist_group("withdrawal")
LIMIT = 2.0  # seconds from the commit to the last answer
THREADS = 3
READY = 60.0  # seconds until a page lists what was published


@dataclass
class Beside:
    """The process that changes things beside the site."""

    process: subprocess.Popen[str]

    def do(self, line: str) -> object:
        """Send a line and return the answer."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


@dataclass
class Watch:
    """When each interface was last asked with the dataset still there, and first with it gone: seconds of 1970."""

    served: dict[str, float] = field(default_factory=dict)
    gone: dict[str, float] = field(default_factory=dict)
    rounds: int = 0


@dataclass(frozen=True)
class City:
    """A running site, the process beside it, the dataset that is taken down and one that stays."""

    site: LiveSite
    beside: Beside
    ground: Ground
    other: Ground


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    home = Path(tmp_path_factory.mktemp("withdrawal"))
    with (
        serving(home=home, WORKERS="2") as site,
        subprocess.Popen(
            [sys.executable, "-m", "tests.contracts.permissions.changing"],
            cwd=CHECKOUT,
            env=environment(home=home),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as process,
    ):
        try:
            beside = Beside(process)
            laid = beside.do("lay open open_other")
            assert isinstance(laid, dict)
            city = City(site, beside, *(Ground(**laid[name]) for name in ("open", "open_other")))
            _wait_until_listed(city)
            yield city
        finally:
            process.kill()


@pytest.mark.parametrize(("step", "index"), [("withdraw", "follows"), ("suspend", "is busy")])
def test_what_is_taken_down_is_gone_from_every_interface_within_two_seconds(city: City, step: str, index: str) -> None:
    session = requests.Session()
    watched = interfaces(ground=city.ground, beside=city.other, session=session, site=city.site.url)
    assert len(watched) > 150, "too few interfaces serve the dataset: is it published, and in the index?"
    warm(watched, city)
    root = city.site.home / "search"
    with folder.writing(root, seconds=10) if index == "is busy" else nullcontext():
        watch, moment = watched_while(city, watched, f"{step} {city.ground.dataset}")
    report(watch, moment, watched, f"{step}, the index {index}")
    late = {name: round(asked - moment, 2) for name, asked in watch.served.items() if asked - moment > LIMIT}
    assert late == {}, "still served or listed so many seconds after the commit"
    assert {one.name for one in watched} == set(watch.gone)
    city.beside.do(f"publish {city.ground.dataset}")
    _wait_until_listed(city)
    back = [one.name for one in watched if "[if-none-match]" not in one.name and not one.serves(session, city.site.url)]
    assert back == [], "did not come back when it was published again"


def warm(watched: list[Interface], city: City) -> None:
    """Ask everything some times at once, of both workers, so that whatever is kept is kept."""
    _in_threads(lambda: _asked(watched, city))


def watched_while(city: City, watched: list[Interface], change: str) -> tuple[Watch, float]:
    """Make a change while every interface is asked without a pause, and a last time when the limit has passed.

    Return what was seen and when the change was committed.
    """
    watch, ended = Watch(), threading.Event()
    threads = [
        threading.Thread(target=_look, args=(city, watched[number::THREADS], watch, ended)) for number in range(THREADS)
    ]
    for thread in threads:
        thread.start()
    time.sleep(0.3)
    moment = city.beside.do(change)
    assert isinstance(moment, float)
    time.sleep(max(0.0, moment + LIMIT - time.time()))
    ended.set()
    for thread in threads:
        thread.join()
    return watch, moment


def report(watch: Watch, moment: float, watched: list[Interface], step: str) -> None:
    """Print how long each interface went on: between the last answer with the dataset and the first without it."""
    times = {one.name: max(0.0, watch.served.get(one.name, moment) - moment) for one in watched}
    slowest = sorted(times.items(), key=lambda pair: -pair[1])
    sys.stdout.write(
        f"\n{step}: {len(watched)} interfaces asked {watch.rounds // THREADS} times; ms after the commit\n"
    )
    for name, seconds in slowest:
        until = watch.gone.get(name, float("inf")) - moment
        sys.stdout.write(f"  {seconds * 1000:7.0f} … {until * 1000:7.0f}  {name}\n")


def _look(city: City, watched: list[Interface], watch: Watch, ended: threading.Event) -> None:
    session, last = requests.Session(), False
    while not last:
        last = ended.is_set()  # every interface is asked once more after the limit, however slow the machine is
        for one in watched:
            asked = time.time()
            if one.serves(session, city.site.url):
                watch.served[one.name] = asked
                watch.gone.pop(one.name, None)
            else:
                watch.gone.setdefault(one.name, time.time())
        watch.rounds += 1


def _asked(watched: list[Interface], city: City) -> None:
    session = requests.Session()
    for one in watched:
        assert one.serves(session, city.site.url), one.name


def _in_threads(work: object) -> None:
    threads = [threading.Thread(target=work) for _ in range(THREADS)]  # type: ignore[arg-type]  # - a call without arguments
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _wait_until_listed(city: City) -> None:
    deadline = time.monotonic() + READY
    while time.monotonic() < deadline:
        found = requests.get(f"{city.site.url}/api/v1/datasets", params={"limit": 100}, timeout=20).text
        if city.ground.dataset in found and city.other.dataset in found:
            return
        time.sleep(0.1)
    pytest.fail("what was published is not in the list")
