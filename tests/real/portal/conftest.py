"""The portal of the tests' own catalogue: with the layouts of the real files."""

from tests.portal.conftest import browser, config, person, site  # noqa: F401  fixtures
