import json
import logging
from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.orm.models import NO_ACCESS

from ..database.confidential import lock, storable, write_text
from ..rendering.reader import Reader
from ..serving.answer import readable_to, section_of, sections_cited, served_to
from ..serving.draft import body_of, changes, warnings_for
from ..serving.held_back import held_back_to
from ..serving.quotation import standing, surroundings, words_now
from ..serving.records import reader_for
from ..serving.review import state_for
from ..wire import completion, deployment
from ..wire.pointer import ids_among, is_id
from ..wire.refusal import Refused
from .index import FORMER_THRESHOLD
from .ticket import COMPLETE_DAYS

_logger = logging.getLogger(__name__)

MAX_QUESTION = 4_000
MAX_PAYLOAD = 2_000_000


def _selection(values):
    return [(value, value.capitalize()) for value in values]


class CandorTurn(models.Model):
    """One question and what became of it.

    Words are in `NO_ACCESS` fields: `serve` gives them out. Nobody has create or write
    rights; the routes' methods below are the only writers.
    """

    _name = "candor.turn"
    _description = "Candor turn"
    _order = "id desc"

    conversation_id = fields.Many2one(
        "candor.conversation", required=True, index=True, ondelete="cascade", readonly=True
    )
    user_id = fields.Many2one("res.users", required=True, index=True, ondelete="cascade", readonly=True)
    state = fields.Selection(
        [("open", "Asked"), ("taken", "Being answered"), ("done", "Done")],
        default="open",
        readonly=True,
        index=True,
    )
    res_model = fields.Char("Open model", readonly=True)
    res_id = fields.Many2oneReference("Open record", model_field="res_model", readonly=True)
    lang = fields.Char("Language", readonly=True)
    company_ids_json = fields.Json("Companies", readonly=True)
    taken_date = fields.Datetime(readonly=True)
    done_date = fields.Datetime(readonly=True)
    review_date = fields.Datetime("Sent to review", readonly=True)

    outcome = fields.Selection(_selection(completion.OUTCOMES), readonly=True)
    mode = fields.Selection(_selection(completion.MODES), readonly=True)
    rung = fields.Selection(_selection(completion.RUNGS), "Searched on", readonly=True)
    answer_kind = fields.Selection(_selection(completion.ANSWER_KINDS), readonly=True)
    calibrator_version = fields.Char("Calibrator", readonly=True)
    probability = fields.Float(readonly=True, aggregator="avg")
    threshold = fields.Float(readonly=True, aggregator="avg")
    duration_ms = fields.Integer("Duration (ms)", readonly=True, aggregator="avg")
    timings = fields.Json(readonly=True, groups="candor.group_manager")
    features = fields.Json(readonly=True, groups="candor.group_manager")
    request_id = fields.Char(readonly=True, index=True)
    generation = fields.Char(readonly=True)
    model_name = fields.Char("Language model", readonly=True)
    prompt_version = fields.Char(readonly=True)
    error_code = fields.Char(readonly=True)
    review_ids = fields.One2many("candor.review", "turn_id", readonly=True)

    question = fields.Text(groups=NO_ACCESS)
    #: JSON: {parts, evidence, confidence, closest, tz}
    answer = fields.Text(groups=NO_ACCESS)
    #: JSON: {parts, evidence}; what a declined turn would have said
    held_back = fields.Text(groups=NO_ACCESS)
    #: Everything that the answer was made from
    section_ids = fields.One2many("candor.turn.section", "turn_id", groups=NO_ACCESS)

    def _compute_display_name(self):
        for turn in self:
            turn.display_name = self.env._("Question %(number)s", number=turn.id)

    @api.model
    def _open(self, question, conversation_id, res_model, res_id, company_ids, retry_of):
        """Store the question of the current user, first of all, and issue the ticket.

        :raise Refused: question_empty, question_too_long, record_gone, not_allowed, not_configured
        """
        tickets = self.env["candor.ticket"]
        tickets._check_member("not_allowed")
        question = storable(question).strip() if isinstance(question, str) else ""
        if not question:
            raise Refused("question_empty")
        if len(question) > MAX_QUESTION:
            raise Refused("question_too_long")
        tickets._check_configured()
        open_record = self._check_open_record(res_model, res_id, company_ids)
        asked = (question, self.env["candor.conversation"]._own(conversation_id), open_record, company_ids)
        turn = self._retried(retry_of, *asked) or self._store_question(*asked)
        return {
            "ticket": tickets._issue(turn),
            "turn_id": turn.id,
            "conversation_id": turn.conversation_id.id,
            "sidecar_url": deployment.sidecar_url(),
            "protocol": deployment.PROTOCOL,
            "addon_version": deployment.addon_version(),
        }

    def _check_open_record(self, res_model, res_id, company_ids):
        """`(model, id)` of the record beside the panel, or (False, False)."""
        if not res_model:
            return False, False
        if not isinstance(res_model, str) or not is_id(res_id):
            raise Refused("record_gone")
        if not self.env["candor.source"]._can_be_read(res_model):
            # A page of settings and the like: asked about nothing in particular.
            return False, False
        reader = Reader.for_user(self.env.user, lang=self.env.lang, company_ids=self._companies(company_ids))
        if not reader.can_open(res_model, res_id):
            raise Refused("record_gone")
        return res_model, res_id

    def _retried(self, turn_id, question, conversation, open_record, company_ids):
        """The stored turn of a panel that had to renew its session before anybody took it."""
        if not is_id(turn_id):
            return self.browse()
        turn = self.search([("id", "=", turn_id), ("user_id", "=", self.env.uid), ("state", "=", "open")])
        # sudo: candor.turn - own turn, found by the record rule above
        return turn.sudo().filtered(
            lambda stored: (
                stored.question == question
                and stored.conversation_id == conversation
                and (stored.res_model or False, stored.res_id or False) == open_record
                and stored.company_ids_json == self._companies(company_ids)
            )
        )

    def _store_question(self, question, conversation, open_record, company_ids):
        res_model, res_id = open_record
        # sudo: candor.turn, candor.conversation - nobody has create rights; the checks stand in _open.
        # As Odoo's own user: the asker's default values (ir.default) and context must not fill
        # what only the sidecar may say.
        env = self.env(user=SUPERUSER_ID, context={})
        if not conversation:
            values = {"user_id": self.env.uid, "res_model": res_model, "res_id": res_id}
            conversation = env["candor.conversation"].create(values)
        turn = env["candor.turn"].create(
            {
                "conversation_id": conversation.id,
                "user_id": self.env.uid,
                "res_model": res_model,
                "res_id": res_id,
                "lang": self.env.user.lang or "en_US",
                "company_ids_json": self._companies(company_ids),
            }
        )
        write_text(turn, question=question)
        return turn

    def _companies(self, company_ids):
        """Active companies as the browser names them, as far as they are the user's."""
        own = self.env.user._get_company_ids()
        given = company_ids if isinstance(company_ids, (list, tuple)) else []
        return [cid for cid in given if cid in own] or [self.env.user.company_id.id]

    @api.model
    def _take(self, ticket, protocol):
        """The sidecar's first call: everything it may use of the question; a second one is refused."""
        tickets = self.env["candor.ticket"]
        tickets._check_member()
        values = tickets._read(ticket, taking=True)
        if not isinstance(protocol, int) or abs(protocol - deployment.PROTOCOL) > 1:
            raise Refused("version_mismatch")
        turn = self._of_ticket(values)
        lock(turn)
        turn.invalidate_recordset(["state"])
        if turn.state != "open":
            raise Refused("ticket_used")
        open_record = False
        if turn.res_model:
            reader = reader_for(turn, self.env.user)
            if not reader.can_open(turn.res_model, turn.res_id):
                raise Refused("record_gone")
            open_record = {"res_model": turn.res_model, "res_id": turn.res_id}
        turn.write({"state": "taken", "taken_date": fields.Datetime.now()})
        # sudo: ir.config_parameter - the database's own id, so that the sidecar can refuse another
        uuid = self.env["ir.config_parameter"].sudo().get_param("database.uuid")
        target_precision, calibrator = self.env["candor.index"]._the()._asked_of_sidecar()
        today = fields.Date.context_today(turn.with_context(tz=self.env.user.tz))
        earlier = turn._earlier()
        return {
            "turn_id": turn.id,
            "uid": self.env.uid,
            "company_ids": turn.company_ids_json,
            "lang": turn.lang,
            "tz": self.env.user.tz or "UTC",
            "today": fields.Date.to_string(today),
            "question": turn.question,
            "conversation_id": turn.conversation_id.id,
            "open_record": open_record,
            "earlier": sections_cited(earlier[:2]),
            "asked_before": [question for question in earlier.mapped("question") if question],
            "completion_token": tickets._issue_completion(turn),
            "target_precision": target_precision,
            "calibrator": calibrator,
            "threshold": FORMER_THRESHOLD,
            "database_uuid": uuid,
            "addon_version": deployment.addon_version(),
            "protocol": deployment.PROTOCOL,
        }

    def _of_ticket(self, values):
        # sudo: candor.turn - words are NO_ACCESS; whose turn it is is checked in the next line
        turn = self.sudo().browse(values.get("turn")).exists()
        if not turn or turn.user_id.id != self.env.uid:
            raise Refused("ticket_refused")
        return turn

    def _earlier(self, turns=4):
        """The asker's last turns of this conversation, the last one first."""
        return self.search(
            [
                ("conversation_id", "=", self.conversation_id.id),
                ("id", "<", self.id),
                ("state", "=", "done"),
                # Nothing is asked by a greeting, and nothing follows from it.
                ("outcome", "!=", "chat"),
                ("user_id", "=", self.user_id.id),
            ],
            order="id desc",
            limit=turns,
        )

    @api.model
    def _complete(self, token, payload, signature):
        """Store what the sidecar signed, once.

        :param payload: JSON string, see contract.ts
        :raise Refused: signature, token, already, bad_request
        """
        if not isinstance(payload, str) or len(payload) > MAX_PAYLOAD:
            raise Refused("bad_request")
        if not deployment.verify(f"complete\n{token}\n{payload}", signature):
            raise Refused("signature")
        document = completion.read(payload)
        turn = self.browse(self.env["candor.ticket"]._read_completion(token)).exists()
        if not turn:
            raise Refused("token")
        lock(turn)
        turn.invalidate_recordset(["state"])
        if turn.state == "done":
            raise Refused("already")
        if turn.state != "taken":
            raise Refused("token")
        numbers, texts = completion.split(document, turn.user_id.tz)
        turn.write({**numbers, "state": "done", "done_date": fields.Datetime.now()})
        write_text(turn, **texts)
        self.env["candor.turn.section"]._keep(turn, completion.sections(document))
        self.env["candor.turn.mention"]._note(turn)
        self.env["candor.review.rule"]._apply(turn)
        _logger.info("turn %s completed: %s in %s ms", turn.id, turn.outcome, turn.duration_ms)
        return {"ok": True}

    @api.model
    def _end_lost(self):
        """Turns that nobody can complete any more: whoever took them died before he recorded them."""
        since = fields.Datetime.now() - timedelta(days=COMPLETE_DAYS)
        lost = self.search([("state", "=", "taken"), ("taken_date", "<", since)])
        lost.write(
            {
                "state": "done",
                "outcome": "failed",
                "error_code": "lost",
                "done_date": fields.Datetime.now(),
            }
        )

    def _answer(self):
        """Stored answer of one turn, complete with empty defaults."""
        self.ensure_one()
        empty = {"parts": [], "evidence": [], "confidence": False, "closest": [], "tz": False}
        return {**empty, **json.loads(self.answer or "{}")}

    @api.model
    def serve(self, ids):
        """Turns as they may be shown to the current user now; unknown and foreign ones are absent.

        The asker always gets his question back. Everything else is given only while every
        section that the answer was made from is readable by this reader; otherwise, and where one is
        gone, the turn is blank. What was quoted and stands in his own rendering no longer is given as it
        was said where `serving.former.Former` lets him see it: its source is `changed`, and the turn
        `changed_since` its date; otherwise the turn is blank too.

        :return: `[{id, question, date, state, outcome, mode, rung, error_code, blank, changed_since, parts,
                    evidence, confidence, closest, unread, duration_ms, review, held_back, rating}]`;
            `held_back` is what a declined turn would have said, `{parts, evidence}` to its reviewer,
            `rating` is `{value, why}` to the asker; each is False to everybody else
        """
        ids = ids_among(ids) if isinstance(ids, (list, tuple)) else []
        order = {res_id: place for place, res_id in enumerate(ids)}
        user, readers = self.env.user, {}
        turns = self._servable(ids).sorted(lambda turn: order[turn.id])
        return [self._served(turn, user, readers) for turn in turns]

    @api.model
    def _served(self, turn, user, readers):
        served = served_to(turn, user, readers)
        review = turn.review_ids[:1]
        state = review and state_for(review, user, is_blank=served["blank"], readers=readers)
        # Who is shown nothing of the turn is shown nothing of what it would have said.
        held_back = None if served["blank"] else held_back_to(turn, user, readers)
        rating = turn._rating_for(user)
        return {**served, "review": state or False, "held_back": held_back or False, "rating": rating}

    @api.model
    def quoted(self, turn_id, n):
        """The words of one source within its section, as the current user is given that section now.

        :param n: the source's number in the answer
        :return: `{before, quote, after}`, or False where `serve` would give nothing of the turn, or where
            they stand there no longer
        """
        entry, section = self._source(turn_id, n)
        lines = standing(entry.get("quote"), section) if entry else None
        return surroundings(entry, lines) if lines else False

    @api.model
    def quoted_now(self, turn_id, n):
        """What stands now in the place of a source that has changed since it was quoted.

        :param n: the source's number in the answer
        :return: text, "" where nothing is filled in; False where `serve` would give nothing of the turn
        """
        entry, section = self._source(turn_id, n)
        return words_now(entry, section) if entry else False

    def _source(self, turn_id, n):
        """`(source, its section)` of a turn as the current user may see it now, or (None, None)."""
        turn = self._servable([turn_id] if is_id(turn_id) else [])
        answer, sections = (readable_to(turn, self.env.user) if turn else None) or ({"evidence": []}, {})
        for entry in answer["evidence"]:
            if entry.get("n") == n:
                return entry, sections[section_of(entry)]
        return None, None

    @api.model
    def _own(self, turn_id):
        """One turn of the current user's, or none where it isn't his or he may not use Candor."""
        if not is_id(turn_id) or not self.env.user.has_group("candor.group_user"):
            return self.browse()
        return self.search([("id", "=", turn_id), ("user_id", "=", self.env.uid)])

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
        own = turns.filtered(
            lambda turn: turn.user_id == user or (reviews and turn.review_ids.reviewer_id == user)
        )
        # Of the pool he is told nothing where he can't read all of it.
        others = self.sudo().browse(ids).exists() - own if reviews else self.browse()
        return own | others.filtered(lambda turn: turn.review_ids._role_of(user) == "pool")

    def _shown_to(self, user, readers=None):
        """The answer if this reader may see all of it now, else None.

        :param readers: see `records.reader_for`
        """
        if self.erased_date:
            return None
        readable = readable_to(self, user, readers)
        return readable and readable[0]

    @api.model
    def draft(self, turn_id, res_model, res_id, kind="note"):
        """The answer as a draft for the composer of a record; nothing is sent.

        :param kind: "note" stays inside, "message" leaves: it warns about what the reader would not expect;
            each about what has changed since
        :return: `{body_html, records, warnings}`
        """
        turn = self.search([("id", "=", turn_id), ("user_id", "=", self.env.uid)])
        # sudo: candor.turn - own turn; served only as far as readable now
        answer = turn.sudo()._shown_to(self.env.user) if turn else None
        if answer is None:
            return {"body_html": "", "records": [], "warnings": []}
        records = list(dict.fromkeys(entry["name"] for entry in answer["evidence"]))
        return {
            "body_html": str(body_of(answer)),
            "records": records,
            "warnings": [
                *changes(answer),
                *(warnings_for(self.env, answer, res_model, res_id) if kind == "message" else []),
            ],
        }
