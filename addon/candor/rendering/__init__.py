"""A record → its sections: the one place that turns Odoo data into text.

`record.render` is the entry; `reader.Reader` says what a person may read,
`reader.IndexReader` what the index may know.
"""
