"""Attachments → sections: its name and type, and one for each page of its text."""

from odoo.tools import SQL

from .html_text import plain_lines
from .reader import MAX_INDEXED_CHARACTERS
from .section import WHOLE, labelled, line, section


def sections(reader, records, wanted):
    """`(record id, section)` of the attachments that this reader may read.

    A page is "attachment:<id>:<page>", from 1: equal for every reader, and the same place when the
    file is replaced. `WHOLE` gives pages up to the reader's measure, a name any page there is.

    :param wanted: `{record id: set of section names, or {"*"}}`
    """
    if not is_shown(reader, records):
        return
    attachments = reader.attachments(records._name, records.ids)
    texts = _texts(reader, attachments, wanted)
    left = dict.fromkeys(records.ids, reader.max_attachment_characters)
    for attachment in attachments:
        res_id = attachment.res_id
        yield res_id, _header(reader, attachment)
        extract = texts.get(attachment.checksum)
        if not extract:
            continue
        names, pages = wanted[res_id], extract._pages()
        for number, text in enumerate(pages, start=1):
            name = f"attachment:{attachment.id}:{number}"
            left[res_id] -= len(text)
            if not text or not (name in names or (WHOLE in names and left[res_id] >= 0)):
                continue
            unit = extract.unit if len(pages) > 1 or extract.unit != "part" else "whole"
            place = _place(reader.env, attachment.name, unit, number)
            lines = [line(row) for row in plain_lines(text)]
            yield res_id, section(name, "attachment", place, lines, attachment.create_date)


def is_shown(reader, records):
    """Odoo lists attachments in the chatter: who is kept from the one is kept from the other."""
    return "message_ids" not in records._fields or reader.may_field(records, "message_ids")


def unread(reader, records):
    """`{record id: [{name, code}]}` of attachments this reader may read whose text is not, or not
    all, known.
    """
    codes = _unread_codes(reader, records) if is_shown(reader, records) else {}
    found = {}
    if codes:
        for attachment in reader.attachments(records._name, records.ids):
            if attachment.id in codes:
                entry = {"name": attachment.name, "code": codes[attachment.id]}
                found.setdefault(attachment.res_id, []).append(entry)
    return found


def _unread_codes(reader, records):
    """`{attachment id: code}`, whoever may read them: few records have any, so this is asked first."""
    reader.env.cr.execute(
        SQL(
            """
            SELECT DISTINCT ON (file.id) file.id, file.res_id, extract.skip, extract.characters
              FROM ir_attachment file
              JOIN candor_extract extract ON extract.checksum = file.checksum
             WHERE file.res_model = %s AND file.res_id = ANY(%s)
               AND file.res_field IS NULL AND file.type = 'binary'
          ORDER BY file.id, extract.id DESC
            """,
            records._name,
            records.ids,
        )
    )
    codes, read = {}, dict.fromkeys(records.ids, 0)
    for attachment_id, res_id, skip, characters in reader.env.cr.fetchall():
        read[res_id] += characters
        code = skip or ("cut" if read[res_id] > MAX_INDEXED_CHARACTERS else None)
        if code:
            codes[attachment_id] = code
    return codes


def _header(reader, attachment):
    env = reader.env
    lines = [labelled(env._("Attachment"), attachment.name, kind="char", field="name")]
    if attachment.mimetype:
        lines.append(labelled(env._("File type"), attachment.mimetype, kind="char", field="mimetype"))
    place = env._("attachment %(name)s", name=attachment.name)
    return section(f"attachment:{attachment.id}", "attachment", place, lines, attachment.create_date)


def _texts(reader, attachments, wanted):
    """`{checksum: extract}` of the attachments of which text is asked for."""
    asked = attachments.filtered(
        lambda it: (
            WHOLE in wanted[it.res_id]
            or any(name.startswith(f"attachment:{it.id}:") for name in wanted[it.res_id])
        )
    ).filtered(lambda it: it.type == "binary")
    return reader.env["candor.extract"]._of(asked.mapped("checksum")) if asked else {}


def _place(env, name, unit, number):
    if unit == "page":
        return env._("attachment %(name)s, page %(number)s", name=name, number=number)
    if unit == "slide":
        return env._("attachment %(name)s, slide %(number)s", name=name, number=number)
    if unit == "part":
        return env._("attachment %(name)s, part %(number)s", name=name, number=number)
    return env._("attachment %(name)s", name=name)
