"""The database refuses to change or delete audit lines."""

from __future__ import annotations

from django.db import migrations

from zhanqiao.people.audit.protection import protect, unprotect


def forwards(apps, schema_editor):
    protect(runner=schema_editor, vendor=schema_editor.connection.vendor)


def backwards(apps, schema_editor):
    unprotect(runner=schema_editor, vendor=schema_editor.connection.vendor)


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
