from newsroom.core.models import Publication


def lock_tree() -> None:
    """Until the transaction ends nobody else changes the tree, so that what was checked stays true.

    SQLite's write transactions exclude each other anyway; elsewhere the publication's one row is the lock, since a
    lock on the categories themselves would not hold off a new one.
    """
    Publication.objects.select_for_update().get_or_create(pk=1)
