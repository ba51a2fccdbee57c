from newsroom.core.models.access import Attempt, StaffSession
from newsroom.core.models.audit import AuditEntry
from newsroom.core.models.cdn import CdnState, Problem
from newsroom.core.models.changes import ChangedKey
from newsroom.core.models.publication import Publication, PublicationText, SocialAccount
from newsroom.core.models.user import User
from newsroom.core.models.work import BackgroundTask, PeriodicRun, WorkerBeat

__all__ = [
    "Attempt",
    "AuditEntry",
    "BackgroundTask",
    "CdnState",
    "ChangedKey",
    "PeriodicRun",
    "Problem",
    "Publication",
    "PublicationText",
    "SocialAccount",
    "StaffSession",
    "User",
    "WorkerBeat",
]
