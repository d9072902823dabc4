"""Gives every test process a state folder of its own, before Django reads its settings (loaded by -p)."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

FOLDER = tempfile.mkdtemp(prefix="zhanqiao-tests-")
os.environ["ZHANQIAO_HOME"] = FOLDER
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhanqiao.config.settings")
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
