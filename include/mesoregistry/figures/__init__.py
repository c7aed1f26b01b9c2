"""Published figures computed again from the marts, each as known on its own date."""

from mesoregistry.figures.compute import compute
from mesoregistry.figures.results import FigureResult, NotLoaded

__all__ = ["FigureResult", "NotLoaded", "compute"]
