from odoo import api, models

from ..database.confidential import storable
from ..retrieval.word_search import WordSearch
from ..serving.records import exempt, reader_for, render
from ..wire.pointer import by_model, ids_among
from ..wire.refusal import Refused

MAX_POINTERS = 100
MAX_IDS = 2_000
#: Above this the sidecar searches over all records and has what it finds checked.
MAX_ALL = 200_000
MAX_WORDS = 12
MAX_WORD = 64
MAX_TOPICS = 6


class CandorPermission(models.AbstractModel):
    """What of records the sidecar is given for one turn, always as the one who asked, always now."""

    _name = "candor.permission"
    _description = "Candor permission"

    @api.model
    def _permit(self, ticket, pointers):
        """The user's own rendering of the sections pointed at; what he may not read is absent.

        :param pointers: `[{res_model, res_id, section}]`, at most 100
        """
        turn = self._turn_in_work(ticket)
        if not isinstance(pointers, list) or len(pointers) > MAX_POINTERS:
            raise Refused("bad_request")
        reader = reader_for(turn, self.env.user)
        wanted = by_model(pointers)
        rendered = render(reader, wanted, turn)
        order = {(model, res_id): None for model, res_ids in wanted.items() for res_id in res_ids}
        for place, pointer in enumerate(pointers):
            key = (pointer["res_model"], pointer["res_id"])
            if order.get(key) is None:
                order[key] = place
        return {"records": sorted(rendered, key=lambda entry: order[entry["res_model"], entry["res_id"]])}

    @api.model
    def _visible(self, ticket, ids):
        """`{ids: {res_model: [ids the user can find]}}`: a cheap hint for the search, never a judge."""
        turn = self._turn_in_work(ticket)
        if not isinstance(ids, dict) or not all(isinstance(some, list) for some in ids.values()):
            raise Refused("bad_request")
        if sum(len(some) for some in ids.values()) > MAX_IDS:
            raise Refused("bad_request")
        reader = reader_for(turn, self.env.user)
        specs = self.env["candor.source"]._specs()
        return {
            "ids": {
                model: reader.find(model, ids_among(some), exempt(turn, model)).ids
                for model, some in ids.items()
                if model in specs or (model == turn.res_model and model in self.env)
            }
        }

    @api.model
    def _all_visible(self, ticket, at_most):
        """`{all: {res_model: [ids]}}`: every record of the sources that the user can find, a hint as well.

        :param at_most: `all` is False when there are more than this, whatever their number is
        """
        turn = self._turn_in_work(ticket)
        if type(at_most) is not int or not 0 < at_most <= MAX_ALL:
            raise Refused("bad_request")
        reader = reader_for(turn, self.env.user)
        found, left = {}, at_most
        for model in self.env["candor.source"]._specs():
            ids = reader.find_all(model, left + 1)
            left -= len(ids)
            if left < 0:
                return {"all": False}
            if ids:
                found[model] = ids
        return {"all": found}

    @api.model
    def _search_words(self, ticket, words):
        """`{records: [{res_model, res_id, words: [places in `words`]}]}` that the user's own search finds.

        A hint like `_visible`; for the time without an index.

        :param words: the most telling first, for the time may not reach for all
        """
        turn = self._turn_in_work(ticket)
        if (
            not isinstance(words, list)
            or len(words) > MAX_WORDS
            or not all(isinstance(word, str) and 0 < len(storable(word)) <= MAX_WORD for word in words)
        ):
            raise Refused("bad_request")
        reader = reader_for(turn, self.env.user)
        found = WordSearch(reader, self.env["candor.source"]._specs()).find(
            [storable(word) for word in words]
        )
        return {
            "records": [
                {"res_model": model, "res_id": res_id, "words": places}
                for (model, res_id), places in found.items()
            ]
        }

    @api.model
    def _topics(self, ticket):
        """`{topics: [names in the turn's language]}` of the sources that the user may read, at most six.

        No record is looked at.
        """
        turn = self._turn_in_work(ticket)
        env = reader_for(turn, self.env.user).env
        # sudo: candor.source - every asker needs to know what is read, not only the manager
        names = self.env["candor.source"].sudo()._all().mapped("model")
        readable = [name for name in names if name in env and env[name].has_access("read")]
        return {"topics": [env["ir.model"]._get(name).display_name for name in readable[:MAX_TOPICS]]}

    def _turn_in_work(self, ticket):
        self.env["candor.ticket"]._check_member()
        turn = self.env["candor.turn"]._of_ticket(self.env["candor.ticket"]._read(ticket))
        if turn.state != "taken":
            raise Refused("ticket_refused" if turn.state == "open" else "ticket_used")
        return turn
