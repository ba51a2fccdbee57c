from django.db import migrations


def claim(apps, schema_editor):
    CategoryText = apps.get_model("articles", "CategoryText")
    Address = apps.get_model("articles", "Address")
    Address.objects.bulk_create(
        [
            Address(category_id=text.category_id, language=text.language, slug=text.slug)
            for text in CategoryText.objects.all()
        ],
        ignore_conflicts=True,
        batch_size=500,
    )


class Migration(migrations.Migration):
    """Categories that were there before addresses were counted keep theirs."""

    dependencies = [("articles", "0002_articles")]

    operations = [migrations.RunPython(claim, migrations.RunPython.noop)]
