"""Django's own `migrate`, which makes the tables of an empty database at once."""

from django.core.management.commands import migrate
from django.db import connections

from trellis.core import fresh


class Command(migrate.Command):
    """Brings the database up to date."""

    def handle(self, *args, **options):
        if options["app_label"] is None and not (options["plan"] or options["check_unapplied"] or options["fake"] or options["prune"]):
            connection = connections[options["database"]]
            if fresh.is_empty(connection):
                fresh.make_tables(connection)
        super().handle(*args, **options)
