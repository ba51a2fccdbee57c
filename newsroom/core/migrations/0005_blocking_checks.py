from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0004_cdn_is_told'),
    ]

    operations = [
        migrations.AddField(
            model_name='publication',
            name='blocking_checks',
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
    ]
