"""The demo's pictures, drawn by code: the same bytes each time, in the ink of the section they are for."""

from articles.demo.drawing.scenes import SCENES, draw

__all__ = ["SCENES", "draw"]
