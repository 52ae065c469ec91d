"""Builders for tests of telesales: a call in a campaign that sells."""

from odoo import Command
from odoo.service.model import call_kw

from .common import NOW, QualityCommon


class TelesalesCommon(QualityCommon):
    """A telesales campaign whose calls are listed by the test itself."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = cls._user("salesperson")
        cls.customer.user_id = cls.seller
        cls.beans = cls._product(
            name="Arabica beans 1 kg", default_code="BEAN-1", list_price=20.0
        )
        cls.cups = cls._product(
            name="Espresso cups", barcode="4006381333931", list_price=5.0
        )
        cls.selling_script = cls.env["survey.survey"].create(
            {
                "title": "Season offer",
                "user_id": cls.leader.id,
                "question_and_page_ids": [
                    Command.create(
                        {"title": "Any other wish?", "question_type": "char_box"}
                    )
                ],
            }
        )
        cls.selling = cls._selling()

    @classmethod
    def _selling(cls, **values):
        options = {
            "name": "Season offer",
            "kind": "telesales",
            "survey_id": cls.selling_script.id,
        }
        return cls._campaign(start=False, **{**options, **values})

    @classmethod
    def _sales_call(cls, campaign=None, customer=None, agent=None, **values):
        """A call to sell something, held by ``agent``, with his rights."""
        campaign = campaign or cls.selling
        customer = customer or cls.customer
        options = {
            "campaign_id": campaign.id,
            "company_id": campaign.company_id.id,
            "partner_id": customer.id,
            "person_id": customer.id,
            "phone": customer.phone,
            "next_try_at": NOW,
            "state": "in_call",
            "agent_id": (agent or cls.agent).id,
            "locked_at": cls.env.cr.now(),
        }
        # an agent is in one call at a time: the one before goes back
        held = [("state", "=", "in_call"), ("agent_id", "=", options["agent_id"])]
        cls.Call.search(held).state = "to_call"
        cls.env.flush_all()
        call = cls.Call.create({**options, **values})
        return call.with_user(agent or cls.agent)

    @classmethod
    def rpc(cls, user, record, method, *args, **kwargs):
        """Call a method as the client does."""
        model = cls.env[record._name].with_user(user)
        return call_kw(model, method, [record.ids, *args], kwargs)
