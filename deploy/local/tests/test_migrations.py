"""What a migration may do while the release before still runs."""

import unittest

import migrations


class Migrations(unittest.TestCase):
    def assert_refused(self, text, why):
        found = migrations.faults(text)
        self.assertTrue(any(why in fault for fault in found), f"{text!r}: {found}")

    def assert_taken(self, text):
        self.assertEqual(migrations.faults(text), [], text)

    def test_what_only_adds_is_taken(self):
        self.assert_taken("create table pages (id uuid primary key, name text not null); create index on pages (name);")
        self.assert_taken("alter table files add column pages integer;")
        self.assert_taken("alter table files add column pages integer not null default 0, add column shape text;")
        self.assert_taken("alter table files add column width bigint generated always as (size * 2) stored;")
        self.assert_taken("alter table files add constraint few check (pages < 10) not valid;")
        self.assert_taken("alter table files drop constraint few, alter column pages drop not null;")
        self.assert_taken("alter table files alter column pages set default 1;")
        self.assert_taken("alter type kind add value 'film';")
        self.assert_taken("create index concurrently on files (pages); drop index old; update files set pages = 1;")

    def test_what_the_release_before_uses_stays(self):
        self.assert_refused("drop table files;", "drops")
        self.assert_refused("drop function if exists count_files();", "drops")
        self.assert_refused("alter table files drop column pages;", "drops a column")
        self.assert_refused("alter table files drop pages, add column leaves integer;", "drops a column")
        self.assert_refused("ALTER TABLE files\n  RENAME COLUMN pages TO leaves;", "renames")
        self.assert_refused("alter table files rename to documents;", "renames")

    def test_what_the_release_before_writes_is_taken_as_before(self):
        self.assert_refused("alter table files add column pages integer not null;", "has no default")
        self.assert_refused("alter table files add shape text, add pages integer not null;", "has no default")
        self.assert_refused("alter table files alter column pages type bigint;", "changes a type")
        self.assert_refused("alter table files alter pages set data type bigint;", "changes a type")
        self.assert_refused("alter table files alter column pages set not null;", "requires")
        self.assert_refused("alter table files alter column pages drop default;", "default")
        self.assert_refused("alter table files add constraint few check (pages < 10);", "constraint")
        self.assert_refused("alter table files add unique (name);", "constraint")
        self.assert_refused("create unique index concurrently by_name on files (name);", "requires")

    def test_a_table_of_the_same_migration_is_nobodys_yet(self):
        made = "create table if not exists pages (id uuid, name text);"
        self.assert_taken(f"{made} alter table pages add unique (name); create unique index on pages (id);")

    def test_a_contracting_one_says_since_when_it_may(self):
        self.assert_taken("-- Pages are leaves now.\n-- contract: after 0.2.0\nalter table files drop column pages;")
        self.assert_refused("-- contract: some day\nalter table files drop column pages;", "drops a column")

    def test_words_in_comments_strings_and_bodies_do_nothing(self):
        self.assert_taken("-- drop table files;\ncomment on table files is 'drop table; rename';")
        body = "create function f() returns void language plpgsql as $body$ begin alter table x rename to y; end $body$;"
        self.assert_taken(body)


if __name__ == "__main__":
    unittest.main()
