"""Up to which version of the meeting's topic the plan has followed busy facts."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("planning", "0002_english_words_of_gates")]

    operations = [
        migrations.AddField("plan", "evidence_version", models.BigIntegerField(default=0, editable=False)),
    ]
