from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import SQL

from .common import CandorCase, answer_from

FIELDS = ("turn_id", "res_model", "res_id", "section", "hash", "cited")


@tagged("post_install", "-at_install")
class TestTurnSection(CandorCase):
    def setUp(self):
        super().setUp()
        self.turn = self.answered(self.asker, self.own_lead, "Ten desks")

    def test_what_an_answer_was_made_from_is_kept_with_what_is_cited(self):
        rows = [
            (row.res_model, row.res_id, row.section, row.hash, row.cited) for row in self.turn.section_ids
        ]
        lead = self.own_lead.id
        self.assertEqual(
            rows, [("crm.lead", lead, "fields", "0", True), ("crm.lead", lead, "header", "0", False)]
        )

    def test_a_section_given_twice_is_one_row_for_each_text_that_it_had(self):
        document = answer_from(self.own_lead, "Ten desks")
        fields, header = document["sections"]
        document["sections"] = [fields, header, fields, {**fields, "hash": "1"}, {**header, "hash": None}]
        turn = self.asked(self.asker, "What is it?")
        self.complete(turn, **document)
        self.assertEqual(
            [(row.section, row.hash, row.cited) for row in turn.section_ids],
            [("fields", "0", True), ("header", "0", False), ("fields", "1", True), ("header", False, False)],
        )

    def test_all_rows_of_a_turn_are_inserted_at_once_and_none_without_sections(self):
        counted = (
            "CREATE TEMPORARY TABLE candor_inserts (number int) ON COMMIT DROP;"
            "CREATE FUNCTION candor_count() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN INSERT INTO candor_inserts SELECT count(*) FROM added; RETURN NULL; END $$;"
            "CREATE TRIGGER candor_count AFTER INSERT ON candor_turn_section REFERENCING NEW TABLE AS added"
            " FOR EACH STATEMENT EXECUTE FUNCTION candor_count()"
        )
        self.env.cr.execute(counted)
        document = answer_from(self.own_lead, "Ten desks")
        document["sections"] = [{**document["sections"][0], "section": f"message:{n}"} for n in range(1, 501)]
        turn = self.asked(self.asker, "What is it?")
        self.complete(turn, **document)
        self.complete(self.asked(self.asker, "What?"), outcome="abstained")
        self.env.cr.execute("SELECT number FROM candor_inserts")
        self.assertEqual(self.env.cr.fetchall(), [(500,)])
        self.assertEqual(turn.section_ids[-1].section, "message:500")

    def test_odd_characters_are_stored_without_an_error(self):
        document = answer_from(self.own_lead, "Ten desks")
        document["sections"][0]["section"] = "attachment:\x00\ud83d\U0001f9ed'%s"
        turn = self.asked(self.asker, "What is it?")
        self.complete(turn, **document)
        self.assertEqual(turn.section_ids[0].section, "attachment:?\U0001f9ed'%s")

    def test_rows_go_with_their_turn_however_it_goes(self):
        rows = self.env["candor.turn.section"]
        by_orm, by_sql = self.turn, self.answered(self.colleague, self.other_lead, "Secret bid")
        by_orm.unlink()
        self.env.flush_all()
        self.env.cr.execute(SQL("DELETE FROM candor_conversation WHERE id = %s", by_sql.conversation_id.id))
        self.env.invalidate_all()
        self.assertFalse(rows.search([("turn_id", "in", [by_orm.id, by_sql.id])]))

    def test_an_answer_in_a_models_words_that_nobody_knows_the_sources_of_is_blank(self):
        document = {**answer_from(self.own_lead, "Ten desks"), "model": "some-model"}
        turn = self.asked(self.asker, "What is it?")
        self.complete(turn, **document)
        self.assertFalse(self.served(self.asker, turn)["blank"])
        turn.section_ids.unlink()
        self.assertTrue(self.served(self.asker, turn)["blank"])
        failed = self.asked(self.asker, "What is it?")
        self.complete(failed, outcome="failed", model="some-model")
        self.assertFalse(self.served(self.asker, failed)["blank"], "nothing was said")

    def test_no_group_reads_writes_or_finds_a_row(self):
        row = self.turn.section_ids[:1]
        admin = self.env.ref("base.user_admin")
        for user in (self.asker, self.reviewer, self.manager, self.portal, self.indexer, admin):
            self._denied(row.with_user(user), user)

    def test_an_access_right_that_somebody_adds_opens_no_field(self):
        row = self.turn.section_ids[:1]
        self.env["ir.model.access"].create(
            {
                "name": "added by an administrator",
                "model_id": self.env["ir.model"]._get_id(row._name),
                "group_id": self.env.ref("base.group_user").id,
                "perm_read": True,
            }
        )
        for user in (self.asker, self.manager, self.env.ref("base.user_admin")):
            user.group_ids = [(4, self.env.ref("base.group_allow_export").id)]
            rows = row.with_user(user)
            self.assertFalse(set(FIELDS) & set(rows.fields_get()), user.login)
            for name in FIELDS:
                attempts = {
                    "value": lambda rows=rows, name=name: rows[name],
                    "read": lambda rows=rows, name=name: rows.read([name]),
                    "search": lambda rows=rows, name=name: rows.search([(name, "in", [1])]),
                    "order": lambda rows=rows, name=name: rows.search([], order=name),
                    "group": lambda rows=rows, name=name: rows._read_group([], [name], ["__count"]),
                    "export": lambda rows=rows, name=name: rows.export_data([name]),
                }
                for way, attempt in attempts.items():
                    with self.subTest(way=way, field=name), self.assertRaises(AccessError):
                        attempt()

    def test_no_row_is_read_or_found_by_its_turn(self):
        self.under_review(self.turn)
        for user in (self.asker, self.reviewer, self.manager, self.env.ref("base.user_admin")):
            user.group_ids = [(4, self.env.ref("base.group_allow_export").id)]
            turn = self.turn.with_user(user)
            self.assertNotIn("section_ids", turn.fields_get())
            for attempt in (
                lambda turn=turn: turn.section_ids,
                lambda turn=turn: turn.read(["section_ids"]),
                lambda turn=turn: turn.web_read({"section_ids": {"fields": {"section": {}}}}),
                lambda turn=turn: turn.mapped("section_ids.section"),
                lambda turn=turn: turn.export_data(["section_ids/section"]),
                lambda turn=turn: turn.search([("section_ids", "!=", False)]),
                lambda turn=turn: turn.search([("section_ids.section", "=", "fields")]),
                lambda turn=turn: turn.formatted_read_group([], ["section_ids"], ["__count"]),
            ):
                with self.assertRaises(AccessError, msg=user.login):
                    attempt()

    def _denied(self, rows, user):
        for attempt in (
            lambda: rows.read(["section"]),
            lambda: rows.search([]),
            lambda: rows.search_count([]),
            lambda: rows.write({"cited": False}),
            rows.unlink,
            lambda: rows.create({"turn_id": self.turn.id}),
        ):
            with self.assertRaises(AccessError, msg=user.login):
                attempt()
