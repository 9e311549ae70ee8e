"""A review points no longer at its activity: the activity says which review it reminds of."""

from odoo import SUPERUSER_ID, api
from odoo.tools import sql


def migrate(cr, version):
    """:param version: installed before; nothing where the addon is new"""
    if not version or not sql.column_exists(cr, "candor_review", "activity_id"):
        return
    cr.execute(
        """
        UPDATE mail_activity
           SET candor_review_id = review.id
          FROM candor_review AS review
         WHERE review.activity_id = mail_activity.id
        """
    )
    cr.execute("ALTER TABLE candor_review DROP COLUMN activity_id")
    cr.execute(
        """
        UPDATE candor_review AS review
           SET decided_date = review.done_date,
               hours_to_verdict = EXTRACT(EPOCH FROM review.done_date - review.create_date) / 3600
         WHERE review.state = 'done' AND review.outcome <> 'lapsed'
        """
    )
    cr.execute(
        """
        UPDATE candor_review AS review
           SET is_resolved = TRUE
          FROM candor_turn AS turn
         WHERE turn.id = review.turn_id
           AND (
                   review.outcome IN ('correct', 'held_back_right')
                OR review.outcome = 'approve' AND turn.outcome = 'answered'
                OR turn.rating = 'up'
               )
        """
    )
    env = api.Environment(cr, SUPERUSER_ID, {})
    cron = env.ref("candor.ir_cron_reviews", raise_if_not_found=False)
    if cron and cron.interval_type == "hours":
        cron.write({"interval_number": 2, "interval_type": "minutes"})
    reviews = env["candor.review"].search([])
    for review in reviews:
        review.source_id = reviews._source_of(review.turn_id)
    for review in reviews.filtered(lambda review: review.state != "done"):
        review.write(review._deadline(review.asker_id))
