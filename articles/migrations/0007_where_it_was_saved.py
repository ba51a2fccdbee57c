from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0006_notes_and_templates"),
    ]

    operations = [
        migrations.AddField(
            model_name="revision",
            name="saved_in",
            field=models.UUIDField(null=True),
        ),
    ]
