import base64
import contextlib
import json
import logging
import time

from odoo import api, models, tools
from odoo.exceptions import AccessDenied

from ..database.outbox import BULK, EDITS, VECTORS
from ..database.transaction import own_transaction
from ..rendering import rules
from ..rendering.field_label import field_labels
from ..rendering.leased import languages, leased_rows
from ..rendering.reader import IndexReader
from ..rendering.stamp import stamps
from ..wire import deployment
from ..wire.pointer import is_id
from .index import FORMER_THRESHOLD

_logger = logging.getLogger(__name__)

MAX_SKEW_SECONDS = 120
MAX_LEASE = 200
MAX_INVENTORY = 5000
#: A part of an attachment, in base64 a MiB.
PART_BYTES = 768 * 1024
#: What is larger is never read; the sidecar says so in the extract.
MAX_BYTES = 50 * 1024 * 1024
#: Rows are counted no further than this with every lease; the report counts them all.
COUNTED = 10_000


class CandorIndexer(models.AbstractModel):
    """The few things that the service account can do: no model is open to it.

    Every call carries an HMAC of method, time and body, so a stolen key alone opens nothing.
    """

    _name = "candor.indexer"
    _description = "Candor indexer"

    @api.model
    def lease(self, payload, timestamp, signature):
        """Outbox rows with the rendered sections of their records.

        :param payload: JSON `{limit, leaseSeconds, lane, vectors, extractor}`: lane `edits`, or `bulk`,
            which has with `vectors` also what waits for the embedder; without one, edits go before bulk
        :return: JSON `{rows: [{id, lease, lane, resModel, resId, version, deleted, stamp, lang,
            languages, name, sections, attachments}], pending: {edits, bulk, vectors, dead}}`; a
            section of another language than `lang` stands there only where it differs, with a key
            `lang` of its own; `attachments` are those that this version of the extractor has not
            read; `pending` counts to 10,000
        """
        body = self._authorize("lease", payload, timestamp, signature)
        limit = max(1, min(int(body.get("limit") or 50), MAX_LEASE))
        seconds = max(5, min(int(body.get("leaseSeconds") or 60), 3600))
        self._expand_changes()
        with own_transaction(self.env) as env:
            leased = env["candor.outbox"]._lease(limit, seconds, _lanes(body))
            pending = env["candor.outbox"]._waiting(COUNTED)
            env.cr.commit()  # pylint: disable=invalid-commit
            # From here on a transaction that began after the lease: an older snapshot could
            # miss the very change that queued the row.
            rows, broken = leased_rows(env, leased, str(body.get("extractor") or ""))
        if broken:
            with own_transaction(self.env) as env:
                failed = [{**row, "outcome": "failed", "code": "render", "retry": True} for row in broken]
                env["candor.outbox"]._acknowledge(failed)
        return json.dumps({"rows": rows, "pending": pending})

    def _expand_changes(self):
        try:
            with own_transaction(self.env) as env:
                env["candor.change"]._expand()
        except Exception as error:  # noqa: BLE001 - what waits already must not wait for that
            _logger.warning("changes can't be expanded: %s", type(error).__name__)

    @api.model
    def acknowledge(self, payload, timestamp, signature):
        """:param payload: JSON `{rows: [{id, lease, outcome, code, retry}]}`, outcome `done`,
            `vectors_missing`, `failed` (a dead letter unless `retry`), or `released`
        :return: JSON `{acknowledged}`: number of rows whose lease still held
        """
        body = self._authorize("acknowledge", payload, timestamp, signature)
        with own_transaction(self.env) as env:
            known = env["candor.outbox"]._acknowledge(body.get("rows") or [])
        return json.dumps({"acknowledged": known})

    @api.model
    def inventory(self, payload, timestamp, signature):
        """What the index should hold of a model.

        :param payload: JSON `{resModel, after, limit}`
        :return: JSON `{records: [[resId, stamp]], more}`, ids ascending from above `after`
        """
        body = self._authorize("inventory", payload, timestamp, signature)
        model_name = str(body.get("resModel") or "")
        limit = max(1, min(int(body.get("limit") or 1000), MAX_INVENTORY))
        # sudo: any source - ids and stamps of what the index holds
        env = self.sudo().env
        spec = env["candor.source"]._specs().get(model_name)
        if not spec:
            return json.dumps({"records": [], "more": False})
        reader = IndexReader.for_language(env, languages(env)[0])
        after = [("id", ">", int(body.get("after") or 0))]
        ids = reader.env[model_name].search(after, order="id", limit=limit + 1).ids
        found = stamps(reader.env, spec, ids[:limit])
        return json.dumps({"records": sorted(found.items()), "more": len(ids) > limit})

    @api.model
    def requeue(self, payload, timestamp, signature):
        """:param payload: JSON `{records: [{resModel, resId}]}`
        :return: JSON `{queued}`: number of records that did not wait already
        """
        body = self._authorize("requeue", payload, timestamp, signature)
        by_model = {}
        for record in body.get("records") or []:
            by_model.setdefault(str(record["resModel"]), []).append(int(record["resId"]))
        with own_transaction(self.env) as env:
            queued = sum(env["candor.outbox"]._queue(name, ids, BULK) for name, ids in by_model.items())
        return json.dumps({"queued": queued})

    @api.model
    def settings(self, payload, timestamp, signature):
        """:return: JSON `{databaseUuid, addonVersion, protocol, targetPrecision, calibrator, threshold,
        languages, sources}`: `calibrator` is a document, or false for the sidecar's own; `threshold` is
        for a sidecar of the release before
        """
        self._authorize("settings", payload, timestamp, signature)
        # sudo: ir.config_parameter, candor.source, res.lang - numbers and names of models
        env = self.sudo().env
        sources = env["candor.source"]._all()
        target_precision, calibrator = env["candor.index"]._the()._asked_of_sidecar()
        return json.dumps(
            {
                "databaseUuid": env["ir.config_parameter"].get_param("database.uuid"),
                "addonVersion": deployment.addon_version(),
                "protocol": deployment.PROTOCOL,
                "targetPrecision": target_precision,
                "calibrator": calibrator,
                "threshold": FORMER_THRESHOLD,
                "languages": languages(env),
                "sources": [
                    {"resModel": source.model, "label": source.model_id.display_name} for source in sources
                ],
            }
        )

    @api.model
    def labels(self, payload, timestamp, signature):
        """What records of the sources are rendered with: compared with questions from the first one on.

        :return: JSON `{labels}`: names of models, fields and columns, in every language
        """
        self._authorize("labels", payload, timestamp, signature)
        # sudo: candor.source - names of fields, no data
        env = self.sudo().env
        found = {}
        for lang in languages(env):
            sources = env["candor.source"].with_context(lang=lang)
            for spec in sources._specs().values():
                found.update(dict.fromkeys(field_labels(sources.env, spec)))
        return json.dumps({"labels": list(found)})

    @api.model
    def report(self, payload, timestamp, signature):
        """:param payload: JSON `{generation, state, documents, chunks, vectors, embedder, building,
            highestVersion, reconciled, extractor, calibrator, sidecarVersion, protocol}`, see
            `candor.index._report`
        :return: JSON `{fullPass, reconcile, pending}`: whether a full pass was queued; models to
            compare with their inventory; numbers of waiting rows
        """
        body = self._authorize("report", payload, timestamp, signature)
        with own_transaction(self.env) as env:
            answer = env["candor.index"]._the()._report(body)
        return json.dumps(answer)

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

    @api.model
    @tools.ormcache("model_name", "with_groups", "tuple(self.env.context['allowed_company_ids'])")
    def _common_domain(self, model_name, with_groups):
        """`rules.common`, kept as Odoo keeps what it makes of rules: until one of them changes."""
        return rules.common(self.env, model_name, with_groups=with_groups)

    @api.model
    @tools.ormcache("model_name")
    def _reading_group_ids(self, model_name):
        """Groups whose access rights let them read a model; False among them where it is for everybody."""
        domain = [("model_id.model", "=", model_name), ("perm_read", "=", True)]
        # sudo: ir.model.access - who may read what is no secret of anybody's records
        return tuple(entry.group_id.id for entry in self.env["ir.model.access"].sudo().search(domain))

    @api.model
    def _authorize(self, method, payload, timestamp, signature):
        """The body, if this is the service account and the shared secret signed it just now."""
        indexer = self.env.ref("candor.user_indexer", raise_if_not_found=False)
        if not indexer or self.env.uid != indexer.id or self.env.su:
            raise AccessDenied()
        # sudo: ir.config_parameter - set by neutralize.sql in a copied database
        if self.env["ir.config_parameter"].sudo().get_param("candor.neutralized"):
            raise AccessDenied()
        fresh = isinstance(timestamp, int) and abs(time.time() - timestamp) <= MAX_SKEW_SECONDS
        if not fresh or not deployment.verify(f"{method}\n{timestamp}\n{payload}", signature):
            raise AccessDenied()
        body = json.loads(payload or "{}")
        if not isinstance(body, dict):
            raise AccessDenied()
        return body


def _lanes(body):
    lane = body.get("lane")
    if lane == "edits":
        return (EDITS,)
    bulk = (BULK, VECTORS) if body.get("vectors") else (BULK,)
    return bulk if lane == "bulk" else (EDITS, *bulk)


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
