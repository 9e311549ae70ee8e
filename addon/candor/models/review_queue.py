import json
from collections import defaultdict
from itertools import chain

from odoo import api, fields, models
from odoo.exceptions import AccessError, MissingError
from odoo.fields import Domain

from ..rendering.reader import Reader
from ..serving.answer import served_to
from ..serving.records import reader_for, reader_of, render
from ..serving.review import correction_for, final_in_ms, name_of
from ..wire.pointer import by_model, is_id
from .review import IN_HAND
from .review_verdict import MAX_CITED, VERDICTS

MAX_ROWS = 100
#: Records offered as a source of a correction at once
MAX_FOUND = 8
#: Earlier turns of the conversation that belong to a question
EARLIER = 2
_ORDERS = {"due": "due_date ASC NULLS LAST, id", "age": "id"}


class CandorReview(models.Model):
    """What a person sees of the reviews that are his business."""

    _inherit = "candor.review"

    @api.model
    def counter(self):
        """Open reviews in one's own hands, and own questions that somebody asked back."""
        if not self.env.user.has_group("candor.group_user"):
            return 0
        own = Domain("asker_id", "=", self.env.uid) & Domain("state", "=", "asked_back")
        # sudo: candor.review - counted, nothing is read
        return self.sudo().search_count(self._scope("mine") | own)

    @api.model
    def _scope(self, scope):
        """Domain of "asked" or "pool"; everything else is "mine"."""
        uid, user = self.env.uid, self.env.user
        if scope == "asked":
            return Domain("asker_id", "=", uid)
        if not user.has_group("candor.group_reviewer"):
            return Domain.FALSE
        if scope == "pool":
            others = Domain("asker_id", "!=", uid) & Domain("reviewer_id", "!=", uid)
            return others & Domain("state", "in", (*IN_HAND, "nobody"))
        return Domain("reviewer_id", "=", uid) & Domain("state", "in", IN_HAND)

    @api.model
    def queue(self, scope="mine", order="due", source="", offset=0, limit=20):
        """Reviews as rows: "mine" in one's own hands, "pool" in nobody's or another's that one may review,
        "asked" of own questions.

        :param order: "due" or "age", the first ones first
        :param source: name of a model, or ""
        :return: `{rows, more, counter}`; see `_row`
        """
        # sudo: candor.review - the scope names this user's; words are given by `_row` as he may read them
        domain = self._scope(scope)
        if isinstance(source, str) and source:
            domain &= Domain("source_id.model", "=", source)
        ordered = "id DESC" if scope == "asked" else _ORDERS.get(order, _ORDERS["due"])
        offset = max(0, int(offset or 0))
        limit = max(1, min(int(limit or 20), MAX_ROWS))
        if scope == "pool":
            found = self._of_pool(self.sudo().search(domain, order=ordered), offset + limit + 1)[offset:]
        else:
            found = self.sudo().search(domain, order=ordered, offset=offset, limit=limit + 1)
        readers = {}
        return {
            "rows": [review._row(readers) for review in found[:limit]],
            "more": len(found) > limit,
            "counter": self.counter(),
        }

    def _of_pool(self, reviews, count):
        """The first of them that the current user may review."""
        user, readers = self.env.user, {}
        pointers = {review: review.turn_id._in_question() for review in reviews}
        asked_about = defaultdict(dict)
        for model, res_id in chain.from_iterable(pointers.values()):
            asked_about[model][res_id] = None
        # One question a model discards most of what he can't read, whatever companies he has before him.
        reader = Reader.for_user(user, company_ids=user._get_company_ids())
        openable = set()
        for model, ids in asked_about.items():
            if model in self.env:
                openable |= {(model, res_id) for res_id in reader.find(model, list(ids), list(ids)).ids}
        kept = self.browse()
        for review in reviews:
            if not openable.issuperset(pointers[review]):
                continue
            if review._is_in_pool() and review.turn_id._shown_to(user, readers) is not None:
                kept |= review
            if len(kept) == count:
                break
        return kept.sudo()

    def _row(self, readers):
        """One review in a list, with no word that the current user may not read now."""
        user, turn = self.env.user, self.turn_id
        row = {
            "id": self.id,
            "turn_id": turn.id or False,
            "state": self._state_now(),
            "question": False,
            "record": False,
            "source": "",
            "asker": False,
            "reviewer": False,
            **self._dates(),
            "is_declined": turn.outcome == "abstained",
        }
        if not turn:
            return row
        reader = reader_for(turn, user, readers)
        is_asker = self.asker_id == user
        answer = turn._shown_to(user, readers)
        if is_asker or answer is not None:
            row["question"] = turn.question or ""
        record = _about(turn, answer)
        if record and record[0] in self.env:
            # Its name as he reads it; who can't open it isn't told what it is.
            for named in _named(reader, record[0], [record[1]]):
                row["source"] = named.pop("modelLabel")
                row["record"] = named
        row["asker"] = name_of(self.asker_id, reader)
        row["reviewer"] = name_of(self.reviewer_id, reader)
        return row

    def _dates(self):
        return {
            "sent": fields.Datetime.to_string(self.create_date),
            "due": fields.Date.to_string(self.due_date) or False,
            "is_overdue": bool(self.due_date and self.due_date < fields.Date.today()),
        }

    @api.model
    def sources(self, scope="mine"):
        """`[{resModel, label}]` of the sources that reviews of a scope are of."""
        # sudo: candor.review, candor.source - names of models that he may read; which reviews they are
        # of isn't told
        reviews = self.sudo().search(self._scope(scope))
        sources = reviews.source_id
        return [
            {"resModel": source.model, "label": source.model_id.name}
            for source in sources
            if source.model in self.env and self.env[source.model].has_access("read")
        ]

    @api.model
    def page(self, review_id):
        """One review with everything that the current user may see of it now.

        :return: `{id, state, role, origin, sent, due, is_overdue, asker, reviewer, actions, final_in_ms,
            turn, earlier, asked_back, verdict, draft}`; False where it is none of his business:
            `role` is "reviewer", "pool", "asker", or of what nobody reviews "manager", who sees no word of
            it; `turn` and `earlier` are as `candor.turn.serve` gives them; `actions` are the methods that he
            may call
        """
        # sudo: candor.review - narrowed by the role
        review = self.sudo().browse(review_id if is_id(review_id) else 0).exists()
        user = self.env.user
        role = review._role_of(user) if review else False
        if not role:
            return False
        readers = {}
        turn = review.turn_id
        served = turn and role != "manager" and self.env["candor.turn"]._served(turn, user, readers)
        is_blank = not served or served["blank"]
        reader = reader_for(turn, user, readers) if turn else reader_of(self.env)
        return {
            "id": review.id,
            "state": review._state_now(),
            "role": role,
            "origin": review.origin,
            **review._dates(),
            "asker": name_of(review.asker_id, reader),
            "reviewer": name_of(review.reviewer_id, reader),
            "actions": review._actions(role, served),
            "final_in_ms": role == "reviewer" and not review._is_final() and final_in_ms(review),
            "turn": served or False,
            "earlier": [] if is_blank or role == "asker" else review._earlier_for(user, readers, role),
            "asked_back": False if is_blank else review._exchange_for(reader),
            "verdict": False if is_blank else review._verdict_for(user, reader, readers, role),
            "draft": False if is_blank or role != "reviewer" else review._draft_for(user, served, readers),
        }

    def _role_of(self, user):
        if not user.has_group("candor.group_user"):
            return False
        if self.asker_id == user:
            return "asker"
        if user.has_group("candor.group_reviewer"):
            if self.reviewer_id == user:
                return "reviewer"
            if self._is_in_pool() and self._may_be_reviewed_by(user):
                return "pool"
        return self.state == "nobody" and user.has_group("candor.group_manager") and "manager"

    def _is_in_pool(self):
        """Whether it waits, and its records say who else may see it: what rests on none is one reviewer's."""
        if not self.turn_id:
            return False
        return self.state == "nobody" or (self.state in IN_HAND and bool(self.turn_id._in_question()))

    def _actions(self, role, served):
        """:param served: its turn as he is given it, if he is given one"""
        if role == "pool":
            return ["take"]
        if role == "manager":
            return ["lapse"]
        if role != "reviewer":
            return []
        if self.state == "pending" and not self._is_final():
            return ["undo"]
        if self.state not in IN_HAND:
            return []
        if not served or served["blank"]:
            return ["hand_over", "lapse"]
        verdicts = VERDICTS.get(self.turn_id.outcome, VERDICTS["answered"])
        if not served["held_back"]:
            verdicts = tuple(verdict for verdict in verdicts if verdict != "held_back_right")
        return [*verdicts, *([] if self.asked_back else ["ask_back"]), "hand_over"]

    def _earlier_for(self, user, readers, role):
        """Turns that the question follows on, as far as this reader may read them.

        One that rests on no record is shown to the reviewer to whom who asked sent it, and to nobody else.
        """
        turns = self.turn_id._earlier(EARLIER).sorted("id")
        if role != "reviewer" or self.origin != "asked":
            turns = turns.filtered(lambda turn: turn._in_question())
        served = [served_to(turn, user, readers) for turn in turns]
        return [{**turn, "held_back": False, "rating": False} for turn in served if not turn["blank"]]

    def _exchange_for(self, reader):
        asked = json.loads(self.asked_back or "{}")
        if not asked:
            return False
        by = self.env["res.users"].browse(asked.get("by") or 0).exists()
        return {
            "question": asked["question"],
            "by": name_of(by, reader),
            "date": asked["date"],
            "reply": asked.get("reply") or False,
        }

    def _verdict_for(self, user, reader, readers, role):
        """The verdict that was given; to others than who gave it when it is final."""
        outcome = self._given_outcome()
        if not outcome or not (self._is_final() or role == "reviewer"):
            return False
        verdict = json.loads(self.verdict or "{}")
        return {
            "outcome": outcome,
            "reason": verdict.get("reason") or False,
            "correction": correction_for(self, user, readers) or False,
            "by": name_of(self.reviewer_id, reader),
            "date": fields.Datetime.to_string(self.decided_date) or False,
        }

    def _draft_for(self, user, served, readers):
        """What the editor begins with: own words that were taken back, else the answer and its sources."""
        if self.state not in IN_HAND:
            return False
        verdict = json.loads(self.verdict or "{}")
        # Not those of who had it before: he may have read and cited what this one may not.
        if verdict.get("by") == user.id:
            cited = self.with_user(user)._citable(verdict.get("cited"))
            return {"reason": verdict["reason"], "correction": verdict["correction"], "cited": cited}
        said = served["held_back"] or served
        cited = [{"resModel": entry["resModel"], "resId": entry["resId"]} for entry in said["evidence"]]
        unique = list({(it["resModel"], it["resId"]): it for it in cited}.values())
        return {
            "reason": "",
            "correction": "\n\n".join(part["text"] for part in said["parts"]),
            "cited": self.with_user(user)._citable(unique),
        }

    @api.model
    def _citable(self, cited):
        """Of the records named those that the current user finds, 10 at most.

        :param cited: `[{resModel, resId}]`
        :return: `[{resModel, resId, name, modelLabel}]`
        """
        reader = reader_of(self.with_user(self.env.user).env)
        sources = self.env["candor.source"]
        found = []
        for entry in (cited if isinstance(cited, list) else [])[:MAX_CITED]:
            model, res_id = (
                (entry.get("resModel"), entry.get("resId")) if isinstance(entry, dict) else ("", 0)
            )
            if not isinstance(model, str) or not is_id(res_id) or not sources._can_be_read(model):
                continue
            if reader.can_open(model, res_id):
                found += _named(reader, model, [res_id])
        return found

    @api.model
    def cite_search(self, review_id, term):
        """Records of the sources whose name fits, as the current user finds them.

        :return: `[{resModel, resId, name, modelLabel}]`, 8 at most
        """
        self._in_own_hands(review_id)
        term = term.strip() if isinstance(term, str) else ""
        if not term or len(term) > 200:
            return []
        reader = reader_of(self.with_user(self.env.user).env)
        found = []
        for model_name in self.env["candor.source"].sudo()._specs():
            model = reader.env[model_name]
            if model.has_access("read"):
                try:
                    ids = [res_id for res_id, _name in model.name_search(term, limit=MAX_FOUND)]
                except (AccessError, MissingError):
                    # As of each source: a name may reach through what he may not read.
                    continue
                found += _named(reader, model_name, ids)
            if len(found) >= MAX_FOUND:
                break
        return found[:MAX_FOUND]

    @api.model
    def unreadable_by_asker(self, review_id, cited):
        """Which of the records that a reviewer cites the asker can't read now: he would get nothing of it.

        :param cited: `[{resModel, resId}]` that the current user may read himself
        :return: `[{resModel, resId}]`
        """
        review = self._in_own_hands(review_id)
        turn, asker = review.turn_id, review.asker_id
        own = [(entry["resModel"], entry["resId"]) for entry in self._citable(cited)]
        readable = set()
        if turn and asker:
            # As the correction is given to him.
            pointers = [{"res_model": model, "res_id": res_id, "section": "header"} for model, res_id in own]
            rendered = render(reader_for(turn, asker), by_model(pointers), turn)
            readable = {(record["res_model"], record["res_id"]) for record in rendered}
        return [
            {"resModel": model, "resId": res_id} for model, res_id in own if (model, res_id) not in readable
        ]


def _named(reader, model, ids):
    """`[{resModel, resId, name, modelLabel}]` of those records whose name this reader may know."""
    label = reader.env["ir.model"]._get(model).display_name
    names = reader.names(model, ids)
    return [
        {"resModel": model, "resId": res_id, "name": name, "modelLabel": label}
        for res_id, name in names.items()
    ]


def _about(turn, answer):
    """`(model, id)` of the record that a question is about: the open one, else the first that is cited."""
    if turn.res_model:
        return turn.res_model, turn.res_id
    evidence = answer["evidence"] if answer else []
    return (evidence[0]["resModel"], evidence[0]["resId"]) if evidence else None
