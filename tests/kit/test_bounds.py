"""Work within memory and time, in processes of their own."""

from __future__ import annotations

import resource
import subprocess
import sys

from zhanqiao.kit.bounds import bounded
from zhanqiao.kit.texts import Text

LATE = Text(zh="太久", en="too long")


def test_the_limit_before_comes_back() -> None:
    before = resource.getrlimit(resource.RLIMIT_AS)
    with bounded(memory=64 * 2**30, seconds=60, late=LATE):
        assert resource.getrlimit(resource.RLIMIT_AS)[0] == 64 * 2**30
    assert resource.getrlimit(resource.RLIMIT_AS) == before


def test_what_takes_too_long_ends_its_process() -> None:
    told = (
        "import time\nfrom zhanqiao.kit.bounds import bounded\nfrom zhanqiao.kit.texts import Text\n"
        "with bounded(memory=2**40, seconds=0.2, late=Text(zh='太久', en='too long')):\n    time.sleep(30)\n"
    )
    ended = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stderr) == (1, "太久 / too long\n")


def test_what_takes_too_much_is_refused_and_the_process_goes_on() -> None:
    told = (
        "from zhanqiao.kit.bounds import bounded\nfrom zhanqiao.kit.texts import Text\n"
        "with bounded(memory=2**30, seconds=60, late=Text(zh='太久', en='too long')):\n"
        "    try:\n        bytearray(2**31)\n    except MemoryError:\n        print('refused')\n"
        "print(len(bytearray(2**31)))\n"
    )
    ended = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stdout) == (0, f"refused\n{2**31}\n")
