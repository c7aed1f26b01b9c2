-- One file may be filed for several countries (a regional list, of which each takes its own rows); for one
-- country the same bytes are still received once.
alter table intake.submission drop constraint submission_sha256_key;
alter table intake.submission add constraint submission_country_sha256_key unique (country, sha256);
