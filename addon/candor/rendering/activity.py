"""Planned activities → sections, one each. Never for the index: today moves them, and so does being done."""

from odoo import fields

from .section import section
from .table import lines_by_field

_FIELDS = ("summary", "activity_type_id", "date_deadline", "user_id", "note")


def newest_sections(reader, records, limit):
    """`(record id, section)` of the planned activities of these records, at most `limit` each."""
    if not records:
        return
    ceiling = limit * len(records)
    found = reader.activities(records, ceiling)
    if len(found) < ceiling or len(records) == 1:
        kept = [some[:limit].ids for some in found.grouped("res_id").values()]
        yield from _sections(reader, found.browse([number for ids in kept for number in ids]))
        return
    # One record with many must not crowd out the others.
    for record in records:
        yield from _sections(reader, reader.activities(record, limit))


def named_sections(reader, records, activity_ids):
    """`(record id, section)` of these activities, as far as they belong to these records."""
    if records and activity_ids:
        yield from _sections(reader, reader.activities(records, None, sorted(activity_ids)))


def _sections(reader, activities):
    names = [name for name in _FIELDS if reader.may_field(activities, name)]
    place = reader.env._("planned activity")
    for activity, by_field in lines_by_field(reader, activities, names):
        lines = [entry for _name, _label, lines in by_field for entry in lines]
        # As a moment, like the dates of other sections.
        date = fields.Datetime.to_datetime(activity.date_deadline)
        yield activity.res_id, section(f"activity:{activity.id}", "activity", place, lines, date)
