"""The site of the country teams: a month filed, its findings, and the board. docs/adr/0019 says how it is built."""
