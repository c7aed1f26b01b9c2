"""Reference pages of the site, written from the code they describe: ``mesoregistry reference``.

Each module writes one page and imports public names only. The pages are not kept in git, except for the
JSON schema, which editors read from the repository.
"""
