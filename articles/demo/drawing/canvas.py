"""A sheet in shades of grey, and the ink that turns it into a picture."""

import hashlib
import io
import math
from collections.abc import Callable, Iterable, Sequence

from PIL import Image, ImageChops, ImageDraw

W, H = 1600, 1000
"""Of the finished picture; drawn larger, so that edges come out smooth."""
LARGER = 1.5
Point = tuple[float, float]


class Dice:
    """The same throws for the same seed on every machine and Python (Knuth's linear congruence)."""

    def __init__(self, seed: int) -> None:
        self.state = seed * 2654435761 + 1013904223
        self.unit()

    def unit(self) -> float:
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) / 2**31

    def between(self, low: float, high: float) -> float:
        return low + (high - low) * self.unit()

    def pick(self, choices: Sequence[int]) -> int:
        return choices[int(self.unit() * len(choices))]


def _noise(size: tuple[int, int], seed: int) -> Image.Image:
    return Image.frombytes("L", size, hashlib.shake_128(str(seed).encode()).digest(size[0] * size[1]))


class Canvas:
    """Points are (x, y) on the finished picture; a tone is 0 (dark) to 255."""

    def __init__(self, tone: int = 230, *, below: int | None = None) -> None:
        """`below` is the tone at the lower edge, reached gradually."""
        size = (int(W * LARGER), int(H * LARGER))
        if below is None:
            self.image = Image.new("L", size, tone)
        else:
            steps = [round(tone + (below - tone) * step / 255) for step in range(256)]
            self.image = Image.linear_gradient("L").point(steps).resize(size)
        self.pen = ImageDraw.Draw(self.image)

    def _scaled(self, points: Iterable[Point]) -> list[Point]:
        return [(x * LARGER, y * LARGER) for x, y in points]

    def shape(self, points: Iterable[Point], tone: int) -> None:
        self.pen.polygon(self._scaled(points), fill=tone)

    def box(self, x: float, y: float, width: float, height: float, tone: int, *, round_by: float = 0) -> None:
        corners = self._scaled([(x, y), (x + width, y + height)])
        if round_by:
            self.pen.rounded_rectangle(corners, round_by * LARGER, fill=tone)
        else:
            self.pen.rectangle(corners, fill=tone)

    def disc(self, x: float, y: float, radius: float, tone: int, *, tall: float | None = None) -> None:
        tall = radius if tall is None else tall
        self.pen.ellipse(self._scaled([(x - radius, y - tall), (x + radius, y + tall)]), fill=tone)

    def ring(self, x: float, y: float, radius: float, tone: int, width: float, *, tall: float | None = None) -> None:
        tall = radius if tall is None else tall
        box = self._scaled([(x - radius, y - tall), (x + radius, y + tall)])
        self.pen.ellipse(box, outline=tone, width=max(1, round(width * LARGER)))

    def pie(self, x: float, y: float, radius: float, angles: tuple[float, float], tone: int) -> None:
        """In degrees, clockwise from the right."""
        self.pen.pieslice(self._scaled([(x - radius, y - radius), (x + radius, y + radius)]), *angles, fill=tone)

    def line(self, points: Iterable[Point], tone: int, width: float) -> None:
        self.pen.line(self._scaled(points), fill=tone, width=max(1, round(width * LARGER)), joint="curve")

    def land(self, height: Callable[[float], float], tone: int, *, step: int = 8) -> None:
        """Everything below a line that `height` gives for each x."""
        edge = [(float(x), height(x)) for x in range(0, W + step, step)]
        self.shape([*edge, (W + step, H), (0, H)], tone)

    def wave(
        self, y: float, tone: int, width: float, *, swing: float = 6, length: float = 60, phase: float = 0
    ) -> None:
        self.line([(x, y + swing * math.sin(x / length + phase)) for x in range(-10, W + 20, 10)], tone, width)

    def waves(self, top: float, *, count: int, tones: tuple[int, int], width: float = 8) -> None:
        """Water from `top` to the lower edge, its first and last tone."""
        first, last = tones
        for row in range(count):
            y = top + (H - top) * (row + 0.5) / count
            tone = round(first + (last - first) * row / count)
            self.wave(y, tone, width, swing=4 + row * 0.3, length=60 + row * 3, phase=row * 1.3)

    def printed(self, ink: Sequence[str], *, seed: int) -> bytes:
        """As JPEG: shades become the ink's colours, from its darkest to its lightest, with clouds and grain."""
        sheet = self.image.resize((W, H), Image.Resampling.LANCZOS)
        clouds = _noise((9, 6), seed).resize((W, H), Image.Resampling.BICUBIC).point([v // 9 for v in range(256)])
        grain = _noise((W, H), seed + 1).point([v // 18 for v in range(256)])
        sheet = ImageChops.add(ImageChops.add(sheet, clouds, 1, -14), grain, 1, -7)
        picture = Image.merge("RGB", [sheet.point(table) for table in _tables(ink)])
        into = io.BytesIO()
        picture.save(into, "JPEG", quality=88)
        return into.getvalue()


def _tables(ink: Sequence[str]) -> list[list[int]]:
    """For each channel, what each shade becomes."""
    stops = [[int(colour[at : at + 2], 16) for at in (1, 3, 5)] for colour in ink]
    return [[_between([stop[channel] for stop in stops], shade / 255) for shade in range(256)] for channel in range(3)]


def _between(stops: Sequence[int], part: float) -> int:
    where = part * (len(stops) - 1)
    index = min(int(where), len(stops) - 2)
    return round(stops[index] + (stops[index + 1] - stops[index]) * (where - index))
