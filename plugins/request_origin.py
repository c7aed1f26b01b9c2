"""Where a request to Airflow's web service was made: a page of another site changes nothing, and logs nobody out.

Browsers say it in every request that they send (``Sec-Fetch-Site``), or at least in those that change something
(``Origin``). Programs of ours say nothing, send no cookie, and carry their token in ``Authorization``.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers

READS = frozenset({"GET", "HEAD", "OPTIONS"})
LOGOUT = "/logout"  # a GET in Airflow, though it changes something
OURS = ("same-origin", "none")  # none: typed by the person, or from her bookmarks


def is_foreign(method: str, path: str, headers: Headers) -> bool:
    """Whether a request that changes something comes from elsewhere, or from a browser that does not say whence."""
    is_logout = path.rstrip("/").endswith(LOGOUT)
    if method in READS and not is_logout:
        return False
    if site := headers.get("sec-fetch-site"):
        return site not in OURS
    if page := headers.get("origin") or headers.get("referer"):
        return urlsplit(page).netloc != headers.get("host")
    return is_logout or "cookie" in headers
