"""Published figures: measures and dimensions as data, counted in the marts as known on a date, and compared."""

from mesoregistry.figures.compute import compute
from mesoregistry.figures.results import FigureResult, NotLoaded

__all__ = ["FigureResult", "NotLoaded", "compute"]
