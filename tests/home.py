"""Gives every test process a state folder of its own, before Django reads its settings (loaded by -p)."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

RUN = "ZHANQIAO_TESTS_RUN"  # names the folder that all processes of a run share
FOLDER = tempfile.mkdtemp(prefix="zhanqiao-tests-")
os.environ["ZHANQIAO_HOME"] = FOLDER
os.environ.setdefault(RUN, FOLDER)  # of the process that starts the others, which inherit its name
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhanqiao.config.settings")
# Playwright's loop runs in the thread of the tests, which use the database synchronously all the same.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
