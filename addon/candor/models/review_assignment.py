from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..serving.held_back import reads_held_back
from ..serving.records import reader_for
from ..wire.pointer import is_id
from .review import IN_HAND, OPEN

#: Colleagues offered by name at once
MAX_OFFERED = 8


class CandorReview(models.Model):
    """Who is given a review."""

    _inherit = "candor.review"

    @api.model
    def _members(self, group):
        users = self.env.ref(group).all_user_ids
        return users.filtered(lambda user: user.active and not user.share).sorted("id")

    def _may_be_reviewed_by(self, user):
        """Whether this person reviews, didn't ask, and may read now all that it is about."""
        self.ensure_one()
        # sudo: candor.review - who asked, and of what; nothing is handed out
        review = self.sudo()
        if user.share or not user.active or not user.has_group("candor.group_reviewer"):
            return False
        return bool(review.turn_id) and user != review.asker_id and review.turn_id._shown_to(user) is not None

    def _assign(self):
        """Give it to who should review it, or tell the managers that nobody may."""
        self._hold()
        if self.state not in OPEN:
            return
        reviewer = self._reviewer_to_be()
        former = self.reviewer_id
        if reviewer:
            state = self._waiting_for()
            self.write({"reviewer_id": reviewer.id, "state": state, **self._deadline(self.asker_id)})
        else:
            self.write({"reviewer_id": False, "state": "nobody"})
        self.checked_date = fields.Datetime.now()
        self._mend_reminder()
        self._hint(former)

    def _reviewer_to_be(self, besides=None):
        """The record's responsible if he may, else of the source's reviewers who may the one with fewest
        waiting, else of all others; who is absent only where nobody else may. Of those who stand equal in
        this the one who can judge an answer that was held back.

        :param besides: users that it must not be
        """
        unable = besides or self.env["res.users"]
        for rank in self._ranks():
            able = (user for user in rank - unable if self._may_be_reviewed_by(user))
            first = next(able, None)
            if first is None:
                unable |= rank
                continue
            if not self.turn_id.held_back or reads_held_back(self.turn_id, first):
                return first
            return next((user for user in able if reads_held_back(self.turn_id, user)), first)
        return self.env["res.users"]

    def _ranks(self):
        """Groups of reviewers in the order in which they come into question, each by fewest waiting."""
        members = self._members("candor.group_reviewer") - self.asker_id
        waiting = dict(
            self._read_group(
                [("state", "in", IN_HAND), ("reviewer_id", "in", members.ids)],
                ["reviewer_id"],
                ["__count"],
            )
        )
        members = members.sorted(lambda user: (waiting.get(user, 0), user.id))
        # sudo: res.users - whether somebody is away, which everybody sees in Discuss
        absent = members.filtered(lambda user: user.sudo().is_out_of_office)
        present = members - absent
        responsible = self._responsible()
        of_source = self.source_id.reviewer_ids
        return [
            present & responsible,
            present.filtered(lambda user: user in of_source),
            present,
            absent,
        ]

    def _responsible(self):
        """Who is responsible for the record in question, as its `user_id` says."""
        users = self.env["res.users"]
        for record in self._records_in_question()[:1]:
            field = record._fields.get("user_id")
            if field and field.type == "many2one" and field.comodel_name == "res.users":
                users |= record.user_id
        return users

    def _records_in_question(self):
        """The open record, and the one that is cited first; those that are gone are left out."""
        found = (
            self.env[model].browse(res_id)
            for model, res_id in self.turn_id._in_question()
            if model in self.env
        )
        return [record for record in found if record.exists()]

    def _is_gone(self):
        """Whether a record in question is deleted, so that nobody can judge the answer any more."""
        return not self.turn_id or len(self._records_in_question()) < len(self.turn_id._in_question())

    def _place_for(self, user):
        """The record in question if it can carry an activity and the reviewer finds it, else the review."""
        turn = self.turn_id
        if turn and user:
            reader = reader_for(turn, user)
            for record in self._records_in_question():
                # Subscribing is part of creating an activity, so it needs a thread as well.
                can_carry = "activity_ids" in record._fields and hasattr(record, "message_subscribe")
                if can_carry and reader.find(record._name, record.ids):
                    return record
        return self

    @api.model
    def reviewers(self, review_id, term=""):
        """Colleagues to whom the current user may hand a review of his.

        :return: `[{id, name}]`, 8 at most, who may review it now
        """
        review = self._in_own_hands(review_id)
        term = term.strip().casefold() if isinstance(term, str) else ""
        names = self.env["res.users"].browse(review._members("candor.group_reviewer").ids)
        offered = []
        for user in names - self.env.user - review.asker_id:
            # sudo: res.users - a reviewer's name, to another reviewer
            name = user.sudo().name
            if term in name.casefold() and review._may_be_reviewed_by(user.sudo(False)):
                offered.append({"id": user.id, "name": name})
            if len(offered) == MAX_OFFERED:
                break
        return offered

    @api.model
    def hand_over(self, review_id, user_id):
        """Give a review of one's own to a colleague who may read it.

        :return: see `page`; False once he has no business with it
        """
        review = self._in_own_hands(review_id)
        review._hand_over(self.env["res.users"].browse(user_id if is_id(user_id) else 0).exists())
        return self.page(review.id)

    @api.model
    def take(self, review_id):
        """Take a review that waits for nobody or for somebody else.

        :return: see `page`
        """
        review = self._known(review_id)
        if not review._may_be_reviewed_by(self.env.user):
            raise AccessError(self.env._("You can't review this answer."))
        if review.state not in (*IN_HAND, "nobody"):
            raise UserError(self.env._("This review is decided."))
        if review.reviewer_id != self.env.user:
            if not review._is_in_pool():
                raise AccessError(self.env._("You can't review this answer."))
            review._give_to(self.env.user)
        return self.page(review.id)

    def _hand_over(self, user):
        """Another reviewer, chosen by hand: only one who may read what he judges."""
        for review in self:
            if self.env.user == review.asker_id:
                raise AccessError(self.env._("Who asked doesn't choose who reviews the answer."))
            if review.state not in IN_HAND:
                raise UserError(self.env._("This review is decided."))
            if not user or not review._may_be_reviewed_by(user):
                raise UserError(self.env._("This person can't review this answer."))
            # Nobody moves a deadline by handing a review to who has it.
            if user != review.reviewer_id:
                review._give_to(user)

    def _give_to(self, user):
        # sudo: candor.review, mail.activity - checked by the callers; the fields are nobody's to write
        review = self.sudo()
        former = review.reviewer_id
        values = {"reviewer_id": user.id, "checked_date": fields.Datetime.now()}
        if review.state == "nobody":
            values["state"] = review._waiting_for()
        review.write({**values, **review._deadline(review.asker_id)})
        review._mend_reminder()
        review._hint(former)
