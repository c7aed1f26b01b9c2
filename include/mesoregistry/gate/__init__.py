"""The rules of ``expectations/``: SQL predicates that Great Expectations decides on, and the findings they give."""
