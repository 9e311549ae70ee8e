import logging
from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.candor.database import confidential

from .common import CandorHttpCase, answer_from
from .test_review import ReviewCase

WORD = "zanzibar"
#: What PostgreSQL raises, for real, from inside the statement that it is forced upon.
FAULTS = {"unique_violation": "23505", "serialization_failure": "40001"}


class _Everything(logging.Handler):
    """Every record of every logger, as Odoo would write it."""

    def __init__(self):
        super().__init__(logging.INFO)
        self.lines = []

    def emit(self, record):
        text = logging.Formatter("%(message)s").format(record)
        self.lines.append(text)


class FaultyTables:
    """Makes PostgreSQL refuse a table's statements; the next rollback takes it away."""

    def refuse(self, table, operation, fault, column=None):
        of = f"OF {column}" if column else ""
        self.env.cr.execute(
            f"""
            CREATE OR REPLACE FUNCTION candor_fault() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'forced' USING ERRCODE = '{FAULTS[fault]}'; END $$;
            CREATE TRIGGER candor_fault BEFORE {operation} {of} ON {table}
            FOR EACH ROW EXECUTE FUNCTION candor_fault()
            """
        )

    def mend(self, table):
        self.env.cr.execute(f"DROP TRIGGER candor_fault ON {table}")

    def captured(self, attempt):
        """Everything logged while `attempt` fails."""
        handler = _Everything()
        root = logging.getLogger()
        # Odoo runs a conflicting request again after a random pause; what it logs is the same.
        once = patch("odoo.service.model.MAX_TRIES_ON_CONCURRENCY_FAILURE", 1)
        with once, patch.object(root, "handlers", [handler]), self.assertRaises(Exception) as raised:
            attempt()
        return "\n".join([*handler.lines, str(raised.exception)])


@tagged("post_install", "-at_install")
class TestRouteLog(FaultyTables, CandorHttpCase):
    def _attempt(self, table, operation, attempt, column=None):
        for fault in FAULTS:
            self.refuse(table, operation, fault, column)
            with self.subTest(table=table, operation=operation, fault=fault):
                logged = self.captured(attempt)
                self.assertTrue(logged)
                self.assertNotIn(WORD, logged.lower())
                self.assertNotIn(self.session.sid, logged)
            self.mend(table)

    def test_a_question_that_cannot_be_stored_is_in_no_log(self):
        self.session_of(self.asker)

        def attempt():
            self.ask(f"What of {WORD}?")

        for table in ("candor_conversation", "candor_turn"):
            self._attempt(table, "INSERT", attempt)
        self._attempt("candor_turn", "UPDATE", attempt, "question")
        attempt()
        self.assertTrue(
            self.turns.search([("user_id", "=", self.asker.id)]), "only the faults were in the way"
        )

    def test_an_answer_that_cannot_be_stored_is_in_no_log(self):
        self.session_of(self.asker)
        self.own_lead.name = f"Desks for {WORD}"
        token = self.take(self.ask()["ticket"])["completion_token"]

        def attempt():
            return self.finish(token, answer_from(self.own_lead, f"Desks for {WORD}"))

        self._attempt("candor_turn", "UPDATE", attempt, "state")
        self._attempt("candor_turn", "UPDATE", attempt, "answer")
        self.assertEqual(attempt(), {"ok": True})

    def test_sections_that_cannot_be_stored_are_in_no_log_and_lose_no_answer(self):
        self.session_of(self.asker)
        token = self.take(self.ask()["ticket"])["completion_token"]
        document = answer_from(self.own_lead, "Ten desks")
        document["sections"][1]["section"] = WORD

        def attempt():
            return self.finish(token, document)

        self._attempt("candor_turn_section", "INSERT", attempt)
        self.assertEqual(attempt(), {"ok": True}, "what was not stored whole is not stored, and comes again")

    def test_an_ordinary_write_of_words_would_be_in_the_log(self):
        # Proof that the tests above look where Odoo writes.
        turn = self.asked(self.asker, "What?")

        def attempt():
            turn.write({"question": f"What of {WORD}?"})
            with self.env.cr.savepoint():
                turn.flush_recordset()

        self.refuse("candor_turn", "UPDATE", "unique_violation", "question")
        self.assertIn(WORD, self.captured(attempt).lower())


@tagged("post_install", "-at_install")
class TestVerdictLog(FaultyTables, ReviewCase):
    def test_a_verdict_that_cannot_be_stored_is_in_no_log(self):
        review = self.sent(self.answered(self.asker, self.own_lead, "Ten desks"))
        turns, reviews = self.turns.with_user(self.asker), self.env["candor.review"].with_user(self.reviewer)
        words = f"It is {WORD}"
        for column, give in (
            ("asked_back", lambda: reviews.ask_back(review.id, words)),
            ("asked_back", lambda: turns.reply(review.turn_id.id, words)),
            ("verdict", lambda: reviews.decide(review.id, "reject", {"reason": words})),
        ):

            def attempt(give=give):
                with self.env.cr.savepoint():
                    give()

            for fault in FAULTS:
                self.refuse("candor_review", "UPDATE", fault, column)
                self.assertNotIn(WORD, self.captured(attempt).lower())
                self.mend("candor_review")
                self.env.invalidate_all()
            give()
        self.assertEqual(reviews.page(review.id)["verdict"]["reason"], words)

    def test_the_statement_with_words_shows_none_when_it_fails(self):
        turn = self.asked(self.asker, "What?")
        sent = []
        execute = type(self.env.cr).execute

        def record(cr, *args, **kwargs):
            try:
                return execute(cr, *args, **kwargs)
            finally:
                # As PostgreSQL was given it and would log it.
                sent.append(cr._obj.query.decode().lower())

        self.refuse("candor_turn", "UPDATE", "unique_violation", "question")
        with (
            patch.object(type(self.env.cr), "execute", record),
            self.assertRaises(confidential.NotStored),
            self.env.cr.savepoint(),
        ):
            confidential.write_text(turn, question=f"What of {WORD}?")
        self.assertTrue([statement for statement in sent if 'set "question"' in statement])
        self.assertNotIn(WORD, "\n".join(sent))
        self.mend("candor_turn")
        for words in (f"What of {WORD} \U0001f9ed \u00e9 %s?", ""):
            confidential.write_text(turn, question=words)
            self.assertEqual(turn.question or "", words)

    def test_a_row_is_locked_by_a_statement_without_words(self):
        turn = self.asked(self.asker, "What?")
        statements = []
        execute = type(self.env.cr).execute

        def record(cr, query, *args, **kwargs):
            statements.append((getattr(query, "code", query), kwargs.get("log_exceptions", True)))
            return execute(cr, query, *args, **kwargs)

        with patch.object(type(self.env.cr), "execute", record):
            confidential.write_text(turn, question=WORD)
        locking, writing = statements[-2:]
        self.assertIn("FOR UPDATE", locking[0])
        self.assertFalse(writing[1], "the statement with words is never logged")
