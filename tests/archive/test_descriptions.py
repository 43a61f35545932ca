"""Every table and column says what it holds, in docs/fields.md and in Datasette."""

import sqlite3

from click.testing import CliRunner

from archive import descriptions
from archive.descriptions import datasette_metadata, field_notes, is_hidden, main, markdown, schema
from archive.notes import RECORD_PARTS, TABLES
from archive.records import Article, Byline, Capture, Crawl, Doubt, Image, Publisher, Quote, Revision
from archive.store import Archive


def test_every_column_is_described():
    """A column that nobody has described is a defect of the schema."""
    silent = [
        f"{table.name}.{column.name}" for table in schema() if table.note for column in table.columns if not column.note
    ]

    assert [] == silent


def test_every_table_is_described_or_machinery():
    """A table is either for people, and described, or hidden."""
    unknown = [table.name for table in schema() if table.note is None and not is_hidden(table.name)]

    assert [] == unknown


def test_no_note_outlives_its_column():
    """A note about a table or column that the schema no longer has is a defect of the notes."""
    columns = {table.name: {column.name for column in table.columns} for table in schema()}
    stale = [
        f"{name}.{column}" for name, note in TABLES.items() for column in note.columns if column not in columns[name]
    ]

    assert [] == stale


def test_the_schema_described_is_the_one_made(tmp_path):
    """What is described is what a new archive holds, table for table."""
    with Archive(tmp_path) as archive:
        query = "select name from sqlite_master where type in ('table', 'view')"
        made = {name for (name,) in archive.connection.execute(query)}

    assert made == {table.name for table in schema()}


def test_every_field_of_a_stored_record_has_its_sentence():
    """The records that people meet carry a sentence under each field."""
    records = (Article, Byline, Capture, Crawl, Doubt, Image, Publisher, Quote, Revision)
    silent = [
        f"{record.__name__}.{name}"
        for record in records
        for name in record.__slots__
        if name not in field_notes(record)
    ]

    assert [] == silent


def test_parts_of_the_article_record_are_all_told():
    """Each list of records in the JSON of an article is described key by key."""
    for record, names in RECORD_PARTS.values():
        assert set() == set(names) - set(field_notes(record))


def test_fields_page_is_up_to_date():
    """docs/fields.md is what the docstrings say today."""
    result = CliRunner().invoke(main, ["--check"])

    assert (0, "") == (result.exit_code, result.output)


def test_stale_fields_page_is_told_in_one_line(tmp_path, monkeypatch):
    """A page that no longer says what the docstrings say fails the check with one line that says what to do."""
    page = tmp_path / "fields.md"
    page.write_text("old", encoding="utf-8")
    monkeypatch.setattr(descriptions, "FIELDS_PAGE", page)

    result = CliRunner().invoke(main, ["--check"])

    expected = "docs/fields.md is stale: run python -m archive.descriptions > docs/fields.md\n"
    assert (1, expected) == (result.exit_code, result.output)


def test_the_command_prints_the_page():
    """Without --check the command prints docs/fields.md."""
    assert markdown() == CliRunner().invoke(main, []).output


def test_metadata_sorts_facets_and_hides():
    """Articles come newest first with facets; the index's own tables stay out of sight."""
    tables = datasette_metadata()["databases"]["archive"]["tables"]

    assert "published_at" == tables["articles"]["sort_desc"]
    assert ["site", "language", "state"] == tables["articles"]["facets"]
    assert tables["articles_fts_data"]["hidden"]
    assert tables["_sqlite_migrations"]["hidden"]


def test_metadata_is_a_fresh_copy():
    """Datasette changes what it is given; the next one gets it whole again."""
    datasette_metadata()["databases"]["archive"]["tables"].clear()

    assert "articles" in datasette_metadata()["databases"]["archive"]["tables"]


def test_default_sorts_name_columns_that_exist(tmp_path):
    """A default order by a column that is not there would break the table's page."""
    with Archive(tmp_path):
        pass
    connection = sqlite3.connect(tmp_path / "archive.db")

    for name, note in TABLES.items():
        for column in filter(None, (note.newest_by, note.label, *note.facets)):
            connection.execute(f'select "{column}" from "{name}" limit 1')
    connection.close()
