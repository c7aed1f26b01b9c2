"""An empty workbook in the layout of a country, with lists to choose from and what to write in each column."""

from mesoregistry.template.workbook import write

__all__ = ["write"]
