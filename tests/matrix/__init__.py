"""Who gets what answer where: address × role × object state × method, in one table.

An address that the resolver knows and this table doesn't fails the build, and so does the reverse. "Hidden" means 404
and is tried to the letter: the answer is the one that an address gives which doesn't exist.
"""

from tests.matrix.answers import HIDDEN, Case
from tests.matrix.desk import OFFICE
from tests.matrix.house import ACCOUNT, DOOR, HOUSE, MODELS
from tests.matrix.letters import MODERATION, NEWSLETTER
from tests.matrix.readers import COMMENTS, MEDIA, OUTBOX, PUBLIC, READERS, REPORTS, REVIEWERS

__all__ = ["CASES", "HIDDEN", "Case"]

CASES = (
    *PUBLIC,
    *READERS,
    *REVIEWERS,
    *MEDIA,
    *COMMENTS,
    *REPORTS,
    *OUTBOX,
    *DOOR,
    *ACCOUNT,
    *HOUSE,
    *MODELS,
    *OFFICE,
    *MODERATION,
    *NEWSLETTER,
)
