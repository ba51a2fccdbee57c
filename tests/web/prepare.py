"""Makes the site that is judged, in a process and a data folder of its own: the demo's newspaper, a scene in each
language, and the article that the budgets are about. Answers of all pages in the table are kept in `pages.json`.

    NEWSROOM_DATA=… python -m tests.web.prepare
"""

import io
import json
import logging
import os
from pathlib import Path
from typing import Any

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    django.setup()
    logging.disable(logging.ERROR)

    from django.conf import settings  # noqa: PLC0415  # what follows needs the applications
    from django.core.management import call_command  # noqa: PLC0415  # as above
    from django.test.utils import setup_test_environment  # noqa: PLC0415  # as above

    from articles.demo.house import HOUSE  # noqa: PLC0415  # as above
    from newsroom.core.ops.assets import collect  # noqa: PLC0415  # as above
    from tests.web import reference  # noqa: PLC0415  # as above
    from tests.web.answers import Answers  # noqa: PLC0415  # as above
    from tests.web.scene import Scene  # noqa: PLC0415  # as above
    from tests.web.table import LANGUAGES, PAGES  # noqa: PLC0415  # as above

    setup_test_environment()
    call_command("migrate", interactive=False, verbosity=0)
    collect()
    HOUSE.load()
    answers = Answers()
    for page in (page for page in PAGES if page.is_before):
        answers.take_all(page, {language: Before(language) for language in page.languages})
    call_command("demo", no_serve=True, stdout=io.StringIO())
    budget = reference.article()
    scenes: dict[str, Any] = {language: Scene(language) for language in (*LANGUAGES, "en")}
    for page in (page for page in PAGES if not page.is_before):
        answers.take_all(page, scenes)
    kept = {"pages": answers.kept, "reference": budget}
    (Path(settings.DATA_DIR) / "pages.json").write_text(json.dumps(kept))


class Before:
    """What there is before the first edition."""

    def __init__(self, language: str) -> None:
        self.door = "/" if language == "fr" else f"/{language}/"


if __name__ == "__main__":
    main()
