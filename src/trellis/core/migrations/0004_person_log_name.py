"""Each person gets a name for the log that only their own row knows.

Whoever stands in the log already keeps their id as that name: the chain can't be changed. Kept apart from
other migrations because it fills rows between two changes of the table.
"""

import uuid

from django.db import migrations, models


def name_people(apps, schema_editor) -> None:
    """Those whom the log knows by their id go on under it; all others get a name of chance."""
    Person = apps.get_model("core", "Person")
    LogEntry = apps.get_model("core", "LogEntry")
    in_the_log = set(LogEntry.objects.exclude(actor_id="").values_list("actor_id", flat=True).distinct())
    in_the_log |= set(LogEntry.objects.filter(subject_kind="core.person").values_list("subject_id", flat=True).distinct())
    for person in Person.objects.iterator(chunk_size=1000):
        person.log_name = person.pk if str(person.pk) in in_the_log else uuid.uuid4()
        person.save(update_fields=["log_name"])


class Migration(migrations.Migration):
    dependencies = [("core", "0003_jobs_letters_files")]

    operations = [
        migrations.AddField("person", "log_name", models.UUIDField(null=True, editable=False)),
        migrations.RunPython(name_people, migrations.RunPython.noop, elidable=False),
        migrations.AlterField("person", "log_name", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
    ]
