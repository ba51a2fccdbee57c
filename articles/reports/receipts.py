"""The address of the page on which a reader, who has no account, sees what they sent and what became of it."""

from datetime import timedelta

from django.core import signing
from django.urls import reverse

from articles.models import Report

SALT = "articles.report"
KEPT = timedelta(days=90)


def address(report: Report) -> str:
    return reverse("articles:report_receipt", args=[signing.dumps(report.pk, salt=SALT)])


def read(signed: str) -> Report | None:
    """None for what we didn't sign, and for what we signed too long ago."""
    try:
        pk = signing.loads(signed, salt=SALT, max_age=KEPT)
    except signing.BadSignature:
        return None
    return Report.objects.select_related("correction").filter(pk=pk).first()
