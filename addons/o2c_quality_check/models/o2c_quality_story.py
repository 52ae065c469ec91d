"""What the demonstration tells: orders of months ago and what customers said of them.

Used by the demo data alone. The talks are entered as made, whatever the day and hour at
which the demonstration is loaded: nobody is dialled, so the law is not asked.

A model, although it holds nothing: demo data that are loaded into a running database
come from the files of the manifest alone, no hook runs then, and a file calls only
methods of models. Its methods are private, so no client reaches them, whoever it is.
"""

from datetime import datetime, time, timedelta

from odoo import Command, api, fields, models

from ..domain.calls import Result

SATURDAY = 5


class O2cQualityStory(models.AbstractModel):
    _name = "o2c.quality.story"
    _description = "Story of the demonstration"

    @api.model
    def _moment(self, days, hour=9):
        """So many days ago, on a working day, at ``hour`` (naive UTC)."""
        day = fields.Date.today() - timedelta(days=days)
        while day.weekday() >= SATURDAY:
            day -= timedelta(days=1)
        return datetime.combine(day, time(hour))

    @api.model
    def _sell(self, orders, product, seller):
        """Orders that were delivered, invoiced and paid.

        :param orders: (reference, customer, boxes, courier, days since delivery)
        :param product: id of what all of them are about; ``seller``: id of the user
        """
        for reference, customer, quantity, courier, days in orders:
            line = {"product_id": product, "product_uom_qty": quantity}
            order = self.env["sale.order"].create(
                {
                    "client_order_ref": reference,
                    "partner_id": customer,
                    "user_id": seller,
                    "require_signature": False,
                    "require_payment": False,
                    "order_line": [Command.create(line)],
                }
            )
            order.action_confirm()
            order.date_order = self._moment(days + 3)
            self._deliver(order, courier, self._moment(days, 12))
            self._settle(order, self._moment(days).date())

    def _deliver(self, order, courier, at):
        """The goods left with ``courier``, who says that they arrived at ``at``."""
        picking = order.picking_ids
        picking.carrier_id = courier
        picking.carrier_tracking_ref = order.client_order_ref
        picking.with_context(skip_sms=True).button_validate()
        picking.move_ids.date = at
        shipments = self.env["o2c.shipment"].search([("order_id", "=", order.id)])
        for shipment in shipments:
            shipment._report("delivered", at, "csv", f"story:{shipment.id}")

    def _settle(self, order, day):
        """Invoiced on the day of delivery, paid ten days later."""
        invoice = order._create_invoices()
        invoice.invoice_date = day
        invoice.action_post()
        register = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        paid = min(day + timedelta(days=10), fields.Date.today())
        register.create({"payment_date": paid}).action_create_payments()

    @api.model
    def _talk(self, campaign, agent, talks, basket=None):
        """Finish calls of ``campaign`` that are on its list.

        :param talks: (reference of the order or customer's id, days ago, minutes,
            {question's id: answer})
        :param basket: {product's id: quantity} that the customer wants a quotation of
        """
        sessions = self.env["o2c.agent.session"]
        sessions._enter(agent, None, fields.Datetime.now())
        for place, (subject, days, minutes, answers) in enumerate(talks):
            at = self._moment(days, 8 + place % 7)
            call = self._listed(campaign, subject)
            call._give_to(agent, at)
            sessions._enter(agent, "in_call", at, call)
            call._prepare_answers()
            own = call.with_user(agent)
            for question, value in answers.items():
                own._answer(question, value)
            for product, quantity in (basket or {}).items():
                own.basket_set(product, quantity)
            own.talk_minutes = minutes
            over = at + timedelta(minutes=minutes + 1)
            own._record(Result.ANSWERED, over)
            sessions._enter(agent, None, over)
            call.basket_ids.action_quotation_sent()

    def _listed(self, campaign, subject):
        """The call about the order of this reference, or with this customer."""
        if isinstance(subject, str):
            return campaign.call_ids.filtered(
                lambda call: call.order_id.client_order_ref == subject
            )
        return campaign.call_ids.filtered(lambda call: call.partner_id.id == subject)

    @api.model
    def _evaluate(self, leader, form, call, marks, said):
        """One evaluated call, which its agent has seen.

        :param marks: the marks in the order of the criteria
        :param said: (what was good, what to do better, the agent's answer)
        """
        evaluation = (
            self.env["o2c.evaluation"]
            .with_user(leader)
            .create(
                {
                    "attempt_id": call.attempt_ids.id,
                    "form_id": form,
                    "strengths": said[0],
                    "to_improve": said[1],
                }
            )
        )
        for mark, points in zip(evaluation.mark_ids, marks, strict=True):
            mark.points = points
        evaluation.action_done()
        evaluation.with_user(call.agent_id)._acknowledge(said[2], fields.Datetime.now())

    @api.model
    def _count(self):
        """Themes and the second witness, which jobs would find a little later."""
        answers = self.env["o2c.call.answer"]
        answers._waiting_for_themes()._match_themes(self.env["o2c.theme"]._matcher())
        called = self.env["o2c.call"].search([("state", "=", "done")])
        self.env["o2c.perfect.order"]._measure(called.order_id.ids)
