"""What a benchmark hands back."""

import json
from dataclasses import asdict, dataclass
from typing import Self


@dataclass(frozen=True, kw_only=True)
class Row:
    """One measured number. `required` and `aim` bound it from below, or from above where less is better."""

    what: str
    value: float
    unit: str = "×"
    required: float | None = None
    aim: float | None = None
    less_is_better: bool = False

    def reaches(self, bound: float | None) -> bool:
        if bound is None:
            return True
        return self.value <= bound if self.less_is_better else self.value >= bound

    @property
    def verdict(self) -> str:
        if not self.reaches(self.required):
            return "missed"
        if self.required is None and self.aim is None:
            return ""
        return "aim reached" if self.reaches(self.aim) else "required reached"


@dataclass(frozen=True, kw_only=True)
class Result:
    """`name` is the module's; `what` says in a sentence or two what was measured and how; `machine` is filled in by
    the frame."""

    name: str
    what: str
    rows: tuple[Row, ...]
    machine: str = ""

    def dumps(self) -> str:
        return json.dumps(asdict(self), indent=2, ensure_ascii=False) + "\n"

    @classmethod
    def loads(cls, text: str) -> Self:
        data = json.loads(text)
        return cls(**{**data, "rows": tuple(Row(**row) for row in data["rows"])})
