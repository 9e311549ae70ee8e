import time

from odoo.exceptions import AccessDenied, AccessError
from odoo.tests import tagged

from odoo.addons.candor.database.outbox import BULK
from odoo.addons.candor.database.transaction import own_transaction
from odoo.addons.candor.rendering import record as rendered_record

from .common import OTHER_SECRET, CandorCase

DOORS = (
    "lease",
    "acknowledge",
    "inventory",
    "requeue",
    "settings",
    "labels",
    "report",
    "attachment",
    "extract",
    "tend",
)


@tagged("post_install", "-at_install")
class TestIndexer(CandorCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry_enter_test_mode_cls()

    def setUp(self):
        super().setUp()
        self._nothing_waits()

    def _queue(self, *records):
        """Exactly these wait, whatever triggers made of their creation."""
        self.env.flush_all()
        self._nothing_waits()
        with own_transaction(self.env) as env:
            for record in records:
                env["candor.outbox"]._queue(record._name, record.ids, BULK)

    def _nothing_waits(self):
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM candor_change")
        self.env.cr.execute("DELETE FROM candor_outbox")
        # What another test counted as lost: a sequence knows no rollback.
        self.env.cr.execute(
            "UPDATE candor_index SET lost_until = NULL, lost_seen ="
            " (SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM candor_lost)"
        )
        self.env.invalidate_all()

    def _lease(self, **body):
        return self.call_indexer("lease", body)["rows"]

    def test_the_service_account_reads_no_business_model(self):
        self.assertFalse(self.indexer.group_ids)
        self.assertFalse(self.indexer.all_group_ids)
        env = self.env(user=self.indexer, su=False)
        names = [model for model in env.registry if not model.startswith(("ir.", "res.users"))]
        readable = [
            name for name in names if not env[name]._abstract and env[name].sudo(False).has_access("read")
        ]
        self.assertEqual(readable, [])
        for model in ("crm.lead", "candor.outbox", "candor.turn", "candor.turn.section", "candor.source"):
            with self.assertRaises(AccessError):
                env[model].search([])

    def test_each_door_opens_for_the_account_with_a_fresh_signature(self):
        for secret in ("first-secret-of-the-tests", OTHER_SECRET):
            for door in DOORS:
                self.assertIsInstance(self.call_indexer(door, secret=secret), dict, door)

    def test_no_door_opens_with_the_key_alone(self):
        for door in DOORS:
            call = getattr(self.env["candor.indexer"].with_user(self.indexer), door)
            for signature in ("", False, None, "0" * 64, "ü"):
                with self.assertRaises(AccessDenied):
                    call("{}", int(time.time()), signature)

    def test_no_door_opens_with_another_secret_or_another_doors_signature(self):
        for door in DOORS:
            with self.assertRaises(AccessDenied):
                self.call_indexer(door, secret="guess")
            with self.assertRaises(AccessDenied):
                self.call_indexer(door, sign="other")

    def test_no_door_opens_for_a_signature_of_another_time(self):
        now = int(time.time())
        for door in DOORS:
            for timestamp in (now - 121, now + 125, 0, str(now), float(now)):
                with self.assertRaises(AccessDenied):
                    self.call_indexer(door, timestamp=timestamp)

    def test_no_door_opens_for_anybody_else_not_even_as_superuser(self):
        for door in DOORS:
            for user in (self.asker, self.manager, self.env.ref("base.user_admin"), self.portal):
                with self.assertRaises(AccessDenied):
                    self.call_indexer(door, user=user)
            payload, now = "{}", int(time.time())
            with self.assertRaises(AccessDenied):
                getattr(self.env["candor.indexer"].with_user(self.indexer).sudo(), door)(payload, now, "")

    def test_no_door_opens_in_a_copied_database(self):
        self.env["ir.config_parameter"].set_param("candor.neutralized", "True")
        for door in DOORS:
            with self.assertRaises(AccessDenied):
                self.call_indexer(door)

    def test_a_body_that_is_no_object_is_refused(self):
        with self.assertRaises(AccessDenied):
            self.call_indexer("settings", [1])

    def test_a_leased_row_carries_the_sections_of_its_record(self):
        self._queue(self.own_lead)
        (row,) = self._lease()
        self.assertEqual((row["resModel"], row["resId"]), ("crm.lead", self.own_lead.id))
        self.assertGreater(row["version"], row["id"])
        self.assertTrue(row["stamp"])
        self.assertFalse(row["deleted"])
        text = str(row["sections"])
        self.assertIn("Ten desks", text)
        told = {section["lang"] for section in row["sections"]}
        self.assertIn(row["lang"], told)
        self.assertLessEqual(told, set(row["languages"]), "in other languages only what differs there")

    def test_a_record_that_is_archived_or_gone_or_of_no_source_travels_as_deleted(self):
        gone = self.lead("Gone", self.asker)
        archived = self.lead("Archived", self.asker, active=False)
        self._queue(self.own_lead, gone, archived, self.env.ref("base.be"))
        gone_id = gone.id
        gone.unlink()
        rows = {(row["resModel"], row["resId"]): row for row in self._lease()}
        self.assertFalse(rows["crm.lead", self.own_lead.id]["deleted"])
        for key in (
            ("crm.lead", gone_id),
            ("crm.lead", archived.id),
            ("res.country", self.env.ref("base.be").id),
        ):
            self.assertTrue(rows[key]["deleted"])
            self.assertEqual((rows[key]["sections"], rows[key]["name"]), ([], ""))

    def test_a_record_that_cannot_be_rendered_does_not_spoil_the_others(self):
        render = rendered_record.render

        def break_one(reader, spec, records, wanted):
            if self.other_lead.id in records.ids:
                raise ValueError("Secret bid")
            return render(reader, spec, records, wanted)

        self._queue(self.own_lead, self.other_lead)
        self.patch(rendered_record, "render", break_one)
        with self.assertLogs("odoo.addons.candor.rendering.leased", "WARNING") as log:
            rows = self._lease()
        self.assertEqual([row["resId"] for row in rows], self.own_lead.ids)
        self.assertNotIn("Secret bid", str(log.output))
        self.assertEqual(self.call_indexer("lease")["pending"]["bulk"], 2)
        broken = self.env["candor.outbox"].search([("res_id", "=", self.other_lead.id)])
        self.assertEqual((broken.failure, broken.lease, broken.dead), ("render", False, False))

    def test_settings_are_numbers_and_names_of_models(self):
        settings = self.call_indexer("settings")
        self.assertEqual(
            set(settings),
            {
                "databaseUuid",
                "addonVersion",
                "protocol",
                "targetPrecision",
                "calibrator",
                "threshold",
                "languages",
                "sources",
            },
        )
        self.assertIn("crm.lead", [source["resModel"] for source in settings["sources"]])

    def test_labels_are_names_of_models_fields_and_columns_in_every_language(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.source("account.move", ["partner_id", "amount_total"], ["invoice_line_ids"])
        found = self.call_indexer("labels")["labels"]
        asked = {"Journal Entry", "Partner", "Customer", "Vendor", "Total", "Quantity", "Lead"}
        self.assertEqual(asked - set(found), set())
        of_german = {label for source in self._specs("de_DE") for label in source}
        self.assertEqual(of_german - set(found), set())
        self.assertEqual(len(found), len(set(found)))

    def _specs(self, lang):
        """Labels of the fields that every source reads, by Odoo's own word."""
        for source in self.env["candor.source"].search([]):
            model = self.env[source.model].with_context(lang=lang)
            descriptions = model.fields_get(source.field_ids.mapped("name"), ["string"])
            yield [description["string"] for description in descriptions.values()]

    def _report(self, **report):
        return self.call_indexer(
            "report", {"generation": "g1", "state": "running", "documents": {}, **report}
        )

    def test_a_report_is_stored_and_only_a_new_generation_starts_a_full_pass(self):
        self._report(
            documents={"crm.lead": 7},
            chunks=20,
            vectors=5,
            embedder={"model": "small", "ok": False},
            building={"generation": "g1", "done": 5, "total": 20, "etaSeconds": 60},
        )
        self.assertEqual(self.env["candor.source"].search([("model", "=", "crm.lead")]).document_count, 7)
        index = self.env["candor.index"]._the()
        index.invalidate_recordset()
        self.assertEqual((index.chunk_count, index.vector_count, index.embedder_state), (20, 5, "down"))
        self.assertEqual((index.building_progress, index.building_eta_seconds), (25.0, 60))
        self.assertFalse(self._report()["fullPass"])
        self._nothing_waits()
        self.assertTrue(self._report(generation="g2")["fullPass"])
        self.assertTrue(self.env["candor.outbox"].search_count([("res_model", "=", "crm.lead")]))
        index.invalidate_recordset()
        self.assertEqual((index.embedder_state, index.is_building), ("none", False))
        self.assertFalse(
            self._report(generation="g2", state="started")["fullPass"], "it goes on where it was"
        )

    def test_what_was_leased_before_the_sidecar_began_anew_is_leased_again(self):
        self._report()
        self._queue(self.own_lead)
        self.assertTrue(self._lease())
        self.assertFalse(self._lease())
        self._report(state="started")
        self.assertTrue(self._lease())

    def test_the_inventory_names_what_the_index_should_hold_with_stamps_in_order(self):
        archived = self.lead("Archived", self.asker, active=False)
        found, after = [], 0
        while True:
            page = self.call_indexer("inventory", {"resModel": "crm.lead", "after": after, "limit": 7})
            found += page["records"]
            if not page["more"]:
                break
            after = page["records"][-1][0]
        ids = [res_id for res_id, _stamp in found]
        self.assertEqual(ids, sorted(self.env["crm.lead"].search([]).ids))
        self.assertNotIn(archived.id, ids)
        self._queue(self.own_lead)
        (row,) = self._lease()
        self.assertEqual(dict(found)[self.own_lead.id], row["stamp"], "as with the record itself")
        self.assertEqual(
            self.call_indexer("inventory", {"resModel": "res.users"}), {"records": [], "more": False}
        )

    def test_what_the_sidecar_missed_is_queued_in_bulk(self):
        self._queue()
        wanted = {"records": [{"resModel": "crm.lead", "resId": self.own_lead.id}] * 2}
        self.assertEqual(self.call_indexer("requeue", wanted), {"queued": 1})
        self.assertEqual(self._lease(lane="edits"), [])
        self.assertEqual(len(self._lease(lane="bulk")), 1)
