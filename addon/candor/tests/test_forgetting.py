from odoo import fields
from odoo.exceptions import AccessError
from odoo.modules.module import load_script
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL, file_path

from odoo.addons.candor.database.forgotten import drop_trigger
from odoo.addons.candor.database.transaction import own_transaction
from odoo.addons.candor.hooks import uninstall_hook

from .common import ALL_SALES, answer_from
from .test_held_back import declined
from .test_review import ReviewCase

#: Stands in a question, an answer, and every word about it.
WORD = "quokka"


class ForgettingCase(ReviewCase):
    def setUp(self):
        super().setUp()
        self.reviews = self.env["candor.review"]
        self.lead_told = self.lead(f"Ten {WORD} desks", self.asker)

    def told_of(self, record=None, user=None, about=None, question=f"Where is the {WORD}?"):
        """A turn full of words that must not outlive it."""
        record = record or self.lead_told
        turn = self.asked(user or self.asker, question, about)
        self.complete(turn, **answer_from(record, f"Ten {WORD} desks", place="Opportunity"))
        return turn

    def corrected(self, turn, *cited):
        """Its review, asked back and answered, with a corrected answer."""
        review = self.sent(turn)
        as_reviewer = self.reviews.with_user(self.reviewer)
        as_reviewer.ask_back(review.id, f"Which {WORD}?")
        self.turns.with_user(turn.user_id).reply(turn.id, f"The {WORD} by the door")
        words = {"reason": f"No {WORD}", "correction": f"Nine {WORD} desks"}
        pointers = [{"resModel": record._name, "resId": record.id} for record in cited]
        self.decide(self.reviewer, review, "correct", **words, cited=pointers)
        return review

    def where(self, word=WORD):
        """Candor's tables in which a word stands, as anybody with the database would search them."""
        self.env.flush_all()
        self.env.cr.execute(
            """
            SELECT table_name
              FROM information_schema.tables
             WHERE table_schema = current_schema
               AND table_type = 'BASE TABLE'
               AND table_name LIKE 'candor\\_%'
            """
        )
        tables = [table for (table,) in self.env.cr.fetchall()]
        self.assertGreater(len(tables), 10)
        found = []
        for table in tables:
            query = SQL(
                "SELECT count(*) FROM %s AS row WHERE row::text ILIKE %s", SQL.identifier(table), f"%{word}%"
            )
            self.env.cr.execute(query)
            if self.env.cr.fetchone()[0]:
                found.append(table)
        return found

    def forgotten(self):
        """Numbers of the turns that the sidecar has to forget."""
        self.env.flush_all()
        self.env.cr.execute("SELECT turn_number FROM candor_forgotten ORDER BY id")
        return [number for (number,) in self.env.cr.fetchall()]

    def delete(self, table, record):
        """By plain SQL: no python runs."""
        self.env.flush_all()
        self.env.cr.execute(SQL("DELETE FROM %s WHERE id = %s", SQL.identifier(table), record.id))
        self.env.invalidate_all()

    def drop_waiting(self):
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM candor_forgotten")


@tagged("post_install", "-at_install")
class TestForgettingTurns(ForgettingCase):
    def test_a_deleted_conversation_leaves_no_word_and_the_counts_stay(self):
        turn = self.told_of()
        self.turns.with_user(self.asker).rate(turn.id, "down", f"No {WORD}")
        review = self.corrected(turn, self.lead_told)
        self.final(review)
        self.assertEqual(set(self.where()), {"candor_turn", "candor_review"}, "they look where words stand")
        labels = self.env["candor.label"].search([("turn_id", "=", turn.id)])
        self.assertEqual(len(labels), 2)
        self.drop_waiting()
        turn.conversation_id.unlink()
        self.assertEqual(self.where(), [])
        self.assertEqual(len(labels.exists()), 2)
        self.assertEqual((review.state, review.outcome, review.turn_id.id), ("done", "correct", False))
        self.assertTrue(review.is_resolved)
        self.assertEqual(self.forgotten(), [turn.id])

    def test_an_open_review_of_it_is_closed_with_the_reason_and_its_reminder_goes(self):
        for begun in ("finding", "waiting", "asked_back", "nobody", "pending"):
            with self.subTest(state=begun):
                turn = self.told_of(about=self.lead_told)
                if begun == "finding":
                    review = self.reviews._start(turn)
                else:
                    review = self.sent(turn)
                if begun == "asked_back":
                    self.reviews.with_user(self.reviewer).ask_back(review.id, f"Which {WORD}?")
                if begun == "nobody":
                    review.write({"state": "nobody", "reviewer_id": False})
                    review._mend_reminder()
                if begun == "pending":
                    self.decide(self.reviewer, review, "reject", reason=f"No {WORD}")
                self.assertEqual(review.state, begun)
                turn.unlink()
                self.assertEqual((review.state, review.outcome), ("done", "forgotten"))
                self.assertFalse(self.reminder(review))
                self.assertFalse(review.is_resolved)
                self.assertEqual(self.where(), [])
                self.reviews._look_after()
                self.assertEqual((review.state, review.outcome), ("done", "forgotten"))

    def test_asker_and_reviewer_are_hinted_by_number(self):
        turn = self.told_of()
        review = self.sent(turn)
        number = turn.id
        with self.assertBus() as told:
            turn.unlink()
        for user in (self.asker, self.reviewer):
            self.assertIn((user.partner_id, {"review": review.id, "turn": number}), told, user.login)

    def assertBus(self):
        return _Hints(self)

    def test_a_verdict_that_is_final_counts_also_when_the_question_is_deleted_before_anybody_looked(self):
        turn = self.told_of()
        review = self.sent(turn)
        self.decide(self.reviewer, review, "approve")
        review.final_date = fields.Datetime.now()
        turn.unlink()
        self.assertEqual((review.state, review.outcome, review.is_resolved), ("done", "approve", True))
        self.assertEqual(self.env["candor.label"].search_count([("outcome", "=", "approve")]), 1)

    def test_nobody_deletes_a_question_by_the_orm(self):
        turn = self.told_of()
        for user in (self.asker, self.reviewer, self.manager, self.portal):
            for record in (turn, turn.conversation_id):
                with self.assertRaises(AccessError, msg=user.login):
                    record.with_user(user).unlink()
        self.assertTrue(turn.exists())

    def test_other_questions_stay(self):
        turn, other = self.told_of(), self.told_of(question="Zebra?")
        kept = self.sent(other)
        turn.conversation_id.unlink()
        self.assertEqual((kept.state, kept.turn_id), ("waiting", other))
        self.assertFalse(self.served(self.asker, other)["blank"])
        self.assertEqual(self.forgotten(), [turn.id])

    def test_what_nobody_took_is_known_to_no_sidecar(self):
        turn = self.turns.with_user(self.asker)._store_question(
            "Zebra?", self.env["candor.conversation"], (False, False), []
        )
        turn.conversation_id.unlink()
        self.assertEqual(self.forgotten(), [])

    def test_nobody_reads_what_is_to_be_forgotten(self):
        self.told_of().unlink()
        for model in ("candor.forgotten", "candor.turn.mention"):
            for user in (
                self.asker,
                self.reviewer,
                self.manager,
                self.indexer,
                self.env.ref("base.user_admin"),
            ):
                with self.assertRaises(AccessError, msg=user.login):
                    self.env[model].with_user(user).search([])


class _Hints:
    """What goes over the bus within a `with` block: `(channel, payload)`."""

    def __init__(self, case):
        self.case = case

    def __enter__(self):
        sent = []
        users = type(self.case.env["res.users"])
        send = users._bus_send

        def record(user, kind, payload, **more):
            if kind == "candor.review":
                sent.append((user.partner_id, payload))
            return send(user, kind, payload, **more)

        self.case.patch(users, "_bus_send", record)
        return sent

    def __exit__(self, *_error):
        return False


@tagged("post_install", "-at_install")
class TestForgettingPeople(ForgettingCase):
    def setUp(self):
        super().setUp()
        self.leaver = new_test_user(self.env, "candor_leaver", ALL_SALES)

    def _assert_gone(self, turns, review, done):
        self.assertEqual(self.where(), [])
        self.assertEqual((review.state, review.outcome), ("done", "forgotten"))
        self.assertFalse(self.reminder(review))
        self.assertEqual((done.state, done.outcome), ("done", "correct"), "what was decided is counted")
        self.assertEqual(sorted(self.forgotten()), sorted(turns))
        self.assertFalse(review.asker_id)

    def _asked_and_decided(self):
        done = self.corrected(self.told_of(user=self.leaver), self.lead_told)
        self.final(done)
        open_turn = self.told_of(user=self.leaver)
        review = self.sent(open_turn)
        self.reviews.with_user(self.reviewer).ask_back(review.id, f"Which {WORD}?")
        return (done.turn_id | open_turn).sorted("id").ids, review, done

    def test_a_person_who_is_deleted_takes_his_questions_with_him(self):
        numbers, review, done = self._asked_and_decided()
        self.leaver.unlink()
        self.env.invalidate_all()
        self._assert_gone(numbers, review, done)

    def test_so_does_one_whom_the_database_deletes(self):
        numbers, review, done = self._asked_and_decided()
        partner = self.leaver.partner_id
        self.env["res.users.log"].sudo().search([("create_uid", "=", self.leaver.id)]).unlink()
        self.delete("res_users", self.leaver)
        self.assertTrue(partner.exists())
        self.assertEqual(self.where(), ["candor_review"], "words that the foreign key left")
        self.reviews._tend()
        self._assert_gone(numbers, review, done)

    def test_without_a_sidecar_odoos_own_cron_does_the_same(self):
        numbers, review, done = self._asked_and_decided()
        self.delete("res_users", self.leaver)
        self.look_after()
        self._assert_gone(numbers, review, done)

    def test_who_may_not_delete_a_person_deletes_none_of_his_questions(self):
        turn = self.told_of(user=self.leaver)
        with self.assertRaises(AccessError):
            self.leaver.with_user(self.colleague).unlink()
        self.assertTrue(turn.exists())


@tagged("post_install", "-at_install")
class TestForgettingRecords(ForgettingCase):
    def _assert_erased(self, turn, question=True):
        served = self.served(self.asker, turn)
        self.assertEqual((served["blank"], served["parts"], served["evidence"]), (True, [], []))
        self.assertEqual(served["question"], turn.question)
        self.assertTrue(turn.question)
        self.assertTrue(turn.erased_date)
        self.assertFalse(turn.section_ids)
        self.assertFalse(turn.mention_ids)

    def _swept(self):
        self.env.invalidate_all()
        self.turns._gc_gone()

    def test_a_deleted_record_takes_with_it_what_was_made_from_it(self):
        for way in ("orm", "sql"):
            with self.subTest(way=way):
                record = self.lead(f"Ten {WORD} desks", self.asker)
                turn = self.told_of(record, question="Zebra?")
                self.turns.with_user(self.asker).rate(turn.id, "down", f"No {WORD}")
                review = self.corrected(turn, record)
                self.final(review)
                waiting = self.told_of(record, question="Zebra?")
                asked_back = self.sent(waiting)
                self.reviews.with_user(self.reviewer).ask_back(asked_back.id, f"Which {WORD}?")
                self.drop_waiting()
                record.unlink() if way == "orm" else self.delete("crm_lead", record)
                self._swept()
                for erased in (turn, waiting):
                    self._assert_erased(erased)
                self.assertEqual(self.where(), [], way)
                self.assertEqual((review.state, review.outcome), ("done", "correct"))
                self.assertEqual((asked_back.state, asked_back.outcome), ("done", "lapsed"))
                self.assertFalse(self.reminder(asked_back))
                self.assertEqual(self.forgotten(), [turn.id, waiting.id])
                self.assertEqual(self.env["candor.label"].search_count([("turn_id", "=", turn.id)]), 2)
                # A second time there is nothing left to do.
                self._swept()
                self.assertEqual(len(self.forgotten()), 2)

    def test_a_verdict_that_was_given_before_still_counts(self):
        record = self.lead(f"Ten {WORD} desks", self.asker)
        turn = self.told_of(record, question="Zebra?")
        review = self.sent(turn)
        self.decide(self.reviewer, review, "reject", reason=f"No {WORD}")
        self.delete("crm_lead", record)
        self._swept()
        self.assertEqual((review.state, self.where()), ("pending", []))
        self.final(review)
        self.assertEqual((review.state, review.outcome), ("done", "reject"))
        self.assertEqual(self.env["candor.label"].search([("turn_id", "=", turn.id)]).value, "wrong")

    def test_a_record_that_is_archived_or_changed_takes_nothing_with_it(self):
        turn = self.told_of()
        self.lead_told.write({"name": "Nine desks", "active": False})
        self._swept()
        self.assertFalse(turn.erased_date)
        self.assertIn("candor_turn", self.where())

    def test_what_was_only_looked_at_takes_no_answer_with_it(self):
        looked_at = self.lead("Zebra", self.asker)
        turn = self.asked(self.asker, "Zebra?")
        document = answer_from(self.lead_told, "Ten desks")
        document["sections"].append(
            {"resModel": "crm.lead", "resId": looked_at.id, "section": "fields", "hash": "0"}
        )
        self.complete(turn, **document)
        self.delete("crm_lead", looked_at)
        self._swept()
        self.assertFalse(turn.erased_date)

    def test_a_language_model_may_have_said_anything_of_what_it_was_given(self):
        given = self.lead("Zebra", self.asker)
        turn = self.asked(self.asker, "Zebra?")
        document = answer_from(self.lead_told, "Ten desks") | {"model": "some-model"}
        document["sections"].append(
            {"resModel": "crm.lead", "resId": given.id, "section": "fields", "hash": "0"}
        )
        self.complete(turn, **document)
        self.delete("crm_lead", given)
        self._swept()
        self._assert_erased(turn)

    def test_a_reason_that_names_a_record_goes_with_those_that_were_given(self):
        given = self.lead(f"{WORD} desks", self.asker)
        turn = self.asked(self.asker, "Zebra?")
        reason = {"code": "not_filled", "weight": 2, "params": {"label": "Email", "name": f"{WORD} desks"}}
        pointer = {"resModel": "crm.lead", "resId": given.id, "section": "fields", "hash": "0"}
        confidence = {"probability": 0.1, "threshold": 0.5, "provisional": True, "reasons": [reason]}
        self.complete(turn, outcome="abstained", mode="abstained", sections=[pointer], confidence=confidence)
        self.assertEqual(self.where(), ["candor_turn"])
        self.delete("crm_lead", given)
        self._swept()
        self.assertEqual(self.where(), [])

    def test_the_closest_records_and_a_held_back_answer_are_found_too(self):
        for kind in ("closest", "heldBack"):
            with self.subTest(kind=kind):
                record = self.lead(f"{WORD} desks", self.asker)
                turn = self.asked(self.asker, "Zebra?")
                document = declined(record, f"{WORD} desks")
                if kind == "closest":
                    document["heldBack"] = None
                    named = {
                        "resModel": "crm.lead",
                        "resId": record.id,
                        "name": f"{WORD} desks",
                        "modelLabel": "Lead",
                    }
                    document["closest"] = [named]
                self.complete(turn, **document)
                self.assertEqual(self.where(), ["candor_turn"])
                self.delete("crm_lead", record)
                self._swept()
                self.assertEqual(self.where(), [], kind)

    def test_a_record_that_only_the_verdict_cites_is_found_too(self):
        cited = self.lead("Nine desks", self.asker)
        turn = self.told_of(self.own_lead, question="Zebra?")
        review = self.corrected(turn, cited)
        self.final(review)
        self.assertTrue(self.served(self.asker, turn)["review"]["corrected"])
        self.delete("crm_lead", cited)
        self._swept()
        self.assertEqual(self.where(), [])
        self.assertFalse(self.served(self.asker, turn)["review"]["corrected"])

    def test_what_was_written_of_a_declined_question_goes_with_the_record_that_was_open(self):
        turn = self.asked(self.asker, "Where is it?", self.lead_told)
        self.complete(turn, outcome="abstained", mode="abstained")
        self.corrected(turn)
        self.assertIn("candor_review", str(self.where()))
        self.lead_told.unlink()
        self.turns._erase_gone()
        self.assertEqual(self.where(), [])
        self.assertEqual(turn.question, "Where is it?", "who asked keeps it")

    def test_a_deleted_message_file_activity_or_line_is_a_record_too(self):
        kind = self.env.ref("mail.mail_activity_data_todo")
        parts = {
            "message": self.lead_told.message_post(body=WORD),
            "attachment": self.env["ir.attachment"].create(
                {"name": "a.txt", "raw": b"zebra", "res_model": "crm.lead", "res_id": self.lead_told.id}
            ),
            "activity": self.lead_told.activity_schedule(activity_type_id=kind.id),
        }
        names = {name: f"{name}:{part.id}" for name, part in parts.items()}
        names["attachment"] += ":1"
        for name, part in parts.items():
            with self.subTest(section=names[name]):
                stays, turn = self.told_of(question="Zebra?"), self.asked(self.asker, "Zebra?")
                self.complete(turn, **answer_from(self.lead_told, WORD, names[name]))
                self._swept()
                self.assertFalse(turn.erased_date)
                self.delete(part._table, part)
                self._swept()
                self._assert_erased(turn)
                self.assertFalse(stays.erased_date)

    def test_a_question_about_a_deleted_record_is_reviewed_by_nobody_any_more(self):
        record = self.lead("Zebra", self.asker)
        turn = self.told_of(self.own_lead, about=record, question="Zebra?")
        review = self.sent(turn)
        other = self.sent(self.told_of(self.own_lead, about=self.lead_told))
        self.delete("crm_lead", record)
        self._swept()
        self.assertEqual((review.state, review.outcome), ("done", "lapsed"))
        self.assertFalse(turn.erased_date, "it was made from another one, which he reads")
        self.assertEqual(other.state, "waiting")

    def test_what_the_capture_of_changes_tells_is_erased_at_once(self):
        record, about = self.lead(f"{WORD} desks", self.asker), self.lead("Zebra", self.asker)
        turn = self.told_of(record, question="Zebra?")
        review = self.sent(self.told_of(self.own_lead, about=about, question="Zebra?"))
        other = self.told_of(question="Zebra?")
        ids = (record | about | self.lead_told).ids
        self.delete("crm_lead", record)
        self.delete("crm_lead", about)
        self.turns._erase_changed("crm.lead", ids)
        self._assert_erased(turn)
        self.assertFalse(other.erased_date)
        self.assertEqual((review.state, review.outcome), ("done", "lapsed"))

    def test_who_tells_of_changes_is_never_kept_from_it(self):
        record = self.lead(f"{WORD} desks", self.asker)
        self.told_of(record, question="Zebra?")
        self.delete("crm_lead", record)

        def fail(*_args):
            raise ValueError(WORD)

        self.patch(type(self.turns), "_erase", fail)
        with self.assertLogs("odoo.addons.candor.models.forgetting", "WARNING") as logged:
            self.turns._erase_changed("crm.lead", record.ids)
        self.assertNotIn(WORD, str(logged.output))

    def test_records_of_a_module_that_is_gone_are_gone_and_what_has_no_table_is_not(self):
        turns = {}
        for model in ("candor.no_such", "res.config.settings", "mail.thread"):
            turn = turns[model] = self.asked(self.asker, "Zebra?")
            document = answer_from(self.lead_told, WORD)
            document["evidence"][0] |= {"resModel": model, "resId": 2**30}
            self.complete(turn, **document)
        self._swept()
        erased = [model for model, turn in turns.items() if turn.erased_date]
        self.assertEqual(erased, ["candor.no_such", "res.config.settings"])


@tagged("post_install", "-at_install")
class TestForgettingCaptured(ForgettingCase):
    """Real triggers note the change, and whoever expands it hears of what is gone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry_enter_test_mode_cls()
        cls.env.flush_all()
        cls.env["candor.capture"]._sync()

    def _expand(self):
        self.env.flush_all()
        with own_transaction(self.env) as env:
            while env["candor.change"]._expand():
                pass
        self.env.invalidate_all()

    def test_a_record_that_sql_deletes_is_heard_of(self):
        record = self.lead(f"{WORD} desks", self.asker)
        turn, other = self.told_of(record, question="Zebra?"), self.told_of(question="Zebra?")
        self._expand()
        self.assertFalse(turn.erased_date)
        self.delete("crm_lead", record)
        self._expand()
        self.assertTrue(turn.erased_date)
        self.assertFalse(other.erased_date)

    def test_so_is_a_message_of_one_that_stays(self):
        message = self.lead_told.message_post(body=WORD)
        turn = self.asked(self.asker, "Zebra?")
        self.complete(turn, **answer_from(self.lead_told, WORD, f"message:{message.id}"))
        self.delete("mail_message", message)
        self._expand()
        self.assertTrue(turn.erased_date)


@tagged("post_install", "-at_install")
class TestForgettingBefore(ForgettingCase):
    """19.0.0.5.0: of answers that were stored before it is noted of which records they speak."""

    def _migrate(self, version):
        path = file_path("candor/migrations/19.0.0.5.0/post-mentions.py")
        load_script(path, "candor_post_mentions").migrate(self.env.cr, version)
        self.env.invalidate_all()

    def test_they_are_erased_like_any_other(self):
        turn, taken = self.told_of(), self.asked(self.asker, "Zebra?")
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM candor_turn_mention")
        self._migrate(None)
        self.assertFalse(turn.mention_ids, "nothing was stored before where it is installed anew")
        self._migrate("19.0.0.4.0")
        self._migrate("19.0.0.4.0")
        self.assertEqual(turn.mention_ids.mapped("res_id"), self.lead_told.ids)
        self.assertFalse(taken.mention_ids)
        self.delete("crm_lead", self.lead_told)
        self.turns._gc_gone()
        self.assertTrue(turn.erased_date)


@tagged("post_install", "-at_install")
class TestForgettingTrigger(ForgettingCase):
    def _has_trigger(self):
        self.env.cr.execute("SELECT count(*) FROM pg_proc WHERE proname LIKE 'candor\\_forget%'")
        return bool(self.env.cr.fetchone()[0])

    def test_uninstalling_takes_the_trigger_with_it(self):
        self.assertTrue(self._has_trigger())
        uninstall_hook(self.env)
        self.assertFalse(self._has_trigger())

    def test_a_question_can_be_deleted_without_the_trigger(self):
        turn = self.told_of()
        drop_trigger(self.env.cr)
        turn.unlink()
        self.assertEqual((self.forgotten(), self.where()), ([], []))

    def test_an_update_makes_it_again(self):
        drop_trigger(self.env.cr)
        self.registry.init_models(self.env.cr, ["candor.forgotten"], {"module": "candor"}, install=False)
        turn = self.told_of()
        turn.unlink()
        self.assertEqual(self.forgotten(), [turn.id])

    def test_the_capture_of_changes_leaves_it_alone(self):
        self.env["candor.capture"]._drop_all()
        self.assertTrue(self._has_trigger())
