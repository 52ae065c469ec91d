from datetime import timedelta

from odoo import Command, fields

from .common import CareCommon


class LearningCommon(CareCommon):
    """Tickets of customers with a product, closed, rated; moments fixed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.email = "nora@nordlicht.example"
        cls.cause = cls.env["o2c.ticket.cause"].create({"name": "Thin boxes"})
        cls.company.write(
            {
                "o2c_ask_rating": True,
                "o2c_rating_wait": 2,
                "o2c_rating_days": 30,
                "o2c_rating_low": 2,
                "o2c_rating_answer": "call",
                "o2c_repeat_days": 90,
            }
        )

    @classmethod
    def _old_ticket(cls, days, **values):
        """A ticket that was received so many days ago."""
        ticket = cls._ticket(**values)
        moment = fields.Datetime.now() - timedelta(days=days)
        ticket.sudo().write({"opened_at": moment})
        return ticket

    @classmethod
    def _closed(cls, **values):
        return cls._close(cls._ticket(**values))

    def _rating_of(self, ticket):
        return ticket.sudo()._current_rating()

    @classmethod
    def _action(cls, user=None, **values):
        """A corrective action about the cause, opened by the care agent."""
        options = {
            "title": "Thicker boxes",
            "cause_id": cls.cause.id,
            "user_id": cls.agent.id,
            "opened_on": "2026-03-02",
            "due_date": "2026-03-16",
            "root_cause": "Nobody tests the boxes",
            "action": "Boxes are tested",
        }
        actions = cls.env["o2c.corrective.action"].with_user(user or cls.agent)
        return actions.create({**options, **values})

    @classmethod
    def _sold(cls, day, product=None, quantity=1):
        """A confirmed order of a day."""
        order = cls.env["sale.order"].create(
            {
                "partner_id": cls.customer.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": (product or cls.product).id,
                            "product_uom_qty": quantity,
                        }
                    )
                ],
            }
        )
        order.action_confirm()
        order.date_order = f"{day} 10:00:00"
        return order
