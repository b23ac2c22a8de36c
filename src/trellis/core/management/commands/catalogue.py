"""`trellis manage catalogue`: write the pages of docs/catalogue, or check them."""

from django.core.management.base import BaseCommand, CommandError

from trellis.core.catalogue import drifted, write


class Command(BaseCommand):
    """Writes what differs; with --check writes nothing and fails when something does."""

    help = "Write the catalogue of actions, events, roles, states and personal data. Example: trellis manage catalogue --check"

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="write nothing; fail when a page differs")

    def handle(self, *, check: bool, **options):
        if not check:
            for name in write():
                self.stdout.write(f"docs/catalogue/{name}")
        elif names := drifted():
            raise CommandError(f"docs/catalogue: {', '.join(names)} differ from the code; run: trellis manage catalogue", returncode=1)
