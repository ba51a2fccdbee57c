"""Pages as the site answers them, with the templates that they were made from."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.template.loader import get_template
from django.test import Client
from django.test.signals import template_rendered
from django.utils import translation

from tests.web.table import Page


class Answers:
    def __init__(self) -> None:
        host = settings.SITE_URL.partition("://")[2]
        self.client = Client(headers={"host": host, "origin": settings.SITE_URL}, raise_request_exception=True)
        self.kept: dict[str, dict[str, Any]] = {}

    def take_all(self, page: Page, scenes: Mapping[str, Any]) -> None:
        for language in page.languages:
            self.kept[f"{page.name}.{language}"] = self._take(page, language, scenes[language])

    def _take(self, page: Page, language: str, scene: Any) -> dict[str, Any]:
        used: list[str] = []

        def note(template: Any, **_rest: Any) -> None:
            used.append(template.name)

        template_rendered.connect(note)
        try:
            found = self._asked(page, scene) if page.at else self._rendered(page, language)
        finally:
            template_rendered.disconnect(note)
        return {**found, "templates": sorted({name for name in used if name})}

    def _asked(self, page: Page, scene: Any) -> dict[str, Any]:
        path = page.at.format(scene=scene)
        answer = self.client.get(path) if page.post is None else self.client.post(path, page.post)
        if answer.status_code != page.status:
            raise RuntimeError(f"{page.name}: {path} answered {answer.status_code}")
        headers = dict(answer.headers)
        return {"path": path, "status": answer.status_code, "headers": headers, "html": answer.content.decode()}

    def _rendered(self, page: Page, language: str) -> dict[str, Any]:
        with translation.override(language):
            text = get_template(page.template).render(dict(page.context))
        headers = {"Content-Type": "text/html; charset=utf-8"}
        return {"path": f"/{page.name}.{language}/", "status": page.status, "headers": headers, "html": text}
