from odoo.http import Controller, request, route

from ..refusal import answers_refusal


class TicketController(Controller):
    """The panel's one ordinary call before a question: it stores it and lets Odoo rotate the session."""

    @route("/candor/ticket", type="jsonrpc", auth="user", methods=["POST"], readonly=False)
    @answers_refusal
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
