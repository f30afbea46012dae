import uuid

import django.db.models.deletion
import huiwu.kernel.clock
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("attendees", "0003_lists_from_the_client")]
    operations = [
        migrations.AlterField(
            "importbatch",
            "state",
            models.CharField(
                choices=[
                    ("reading", "读取中"),
                    ("preview", "待您确认"),
                    ("running", "导入中"),
                    ("done", "已导入"),
                    ("undoing", "正在撤销"),
                    ("undone", "已撤销导入"),
                    ("refused", "未能读取"),
                    ("dropped", "已放弃"),
                ],
                default="reading",
                max_length=12,
            ),
        ),
        migrations.CreateModel(
            name="ShortCode",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=huiwu.kernel.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("code", models.CharField(max_length=6, unique=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("tried_at", models.DateTimeField(blank=True, null=True)),
                (
                    "attendee",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="short_code",
                        to="attendees.attendee",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
    ]
