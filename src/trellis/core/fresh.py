"""The tables of an empty database, made at once from the models as they are.

Walking through every migration that ever was takes Django most of a first start, and longer with each new one. Where nothing is
stored yet there is nothing to walk: the tables are made as the models say, and the migrations are noted as done. What a migration
of ours makes by hand (the word index) is made too. A test compares the outcome of both ways.
"""

from django.apps import apps
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration
from django.db.migrations.operations import RunPython, RunSQL

OURS = "trellis."


def is_empty(connection) -> bool:
    """Whether the database holds no table at all."""
    return not connection.introspection.table_names()


def make_tables(connection) -> None:
    """Make all tables, and note all migrations as done. In one transaction: an interrupted run leaves nothing."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    emit_pre_migrate_signal(verbosity=0, interactive=False, db=connection.alias, plan=plan)
    with connection.schema_editor() as editor:
        for model in apps.get_models():
            if model._meta.can_migrate(connection):
                editor.create_model(model)
        for migration, _backwards in plan:
            _by_hand(migration, editor)
        executor.recorder.ensure_schema()
        executor.recorder.migration_qs.bulk_create(
            [executor.recorder.Migration(app=migration.app_label, name=migration.name) for migration, _backwards in plan]
        )
    emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias, plan=plan)


def _by_hand(migration: Migration, editor) -> None:
    """What a migration of ours does besides tables; others' only bring old rows up to date, and there are none."""
    if not migration.__module__.startswith(OURS):
        return
    for operation in migration.operations:
        if isinstance(operation, RunPython):
            operation.code(apps, editor)
        elif isinstance(operation, RunSQL):
            operation.database_forwards(migration.app_label, editor, None, None)
