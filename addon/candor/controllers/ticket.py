from odoo.http import Controller, request

from .endpoint import endpoint


class TicketController(Controller):
    """The panel's one ordinary call before a question: it stores it and lets Odoo rotate the session."""

    @endpoint("/candor/ticket", save_session=True)
    def ticket(
        self,
        question="",
        conversation_id=False,
        res_model=False,
        res_id=False,
        company_ids=(),
        retry_of=False,
    ):
        return request.env["candor.turn"]._open(
            question, conversation_id, res_model, res_id, company_ids, retry_of
        )
