from django.utils.translation import gettext_lazy as _

VERBS = {
    "article_created": _("%(actor)s began %(target)s."),
    "article_submitted": _("%(actor)s submitted %(target)s."),
    "article_taken_back": _("%(actor)s took %(target)s back."),
    "article_changes_requested": _("%(actor)s requested changes to %(target)s."),
    "article_approved": _("%(actor)s approved %(target)s."),
    "article_discarded": _("%(actor)s deleted the draft %(target)s."),
    "article_loaded": _("%(actor)s put an earlier text of %(target)s back on the desk."),
    "article_caught_up": _("%(actor)s brought the draft of %(target)s up to what readers have."),
    "page_written": _("%(actor)s wrote the page %(target)s."),
    "page_deleted": _("%(actor)s deleted the page %(target)s."),
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
FAMILIES = {"article": _("Articles"), "page": _("Pages")}
