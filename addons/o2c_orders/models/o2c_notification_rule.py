from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from .. import explain
from .o2c_shipment import STATUSES

CHANNELS = [("email", "E-mail"), ("sms", "Text message"), ("portal", "Portal")]
# what decides of what is told: changed, the rule begins anew
TRIGGER_FIELDS = {
    "active",
    "trigger",
    "milestone",
    "shipment_status",
    "exception_rule_id",
    "company_id",
}


class O2cNotificationRule(models.Model):
    """When something happens to an order, somebody is told, once."""

    _name = "o2c.notification.rule"
    _description = "Notification rule"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", index=True, help="Empty: for every company."
    )
    trigger = fields.Selection(
        [
            ("milestone", "An order reaches a milestone"),
            ("shipment", "A parcel has a new status"),
            ("exception", "An exception is found"),
        ],
        "When",
        required=True,
        default="milestone",
    )
    milestone = fields.Selection(selection="_selection_milestone")
    shipment_status = fields.Selection(STATUSES, "Status")
    exception_rule_id = fields.Many2one("o2c.exception.rule", ondelete="cascade")
    audience = fields.Selection(
        [("customer", "The customer"), ("internal", "Colleagues")],
        "Is told",
        required=True,
        default="customer",
    )
    contact = fields.Selection(
        [
            ("order", "Who ordered"),
            ("delivery", "Who receives the goods"),
            ("invoice", "Who receives the invoice"),
        ],
        "Contact person",
        required=True,
        default="order",
    )
    channel = fields.Selection(
        [("preferred", "As the customer prefers"), *CHANNELS],
        required=True,
        default="preferred",
        help="As the customer prefers: by e-mail when he never said, and on another"
        " channel when he cannot be reached on this one. Any other: on this channel"
        " or not at all, and not to those who prefer another one.",
    )
    to_salesperson = fields.Boolean("The salesperson of the order")
    partner_ids = fields.Many2many(
        "res.partner",
        "o2c_notification_rule_partner_rel",
        string="Colleagues and mailboxes",
        help="Each is told as he has set up his notifications; a mailbox of a"
        " department is a contact with an address.",
    )
    template_id = fields.Many2one(
        "mail.template",
        "Text",
        domain="[('model', '=', 'o2c.notification')]",
        required=True,
        ondelete="restrict",
        help="The message, in the language of its reader.",
    )
    sms_template_id = fields.Many2one(
        "sms.template",
        "Text message",
        domain="[('model', '=', 'o2c.notification')]",
        ondelete="restrict",
        help="Empty: the title of the message.",
    )
    sms_from = fields.Integer("Text messages from", default=8)
    sms_to = fields.Integer("until", default=20)
    max_age = fields.Integer(
        "Not when older than (hours)",
        default=72,
        help="What becomes known later than this is told to nobody.",
    )
    since = fields.Datetime(
        readonly=True,
        copy=False,
        help="The rule tells of what happens from here on, never of older things.",
    )
    notification_ids = fields.One2many("o2c.notification", "rule_id", "Notifications")
    sent_count = fields.Integer("Sent", compute="_compute_sent_count")

    _max_age_sign = models.Constraint("CHECK (max_age > 0)", "News lasts some time.")
    _sms_hours = models.Constraint(
        "CHECK (sms_from >= 0 AND sms_to <= 24 AND sms_from < sms_to)",
        "Text messages are sent between two hours of a day.",
    )

    @api.model
    def _selection_milestone(self):
        return (
            self.env["o2c.milestone"]._fields["kind"]._description_selection(self.env)
        )

    def _compute_sent_count(self):
        domain = [("rule_id", "in", self.ids), ("state", "=", "sent")]
        groups = self.env["o2c.notification"]._read_group(
            domain, ["rule_id"], ["__count"]
        )
        counts = dict(groups)
        for rule in self:
            rule.sent_count = counts.get(rule, 0)

    # ------------------------------------------------------------- guards
    @api.constrains("trigger", "milestone", "shipment_status", "exception_rule_id")
    def _check_what(self):
        for rule in self:
            if not rule._what():
                raise ValidationError(explain.notification.no_trigger(rule))

    @api.constrains("template_id", "sms_template_id")
    def _check_templates(self):
        for rule in self:
            texts = [rule.template_id.model]
            texts += rule.sms_template_id.mapped("model")
            if set(texts) != {"o2c.notification"}:
                raise ValidationError(explain.notification.wrong_template(rule))

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_since(vals)
        rules = super().create(vals_list)
        rules._start()
        return rules

    def write(self, vals):
        self._refuse_since(vals)
        result = super().write(vals)
        if TRIGGER_FIELDS & vals.keys():
            self._start()
        return result

    def _refuse_since(self, vals):
        if "since" in vals and not self.env.su:
            raise AccessError(explain.notification.since_is_ours(self.env))

    # ------------------------------------------------------------- events
    def _what(self):
        """Which milestone, status or exception rule (its id as text) it waits for."""
        self.ensure_one()
        return {
            "milestone": self.milestone,
            "shipment": self.shipment_status,
            "exception": self.exception_rule_id and str(self.exception_rule_id.id),
        }[self.trigger]

    def _start(self):
        """Tell from now on: what has happened until now is history."""
        active = self.filtered("active")
        # the moment is no one's to choose
        active.sudo().write({"since": fields.Datetime.now()})
        self.env["o2c.notification"]._note_history(active)

    def action_open_notifications(self):
        """What this rule has told, and what not and why."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "o2c_orders.action_notification"
        )
        action["domain"] = [("rule_id", "=", self.id)]
        action["context"] = {}
        return action

    def action_preview(self):
        """Show the message of this rule for the latest order it would fit."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Preview"),
            "res_model": "o2c.notification.preview",
            "view_mode": "form",
            "target": "new",
            "context": {"default_rule_id": self.id},
        }
