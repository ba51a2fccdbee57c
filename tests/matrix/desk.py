"""Where articles are written: articles and what belongs to them."""

from collections.abc import Iterator

from tests.matrix.answers import CHIEF, EDITORS, HIDDEN, NOBODY, POSTED, WRITERS, Answers, Case, Rights, only
from tests.world import STRANGER

articles = Rights("articles/article", seen=WRITERS, added=WRITERS)
authors = Rights("articles/author", seen=WRITERS, added=EDITORS)
tags = Rights("articles/tag", seen=WRITERS, added=WRITERS)
templates = Rights("articles/piecetemplate", seen=EDITORS, added=EDITORS)
reports = Rights("articles/report", seen=only("journalist", "editor", "chief", status=302), acted=WRITERS)
papers = Rights("articles/staticpage", seen=EDITORS, added=CHIEF)
OWN = only("journalist", "chief")


def but_writers(seen: Answers) -> Answers:
    """Of those who see an article, who makes a template of it."""
    return {**seen, "journalist": HIDDEN}


def of_article(
    state: str,
    key: str,
    *,
    seen: Answers,
    changed: Answers,
    deleted: Answers,
    taken: Answers,
    withdrawn: Answers,
    shared: Answers,
    then: Answers = NOBODY,
) -> Iterator[Case]:
    """The addresses of one article.

    `taken` is what taking it back answers, `withdrawn` the page that asks why, `shared` a review link without a name,
    `then` the page as readers have it.
    """
    yield from articles.rows(state, key, seen=seen, changed=changed, deleted=deleted)
    start = "admin/articles/article/<int:pk>/"
    for rest, get, post in (
        ("preview/", seen, POSTED),
        ("preview/page/", seen, POSTED),
        ("review/", seen, shared),
        ("seen/", seen, POSTED),
        ("seen/page/", then, POSTED),
        ("revisions/", seen, POSTED),
        ("compare/", seen, POSTED),
        ("restore/", POSTED, NOBODY),
        ("notes/", seen, seen),
        ("template/", but_writers(seen), but_writers(seen)),
        ("translate/", seen, seen),
        ("original/", NOBODY, POSTED),
        ("up-to-date/", POSTED, NOBODY),
        ("separate/", POSTED, NOBODY),
        ("take-back/", POSTED, taken),
        ("withdraw/", withdrawn, withdrawn),
        ("give-up/", POSTED, only(*(role for role in seen if seen[role] == 200), status=302)),
    ):
        yield Case(start + rest, get=get, post=post, state=state, at=start.replace("<int:pk>", key) + rest)
    yield kept(f"{start}keep/", changed, state=state, at=f"{start.replace('<int:pk>', key)}keep/")


def kept(route: str, answers: Answers, **case: str) -> Case:
    """What a page sends by itself: a stranger is told, not led to the door."""
    told = {**answers, STRANGER: 401}
    return Case(route, get=told, post=told, data={"sitting": "8f14e45f-ceea-467f-9575-0cbb44de6c0a"}, **case)


NO_FILE = only("journalist", "editor", "chief", status=422, but={STRANGER: 401})


def dropped(state: str, key: str, answers: Answers) -> Case:
    told, start = {**answers, STRANGER: 401}, "admin/articles/article/drop/image/"
    return Case(f"{start}<int:pk>/", get=told, post=told, state=state, at=f"{start}{key}/")


def taken_back(*roles: str) -> Answers:
    return only(*roles, status=302)


OFFICE = (
    *articles.lists(),
    *of_article(
        *("own draft", "{w.desk.own.pk}"),
        seen=OWN,
        changed=OWN,
        deleted=OWN,
        taken=taken_back("journalist"),
        withdrawn=CHIEF,
        shared=OWN,
    ),
    *of_article(
        *("somebody's draft", "{w.draft.pk}"),
        seen=CHIEF,
        changed=CHIEF,
        deleted=CHIEF,
        taken=NOBODY,
        withdrawn=CHIEF,
        shared=CHIEF,
    ),
    *of_article(
        *("own, in review, chosen", "{w.desk.waiting.pk}"),
        seen=WRITERS,
        changed=EDITORS,
        deleted=EDITORS,
        taken=taken_back("journalist"),
        withdrawn=EDITORS,
        shared=WRITERS,
    ),
    *of_article(
        *("in review, elsewhere", "{w.desk.elsewhere.pk}"),
        seen=WRITERS,
        changed=CHIEF,
        deleted=CHIEF,
        taken=NOBODY,
        withdrawn=CHIEF,
        shared=CHIEF,
    ),
    *of_article(
        *("live, chosen", "{w.desk.live.pk}"),
        seen=EDITORS,
        changed=EDITORS,
        deleted=NOBODY,
        taken=NOBODY,
        withdrawn=EDITORS,
        shared=EDITORS,
        then=EDITORS,
    ),
    *of_article(
        *("live, elsewhere", "{w.live.article_id}"),
        seen=CHIEF,
        changed=CHIEF,
        deleted=NOBODY,
        taken=NOBODY,
        withdrawn=CHIEF,
        shared=CHIEF,
        then=CHIEF,
    ),
    *of_article(
        *("withdrawn, chosen", "{w.desk.withdrawn.pk}"),
        seen=EDITORS,
        changed=EDITORS,
        deleted=NOBODY,
        taken=NOBODY,
        withdrawn=EDITORS,
        shared=EDITORS,
        then=only("editor", "chief", status=410),
    ),
    *of_article(
        *("none", "99999"),
        seen=NOBODY,
        changed=NOBODY,
        deleted=NOBODY,
        taken=NOBODY,
        withdrawn=NOBODY,
        shared=NOBODY,
    ),
    Case(
        "admin/articles/article/<int:pk>/review/<int:number>/revoke/",
        get=POSTED,
        post=taken_back("journalist", "chief"),
        at="admin/articles/article/{w.desk.own.pk}/review/{w.desk.link.pk}/revoke/",
    ),
    Case(
        "admin/articles/article/<int:pk>/original/",
        get=EDITORS,
        post=POSTED,
        state="a translation, chosen",
        at="admin/articles/article/{w.desk.translation.pk}/original/",
    ),
    *(
        Case(
            f"admin/articles/article/<int:pk>/{deed}/",
            get=POSTED,
            post=only("editor", "chief", status=302),
            state="a translation, chosen",
            at=f"admin/articles/article/{{w.desk.translation.pk}}/{deed}/",
        )
        for deed in ("up-to-date", "separate")
    ),
    Case(
        "admin/articles/article/<int:pk>/notes/<int:number>/",
        get=POSTED,
        post=taken_back("journalist", "chief"),
        at="admin/articles/article/{w.desk.own.pk}/notes/{w.desk.note.pk}/",
        data={"done": "1"},
    ),
    kept("admin/articles/article/keep/", WRITERS),
    Case("admin/articles/article/coming/", get=WRITERS, post=POSTED),
    Case("admin/articles/article/checks/", get=CHIEF, post=only("chief", status=302)),
    Case("admin/articles/article/pick/article/", get=WRITERS, post=POSTED),
    Case("admin/articles/article/pick/image/", get=WRITERS, post=POSTED),
    Case("admin/articles/article/drop/image/", get={**WRITERS, STRANGER: 401}, post=NO_FILE),
    dropped("unused", "{w.image.pk}", WRITERS),
    dropped("none", "99999", NOBODY),
    *authors.lists(),
    *authors.rows("with stories", "{w.author.pk}", seen=WRITERS, changed=EDITORS, deleted=CHIEF),
    *authors.rows("none", "99999", seen=NOBODY, changed=NOBODY),
    *tags.lists(),
    *tags.rows("with stories", "{w.desk.tag.pk}", seen=WRITERS, changed=EDITORS, deleted=CHIEF),
    *tags.rows("none", "99999", seen=NOBODY, changed=NOBODY),
    *reports.lists(),
    *reports.rows("chosen", "{w.desk.report.pk}", seen=EDITORS, changed=NOBODY),
    *reports.rows("none", "99999", seen=NOBODY, changed=NOBODY),
    Case(
        "admin/articles/report/<int:pk>/decide/",
        get=POSTED,
        post=only("editor", "chief", status=302),
        at="admin/articles/report/{w.desk.report.pk}/decide/",
        data={"state": "taken"},
    ),
    *templates.lists(),
    *templates.rows("one", "{w.desk.template.pk}", seen=EDITORS, changed=EDITORS, deleted=EDITORS),
    *templates.rows("none", "99999", seen=NOBODY, changed=NOBODY),
    *papers.lists(),
    *papers.rows("a page", "{w.desk.page.pk}", seen=EDITORS, changed=CHIEF, deleted=CHIEF),
    *papers.rows("none", "99999", seen=NOBODY, changed=NOBODY),
)
