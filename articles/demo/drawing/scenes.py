"""Every scene by its name, with the ink of its section."""

from collections.abc import Callable

from articles.demo.drawing import land, things, town
from articles.demo.drawing.canvas import Canvas

POLITICS = ("#06231c", "#2f6f5c", "#e9efe6")
BUSINESS = ("#24160a", "#a8671f", "#f4ead6")
SOCIETY = ("#24101f", "#8e4a72", "#f3e6ec")
ENVIRONMENT = ("#06212a", "#2d7a8c", "#e4f0ee")
CULTURE = ("#260d08", "#a8452c", "#f6e7dd")
SPORT = ("#0b1733", "#3e63a8", "#e6edf5")
NIGHT = ("#10182a", "#56688a", "#c9d3da", "#f6efdd")
STONE = ("#121517", "#6b7478", "#eef0ee")
MEETING = ("#071f22", "#28605a", "#d8b59a", "#f6efe4")

SCENES: dict[str, tuple[Callable[[], Canvas], tuple[str, ...]]] = {
    "two-shores": (land.shores, MEETING),
    "mountain-rescue": (land.peaks, STONE),
    "locks": (things.network, POLITICS),
    "chamber": (town.chamber, POLITICS),
    "ballots": (town.ballots, POLITICS),
    "portico": (town.columns, MEETING),
    "harbour": (town.harbour, ("#071f22", "#28605a", "#b9cfbf", "#f3efe0")),
    "olives": (land.olives, BUSINESS),
    "welding": (things.sparks, BUSINESS),
    "night-train": (town.carriage, NIGHT),
    "pencils": (things.pencils, SOCIETY),
    "van": (land.village, SOCIETY),
    "crossing": (town.crossing, SOCIETY),
    "tap": (land.drop, ENVIRONMENT),
    "flats": (town.blocks, STONE),
    "handwriting": (things.letters, SOCIETY),
    "dam": (land.dam, ENVIRONMENT),
    "panels": (land.panels, NIGHT),
    "dune": (land.beach, ("#1b2a2c", "#3f8494", "#dccfae", "#faf4e4")),
    "brine": (land.brine, ENVIRONMENT),
    "lute": (things.strings, CULTURE),
    "comic": (things.comic, CULTURE),
    "rug": (things.weave, CULTURE),
    "shelves": (things.shelves, BUSINESS),
    "cinema": (town.screen, SOCIETY),
    "net": (things.net, SPORT),
    "mountain-path": (land.path, SPORT),
    "track": (things.lanes, ("#260d08", "#a8452c", "#f6e7dd")),
    "stadium": (town.bowl, SPORT),
    "floodlights": (things.lamps, SPORT),
}


def draw(name: str) -> bytes:
    """A JPEG of 1600 × 1000; the same bytes for the same name. Raises KeyError for a name that isn't a scene's."""
    scene, ink = SCENES[name]
    return scene().printed(ink, seed=list(SCENES).index(name) * 7 + 3)
