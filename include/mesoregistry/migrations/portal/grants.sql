-- Accounts, sessions and invitations of the portal. Its tables are Django's: `python -m mesoregistry.portal` migrates
-- them as their owner when it starts, so here it gets the place to make them and nothing else.
grant usage, create on schema public to portal;
