"""The door of the office, accounts, and what the house’s own models answer."""

from tests.matrix.answers import (
    ADMINISTRATOR,
    APPS,
    BOTH,
    CHIEF,
    EDITORS,
    MODERATORS,
    NOBODY,
    PAPERS,
    POSTED,
    WRITERS,
    Case,
    Rights,
    by_editors,
    everybody,
    members,
    only,
    public,
)
from tests.world import STRANGER

DOOR = (
    Case("admin/login/", get=members(302, but={STRANGER: 200}), post=members(302, but={STRANGER: 200})),
    Case("admin/logout/", get=POSTED, post=members(302)),
    Case("admin/language/", get=everybody(405), post=everybody(400), state="no such language"),
    Case("admin/password/reset/", get=everybody(200), post=everybody(200)),
    public("admin/password/reset/sent/"),
    public("admin/password/reset/<str:uid>/<str:token>/", get=410, post=410, at="admin/password/reset/MQ/x-y/"),
    public("admin/invitation/<str:uid>/<str:token>/", get=410, post=410, at="admin/invitation/MQ/x-y/"),
)
ACCOUNT = (
    Case("admin/account/", get=members(), post=members()),
    Case("admin/account/password/", get=members(), post=members()),
    Case("admin/account/sessions/others/end/", get=POSTED, post=members(302)),
    Case(
        "admin/account/sessions/<str:handle>/end/",
        get=POSTED,
        post=members(302),
        at="admin/account/sessions/abcdef/end/",
    ),
)
HOUSE = (
    Case("admin/", get=members(), post=members()),
    Case("admin/pages/", get=BOTH, post=BOTH, state="no address"),
    Case("admin/jsi18n/", get=members(), post=members()),
    Case("admin/autocomplete/", get=NOBODY, post=POSTED),
    Case("admin/r/<int:content_type_id>/<path:object_id>/", get=NOBODY, post=NOBODY, at="admin/r/1/1/"),
    Case(APPS, get=BOTH, post=BOTH, state="the house", at="admin/core/"),
    Case(APPS, get=members(), post=members(), state="articles", at="admin/articles/"),
    Case(APPS, get=MODERATORS, post=MODERATORS, state="comments", at="admin/comments/"),
    Case(APPS, get=PAPERS, post=PAPERS, state="newsletter", at="admin/newsletter/"),
    Case("admin/(?P<url>.*)$", get=NOBODY, post=NOBODY, at="admin/nobody/home/"),
)

team = Rights("core/user", seen=ADMINISTRATOR, added=ADMINISTRATOR)
publication = Rights("core/publication", seen=only("chief", "administrator", status=302))
work = Rights("core/backgroundtask", seen=ADMINISTRATOR)
MOVED = only("chief", status=302)
images = Rights("articles/image", seen=WRITERS, added=WRITERS)
categories = Rights("articles/category", seen=members(), added=CHIEF)
MODELS = (
    *team.lists(),
    *team.rows("a colleague", "{w.colleague.pk}", seen=ADMINISTRATOR, changed=ADMINISTRATOR),
    *team.rows("somebody invited", "{w.invited.pk}", seen=ADMINISTRATOR, changed=ADMINISTRATOR),
    *team.rows("somebody deactivated", "{w.deactivated.pk}", seen=ADMINISTRATOR, changed=ADMINISTRATOR),
    *team.rows("oneself", "{w.people[administrator].pk}", seen=ADMINISTRATOR, changed=ADMINISTRATOR),
    *team.rows("a superuser", "{w.superuser.pk}", seen=NOBODY, changed=NOBODY),
    *team.rows("nobody", "99999", seen=NOBODY, changed=NOBODY),
    *publication.lists(),
    *publication.rows("ours", "1", seen=BOTH, changed=BOTH),
    *publication.rows("another", "2", seen=NOBODY, changed=NOBODY),
    Case("admin/core/auditentry/", get=BOTH, post=BOTH),
    *work.lists(),
    *work.rows("failed", "{w.failed_task}", seen=ADMINISTRATOR, changed=NOBODY),
    *work.rows("done", "{w.done_task}", seen=NOBODY, changed=NOBODY),
    *images.lists(),
    *images.rows("unused", "{w.image.pk}", seen=WRITERS, changed=WRITERS, deleted=EDITORS),
    *images.rows("none", "99999", seen=NOBODY, changed=NOBODY),
    *categories.lists(),
    *categories.rows("chosen", "{w.chosen.pk}", seen=members(), changed=by_editors(200, 200), deleted=CHIEF),
    *categories.rows("below", "{w.below.pk}", seen=members(), changed=by_editors(200, 200), deleted=CHIEF),
    *categories.rows("elsewhere", "{w.elsewhere.pk}", seen=members(), changed=CHIEF, deleted=CHIEF),
    *categories.rows("none", "99999", seen=NOBODY, changed=NOBODY),
    Case("admin/articles/category/<int:pk>/up/", get=POSTED, post=MOVED, at="admin/articles/category/{w.below.pk}/up/"),
    Case(
        "admin/articles/category/<int:pk>/down/",
        get=POSTED,
        post=MOVED,
        at="admin/articles/category/{w.below.pk}/down/",
    ),
)
