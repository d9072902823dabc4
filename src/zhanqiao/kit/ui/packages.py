"""Static files that are taken from npm packages: those named in ``NODE_FILES`` and no others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage


class PackageFile(FileSystemStorage):
    """A package's folder; its files are served under ``prefix``."""

    def __init__(self, *, location: Path, prefix: str) -> None:
        """Name the folder, and the first part of its files' addresses."""
        super().__init__(location=location)
        self.prefix = prefix


class PackageFinder(BaseFinder):
    """Finds the files of ``NODE_FILES``: address under ``/static/`` → path below ``node_modules``."""

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002 - Django's signature
        """Return where the file of an address is; all places as a list where ``find_all`` is asked."""
        del kwargs  # Django 5 hands the older name of ``find_all`` as well
        known = settings.NODE_FILES.get(path)
        found = [str(Path(settings.NODE) / known)] if known else []
        return found if find_all else (found[0] if found else [])

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, PackageFile]]:
        """Yield each file with the storage that opens it."""
        del ignore_patterns  # they are for what lies about in folders; these files are named one by one
        for address, path in settings.NODE_FILES.items():
            source = Path(settings.NODE) / path
            yield source.name, PackageFile(location=source.parent, prefix=str(Path(address).parent))
