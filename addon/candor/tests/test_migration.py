import json
from pathlib import Path

from odoo.modules.module import load_script
from odoo.tests import tagged
from odoo.tools import SQL, sql

from odoo.addons.candor.serving.answer import sections_cited

from .common import CandorCase, answer_from

MIGRATIONS = Path(__file__).parents[1] / "migrations"


def migration(name):
    """A script of 19.0.0.3.0."""
    return load_script(str(MIGRATIONS / "19.0.0.3.0" / f"{name}.py"), f"candor_{name.replace('-', '_')}")


COLUMNS = ("res_model", "res_id", "section", "hash", "cited")
#: As Python wrote what a record or a sidecar had: a zero byte, half of a character, a whole one, backslashes.
ODD = "Ten \x00 desks \ud83d and \U0001f9ed and \\u0000 and \\\x00"


@tagged("post_install", "-at_install")
class TestSectionRows(CandorCase):
    """19.0.0.3.0: what 5659bf7 kept of an answer's sections in a column of its turn."""

    def _as_before(self, lists):
        """The old table.

        :param lists: `{turn: its column as text or None}`
        """
        self.env.flush_all()
        if not sql.column_exists(self.env.cr, "candor_turn", "sections"):
            sql.create_column(self.env.cr, "candor_turn", "sections", "text")
        self.env.cr.execute(
            SQL("DELETE FROM candor_turn_section WHERE turn_id IN %s", tuple(turn.id for turn in lists))
        )
        for turn, text in lists.items():
            self.env.cr.execute(SQL("UPDATE candor_turn SET sections = %s WHERE id = %s", text, turn.id))
        self.env.invalidate_all()

    def _migrate(self, version="19.0.0.1.0"):
        migration("post-sections").migrate(self.env.cr, version)
        self.env.invalidate_all()

    def _rows(self, turn):
        return [tuple(row[name] for name in COLUMNS) for row in turn.section_ids]

    def _in_words_of_a_model(self, *more):
        """A turn, and the list that 5659bf7 kept of it."""
        document = answer_from(self.own_lead, "Ten desks")
        document["sections"] += more
        turn = self.asked(self.asker, "And in words?")
        self.complete(turn, **document, model="some-model")
        return turn, document["sections"]

    def test_each_entry_becomes_a_row_in_its_order_and_the_column_goes(self):
        lead = self.own_lead.id
        turn, listed = self._in_words_of_a_model(
            {"resModel": "crm.lead", "resId": self.other_lead.id, "section": "fields", "hash": "1"},
            {"resModel": "crm.lead", "resId": lead, "section": "header", "hash": "0"},
            {"resModel": "crm.lead", "resId": lead, "section": "message:7"},
        )
        self._as_before({turn: json.dumps(listed)})
        self.assertFalse(turn.section_ids)
        self._migrate()
        expected = [
            ("crm.lead", lead, "fields", "0", True),
            ("crm.lead", lead, "header", "0", False),
            ("crm.lead", self.other_lead.id, "fields", "1", False),
            ("crm.lead", lead, "message:7", False, False),
        ]
        self.assertEqual(self._rows(turn), expected)
        self.assertFalse(sql.column_exists(self.env.cr, "candor_turn", "sections"))
        self._migrate()
        self.assertEqual(self._rows(turn), expected, "a second time changes nothing")

    def test_rows_are_those_that_the_turn_would_have_today(self):
        turn, listed = self._in_words_of_a_model()
        today = self._rows(turn)
        self.assertTrue(today)
        self._as_before({turn: json.dumps(listed)})
        self._migrate()
        self.assertEqual(self._rows(turn), today)

    def test_history_blanks_and_reviews_are_served_as_before(self):
        second, third = self.lead("Five chairs", self.asker), self.lead("Six lamps", self.asker)
        quoted = self.answered(self.asker, self.own_lead, "Ten desks", question="What is it?")
        lists = {quoted: json.dumps(answer_from(self.own_lead, "Ten desks")["sections"])}
        worded = self.turns
        for lead in (second, third):
            given = {"resModel": "crm.lead", "resId": lead.id, "section": "fields", "hash": "0"}
            turn, listed = self._in_words_of_a_model(given)
            lists[turn] = json.dumps(listed)
            worded |= turn
        blank, shown = worded
        review = self.under_review(quoted)
        second.user_id = self.colleague

        def served():
            load = self.env["candor.conversation"].with_user(self.asker).load
            own = [load(turn.conversation_id.id)["turns"] for turn in lists]
            return own, self.page(self.reviewer, review)["turn"], sections_cited(quoted)

        before = served()
        self.assertEqual([turns[0]["blank"] for turns in before[0]], [False, True, False])
        self.assertEqual(before[1]["parts"][0]["text"], "Ten desks")
        self._as_before(lists)
        self._migrate()
        self.assertEqual(served(), before)
        # The rows, not the cache, say so.
        second.user_id, third.user_id = self.asker, self.colleague
        self.assertFalse(self.served(self.asker, blank)["blank"])
        self.assertTrue(self.served(self.asker, shown)["blank"])
        self.own_lead.user_id = self.colleague
        self.assertTrue(self.served(self.asker, quoted)["blank"])

    def test_a_list_that_says_nothing_or_is_broken_keeps_no_turn_from_being_migrated(self):
        pointer = {"resModel": "crm.lead", "resId": self.own_lead.id, "section": "fields"}
        wholes = [
            {**pointer, "resId": bad} for bad in ("1", 1.5, 0, -1, 2**31, 10**30, True, None, [1], {"a": 1})
        ]
        wholes += [{**pointer, "resModel": 3}, {**pointer, "section": None}, {}, 3, None, [pointer]]
        # One entry that points nowhere: what the answer was made from is not known.
        broken = [json.dumps([pointer, whole]) for whole in wholes]
        broken += ["{", "nonsense", "[[[", '"text"', "3", "{}", "[" * 20_000, r'["\u00"]', r'["\x"]']
        lists = {}
        for text in (None, "", "[]", *broken):
            lists[self._in_words_of_a_model()[0]] = text
        quoted = self.answered(self.asker, self.own_lead, "Ten desks")
        good, listed = self._in_words_of_a_model()
        self._as_before({**lists, quoted: "{", good: json.dumps(listed)})
        self._migrate()
        self.assertEqual(len(good.section_ids), len(listed))
        for turn, text in lists.items():
            self.assertFalse(turn.section_ids, text)
            self.assertTrue(self.served(self.asker, turn)["blank"], text)
        self.assertFalse(self.served(self.asker, quoted)["blank"], "a quote is made of what it quotes")

    def test_what_an_answer_quotes_keeps_nothing_from_being_migrated(self):
        turns = {}
        for quote in ("Ten desks", ODD, "\\" * 5 + "\x00"):
            turn, listed = self._in_words_of_a_model()
            answer = {"evidence": answer_from(self.own_lead, quote)["evidence"], "parts": [{"text": quote}]}
            turns[turn] = json.dumps(listed)
            self.env.flush_all()
            self.env.cr.execute(
                SQL("UPDATE candor_turn SET answer = %s WHERE id = %s", json.dumps(answer), turn.id)
            )
        self._as_before(turns)
        self._migrate()
        for turn in turns:
            self.assertEqual([row.cited for row in turn.section_ids], [True, False])

    def test_without_a_readable_answer_nothing_is_cited(self):
        turn, listed = self._in_words_of_a_model()
        self.env.flush_all()
        self._as_before({turn: json.dumps(listed)})
        self.env.cr.execute(SQL("UPDATE candor_turn SET answer = '{' WHERE id = %s", turn.id))
        self._migrate()
        self.assertEqual([row.cited for row in turn.section_ids], [False, False])

    def test_a_new_installation_has_nothing_to_migrate(self):
        turn, _listed = self._in_words_of_a_model()
        before = self._rows(turn)
        self._migrate(version=None)
        self.assertEqual(self._rows(turn), before)


@tagged("post_install", "-at_install")
class TestSelections(CandorCase):
    """19.0.0.3.0: how a turn was answered was free text."""

    def test_what_is_none_of_the_values_goes_and_all_else_stays(self):
        before = {
            ("extractive", "lexical", "passage"): ("extractive", "lexical", "passage"),
            ("abstained", None, None): ("abstained", False, False),
            ("unavailable", "guess", "excerpt"): ("unavailable", False, "excerpt"),
            ("guess", "live", "fields"): (False, "live", "fields"),
            (None, "extractive", "guess"): (False, "extractive", False),
            ("", "", ""): (False, False, False),
        }
        turns = [self.asked(self.asker, "What?") for _values in before]
        self.env.flush_all()
        for turn, values in zip(turns, before, strict=True):
            self.env.cr.execute(
                SQL(
                    "UPDATE candor_turn SET (mode, rung, answer_kind) = (%s, %s, %s) WHERE id = %s",
                    *values,
                    turn.id,
                )
            )
        migration("pre-selections").migrate(self.env.cr, "19.0.0.1.0")
        self.env.invalidate_all()
        after = [(turn.mode, turn.rung, turn.answer_kind) for turn in turns]
        self.assertEqual(after, list(before.values()))
        for turn in turns:
            turn.copy()
