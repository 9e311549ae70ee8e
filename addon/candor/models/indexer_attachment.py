import base64
import contextlib
import json

from odoo import api, models

from ..pointer import is_id
from ..rendering.reader import IndexReader
from ..transaction import own_transaction
from .outbox import BULK

#: In base64 a MiB.
PART_BYTES = 768 * 1024
#: What is larger is never read; the sidecar says so in the extract.
MAX_BYTES = 50 * 1024 * 1024


class CandorIndexerAttachment(models.AbstractModel):
    """The service account's two doors to attachments: only those of a record that it has leased."""

    _inherit = "candor.indexer"

    @api.model
    def attachment(self, payload, timestamp, signature):
        """A part of the bytes of an attachment of a leased record.

        :param payload: JSON `{id, lease, attachmentId, offset}`
        :return: JSON `{size, data, more, gone}`: `data` in base64; no data when the file is too large,
                 and none at all of one that isn't there, not leased or not for the index
        """
        body = self._authorize("attachment", payload, timestamp, signature)
        attachment = self._leased_attachment(body)
        offset = body.get("offset")
        if not attachment or type(offset) is not int or offset < 0:
            return json.dumps({"size": 0, "data": "", "more": False, "gone": True})
        size = attachment.file_size
        data = _bytes(attachment, offset) if size <= MAX_BYTES and offset < size else b""
        return json.dumps(
            {
                "size": size,
                "data": base64.b64encode(data).decode(),
                "more": bool(data) and offset + len(data) < size,
                "gone": False,
            }
        )

    @api.model
    def extract(self, payload, timestamp, signature):
        """Store what was read of an attachment of a leased record, once; records that bear it are
        rendered again.

        :param payload: JSON `{id, lease, attachmentId, checksum, extractor, unit, pages, skip}`
        :return: JSON `{stored}`
        """
        body = self._authorize("extract", payload, timestamp, signature)
        attachment = self._leased_attachment(body)
        # Replaced meanwhile: what was read is of another file.
        if not attachment or attachment.checksum != body.get("checksum"):
            return json.dumps({"stored": False})
        with own_transaction(self.env) as env:
            pages, attachment = body.get("pages"), attachment.with_env(env)
            stored = env["candor.extract"]._store(
                attachment, body.get("extractor"), body.get("unit"), pages, body.get("skip")
            )
            if stored and pages:
                _queue_bearers(attachment)
        return json.dumps({"stored": stored})

    @api.model
    def _leased_attachment(self, body):
        """The attachment named, if its record is leased by this caller now; else none."""
        nothing = self.env["ir.attachment"]
        row_id, lease, attachment_id = (body.get(key) for key in ("id", "lease", "attachmentId"))
        if not is_id(row_id) or not is_id(attachment_id) or not isinstance(lease, str) or not lease:
            return nothing
        # sudo: candor.outbox, candor.source - whose lease it is, and whether its files are read
        env = self.sudo().env
        row = env["candor.outbox"].search(
            [("id", "=", row_id), ("lease", "=", lease), ("leased_until", ">", "now")]
        )
        spec = env["candor.source"]._specs().get(row.res_model)
        if not row or spec is None or not spec.attachments:
            return nothing
        found = IndexReader.for_language(env, "en_US").attachments(row.res_model, [row.res_id])
        return found.filtered(lambda it: it.id == attachment_id and it.type == "binary" and it.checksum)


def _queue_bearers(attachment):
    """Queue every record that bears this file, to be rendered with its text."""
    env = attachment.env
    models_ = [model for model, spec in env["candor.source"]._specs().items() if spec.attachments]
    # The name in the file store is made of the checksum, and Odoo has an index on it.
    key = "store_fname" if attachment.store_fname else "checksum"
    domain = [(key, "=", attachment[key]), ("res_model", "in", models_), ("res_field", "=", False)]
    for model_name, found in env["ir.attachment"].search(domain).grouped("res_model").items():
        env["candor.outbox"]._queue(model_name, found.mapped("res_id"), BULK)


def _bytes(attachment, offset):
    if attachment.store_fname:
        # Another module may keep it elsewhere.
        with contextlib.suppress(OSError):
            # `raw` would read the whole file for each part.
            with open(attachment._full_path(attachment.store_fname), "rb") as file:
                file.seek(offset)
                return file.read(PART_BYTES)
    return (attachment.raw or b"")[offset : offset + PART_BYTES]
