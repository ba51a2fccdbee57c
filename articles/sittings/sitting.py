"""Which opening of the writing page something comes from."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

LARGEST = 2**31 - 1


@dataclass(frozen=True)
class Sitting:
    id: uuid.UUID
    turn: int = 0
    """Counts what its page has sent; the form's own button counts too."""
    seen: int | None = None
    """The article's `version` that the page was made from."""
    takes: int | None = None
    """The autosave that the page took up, which is settled as soon as this sitting has kept or saved its words."""

    @classmethod
    def read(cls, data: Mapping[str, str]) -> Self | None:
        """None where the form came from a page without one."""
        try:
            sitting = uuid.UUID(data.get("sitting", ""))
        except ValueError:
            return None
        numbers = {name: number(data.get(name, "")) for name in ("turn", "seen", "takes")}
        return cls(sitting, turn=numbers["turn"] or 0, seen=numbers["seen"], takes=numbers["takes"])


def number(value: str) -> int | None:
    if not (value.isascii() and value.isdecimal() and len(value) < 11):
        return None
    return found if (found := int(value)) <= LARGEST else None
