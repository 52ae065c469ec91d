from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError
from odoo.tools import mute_logger

WORDS = [
    ("received", "Received"),
    ("not_received", "Not received"),
    ("accepted", "Accepted"),
    ("not_accepted", "Not accepted"),
    ("late", "Came late"),
    ("wrong_place", "Came to the wrong place"),
]


class O2cDeliveryWord(models.Model):
    """What the customer says of the delivery of an order, by whatever way he said it.

    Beside what carriers and transfers report; neither corrects the other.
    """

    _name = "o2c.delivery.word"
    _description = "Customer's word about a delivery"
    _inherit = ["o2c.guarded.mixin"]
    _order = "at desc, id desc"
    _rec_name = "word"

    order_id = fields.Many2one(
        "sale.order", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="order_id.company_id", store=True, index=True, precompute=True
    )
    partner_id = fields.Many2one("res.partner", "Said by", ondelete="restrict")
    word = fields.Selection(WORDS, "What the customer says", required=True)
    at = fields.Datetime("Said on", required=True)
    text = fields.Char("In his words")
    user_id = fields.Many2one("res.users", "Taken down by", ondelete="restrict")
    source_key = fields.Char(
        "Said in", required=True, readonly=True, help="One entry for each of these."
    )

    _once = models.UniqueIndex("(source_key)", "This word is entered already.")

    @api.model
    def _say(self, order, word, at, source_key, **vals):
        """Enter the customer's word about ``order``, once for each ``source_key``.

        :param str word: a key of ``WORDS``
        :param at: naive UTC
        :return: the entry; the earlier one when there is one with this key
        """
        # a fact: whoever heard it need not have the right to the order
        words = self.sudo()
        found = words.search([("source_key", "=", source_key)])
        return found or words._enter_once(
            {
                "order_id": order.id,
                "word": word,
                "at": at,
                "source_key": source_key,
                **vals,
            }
        )

    def _enter_once(self, vals):
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                entry = self.create(vals)
                entry.flush_recordset()
        except UniqueViolation as error:
            # another transaction entered it after our snapshot: try anew
            raise ConcurrencyError("the same word at the same time") from error
        entry._after_say()
        return entry

    def _after_say(self):
        """The timeline shows it; a delivery that never came is an exception."""
        self.order_id.invalidate_recordset(["o2c_timeline"])
        rules = self.env["o2c.exception.rule"].search([("kind", "=", "not_received")])
        rules._look_soon()

    def _o2c_opened_elsewhere(self):
        return self.env._("The customer's word is taken down where he says it.")

    def _o2c_kept_for_ever(self):
        return self.env._("What a customer said is kept.")
