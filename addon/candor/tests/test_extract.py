import base64

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.candor.database.outbox import BULK
from odoo.addons.candor.database.transaction import own_transaction
from odoo.addons.candor.models import extract as extracts
from odoo.addons.candor.models import indexer
from odoo.addons.candor.rendering.reader import Reader
from odoo.addons.candor.serving.records import render

from .common import CandorCase
from .test_log import FAULTS, FaultyTables


class ExtractCase(CandorCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry_enter_test_mode_cls()

    @classmethod
    def attach(cls, record, name="offer.pdf", content=b"%PDF-1.7 offer", **values):
        return cls.env["ir.attachment"].create(
            {"name": name, "raw": content, "res_model": record._name, "res_id": record.id, **values}
        )

    def extracted(self, attachment, pages=("Carpets come in May.",), skip=None, unit="page", extractor="1"):
        """What the sidecar would have stored of this file."""
        pages = list(pages) if pages else None
        return self.env["candor.extract"]._store(attachment, extractor, unit, pages, skip)

    def leased(self, record):
        """`{id, lease}` of a row of this record."""
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM candor_outbox")
        self.env.cr.execute("DELETE FROM candor_change")
        with own_transaction(self.env) as env:
            env["candor.outbox"]._queue(record._name, record.ids, BULK)
        rows = self.call_indexer("lease", {"lane": "bulk", "extractor": "1"})["rows"]
        (row,) = [row for row in rows if (row["resModel"], row["resId"]) == (record._name, record.id)]
        self.env.invalidate_all()
        return row

    def fetch(self, row, attachment, offset=0, **changes):
        body = {"id": row["id"], "lease": row["lease"], "attachmentId": attachment.id, "offset": offset}
        return self.call_indexer("attachment", {**body, **changes})

    def send(self, row, attachment, **changes):
        body = {
            "id": row["id"],
            "lease": row["lease"],
            "attachmentId": attachment.id,
            "checksum": attachment.checksum,
            "extractor": "1",
            "unit": "page",
            "pages": ["Carpets come in May."],
            "skip": None,
        }
        return self.call_indexer("extract", {**body, **changes})["stored"]

    def unread(self, user, record):
        reader = Reader.for_user(user)
        rendered = render(reader, {record._name: {record.id: {"header"}}})
        return rendered[0]["unread"] if rendered else None


@tagged("post_install", "-at_install")
class TestAttachmentDoors(ExtractCase):
    def test_a_leased_row_names_the_files_that_nobody_has_read(self):
        new, known = self.attach(self.own_lead), self.attach(self.own_lead, content=b"known")
        self.attach(self.own_lead, "image", b"picture", res_field="image_1920")
        self.attach(self.own_lead, "link", b"", type="url", url="https://example.com")
        self.extracted(known)
        (told,) = self.leased(self.own_lead)["attachments"]
        self.assertEqual(
            told,
            {
                "id": new.id,
                "checksum": new.checksum,
                "mimetype": new.mimetype,
                "name": "offer.pdf",
                "size": new.file_size,
            },
        )

    def test_another_version_of_the_extractor_is_told_of_the_file_again(self):
        attachment = self.attach(self.own_lead)
        self.extracted(attachment, extractor="0")
        self.assertEqual([it["id"] for it in self.leased(self.own_lead)["attachments"]], attachment.ids)

    def test_the_bytes_of_a_leased_records_file_come_in_parts(self):
        content = bytes(range(256)) * 7_000
        attachment = self.attach(self.own_lead, content=content)
        row, got, more = self.leased(self.own_lead), b"", True
        parts = 0
        while more:
            part = self.fetch(row, attachment, len(got))
            self.assertLessEqual(len(part["data"]), 2**20)
            self.assertEqual((part["size"], part["gone"]), (len(content), False))
            got += base64.b64decode(part["data"])
            more, parts = part["more"], parts + 1
        self.assertEqual((got, parts), (content, 3))

    def test_a_file_kept_in_the_database_comes_the_same_way(self):
        self.env["ir.config_parameter"].set_param("ir_attachment.location", "db")
        attachment = self.attach(self.own_lead, content=b"in the database")
        part = self.fetch(self.leased(self.own_lead), attachment, 3)
        self.assertEqual((base64.b64decode(part["data"]), part["more"]), (b"the database", False))

    def test_a_file_too_large_is_told_by_its_size_alone(self):
        attachment = self.attach(self.own_lead)
        self.patch(indexer, "MAX_BYTES", 5)
        part = self.fetch(self.leased(self.own_lead), attachment)
        self.assertEqual(part, {"size": attachment.file_size, "data": "", "more": False, "gone": False})

    def test_without_the_lease_of_its_record_no_file_is_given_and_none_is_stored(self):
        own, other = self.attach(self.own_lead), self.attach(self.other_lead, content=b"other")
        picture = self.attach(self.own_lead, "image", b"picture", res_field="image_1920")
        row = self.leased(self.own_lead)
        self.assertTrue(self.fetch(row, own)["data"])
        gone = {"size": 0, "data": "", "more": False, "gone": True}
        for attachment, changes in (
            (other, {}),
            (picture, {}),
            (own, {"lease": "guessed"}),
            (own, {"lease": None}),
            (own, {"id": row["id"] + 1}),
            (own, {"attachmentId": "1"}),
        ):
            self.assertEqual(self.fetch(row, attachment, **changes), gone)
            self.assertFalse(self.send(row, attachment, **changes))
        for offset in (-1, "0", None):
            self.assertEqual(self.fetch(row, own, offset), gone)
        self.env.cr.execute("UPDATE candor_outbox SET leased_until = now() - interval '1 day'")
        self.env.invalidate_all()
        self.assertEqual(self.fetch(row, own), gone)
        self.assertFalse(self.send(row, own))

    def test_a_source_that_reads_no_attachments_gives_none(self):
        attachment = self.attach(self.own_lead)
        self.source("crm.lead", ["name"], with_attachments=False)
        row = self.leased(self.own_lead)
        self.assertEqual(row["attachments"], [])
        self.assertTrue(self.fetch(row, attachment)["gone"])

    def test_what_was_read_is_stored_once_and_every_bearer_is_rendered_again(self):
        attachment = self.attach(self.own_lead)
        twin = self.lead("Twin", self.asker)
        self.attach(twin, "copy.pdf")
        row = self.leased(self.own_lead)
        self.assertTrue(self.send(row, attachment))
        self.assertFalse(self.send(row, attachment, pages=["Something else."]))
        waiting = self.env["candor.outbox"].search([("lease", "=", False), ("res_model", "=", "crm.lead")])
        self.assertLessEqual({self.own_lead.id, twin.id}, set(waiting.mapped("res_id")))
        self.assertEqual(set(waiting.mapped("lane")), {1})
        self.assertIn("Carpets come in May.", self.indexed(twin).values())
        self.assertEqual(self.leased(self.own_lead)["attachments"], [])

    def test_a_new_version_of_the_extractor_has_every_file_read_again(self):
        self.attach(self.own_lead)
        report = {"generation": "g1", "state": "running", "extractor": "1"}
        self.call_indexer("report", report)

        def queued(extractor):
            self.env.cr.execute("DELETE FROM candor_outbox")
            self.call_indexer("report", {**report, "extractor": extractor})
            self.env.invalidate_all()
            return self.env["candor.outbox"].search([("res_model", "=", "crm.lead")]).mapped("res_id")

        self.assertEqual(queued("1"), [])
        again = queued("2")
        self.assertIn(self.own_lead.id, again)
        self.assertNotIn(self.other_lead.id, again, "it has no file")

    def test_what_was_read_of_a_file_replaced_meanwhile_is_not_stored(self):
        attachment = self.attach(self.own_lead)
        row, before = self.leased(self.own_lead), attachment.checksum
        attachment.raw = b"another file"
        self.assertFalse(self.send(row, attachment, checksum=before))
        self.assertTrue(self.send(row, attachment))

    def test_what_has_another_shape_is_not_stored(self):
        attachment = self.attach(self.own_lead)
        row = self.leased(self.own_lead)
        for changes in (
            {"pages": None},
            {"pages": []},
            {"pages": "text"},
            {"pages": [1]},
            {"pages": ["x"] * (extracts.MAX_PAGES + 1)},
            {"pages": ["x" * (extracts.MAX_CHARACTERS + 1)]},
            {"skip": "because"},
            {"unit": "chapter"},
            {"extractor": ""},
            {"extractor": None},
        ):
            self.assertFalse(self.send(row, attachment, **changes), changes)
        self.assertTrue(self.send(row, attachment, pages=["a\x00b", "\ud800"], skip="cut"))


@tagged("post_install", "-at_install")
class TestExtractRendering(ExtractCase):
    def test_each_page_is_a_section_of_its_own_for_who_may_read_the_record(self):
        attachment = self.attach(self.own_lead)
        self.extracted(attachment, ["Carpets come in May.\n\nIn two  lots.", "", "Terms: 30 days"])
        names = [f"attachment:{attachment.id}:{number}" for number in (1, 3)]
        for given in (self.sections(self.asker, self.own_lead), self.indexed(self.own_lead)):
            self.assertEqual(given[names[0]], "Carpets come in May.\nIn two lots.")
            self.assertEqual(given[names[1]], "Terms: 30 days")
            self.assertNotIn(f"attachment:{attachment.id}:2", given)
        self.assertEqual(set(self.sections(self.asker, self.own_lead, [names[1]])), {"header", names[1]})
        self.assertIsNone(self.sections(self.colleague, self.own_lead, names))
        self.assertIsNone(self.unread(self.colleague, self.own_lead))

    def test_a_page_is_placed_as_its_file_has_it(self):
        pages = {"page": "page 2", "slide": "slide 2", "part": "part 2"}
        for unit, words in pages.items():
            attachment = self.attach(self.own_lead, f"a.{unit}", unit.encode())
            self.extracted(attachment, ["one", "two"], unit=unit)
            name = f"attachment:{attachment.id}:2"
            reader = Reader.for_user(self.asker)
            (rendered,) = render(reader, {"crm.lead": {self.own_lead.id: {name}}})
            self.assertEqual(rendered["sections"][1]["place"], f"attachment a.{unit}, {words}")

    def test_who_may_read_the_record_but_not_its_attachments_is_given_nothing_of_them(self):
        attachment = self.attach(self.own_lead, "wages.pdf")
        self.extracted(attachment, ["Wages: 4711"], skip="cut")
        self.assertIn("Wages: 4711", self.sections(self.asker, self.own_lead).values())
        self.assertEqual(self.unread(self.asker, self.own_lead), [{"name": "wages.pdf", "code": "cut"}])
        self.env["ir.rule"].create(
            {
                "name": "Files of their makers",
                "model_id": self.env["ir.model"]._get_id("ir.attachment"),
                "domain_force": "[('create_uid', '=', user.id)]",
            }
        )
        given = self.sections(self.asker, self.own_lead, ["*", f"attachment:{attachment.id}:1"])
        self.assertNotIn("wages", str(given).lower())
        self.assertEqual(self.unread(self.asker, self.own_lead), [])
        # What a rule keeps from some can't be known to the index.
        self.assertNotIn("wages", str(self.indexed(self.own_lead)).lower())
        own = self.attach(self.own_lead, "mine.pdf", b"mine", create_uid=self.asker.id)
        self.env.cr.execute("UPDATE ir_attachment SET create_uid = %s WHERE id = %s", [self.asker.id, own.id])
        self.env.invalidate_all()
        self.extracted(own, ["Carpets"])
        self.assertIn("Carpets", self.sections(self.asker, self.own_lead).values())

    def test_what_belongs_to_a_field_is_no_attachment(self):
        picture = self.attach(self.own_lead, "image", b"picture", res_field="image_1920")
        self.extracted(picture, ["Words in a picture"])
        for given in (self.sections(self.asker, self.own_lead), self.indexed(self.own_lead)):
            self.assertNotIn("picture", str(given))

    def test_of_a_record_asked_for_whole_the_first_pages_come_and_any_page_by_its_name(self):
        attachment = self.attach(self.own_lead)
        self.extracted(attachment, [f"{number} {'x' * 900}" for number in range(1, 61)])
        given = self.sections(self.asker, self.own_lead)
        pages = [name for name in given if name.startswith(f"attachment:{attachment.id}:")]
        self.assertTrue(30 < len(pages) < 60)
        last = f"attachment:{attachment.id}:60"
        self.assertNotIn(last, given)
        self.assertIn(last, self.sections(self.asker, self.own_lead, ["*", last]))
        self.assertIn(last, self.indexed(self.own_lead))

    def test_pages_of_a_file_that_was_replaced_keep_their_names(self):
        attachment = self.attach(self.own_lead)
        self.extracted(attachment, ["Carpets come in May."])
        name = f"attachment:{attachment.id}:1"
        attachment.raw = b"another file"
        self.assertNotIn(name, self.sections(self.asker, self.own_lead), "its text is not known yet")
        self.extracted(attachment, ["Carpets come in June."])
        self.assertEqual(self.sections(self.asker, self.own_lead)[name], "Carpets come in June.")

    def test_a_record_says_which_of_its_files_could_not_be_read(self):
        self.extracted(self.attach(self.own_lead, "locked.pdf", b"locked"), None, "encrypted", "part")
        self.extracted(self.attach(self.own_lead, "fine.pdf", b"fine"))
        self.assertEqual(
            self.unread(self.asker, self.own_lead), [{"name": "locked.pdf", "code": "encrypted"}]
        )

    def test_an_answer_of_before_says_it_as_it_is_now(self):
        turn = self.answered(self.asker, self.own_lead, "Ten desks")
        self.assertEqual(self.served(self.asker, turn)["unread"], [])
        self.extracted(self.attach(self.own_lead, "locked.pdf"), None, "encrypted", "part")
        (told,) = self.served(self.asker, turn)["unread"]
        self.assertEqual((told["name"], told["code"]), ("locked.pdf", "encrypted"))
        self.assertEqual(
            (told["record"]["resId"], told["record"]["name"]), (self.own_lead.id, self.own_lead.name)
        )

    def test_what_the_index_takes_no_more_of_counts_as_not_read(self):
        for number in range(3):
            attachment = self.attach(self.own_lead, f"{number}.pdf", str(number).encode())
            self.extracted(attachment, ["x" * 450_000])
        self.assertEqual(self.unread(self.asker, self.own_lead), [{"name": "2.pdf", "code": "cut"}])
        self.assertNotIn(f"attachment:{attachment.id}:1", self.indexed(self.own_lead))


@tagged("post_install", "-at_install")
class TestExtract(FaultyTables, ExtractCase):
    def test_nobody_reads_the_text_and_a_manager_only_counts(self):
        self.extracted(self.attach(self.own_lead), None, "encrypted", "part")
        self.extracted(self.attach(self.own_lead, content=b"fine"))
        model = self.env["candor.extract"]
        counts = dict(
            model.with_user(self.manager)._read_group([("skip", "!=", False)], ["skip"], ["__count"])
        )
        self.assertEqual(counts["encrypted"], 1)
        for name in ("pages", "checksum"):
            with self.assertRaises(AccessError):
                model.with_user(self.manager).search([]).read([name])
            with self.assertRaises(AccessError):
                model.with_user(self.manager).search([(name, "!=", False)])
        for user in (self.asker, self.reviewer, self.indexer, self.portal):
            with self.assertRaises(AccessError):
                model.with_user(user).search([])

    def test_the_managers_page_counts_files_not_read_by_their_reasons(self):
        self.env.cr.execute("DELETE FROM candor_extract")
        for content, skip in ((b"a", "encrypted"), (b"b", "encrypted"), (b"c", "no_text")):
            self.extracted(self.attach(self.own_lead, content=content), None, skip, "part")
        again = self.attach(self.own_lead, content=b"d")
        self.extracted(again, None, "timeout", "part")
        self.extracted(again, extractor="2")
        index = self.env.ref("candor.index_main").with_user(self.manager)
        counts = {entry.skip: entry.files for entry in index.skip_ids}
        self.assertEqual(counts, {"encrypted": 2, "no_text": 1})
        with self.assertRaises(AccessError):
            self.env["candor.extract.skip"].with_user(self.asker).search([])

    def test_text_goes_with_the_last_file_that_it_was_read_from(self):
        kept, gone = self.attach(self.own_lead), self.attach(self.own_lead, content=b"gone")
        copy = self.attach(self.other_lead, content=b"gone")
        for attachment in (kept, gone):
            self.extracted(attachment, extractor="0")
            self.extracted(attachment)
        checksums = [kept.checksum, gone.checksum]

        def left():
            self.env["candor.extract"]._gc_extracts()
            found = self.env["candor.extract"].sudo().search([("checksum", "in", checksums)])
            self.assertEqual(set(found.mapped("extractor")) or {"1"}, {"1"}, "what was read anew is gone")
            return set(found.mapped("checksum"))

        gone.unlink()
        self.assertEqual(left(), set(checksums))
        copy.unlink()
        self.assertEqual(left(), {kept.checksum})

    def test_text_that_cannot_be_stored_is_in_no_log(self):
        attachment = self.attach(self.own_lead)
        row = self.leased(self.own_lead)

        def attempt():
            with self.env.cr.savepoint():
                self.send(row, attachment, pages=["It is in zanzibar"])

        for fault in FAULTS:
            for operation in ("INSERT", "UPDATE"):
                self.refuse("candor_extract", operation, fault)
                self.assertNotIn("zanzibar", self.captured(attempt).lower())
                self.mend("candor_extract")
        attempt()
        self.assertIn("It is in zanzibar", self.indexed(self.own_lead).values())
