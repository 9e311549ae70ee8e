import json

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import remove_accents

from ..wire.pointer import ids_among

MAX_ENTRIES = 200
MAX_TERM = 200


class CandorConversation(models.Model):
    """What a person does with his earlier conversations: he finds them, deletes them, takes them with him."""

    _inherit = "candor.conversation"

    @api.model
    def history(self, limit=30, term=""):
        """Own conversations, newest first.

        :param limit: at most so many, 200 at most
        :param term: words that must all stand in one question, or in what may be shown of its answer now, or
            in the name of the record that was open, as the user reads it now
        :return: `[{id, title, date, res_model, res_id, record_name}]`; the title is the own first question
        """
        if not self._is_allowed():
            return []
        limit = max(1, min(int(limit or 30), MAX_ENTRIES))
        words = _plain(term[:MAX_TERM]).split() if isinstance(term, str) else []
        own = [("user_id", "=", self.env.uid)]
        conversations = self.search(own, limit=None if words else limit)
        names = self._record_names(conversations)
        if words:
            conversations = conversations._with_words(words, names, limit)
        entries = []
        for conversation in conversations:
            # sudo: candor.turn - the asker's own question, checked by the search above
            first = conversation.sudo().turn_ids.sorted("id")[:1]
            entries.append(
                {
                    "id": conversation.id,
                    "title": first.question or "",
                    "date": fields.Datetime.to_string(conversation.create_date),
                    "res_model": conversation.res_model or False,
                    "res_id": conversation.res_id or False,
                    "record_name": names.get((conversation.res_model, conversation.res_id), False),
                }
            )
        return entries

    def _with_words(self, words, names, limit):
        """The first of these own conversations in which all the words are found."""
        # In python: a statement that fails is logged with its values.
        found, readers = self.browse(), {}
        for conversation in self:
            name = names.get((conversation.res_model, conversation.res_id), "")
            # sudo: candor.turn - own turns; of an answer counts what the user may be shown of it now
            turns = conversation.sudo().turn_ids
            if (
                _holds(name, words)
                or any(_holds(turn.question, words) for turn in turns)
                or any(self._is_said(turn, words, readers) for turn in turns)
            ):
                found |= conversation
                if len(found) == limit:
                    break
        return found

    def _is_said(self, turn, words, readers):
        """Whether all the words stand in what may be shown now of an answer and of its review."""
        # What was never given to who asked, a correction that he can't read, is not even looked at.
        if not turn.review_ids and not _holds(_text(json.loads(turn.answer or "{}")), words):
            return False
        served = self.env["candor.turn"]._served(turn, self.env.user, readers)
        review = served["review"] or {}
        said = [_text(served), _text(review.get("corrected") or {})]
        said += [review.get(name) or "" for name in ("reason", "asked_back", "reply")]
        return any(_holds(text, words) for text in said)

    @api.model
    def delete(self, ids):
        """Delete own conversations with all that became of them; others' ids are passed over.

        :return: ids of those that were deleted
        :raise AccessError: he may not use Candor
        """
        ids = ids_among(ids) if isinstance(ids, (list, tuple)) else []
        return self._delete([("id", "in", ids)])

    @api.model
    def delete_all(self):
        """Delete every own conversation; see `delete`."""
        return self._delete([])

    @api.model
    def _delete(self, domain):
        self._check_allowed()
        own = self.search([*domain, ("user_id", "=", self.env.uid)])
        ids = own.ids
        # sudo: candor.conversation - nobody has rights to delete; they are his own by the search
        own.sudo().unlink()
        return ids

    @api.model
    def export(self):
        """All that is stored of the current user's questions, as far as he may read it now, oldest first.

        :return: `{exported, person, conversations: [{id, date, turns}]}`, times in UTC; see `load` and
            `candor.turn.serve`
        :raise AccessError: he may not use Candor
        """
        self._check_allowed()
        conversations = self.search([("user_id", "=", self.env.uid)], order="id")
        return {
            "exported": fields.Datetime.to_string(fields.Datetime.now()),
            "person": self.env.user.name,
            "conversations": [
                {
                    "date": fields.Datetime.to_string(conversation.create_date),
                    **self.load(conversation.id),
                }
                for conversation in conversations
            ],
        }

    @api.model
    def _check_allowed(self):
        if not self._is_allowed():
            raise AccessError(self.env._("You may not use Candor."))


def _text(answer):
    return " ".join(part["text"] for part in answer.get("parts") or [])


def _plain(text):
    """In small letters and without accents, as people search."""
    return remove_accents(text or "").casefold()


def _holds(text, words):
    plain = _plain(text)
    return all(word in plain for word in words)
