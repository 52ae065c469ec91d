from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import ormcache

from ..domain import calling_law as law
from ..domain.calling_hours import Day, Window
from ..domain.calling_law import Kind, Person, Purpose, Rule
from ..explain import law as explain

KINDS = [
    (Kind.CONSENT.value, "Consent"),
    (Kind.REGISTER.value, "Register of those who want no calls"),
    (Kind.REFUSAL.value, "Rest after a refusal"),
    (Kind.FREQUENCY.value, "How often"),
    (Kind.HOURS.value, "Days and hours"),
]
PURPOSES = [
    (Purpose.SERVICE.value, "Service"),
    (Purpose.MARKETING.value, "Marketing"),
]
PERSONS = [
    (Person.NATURAL.value, "Private person"),
    (Person.SOLE_TRADER.value, "Sole trader"),
    (Person.COMPANY.value, "Company"),
]
DAYS = [
    (Day.WEEKDAY.value, "Monday to Friday"),
    (Day.SATURDAY.value, "Saturday"),
    (Day.SUNDAY.value, "Sunday"),
    (Day.EVE.value, "Day before a public holiday"),
    (Day.HOLIDAY.value, "Public holiday"),
]


class O2cCallingRule(models.Model):
    """When whom may be called for what: one rule of a law, or of a company.

    All rules that hold must allow a call. What stands in a law, or takes its place
    where there is none, only administrators change; a leader adds rules of a company,
    which can forbid more and never allow more.
    """

    _name = "o2c.calling.rule"
    _description = "Calling rule"
    _inherit = ["o2c.law.keeper.mixin", "mail.thread"]
    _order = "to_verify, is_law desc, country_id, purpose, kind, id"

    name = fields.Char(required=True, translate=True, tracking=True)
    active = fields.Boolean(default=True, tracking=True)
    kind = fields.Selection(KINDS, "Asks for", required=True, default="hours")
    is_law = fields.Boolean("Law", help="It stands in a law or a code of conduct.")
    is_fallback = fields.Boolean(
        "Where no law says",
        help="Gives way to a law of the customer's country of the same kind.",
    )
    company_id = fields.Many2one(
        "res.company",
        index=True,
        default=lambda self: self.env.company,
        help="Empty: for all companies.",
    )
    country_id = fields.Many2one(
        "res.country", index=True, help="Of the customer; empty: everywhere."
    )
    state_ids = fields.Many2many(
        "res.country.state",
        string="Only in",
        domain="[('country_id', '=', country_id)]",
        help="Only customers of these states or provinces.",
    )
    purpose = fields.Selection(
        [*PURPOSES, ("all", "All calls")], required=True, default="marketing"
    )
    for_natural = fields.Boolean("Private persons", default=True)
    for_sole_trader = fields.Boolean("Sole traders", default=True)
    for_company = fields.Boolean("Companies", default=True)
    window_ids = fields.One2many("o2c.calling.window", "rule_id", "Open at", copy=True)
    is_consent_needed = fields.Boolean("Consent needed", default=True)
    is_automatic = fields.Boolean(
        "Automatic calls only",
        help="A consent of its own to calls that a dialler rings, beside the one to be"
        " called.",
    )
    register_id = fields.Many2one("o2c.register", index=True, ondelete="restrict")
    good_days = fields.Integer("A check is good for (days)", default=15, tracking=True)
    contract_days = fields.Integer(
        "Earlier consents live on for (days)",
        help="So many days after a contract ended an earlier consent still stands"
        " against an entry in the register. 0: entries end all earlier consents.",
    )
    most = fields.Integer("Calls at most", default=4, tracking=True)
    days = fields.Integer("In how many days", default=30, tracking=True)
    date_from = fields.Date("In force from")
    date_to = fields.Date("In force until")
    source = fields.Text(
        required=True, help="Where the rule is written down, or who decided it."
    )
    url = fields.Char("Address of the text")
    to_verify = fields.Boolean(
        "To be verified",
        help="Not confirmed by a lawyer yet: check the source before using it.",
    )
    verified_by_id = fields.Many2one("res.users", "Verified by", readonly=True)
    verified_at = fields.Datetime("Verified on", readonly=True)
    sentence = fields.Char("In words", compute="_compute_sentence")
    is_locked = fields.Boolean(
        compute="_compute_is_locked", help="Only administrators change it."
    )

    _days_sign = models.Constraint(
        "CHECK (good_days >= 0 AND contract_days >= 0 AND most >= 0)",
        "Days and calls cannot be negative.",
    )
    _days_number = models.Constraint(
        "CHECK (days >= 1)", "A period is at least one day."
    )
    _period = models.Constraint(
        "CHECK (date_to IS NULL OR date_from IS NULL OR date_to >= date_from)",
        "A rule cannot end before it begins.",
    )
    _register_named = models.Constraint(
        "CHECK (kind <> 'register' OR register_id IS NOT NULL)",
        "Name the register that is to be checked.",
    )
    _law_of_all = models.Constraint(
        "CHECK (NOT (is_law OR is_fallback) OR company_id IS NULL)",
        "A law holds for all companies.",
    )

    @api.depends_context("lang")
    @api.depends(
        "kind",
        "purpose",
        "country_id",
        "state_ids",
        "for_natural",
        "for_sole_trader",
        "for_company",
        "is_fallback",
        "is_consent_needed",
        "is_automatic",
        "register_id",
        "good_days",
        "contract_days",
        "most",
        "days",
        "window_ids.day",
        "window_ids.start",
        "window_ids.end",
    )
    def _compute_sentence(self):
        for rule in self:
            rule.sentence = explain.sentence(rule)

    @api.depends("is_law", "is_fallback")
    @api.depends_context("uid")
    def _compute_is_locked(self):
        keeper = self.env.user.has_group("base.group_system")
        for rule in self:
            rule.is_locked = rule._is_statutory() and not keeper

    @api.constrains("for_natural", "for_sole_trader", "for_company")
    def _check_persons(self):
        for rule in self:
            if not (rule.for_natural or rule.for_sole_trader or rule.for_company):
                raise ValidationError(self.env._("A rule holds for somebody."))

    # ------------------------------------------------------------- who writes what
    def _is_statutory(self):
        return self.is_law or self.is_fallback

    def _is_kept(self):
        return any(rule._is_statutory() for rule in self)

    def _kept_for_administrators(self):
        return self.env._(
            "What a law says is changed by an administrator. Add a rule of"
            " your company: it can forbid more."
        )

    def action_verify(self):
        """Say that a rule was checked against its source; from now on it holds."""
        self.check_access("write")
        now = fields.Datetime.now()
        # a leader may put a rule in force that was brought to be checked, no more
        self.filtered("to_verify").sudo().write(
            {
                "to_verify": False,
                "active": True,
                "verified_by_id": self.env.uid,
                "verified_at": now,
            }
        )

    # ------------------------------------------------------------- facts
    @api.model
    @ormcache()
    def _compiled(self):
        """All rules in force, of every company, as the pure function takes them."""
        rules = self.sudo().search([("active", "=", True)])  # a law holds for everybody
        return tuple(rule._rule() for rule in rules)

    def _rule(self):
        self.ensure_one()
        purposes = {p for p in Purpose if self.purpose in (p.value, "all")}
        persons = {person for person in Person if self[f"for_{person.value}"]}
        return Rule(
            key=self.id,
            kind=Kind(self.kind),
            purposes=frozenset(purposes),
            persons=frozenset(persons),
            country=self.country_id.code or None,
            states=frozenset(self.state_ids.mapped("code")),
            company=self.company_id.id or None,
            law=self.is_law,
            fallback=self.is_fallback,
            date_from=self.date_from or None,
            date_to=self.date_to or None,
            windows=tuple(window._window() for window in self.window_ids),
            needed=self.is_consent_needed,
            automatic=self.is_automatic and self.kind == Kind.CONSENT.value,
            register=self.register_id.id or None,
            good_days=self.good_days,
            contract_days=self.contract_days or None,
            most=self.most,
            days=self.days,
        )

    @api.model
    def _longest_days(self):
        """How many days back calls and refusals matter."""
        kinds = (law.Kind.FREQUENCY, law.Kind.REFUSAL)
        return max((r.days for r in self._compiled() if r.kind in kinds), default=1)


class O2cCallingWindow(models.Model):
    """Hours at which a rule lets people call on days of one kind."""

    _name = "o2c.calling.window"
    _description = "Calling hours"
    _inherit = ["o2c.law.keeper.mixin"]
    _order = "rule_id, day, start"

    rule_id = fields.Many2one(
        "o2c.calling.rule", required=True, index=True, ondelete="cascade"
    )
    day = fields.Selection(DAYS, "On", required=True, default="weekday")
    start = fields.Float("From", required=True, default=9.0)
    end = fields.Float("To", required=True, default=19.0)

    _hours = models.Constraint(
        'CHECK (0 <= start AND start < "end" AND "end" <= 24)',
        "Hours run from 0 to 24, the end after the start.",
    )

    def _is_kept(self):
        return self.rule_id._is_kept()

    def _kept_for_administrators(self):
        return self.rule_id._kept_for_administrators()

    def _window(self):
        return Window(Day(self.day), round(self.start * 60), round(self.end * 60))
