"""The basket of a telesales call: a quotation that is filled while talking.

An agent has no right to orders. Code makes and changes the one quotation of the call
that he is holding, in campaigns that sell, and nothing else.
"""

from psycopg2.errors import UniqueViolation

from odoo import Command, fields, models
from odoo.exceptions import AccessError, ConcurrencyError, UserError
from odoo.tools import mute_logger

from ..domain.basket import Fate, fate
from ..domain.calls import Result
from ..explain import basket as explain

# what an agent may still change: the customer may have it, but has not accepted it
OPEN = ("draft", "sent")
NOTE_SEQUENCE = 9999
LONGEST_NOTE = 2000


class O2cCall(models.Model):
    _name = "o2c.call"
    _inherit = "o2c.call"

    sells = fields.Boolean(related="campaign_id.is_marketing")
    basket_ids = fields.One2many("sale.order", "o2c_call_id", "Quotation of the call")

    # ------------------------------------------------------------- who may
    def _basket_call(self):
        """The call with the rights to keep its basket, if this user holds it.

        :raise AccessError: it is somebody else's, or its campaign does not sell
        """
        self.ensure_one()
        self.check_access("write")
        self._check_taken()
        # the holder was checked; the agent needs no right to sales of his own
        call = self.sudo()
        if not call.campaign_id.is_marketing:
            raise AccessError(explain.service_call(call))
        return call.with_company(call.company_id)

    def _basket(self):
        """The quotation of this call, or none. Runs with the rights of code."""
        return self.basket_ids.filtered(lambda order: order.state != "cancel")[:1]

    def _open_basket(self):
        """The quotation as the agent may still change it, or none."""
        order = self._basket()
        if order and order.state not in OPEN:
            raise UserError(explain.closed(self, order))
        return order

    def _make_basket(self):
        """The quotation of this call, made if there is none yet."""
        order = self._open_basket()
        if order:
            return order
        # the call is written: whoever records its result in another window meanwhile
        # is repeated, and settles this quotation too
        self._touch(fields.Datetime.now())
        cancelled = self.basket_ids
        if cancelled:  # the customer thought better of it; there is never a second one
            cancelled.action_draft()
            return cancelled
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                order = self.env["sale.order"].create(self._prepare_basket_vals())
        except UniqueViolation as error:
            # another tab made it after our snapshot: the request is repeated
            raise ConcurrencyError("quotation of the call made elsewhere") from error
        self.invalidate_recordset(["basket_ids"])
        return order

    def _prepare_basket_vals(self):
        customer = self.person_id or self.partner_id
        seller = (
            self.partner_id.user_id or self.partner_id.commercial_partner_id.user_id
        )
        medium = self.env.ref("utm.utm_medium_phone", raise_if_not_found=False)
        return {
            "partner_id": self.partner_id.id,
            "partner_shipping_id": self._basket_addresses(customer)[:1].id,
            "company_id": self.company_id.id,
            "user_id": seller.id,
            "o2c_call_id": self.id,
            "origin": self.campaign_id.name,
            "campaign_id": self.campaign_id._o2c_utm_campaign().id,
            "medium_id": medium.id if medium else False,
            "source_id": self.campaign_id._o2c_utm_source().id,
        }

    def _basket_addresses(self, first=None):
        """Where the goods may go: usual delivery address first."""
        customer = self.partner_id.commercial_partner_id
        usual = self.partner_id.address_get(["delivery"])["delivery"]
        found = self.env["res.partner"].browse(usual) | self.partner_id | customer
        return found | customer.child_ids.filtered(lambda p: p.type == "delivery")

    # ------------------------------------------------------------- filling it
    def basket_set(self, product_id, quantity):
        """Put so much of a product into the basket; 0 takes it out.

        :return: the basket as the screen shows it
        """
        call = self._basket_call()
        product = call._basket_products([("id", "=", product_id)])
        if not product:
            raise UserError(explain.no_product(self.env))
        quantity = call._quantity(quantity)
        line = call._open_basket().order_line.filtered(
            lambda li: li.product_id == product and not li.is_reward_line
        )
        if quantity:
            call._put(product, quantity, line)
        elif line:
            line.unlink()
        return call._after_change()

    def _quantity(self, value):
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise UserError(explain.bad_quantity(self.env))
        if not 0 <= value < 10**9:
            raise UserError(explain.bad_quantity(self.env))
        return float(value)

    def _put(self, product, quantity, line):
        if line:
            line[:1].product_uom_qty = quantity
            line[1:].unlink()
            return
        vals = {"product_id": product.id, "product_uom_qty": quantity}
        self._make_basket().order_line = [Command.create(vals)]

    def basket_code(self, code):
        """Apply a voucher or promotion code; a single reward is claimed at once."""
        call = self._basket_call()
        order = call._open_basket()
        if not order.order_line:
            raise UserError(explain.code_needs_goods(self.env))
        status = order._try_apply_code((code or "").strip())
        if error := status.get("error"):
            raise UserError(error)
        rewards = [(c, r) for c, claimable in status.items() for r in claimable]
        if len(rewards) == 1 and not rewards[0][1].multi_product:
            call._claim(*rewards[0])
        return call._after_change()

    def basket_reward(self, coupon_id, reward_id, product_id=None):
        """Claim a reward that the order is entitled to."""
        call = self._basket_call()
        order = call._open_basket()
        for coupon, rewards in order._get_claimable_rewards().items():
            reward = rewards.filtered(lambda r: r.id == reward_id)
            if coupon.id == coupon_id and reward:
                call._claim(coupon, reward, product_id)
                return call._after_change()
        raise UserError(explain.no_reward(self.env))

    def _claim(self, coupon, reward, product_id=None):
        products = reward.reward_product_ids
        product = products.filtered(lambda p: p.id == product_id) or products[:1]
        chosen = {"product": product} if product else {}
        status = self._open_basket()._apply_program_reward(reward, coupon, **chosen)
        if error := status.get("error"):
            raise UserError(error)

    def basket_remove_line(self, line_id):
        """Take one line out of the basket, a reward too."""
        call = self._basket_call()
        lines = call._open_basket().order_line
        lines.filtered(lambda line: line.id == line_id).unlink()
        return call._after_change()

    def basket_address(self, partner_id):
        """Deliver to another address of the customer."""
        call = self._basket_call()
        address = call._basket_addresses().filtered(lambda p: p.id == partner_id)
        if not address:
            raise UserError(explain.no_address(self.env))
        call._make_basket().partner_shipping_id = address
        return call._after_change()

    def basket_note(self, text):
        """A word of the customer that stands at the end of the quotation."""
        call = self._basket_call()
        text = (text or "").strip()[:LONGEST_NOTE]
        line = call._open_basket().order_line.filtered(call._is_note)
        if not text:
            line.unlink()
        elif line:
            line.name = text
        else:
            vals = {"display_type": "line_note", "name": text}
            vals["sequence"] = NOTE_SEQUENCE
            call._make_basket().order_line = [Command.create(vals)]
        return call._basket_state()

    def _is_note(self, line):
        return line.display_type == "line_note" and line.sequence == NOTE_SEQUENCE

    def _after_change(self):
        """Rewards follow what is in the basket; the screen gets it whole."""
        order = self._open_basket()
        if order:
            order._update_programs_and_rewards()
        return self._basket_state()

    # ------------------------------------------------------------- sending it
    def basket_send(self):
        """Send the quotation to the customer with Odoo's own template."""
        call = self._basket_call()
        order = call._open_basket()
        if not order.order_line.filtered("product_id"):
            raise UserError(explain.empty(self.env))
        if not order.partner_id.email:
            raise UserError(explain.no_email(call))
        order._portal_ensure_token()
        marked = order.with_context(mark_so_as_sent=True)
        marked._send_order_notification_mail(
            order._find_mail_template(), allow_deferred_sending=False
        )
        return call._basket_state()

    # ------------------------------------------------------------- afterwards
    def _settle_basket(self, result):
        """What becomes of the quotation when the last attempt ended with ``result``."""
        order = self._basket()
        if not order or order.state not in OPEN:
            return
        bought = order.order_line.filtered("product_id")
        goods = bought.filtered(lambda line: not line.is_reward_line)
        outcome = fate(Result(result), len(goods), order.state == "sent")
        if outcome is Fate.CANCEL:
            order.message_post(body=explain.cancelled(self))
            order._action_cancel()
        elif outcome is Fate.DROP:
            order.unlink()

    def _after_done(self):
        self._settle_basket(self.last_result)
        return super()._after_done()
