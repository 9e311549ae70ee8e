from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..confidential import storable
from ..pointer import by_model, ids_among, is_id
from ..quotation import standing, surroundings
from ..refusal import Refused
from ..rendering import message as rendered_message
from ..rendering import record as rendered_record
from ..rendering.reader import Reader
from ..word_search import WordSearch

MAX_POINTERS = 100
MAX_IDS = 2_000
#: Above this the sidecar searches over all records and has what it finds checked.
MAX_ALL = 200_000
MAX_WORDS = 12
MAX_WORD = 64
MAX_TOPICS = 6


class CandorTurnServed(models.Model):
    """What of records and of stored turns is given out, always as the one who reads, always now."""

    _inherit = "candor.turn"

    @api.model
    def _reader_of(self, user, lang, company_ids):
        return Reader.for_user(user, lang=lang, company_ids=company_ids)

    @api.model
    def _reader_for_turn(self, turn, user, known=None):
        """The turn's language, companies as far as they are this reader's, and time zone once answered.

        A reviewer elsewhere would otherwise read other hours than those quoted.

        :param known: readers made in this call so far; turns that share one ask for each name once
        """
        known = {} if known is None else known
        tz, company_ids = turn._answer()["tz"], turn.company_ids_json or []
        key = (turn.lang, tz, *company_ids)
        if key not in known:
            known[key] = Reader.for_user(user, lang=turn.lang, tz=tz, company_ids=company_ids)
        return known[key]

    @api.model
    def _permit(self, ticket, pointers):
        """The user's own rendering of the sections pointed at; what he may not read is absent.

        :param pointers: `[{res_model, res_id, section}]`, at most 100
        """
        turn = self._turn_in_work(ticket)
        if not isinstance(pointers, list) or len(pointers) > MAX_POINTERS:
            raise Refused("bad_request")
        reader = self._reader_for_turn(turn, self.env.user)
        wanted = by_model(pointers)
        rendered = self._render(reader, wanted, turn)
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
        reader = self._reader_for_turn(turn, self.env.user)
        specs = self.env["candor.source"]._specs()
        return {
            "ids": {
                model: reader.find(model, ids_among(some), _exempt(turn, model)).ids
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
        reader = self._reader_for_turn(turn, self.env.user)
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
        reader = self._reader_for_turn(turn, self.env.user)
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
        env = self._reader_for_turn(turn, self.env.user).env
        # sudo: candor.source - every asker needs to know what is read, not only the manager
        names = self.env["candor.source"].sudo()._all().mapped("model")
        readable = [name for name in names if name in env and env[name].has_access("read")]
        return {"topics": [env["ir.model"]._get(name).display_name for name in readable[:MAX_TOPICS]]}

    def _turn_in_work(self, ticket):
        self.env["candor.ticket"]._check_member()
        turn = self._of_ticket(self.env["candor.ticket"]._read(ticket))
        if turn.state != "taken":
            raise Refused("ticket_refused" if turn.state == "open" else "ticket_used")
        return turn

    @api.model
    def _render(self, reader, wanted, turn=None):
        """Rendered records of several models.

        :param wanted: `{model: {id: {section names}}}`
        :param turn: its open record is given whatever its model, and when archived
        """
        sources = self.env["candor.source"]
        specs = sources._specs()
        rendered = []
        for model_name, by_id in wanted.items():
            spec = specs.get(model_name)
            if spec is None and turn and model_name == turn.res_model:
                spec = sources._spec_for(model_name)
                by_id = {turn.res_id: by_id[turn.res_id]} if turn.res_id in by_id else {}
            if spec is None or not by_id:
                continue
            records = reader.find(model_name, list(by_id), _exempt(turn, model_name))
            rendered += rendered_record.render(reader, spec, records, by_id)
        return rendered

    @api.model
    def _rendered_whole(self, res_model, res_id):
        """One record as the current user reads it, or None."""
        spec = self.env["candor.source"]._spec_for(res_model) if isinstance(res_model, str) else None
        if spec is None or not is_id(res_id):
            return None
        reader = self._reader_of(self.env.user, self.env.lang, self.env.companies.ids)
        records = reader.find(res_model, [res_id], [res_id])
        rendered = rendered_record.render(reader, spec, records, {res_id: {rendered_record.WHOLE}})
        return rendered[0] if rendered else None

    @api.model
    def serve(self, ids):
        """Turns as they may be shown to the current user now; unknown and foreign ones are absent.

        The asker always gets his question back. Everything else is given only while every
        section that the answer was made from is readable by this reader, and every quoted
        span stands in his own rendering; otherwise the turn is blank.

        :return: `[{id, question, date, state, outcome, mode, rung, error_code, blank, parts, evidence,
                    confidence, closest, unread, duration_ms, review}]`
        """
        ids = ids_among(ids) if isinstance(ids, (list, tuple)) else []
        order = {res_id: place for place, res_id in enumerate(ids)}
        user, readers = self.env.user, {}
        turns = self._servable(ids).sorted(lambda turn: order[turn.id])
        return [turn._served_to(user, readers) for turn in turns]

    @api.model
    def quoted(self, turn_id, n):
        """The words of one source within its section, as the current user is given that section now.

        :param n: the source's number in the answer
        :return: `{before, quote, after}`, or False where `serve` would give nothing of the turn
        """
        turn = self._servable([turn_id] if is_id(turn_id) else [])
        answer, sections = (turn._readable_to(self.env.user) if turn else None) or ({"evidence": []}, {})
        for entry in answer["evidence"]:
            if entry.get("n") == n:
                return surroundings(entry, standing(entry.get("quote"), sections[_pointer(entry)]))
        return False

    @api.model
    def _servable(self, ids):
        """Those of the turns, in sudo, that are the current user's as the one who asked or who reviews."""
        user = self.env.user
        if user.share or not user.has_group("candor.group_user"):
            return self.browse()
        # A manager who reviewed once still finds every turn by his other group.
        reviews = user.has_group("candor.group_reviewer")
        # sudo: candor.turn, candor.review - to see who reviews; narrowed to asker and reviewer here
        turns = self.search([("id", "in", ids)]).sudo()
        return turns.filtered(
            lambda turn: turn.user_id == user or (reviews and turn.review_ids.reviewer_id == user)
        )

    def _served_to(self, user, readers):
        self.ensure_one()
        shown = self._shown_to(user, readers)
        reader = self._reader_for_turn(self, user, readers)
        is_asker = self.user_id == user
        blank = shown is None
        answer = shown or {"parts": [], "evidence": [], "confidence": False, "closest": [], "unread": []}
        return {
            "id": self.id,
            "question": self.question or "" if is_asker or not blank else False,
            "date": fields.Datetime.to_string(self.create_date),
            "state": self.state,
            "outcome": self.outcome or False,
            "mode": self.mode or False,
            "rung": self.rung or False,
            "error_code": self.error_code or False,
            "blank": blank,
            "parts": answer["parts"],
            "evidence": answer["evidence"],
            "confidence": answer["confidence"],
            "closest": answer["closest"],
            "unread": answer["unread"],
            "duration_ms": self.duration_ms,
            "review": self.review_ids[:1]._state_for(reader) if self.review_ids else False,
        }

    def _shown_to(self, user, readers=None):
        """The answer if this reader may see all of it now, else None.

        :param readers: see `_reader_for_turn`
        """
        readable = self._readable_to(user, readers)
        return readable and readable[0]

    def _readable_to(self, user, readers=None):
        """`(answer, {pointer: its section})` if this reader may see all of it now, else None.

        :param readers: see `_reader_for_turn`
        """
        self.ensure_one()
        answer = self._answer()
        reader = self._reader_for_turn(self, user, readers)
        if self.user_id != user and self.res_model:
            # The question is about this record; who can't open it gets nothing of it.
            if not reader.can_open(self.res_model, self.res_id):
                return None
        made_from = self._made_from(answer)
        if made_from is None:
            return None
        pointers = [
            {"res_model": model, "res_id": res_id, "section": section} for model, res_id, section in made_from
        ]
        pointers += [
            {"res_model": entry["resModel"], "res_id": entry["resId"], "section": "header"}
            for entry in answer["closest"]
        ]
        sections, names, unread = {}, {}, {}
        for record in self._render(reader, by_model(pointers), self):
            unread[record["res_model"], record["res_id"]] = record["unread"]
            names[record["res_model"], record["res_id"]] = {
                "name": record["name"],
                "modelLabel": record["model_label"],
            }
            for section in record["sections"]:
                sections[record["res_model"], record["res_id"], section["section"]] = section
        for pointer in pointers:
            if (pointer["res_model"], pointer["res_id"], pointer["section"]) not in sections:
                return None
        for entry in answer["evidence"]:
            if standing(entry.get("quote"), sections[_pointer(entry)]) is None:
                return None
        # Names as this reader sees them now.
        for entry in [*answer["evidence"], *answer["closest"]]:
            entry.update(names[entry["resModel"], entry["resId"]])
        answer["unread"] = _unread(answer, names, unread)
        return answer, sections

    def _made_from(self, answer):
        """`[(model, id, section)]` that the answer was made from: a quote is made of what it quotes, the
        words of a language model of all that it was given; None where nobody knows what that was.
        """
        cited = [_pointer(entry) for entry in answer["evidence"]]
        if not self.model_name:
            return cited
        given = [(row.res_model, row.res_id, row.section) for row in self.section_ids]
        return [*given, *cited] if given or not answer["parts"] else None

    @api.model
    def send_to_review(self, turn_id):
        """Hand one own turn to a human; again and again gives the same review.

        :return: `{id, state, reviewer, since, outcome}`
        """
        turn = self.search([("id", "=", turn_id), ("user_id", "=", self.env.uid)]) if is_id(turn_id) else self
        if not turn or not self.env.user.has_group("candor.group_user"):
            raise AccessError(self.env._("Only who asked can send a question to review."))
        if turn.state != "done":
            # Without its answer nothing says who may judge it.
            raise UserError(self.env._("Wait until the answer is stored, then send it to review."))
        if turn.outcome == "chat":
            raise UserError(self.env._("There is nothing to review in small talk."))
        # sudo: candor.review, mail.activity - the asker often may not create an activity there
        turn = turn.sudo()
        review = self.env["candor.review"].sudo()._start(turn)
        return review._state_for(self._reader_for_turn(turn, self.env.user))

    @api.model
    def draft(self, turn_id, res_model, res_id, kind="note"):
        """The answer as a draft for the composer of a record; nothing is sent.

        :param kind: "note" stays inside, "message" leaves: it warns about what the reader would not expect
        :return: `{body_html, records, warnings}`
        """
        turn = self.search([("id", "=", turn_id), ("user_id", "=", self.env.uid)])
        # sudo: candor.turn - own turn; served only as far as readable now
        answer = turn.sudo()._shown_to(self.env.user) if turn else None
        if answer is None:
            return {"body_html": "", "records": [], "warnings": []}
        paragraphs = Markup("").join(
            Markup("<p>%s</p>")
            % Markup("<br>").join(escape(line) for line in (part.get("text") or "").split("\n"))
            for part in answer["parts"]
        )
        records = list(dict.fromkeys(entry["name"] for entry in answer["evidence"]))
        return {
            "body_html": str(paragraphs),
            "records": records,
            "warnings": self._draft_warnings(turn, answer, res_model, res_id) if kind == "message" else [],
        }

    def _draft_warnings(self, turn, answer, res_model, res_id):
        reader = self._reader_of(self.env.user, self.env.lang, self.env.companies.ids)
        addressee = self._partner_of(reader, res_model, res_id)
        warnings = []
        for entry in answer["evidence"]:
            kind, _separator, number = entry["section"].partition(":")
            is_internal = kind == "activity"
            if kind == "message" and number.isdecimal():
                message = reader.messages(entry["resModel"], [entry["resId"]], 1, [int(number)])
                is_internal = message and rendered_message.is_internal(message)
            if is_internal:
                warnings.append({"kind": "internal_note", "record": entry["name"]})
            partner = self._partner_of(reader, entry["resModel"], entry["resId"])
            if partner and partner != addressee:
                warnings.append({"kind": "other_partner", "record": entry["name"]})
        return [dict(pair) for pair in dict.fromkeys(tuple(warning.items()) for warning in warnings)]

    @api.model
    def _partner_of(self, reader, res_model, res_id):
        """The commercial partner that a record is about, as this reader may know it, or None."""
        if not isinstance(res_model, str) or res_model not in self.env or not is_id(res_id):
            return None
        record = reader.find(res_model, [res_id], [res_id])
        if not record:
            return None
        if res_model == "res.partner":
            partner_id = record.id
        elif "partner_id" in record._fields and reader.may_field(record, "partner_id"):
            partner_id = record.partner_id.id
        else:
            return None
        # sudo: res.partner - compares whom two records belong to, hands out nothing
        return self.env["res.partner"].sudo().browse(partner_id).commercial_partner_id.id or None


def _unread(answer, names, unread):
    """Attachments of the records shown that could not be read, as contract.ts has them."""
    shown = [(entry["resModel"], entry["resId"]) for entry in [*answer["evidence"], *answer["closest"]]]
    return [
        {"record": {"resModel": key[0], "resId": key[1], **names[key]}, **entry}
        for key in dict.fromkeys(shown)
        for entry in unread[key]
    ]


def _exempt(turn, model_name):
    """The open record is read even when archived, as on its form."""
    return [turn.res_id] if turn and turn.res_model == model_name else []


def _pointer(entry):
    return entry["resModel"], entry["resId"], entry["section"]
