"""Fills an empty site with the demo's newspaper and one article of a usual length; says in JSON what there is to read.

Runs in a process of its own, with the data folder in the environment: `python -m benchmarks.prepare`.
"""

import io
import json
import logging
import os

import django

LONG, COMMENTS = 35_000, 10
PARAGRAPH = """\
<p>Le relevé de la semaine le montre rue par rue : {number} foyers sont raccordés, les autres attendent leur tour. La
commune publie désormais le calendrier des travaux, avec le nom de l’entreprise et la date à laquelle elle doit avoir
fini. Les habitants que nous avons rencontrés demandent surtout que quelqu’un réponde au téléphone.</p>"""


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    django.setup()
    logging.disable(logging.ERROR)

    from django.conf import settings  # noqa: PLC0415  # what follows needs the applications
    from django.core.management import call_command  # noqa: PLC0415  # as above
    from django.db import connection  # noqa: PLC0415  # as above
    from django.test import Client  # noqa: PLC0415  # as above
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415  # as above

    from articles.models import PublishedVersion  # noqa: PLC0415  # as above
    from benchmarks.writing import comment, lengthen  # noqa: PLC0415  # as above
    from newsroom.core.ops.assets import collect  # noqa: PLC0415  # as above

    call_command("demo", no_serve=True, stdout=io.StringIO())
    collect()
    reader = Client(SERVER_NAME="127.0.0.1", headers={"host": settings.SITE_URL.partition("://")[2]})
    pages = {
        version.article_id: version.get_absolute_url()
        for version in PublishedVersion.objects.live().with_addresses().filter(language="fr")
    }
    sizes = {pk: len(reader.get(path).content) for pk, path in pages.items()}
    article = max(sizes, key=sizes.__getitem__)
    comment(article, COMMENTS)
    while (size := len(reader.get(pages[article]).content)) < LONG:
        lengthen(article, [PARAGRAPH.format(number=number) for number in range(1, 2 + (LONG - size) // 800)])
    with CaptureQueriesContext(connection) as queries:
        answer = reader.get(pages[article])
    others = [path for pk, path in sorted(pages.items()) if pk != article]
    found = {"article": article, "path": pages[article], "others": others}
    print(json.dumps({**found, "bytes": len(answer.content), "queries": len(queries)}))


if __name__ == "__main__":
    main()
