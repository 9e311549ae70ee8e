import json

from odoo import api, fields, models
from odoo.orm.models import NO_ACCESS
from odoo.tools import SQL

from ..database.confidential import write_text

MAX_PAGES = 600
MAX_CHARACTERS = 500_000

UNITS = ("page", "slide", "part")
SKIPS = [
    ("encrypted", "Protected by a password"),
    ("corrupt", "Damaged"),
    ("no_text", "Without text, such as a scan"),
    ("unsupported", "Type that isn't read"),
    ("too_large", "Too large"),
    ("bomb", "Inflates beyond all measure"),
    ("memory", "Takes too much memory"),
    ("timeout", "Takes too long"),
    ("cut", "Only its first part is read"),
]


class CandorExtract(models.Model):
    """Text of a file, once per checksum and extractor, or why it could not be read.

    Nobody reads the text here: rendering gives it out with the attachment, to who may read
    that and its record.
    """

    _name = "candor.extract"
    _description = "Candor extract"
    _order = "id desc"
    _rec_name = "skip"

    checksum = fields.Char(required=True, readonly=True, groups=NO_ACCESS)
    extractor = fields.Char(required=True, readonly=True)
    unit = fields.Selection([(unit, unit.capitalize()) for unit in UNITS], readonly=True)
    pages = fields.Text(readonly=True, prefetch=False, groups=NO_ACCESS)
    characters = fields.Integer(readonly=True)
    mimetype = fields.Char("File type", readonly=True)
    skip = fields.Selection(SKIPS, "Not read", readonly=True, index=True)

    _once = models.UniqueIndex("(checksum, extractor)")

    @api.model
    def _lacking(self, reader, model_name, res_ids, extractor):
        """`{record id: [{id, checksum, mimetype, name, size}]}` of files that nobody has read yet."""
        lacking = {}
        attachments = reader.attachments(model_name, res_ids)
        known = set(self._of(attachments.mapped("checksum"), extractor))
        for attachment in attachments:
            if is_file(attachment) and attachment.checksum not in known:
                lacking.setdefault(attachment.res_id, []).append(
                    {
                        "id": attachment.id,
                        "checksum": attachment.checksum,
                        "mimetype": attachment.mimetype or "",
                        "name": attachment.name,
                        "size": attachment.file_size,
                    }
                )
        return lacking

    @api.model
    def _of(self, checksums, extractor=None):
        """`{checksum: extract}`, the newest each; as superuser, so nothing of it may leave unchecked."""
        domain = [("checksum", "in", [checksum for checksum in checksums if checksum])]
        if extractor is not None:
            domain.append(("extractor", "=", extractor))
        # sudo: candor.extract - looked up by attachments that the caller has found
        found = self.sudo().search(domain, order="id")
        return {extract.checksum: extract for extract in found}

    def _pages(self):
        self.ensure_one()
        return json.loads(self.pages or "[]")

    @api.model
    def _store(self, attachment, extractor, unit, pages, skip):
        """Store what was read of a file, once.

        :param pages: list of texts, or None
        :param skip: code, or None; with pages: only the first of them
        :return: whether it was stored: not when it is there already, or of no shape that is stored
        """
        if not self._can_be_stored(extractor, unit, pages, skip):
            return False
        # Without words: what is in the way of a row must not put them into a log.
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO candor_extract (checksum, extractor, unit, characters, mimetype, skip,
                                            create_date, create_uid)
                     VALUES (%s, %s, %s, %s, %s, %s, now() AT TIME ZONE 'UTC', %s)
                ON CONFLICT (checksum, extractor) DO NOTHING
                  RETURNING id
                """,
                attachment.checksum,
                extractor,
                unit,
                sum(len(page) for page in pages or ()),
                attachment.mimetype,
                skip,
                self.env.uid,
            )
        )
        row = self.env.cr.fetchone()
        if row and pages:
            write_text(self.sudo().browse(row[0]), pages=json.dumps(pages, ensure_ascii=False))
        return bool(row)

    @api.model
    def _can_be_stored(self, extractor, unit, pages, skip):
        if not isinstance(extractor, str) or not 0 < len(extractor) <= 64 or unit not in UNITS:
            return False
        if skip is not None and skip not in dict(SKIPS):
            return False
        if pages is None:
            return skip is not None
        return (
            isinstance(pages, list)
            and 0 < len(pages) <= MAX_PAGES
            and all(isinstance(page, str) for page in pages)
            and sum(len(page) for page in pages) <= MAX_CHARACTERS
        )

    @api.autovacuum
    def _gc_extracts(self):
        """Text goes when the last file does that it was read from, and when it was read anew."""
        self.env.cr.execute(
            SQL(
                """
                DELETE FROM candor_extract extract
                      WHERE NOT EXISTS (SELECT FROM ir_attachment file WHERE file.checksum = extract.checksum)
                         OR EXISTS (
                                SELECT FROM candor_extract newer
                                 WHERE newer.checksum = extract.checksum AND newer.id > extract.id)
                """
            )
        )
        self.invalidate_model()


def is_file(attachment):
    """Whether Odoo itself holds its bytes."""
    return attachment.type == "binary" and bool(attachment.checksum)
