"""Looking at the site as a visitor does: over HTTP, at its own address."""

from __future__ import annotations

SECONDS = 15.0
WELL = range(200, 400)
HEADERS = {"User-Agent": "Zhanqiao-monitor/1"}


def answers(*, url: str, host: str) -> bool:
    """Say whether an address of our own site answers well within 15 s. ``host`` is the name the site is served under."""
    # Late: only the worker looks.
    import urllib3
    from urllib3.exceptions import HTTPError

    headers = {**HEADERS, **({"Host": host} if host else {})}
    timeout = urllib3.Timeout(connect=SECONDS, read=SECONDS)
    try:
        with urllib3.PoolManager(timeout=timeout) as pool:
            response = pool.request("GET", url, headers=headers, redirect=False, retries=False, preload_content=False)
            response.close()
    except (HTTPError, OSError):
        return False
    return response.status in WELL
