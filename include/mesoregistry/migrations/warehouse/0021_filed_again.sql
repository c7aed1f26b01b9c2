-- A file that was withdrawn may be filed again as it was, as a new version: of the files of a country that stand, its
-- bytes are known once.
alter table intake.submission drop constraint submission_country_sha256_key;
create unique index submission_country_sha256_key on intake.submission (country, sha256)
where state <> 'withdrawn';
create index submission_sha256_idx on intake.submission (sha256);
