from django.utils.translation import gettext_lazy as _

VERBS = {
    "article_published": _("%(actor)s published %(target)s."),
    "article_planned": _("%(actor)s planned the publication of %(target)s."),
    "article_revised": _("%(actor)s replaced a planned publication of %(target)s."),
    "article_rescheduled": _("%(actor)s moved a planned publication of %(target)s."),
    "article_cancelled": _("%(actor)s cancelled a planned publication of %(target)s."),
    "article_held": _("A planned change of %(target)s collided with a newer version and waits for a decision."),
    "article_held_released": _("%(actor)s published a change of %(target)s that had been held."),
    "article_held_dropped": _("%(actor)s gave up a change of %(target)s that had been held."),
    "article_absorbed": _("A planned change of %(target)s was published with another one and is no longer planned."),
    "article_end": _("%(actor)s changed the end date of %(target)s."),
    "article_embargo": _("%(actor)s changed the embargo of %(target)s."),
    "article_withdrawn": _("%(actor)s withdrew %(target)s."),
    "article_reinstated": _("%(actor)s reinstated %(target)s."),
}
FAMILIES = {"article": _("Articles")}
