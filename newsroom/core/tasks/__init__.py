"""Background work: Django's tasks on the database backend, with retry, recovery and periodic jobs.

    @task(retries=5, backoff=timedelta(seconds=10))
    def send_invitation(user_id: int) -> None: ...

    enqueue_on_commit(send_invitation, user.pk)
    periodic(name="sweep", task=sweep, daily=time(3, 30))     # in an app's ready()

Arguments are JSON and, as a rule, ids. See `task()` for what a task may rely on, `last_step()` for work that must not
be repeated.
"""

from newsroom.core.tasks.attempt import last_step
from newsroom.core.tasks.policy import task
from newsroom.core.tasks.queue import enqueue_on_commit
from newsroom.core.tasks.rhythm import periodic

__all__ = ["enqueue_on_commit", "last_step", "periodic", "task"]
