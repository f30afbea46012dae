from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("calls", "0001_callers_queue")]
    operations = [
        migrations.AddField("calltask", "merge_id", models.UUIDField(blank=True, null=True)),
        migrations.AddField("callrecord", "merge_id", models.UUIDField(blank=True, null=True)),
    ]
