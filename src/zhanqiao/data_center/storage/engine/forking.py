"""The process of :mod:`nursery`: it imports one module of ours and forks itself whenever a child is wanted."""

from __future__ import annotations

import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
import traceback
from collections.abc import Callable

from zhanqiao.data_center.storage.engine.nursery import WORD

IDLE = 60_000  # milliseconds after which it leaves


def main(*, module: str, line: int) -> int:
    """Fork children that run ``main`` of the module, after its ``prepare``, until nobody wants any."""
    wanted = importlib.import_module(module)
    wanted.prepare()
    gc.collect()
    gc.freeze()  # what is shared stays shared
    _Forking(socket.socket(fileno=line), wanted.main).run()
    return 0


class _Forking:
    """Children by the end of the pipe through which their owner is told how they ended; he lets go by closing his."""

    def __init__(self, line: socket.socket, work: Callable[[], int | None]) -> None:
        self._line, self._work = line, work
        self._living: dict[int, int] = {}
        self._ended: set[int] = set()
        self._woken, self._wakes = os.pipe()
        os.set_blocking(self._wakes, False)
        os.set_blocking(self._woken, False)
        signal.set_wakeup_fd(self._wakes, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def run(self) -> None:
        while True:
            looking = select.poll()
            looking.register(self._line, select.POLLIN)
            looking.register(self._woken, select.POLLIN)
            for tells in self._living:
                looking.register(tells, 0)  # told when the other end is closed
            seen = dict(looking.poll(None if self._living else IDLE))
            if self._woken in seen:
                os.read(self._woken, 4096)
            self._tell()
            for tells in [one for one in self._living if one in seen]:
                self._bury(tells)
            if not seen or (self._line.fileno() in seen and not self._fork()):
                break
        for tells in list(self._living):
            self._bury(tells)

    def _tell(self) -> None:
        """Say of each child how it ended, and leave it unburied: its number is not given to another meanwhile."""
        for tells, pid in self._living.items():
            if pid in self._ended:
                continue
            seen = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT | os.WNOHANG)
            if seen:
                self._ended.add(pid)
                code = seen.si_status if seen.si_code == os.CLD_EXITED else -seen.si_status
                _say(tells, code)

    def _bury(self, tells: int) -> None:
        """End a child of which nobody wants to know any more, with all that it started."""
        pid = self._living.pop(tells)
        self._ended.discard(pid)
        try:
            os.killpg(pid, signal.SIGKILL)
        except ProcessLookupError:  # it has no group of its own yet
            os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(tells)

    def _fork(self) -> bool:
        message, ends, *_ = socket.recv_fds(self._line, 4096, 4)
        if not message:
            return False
        pid = os.fork()
        if not pid:
            self._become(json.loads(message), ends)
        for end in ends[:3]:
            os.close(end)
        self._living[ends[3]] = pid
        return True

    def _become(self, folder: str, ends: list[int]) -> None:
        """Be the child."""
        code = 1
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.setsid()
            for place, end in enumerate(ends[:3]):
                os.dup2(end, place)
            _say(ends[3], os.getpid())
            for end in (*ends, *self._living, self._woken, self._wakes, self._line.detach()):
                os.close(end)
            os.chdir(folder)
            code = self._work() or 0
        except BaseException:  # noqa: BLE001 - as the interpreter does at its end
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)


def _say(tells: int, number: int) -> None:
    try:
        os.write(tells, WORD.pack(number))
    except BrokenPipeError:  # nobody listens any more
        return


if __name__ == "__main__":
    sys.exit(main(module=sys.argv[1], line=int(sys.argv[2])))
