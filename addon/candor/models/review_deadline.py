from datetime import datetime, time, timedelta

from odoo import api, fields, models

#: Settings name another one, in working days.
DEFAULT_DAYS = 1
MAX_DAYS = 30


def review_days(env):
    """How many working days a reviewer has."""
    # sudo: ir.config_parameter - a number of the settings
    value = str(env["ir.config_parameter"].sudo().get_param("candor.review_days"))
    return max(1, min(int(value), MAX_DAYS)) if value.isdecimal() else DEFAULT_DAYS


class CandorReview(models.Model):
    """Until when a review should be decided."""

    _inherit = "candor.review"

    @api.model
    def _deadline(self, asker):
        """Values of `due_date` and `escalation_date` for a review that begins to wait today.

        :param asker: the working days are those of his company
        """
        company = asker.company_id or self.env.company
        due = self._working_day(company, fields.Date.today(), review_days(self.env))
        return {"due_date": due, "escalation_date": self._working_day(company, due, 1)}

    @api.model
    def _working_day(self, company, day, count):
        """The day that is `count` working days after `day`, by the company's calendar where there is one,
        else Monday to Friday.
        """
        calendar = company.resource_calendar_id if "resource_calendar_id" in company._fields else None
        if calendar:
            # Days are counted with the first one.
            start = datetime.combine(day + timedelta(days=1), time.min)
            planned = calendar.plan_days(count, start, compute_leaves=True)
            if planned:
                return planned.date()
        while count:
            day += timedelta(days=1)
            count -= day.weekday() < 5
        return day
